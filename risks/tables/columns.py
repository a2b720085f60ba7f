"""The columns of every table we hand out: type, unit, meaning. One place."""

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["string", "number", "integer", "boolean", "date", "datetime"]


@dataclass(frozen=True)
class Column:
    """One column; a name that starts with ``derived_`` is computed, never entered.

    ``type`` is a Table Schema type, ``unit`` is empty for text and dates.
    """

    name: str
    type: ColumnType
    meaning: str
    unit: str = ""


@dataclass(frozen=True)
class TableSpec:
    """One table: its name (and file name), what a row is, its columns in order."""

    name: str
    meaning: str
    columns: tuple[Column, ...]


def _text(name: str, meaning: str) -> Column:
    return Column(name, "string", meaning)


def _number(name: str, meaning: str, unit: str) -> Column:
    return Column(name, "number", meaning, unit)


def _whole(name: str, meaning: str, unit: str) -> Column:
    return Column(name, "integer", meaning, unit)


def _day(name: str, meaning: str) -> Column:
    return Column(name, "date", meaning)


def _range(name: str, meaning: str, unit: str) -> tuple[Column, ...]:
    return tuple(
        _number(f"{name}_{end}", f"{meaning}, {end} end of the judgement", unit)
        if end != "likely"
        else _number(f"{name}_{end}", f"{meaning}, most likely", unit)
        for end in ("low", "likely", "high")
    )


_GRADE = (
    _text("reliability", "Admiralty letter A-F of the source; empty for a judgement"),
    _text("credibility", "Admiralty digit 1-6 of the statement; empty for a judgement"),
)
_SOURCE = (
    _text("source", "who published it"),
    _text("url", "where it can be read; empty where no address is known"),
)

REGISTERS = TableSpec(
    "registers",
    "one register of risks",
    (
        _text("id", "id of the register"),
        _text("title", "name on the screen"),
        _text("summary", "what it watches"),
        _number("derived_pressure", "power mean of its indicators' scores", "0-100"),
        _number("derived_coverage", "share of its weight that is known", "0-1"),
    ),
)

RISKS = TableSpec(
    "risks",
    "one dated risk with its chance on the as-of date",
    (
        _text("id", "id of the risk"),
        _text("register_id", "register it belongs to"),
        _text("title", "name on the screen"),
        _text("cause", "because of what"),
        _text("event", "what happens, or stays undone"),
        _text("consequence", "what follows"),
        _text("resolution", "the test by which it is decided yes or no"),
        _whole("horizon_months", "span of the chance for an event", "months"),
        _day("deadline", "day of decision for something left undone"),
        _text("owner", "who carries it"),
        _text("response", "avoid, mitigate, share or accept"),
        _text("base_rate", "how often such things happen"),
        _number("base_rate_chance", "the base rate as a chance", "0-1"),
        _text("base_rate_source", "where the base rate comes from"),
        _text("why_differ", "why the judgement departs from the base rate"),
        *_range("delay_months", "delay to the stages it touches", "months"),
        _text("delay_kind", "how delays join: in-series, in-parallel or indirect"),
        *_range("cost_usd_m", "cost", "million USD"),
        *_range("trade_loss_pct", "loss of corridor trade", "percent"),
        *_range("security", "harm to security", "1-5"),
        _text("impact_reason", "why these impacts"),
        _text("stage_ids", "stages of the corridor it sits on, separated by spaces"),
        _day("derived_resolves_on", "day the chance is for"),
        _text("derived_status", "open, decided no, decided yes, awaiting resolution"),
        _number("derived_chance", "chance by derived_resolves_on", "0-1"),
        _number("derived_chance_low", "chance at the judgement's low end", "0-1"),
        _number("derived_chance_high", "chance at the judgement's high end", "0-1"),
        _number("derived_factor", "news and settings, on the stated rate", "ratio"),
        _number("derived_pressure", "power mean of its signals' scores", "0-100"),
    ),
)

JUDGEMENTS = TableSpec(
    "judgements",
    "one stated chance; a later one supersedes, none is changed",
    (
        _text("risk_id", "risk it is about"),
        _day("judged_on", "day it was stated"),
        _text("author", "who stated it"),
        _number("low", "low end", "0-1"),
        _number("likely", "most likely", "0-1"),
        _number("high", "high end", "0-1"),
        _text("reason", "why"),
    ),
)

INDICATORS = TableSpec(
    "indicators",
    "one observable signal and its goalposts",
    (
        _text("id", "id of the indicator"),
        _text("register_id", "register it belongs to"),
        _text("title", "name on the screen"),
        _text("unit", "unit of its readings"),
        _text("kind", "measured, judged or event-pressure (derived)"),
        _number("goalpost_0", "reading that scores 0, calm", "the unit"),
        _number("goalpost_33", "reading that scores 33, watch", "the unit"),
        _number("goalpost_67", "reading that scores 67, alarm", "the unit"),
        _number("goalpost_100", "reading that scores 100, extreme", "the unit"),
        _text("goalposts_reason", "why these goalposts"),
        _text("cadence", "how often a reading is due"),
        _whole("stale_after_days", "age from which a reading fades", "days"),
        _whole("half_life_days", "days in which a late reading halves", "days"),
        _number("no_news", "score when nothing is known", "0-100"),
        _number("weight", "weight in its register's pressure", "ratio"),
        Column("is_lever", "boolean", "whether it is a headline what-if slider"),
        _text("bands", "names of 0 to 4 of a judged posture, separated by ' | '"),
        _text("publisher", "who publishes it"),
    ),
)

READINGS = TableSpec(
    "readings",
    "one value of one indicator on one day from one source",
    (
        _text("indicator_id", "indicator it belongs to"),
        _day("observed_on", "day it is about"),
        Column("recorded_at", "datetime", "instant it was recorded, UTC"),
        _number("value", "the value", "the indicator's unit"),
        *_SOURCE,
        *_GRADE,
        _text("author", "who judged it; empty for a measured reading"),
        _text("event_ids", "events a judged reading rests on, separated by spaces"),
        _text("note", "what to know about it"),
    ),
)

SCORES = TableSpec(
    "scores",
    "one indicator as it stands on the as-of date",
    (
        _text("indicator_id", "the indicator"),
        _text("register_id", "register it belongs to"),
        _number("derived_value", "latest reading, or the assumed value", "the unit"),
        _text("unit", "unit of derived_value"),
        Column("derived_is_assumed", "boolean", "whether a what-if set the value"),
        _day("derived_observed_on", "day of the latest reading; empty if assumed"),
        _number("derived_score", "score between the goalposts", "0-100"),
        _number("derived_reliability", "weight of grade and age", "0-1"),
        _number("derived_shrunk_score", "score as it counts in a pressure", "0-100"),
        _whole("derived_age_days", "age of that reading; empty if assumed", "days"),
        Column("derived_is_stale", "boolean", "past its limit, or no reading"),
        *_SOURCE,
        *_GRADE,
    ),
)

SIGNALS = TableSpec(
    "signals",
    "one link from an indicator to a risk",
    (
        _text("indicator_id", "the indicator"),
        _text("risk_id", "the risk it moves"),
        _number("times", "rate at extreme over rate at calm", "ratio"),
        _text("group", "signals of one risk that share their evidence"),
        _number("settles_at", "reading that decides the risk", "the unit"),
        _text("settles_to", "what it decides: no or yes; empty without settles_at"),
        _text("reason", "why"),
        _number(
            "derived_term", "news since the judgement, on the log rate", "ln ratio"
        ),
    ),
)

TRIGGERS = TableSpec(
    "triggers",
    "one link from a risk to a risk",
    (
        _text("from_id", "the risk that happens first"),
        _text("to_id", "the risk it sets off or holds down"),
        _whole("strength", "+1 to +3 sets off, -1 to -3 holds down", "steps"),
        _number("derived_chance", "chance to set off within three months", "0-1"),
        _number("derived_damping", "share of the rate taken away", "0-1"),
    ),
)

TREATMENTS = TableSpec(
    "treatments",
    "one thing that can be done about a risk; empty = not stated",
    (
        _text("id", "id of the treatment"),
        _text("risk_id", "risk it is for"),
        _text("title", "what is done"),
        _text("response", "avoid, mitigate, share or accept"),
        _text("owner", "who would do it"),
        _number("cost_usd_m", "cost", "million USD"),
        _number("lead_time_months", "months until it works", "months"),
        _number("effect", "share of the risk's rate it takes away", "0-1"),
    ),
)

SCENARIOS = TableSpec(
    "scenarios",
    "one named set of settings",
    (
        _text("id", "id of the scenario"),
        _text("title", "name on the screen"),
        _text("story", "what happens in it"),
        _text("signposts", "what would show it coming, separated by ' | '"),
    ),
)

SCENARIO_SETTINGS = TableSpec(
    "scenario_settings",
    "one indicator that a scenario sets",
    (
        _text("scenario_id", "the scenario"),
        _text("indicator_id", "the indicator it sets"),
        _number("value", "the value it assumes", "the unit"),
        _text("unit", "unit of value"),
    ),
)

SCENARIO_RESULTS = TableSpec(
    "scenario_results",
    "one number under one scenario, against the baseline",
    (
        _text("scenario_id", "the scenario"),
        _text("kind", "chance of a risk or pressure of a register"),
        _text("id", "the risk or register"),
        _number("derived_baseline", "without settings", "0-1 or 0-100"),
        _number("derived_value", "under the scenario", "0-1 or 0-100"),
        _number("derived_change", "value minus baseline", "-1 to 1 or -100 to 100"),
    ),
)

FORECASTS = TableSpec(
    "forecasts",
    "one stated chance within its question, whose window does not roll, and how it "
    "fared",
    (
        _text("risk_id", "the risk"),
        _text("register_id", "register of the risk"),
        _text("title", "the risk in a few words"),
        _text("resolution", "the test by which it is decided"),
        _day("derived_opened_on", "first day of the question's window"),
        _day("derived_resolves_on", "last day of it, when the question is decided"),
        _number(
            "base_rate_chance", "chance by base rate alone, its own horizon", "0-1"
        ),
        _day("judged_on", "day the chance was stated for"),
        _text("author", "who stated it"),
        _text("reason", "why this chance"),
        _whole("entry", "entry of the log that states it; empty = the pack", "number"),
        _number("chance", "the likely chance as stated", "0-1"),
        _day("derived_stated_on", "day from which it stood"),
        _day("derived_until", "day on which it no longer stood"),
        _whole("derived_days", "days it stood", "days"),
        _number("derived_weight", "its share of the question's days", "0-1"),
        _number("derived_chance", "chance for what the window had left", "0-1"),
        _number("derived_base_rate_chance", "base rate for what was left", "0-1"),
        _text(
            "derived_standing",
            "open; no, waiting; awaiting resolution; yes; no; void",
        ),
        _text("outcome", "the recorded answer, yes, no or void; empty = none yet"),
        _day("resolved_on", "day it happened, or was decided"),
        _text("resolved_by", "who recorded the answer"),
        _text("resolved_because", "why this answer"),
        _text("source", "what shows the answer"),
        _text("url", "where that can be read"),
        _number("derived_brier", "(chance - outcome)^2; empty until it counts", "0-1"),
        _number("derived_log_score", "-ln(chance of what happened)", "nats"),
    ),
)

_RECORDED = (
    _text("author", "who recorded it last"),
    _text("reason", "why, as recorded"),
    Column("recorded_at", "datetime", "when that was recorded, UTC"),
    _whole("entry", "entry of the log that says so", "number"),
)

ACTIONS = TableSpec(
    "actions",
    "one thing someone is to do, as the team's log has it",
    (
        _text("id", "id of the action"),
        _text("title", "what is to be done"),
        _text("owner", "who is to do it"),
        _day("due_on", "day by which"),
        _text("status", "open, done or dropped"),
        _day("done_on", "day it was done"),
        _text("risk_ids", "risks it is about, separated by spaces"),
        _text("treatment_id", "treatment it carries out"),
        _number("cost_usd_m", "cost; empty = unknown", "million USD"),
        *_RECORDED,
    ),
)

DECISIONS = TableSpec(
    "decisions",
    "one decision, as the team's log has it",
    (
        _text("id", "id of the decision, or of the position it was taken for"),
        _text("title", "the question"),
        _text("choice", "approve, defer or reject"),
        _text("decided_by", "who decided"),
        _day("decided_on", "day it was decided"),
        _day("due_on", "day it is taken up again, if put off"),
        _text("dissent", "who disagreed, and why"),
        _text("risk_ids", "risks it is about, separated by spaces"),
        _text("treatment_ids", "treatments it starts, separated by spaces"),
        _number("cost_usd_m", "cost as decided; empty = unknown", "million USD"),
        *_RECORDED,
    ),
)

EVENTS = TableSpec(
    "events",
    "one thing that happened",
    (
        _text("id", "id of the event"),
        _day("happened_on", "day it happened"),
        _text("register_id", "register it belongs to"),
        _text("title", "what happened"),
        _text("direction", "raises, lowers or neutral"),
        _whole("severity", "1 noted to 5 changes the picture", "1-5"),
        *_SOURCE,
        *_GRADE,
        _text("note", "what to know about it"),
    ),
)

SETTINGS = TableSpec(
    "settings",
    "one indicator the what-if sets; no row = the baseline",
    (
        _text("indicator_id", "the indicator"),
        _number("value", "the value assumed", "the unit"),
        _text("unit", "unit of value"),
        _number("derived_baseline", "the latest reading", "the unit"),
    ),
)

ALL = (
    REGISTERS,
    RISKS,
    JUDGEMENTS,
    INDICATORS,
    READINGS,
    SCORES,
    SIGNALS,
    TRIGGERS,
    TREATMENTS,
    SCENARIOS,
    SCENARIO_SETTINGS,
    SCENARIO_RESULTS,
    FORECASTS,
    ACTIONS,
    DECISIONS,
    EVENTS,
    SETTINGS,
)
