"""Small valid records for tests, with made-up numbers: ``make_risk(id="TW9")``."""

from datetime import date, datetime
from typing import Any

from risks.model import (
    Assumptions,
    CalendarEntry,
    Event,
    FundingSource,
    Indicator,
    PackHeader,
    Reading,
    Register,
    Risk,
    Scenario,
    Signal,
    Stage,
    Station,
    Treatment,
    Trigger,
)

PUBLISHED_ON = date(2026, 8, 15)
URL = "https://example.org/notes"
BANDS = ("calm", "watchful", "testing", "pressing", "coercive")


def make_header(**changes: Any) -> PackHeader:
    """Return a pack header, valid but for the changes."""
    return PackHeader.model_validate(
        {
            "id": "small",
            "title": "Small pack",
            "summary": "Two registers about a tunnel and the talks around it.",
            "published_on": PUBLISHED_ON,
            "horizon": date(2029, 12, 31),
            "target_opening": date(2028, 12, 31),
            "budget_usd_m": 300.0,
            "registers": ("tunnel-works", "border-talks"),
            **changes,
        }
    )


def make_assumptions(**changes: Any) -> Assumptions:
    """Return assumptions; a change gives a value: ``evidence_overlap=0.3``."""
    values = {
        "reliability_weight": {
            "A": 1.0,
            "B": 0.8,
            "C": 0.6,
            "D": 0.4,
            "E": 0.2,
            "F": 0.5,
        },
        "credibility_weight": {
            "1": 1.0,
            "2": 0.8,
            "3": 0.6,
            "4": 0.4,
            "5": 0.2,
            "6": 0.5,
        },
        "judged_weight": 0.6,
        "half_life_days": 60.0,
        "evidence_overlap": 0.5,
        "factor_limit": 6.0,
        "pressure_power": 2.0,
        "event_half_life_days": 45.0,
        "event_window_days": 180.0,
        "trigger_chance": {"1": 0.03, "2": 0.08, "3": 0.18},
        "damping_share": {"1": 0.1, "2": 0.25, "3": 0.5},
        "low_coverage": 0.5,
        "delay_overlap": 0.5,
        "escalation_per_year": 0.05,
        "cargo_mt": make_range(2, 4, 8),
        "cargo_ramp_months": 12.0,
        "cargo_year": 2029,
        **changes,
    }
    return Assumptions.model_validate(
        {
            name: {"value": value, "unit": "number", "reason": "Made up for tests."}
            for name, value in values.items()
        }
    )


def make_register(**changes: Any) -> Register:
    """Return the register ``tunnel-works``, but for the changes."""
    return Register.model_validate(
        {
            "id": "tunnel-works",
            "title": "Tunnel works",
            "code": "TW",
            "summary": "Whether the tunnel gets built.",
            **changes,
        }
    )


def make_indicator(**changes: Any) -> Indicator:
    """Return a measured indicator of ``tunnel-works``, rising goalposts 0 to 30."""
    return Indicator.model_validate(
        {
            "id": "works-delay",
            "title": "Delay of the works",
            "unit": "weeks",
            "goalposts": (0, 10, 20, 30),
            "goalposts_reason": "Ten weeks is one building season lost in three.",
            "cadence": "monthly",
            "stale_after_days": 45,
            "register_id": "tunnel-works",
            **changes,
        }
    )


def make_posture(**changes: Any) -> Indicator:
    """Return a judged posture of ``border-talks``: 0 calm to 4 coercive, a lever."""
    return make_indicator(
        **{
            "id": "neighbour-stance",
            "title": "Stance of the neighbour",
            "unit": "posture 0-4",
            "kind": "judged",
            "goalposts": (0, 1.3, 2.7, 4),
            "goalposts_reason": "Even thirds of the scale.",
            "cadence": "every two weeks",
            "lever": True,
            "step": 0.25,
            "bands": BANDS,
            "register_id": "border-talks",
            **changes,
        }
    )


def make_event_pressure(**changes: Any) -> Indicator:
    """Return the derived indicator of ``tunnel-works``."""
    return make_indicator(
        **{
            "id": "tw-event-pressure",
            "title": "Pressure of events on the works",
            "unit": "severity points",
            "kind": "event-pressure",
            "goalposts": (-6, 0, 6, 14),
            "goalposts_reason": "Zero is as many calming as pressing events.",
            "cadence": "as events come",
            "stale_after_days": 21,
            "no_news": 33.0,
            "publisher": "derived from this register's events",
            **changes,
        }
    )


def make_range(low: float, likely: float, high: float) -> dict[str, float]:
    """Return a range as the fields of a record."""
    return {"low": low, "likely": likely, "high": high}


def make_judgement(**changes: Any) -> dict[str, Any]:
    """Return a judgement as the fields of a record: 10, 20 or 40 %."""
    return {
        "low": 0.1,
        "likely": 0.2,
        "high": 0.4,
        "author": "desk",
        "judged_on": date(2026, 7, 1),
        "reason": "Made up for tests.",
        **changes,
    }


def make_risk(**changes: Any) -> Risk:
    """Return an event risk of ``tunnel-works`` over 12 months.

    Pass ``deadline=`` for something left undone; ``likely=`` alone sets the stated
    chance with half and double (at most 0.95) as its range.
    """
    judgement = make_judgement()
    if "likely" in changes:
        likely = changes.pop("likely")
        judgement |= make_range(likely / 2, likely, max(likely, min(2 * likely, 0.95)))
    if changes.get("deadline"):
        changes.setdefault("horizon_months", None)
    return Risk.model_validate(
        {
            "id": "TW1",
            "register_id": "tunnel-works",
            "title": "Works stop for three months",
            "cause": "the builder runs out of money",
            "event": "no metre is driven for ninety days",
            "consequence": "the opening slips",
            "resolution": "Yes if two monthly reports in a row show no metres driven.",
            "horizon_months": 12,
            "base_rate": {
                "text": "Three of twenty comparable tunnels stopped in a year.",
                "chance": 0.15,
                "source": "Made-up review",
                "url": URL,
            },
            "why_differ": "The builder's credit line ends this year.",
            "owner": "Finance desk",
            "response": "mitigate",
            "judgements": [judgement],
            "impact": {
                "delay_months": make_range(2, 4, 9),
                "cost_usd_m": make_range(5, 10, 30),
                "trade_loss_pct": make_range(0, 0, 5),
                "security": make_range(1, 1, 2),
                "reason": "Made up for tests.",
            },
            "stage_ids": ("east-tunnel",),
            "source_urls": (URL,),
            **changes,
        }
    )


def make_signal(**changes: Any) -> Signal:
    """Return a signal ``works-delay`` to ``TW1``, three times as likely."""
    return Signal.model_validate(
        {
            "indicator_id": "works-delay",
            "risk_id": "TW1",
            "times": 3.0,
            "reason": "Late works cost money.",
            **changes,
        }
    )


def make_trigger(from_id: str, to_id: str, strength: int = 2) -> Trigger:
    """Return a trigger between two risks."""
    return Trigger.model_validate(
        {"from_id": from_id, "to_id": to_id, "strength": strength}
    )


def make_treatment(**changes: Any) -> Treatment:
    """Return a treatment of ``TW1`` whose cost and effect are stated."""
    return Treatment.model_validate(
        {
            "id": "A001",
            "risk_id": "TW1",
            "title": "Extend the credit line",
            "response": "mitigate",
            "owner": "development bank",
            "cost_usd_m": 2.5,
            "lead_time_months": 3.0,
            "effect": 0.4,
            **changes,
        }
    )


def make_reading(**changes: Any) -> Reading:
    """Return a measured reading of ``works-delay`` graded B2."""
    return Reading.model_validate(
        {
            "indicator_id": "works-delay",
            "observed_on": date(2026, 8, 1),
            "recorded_at": datetime.fromisoformat("2026-08-15T00:00:00+00:00"),
            "value": 8.0,
            "source": "Monthly report",
            "url": URL,
            "reliability": "B",
            "credibility": "2",
            **changes,
        }
    )


def make_judged_reading(**changes: Any) -> Reading:
    """Return a judged reading of ``neighbour-stance`` resting on ``EV0002``."""
    return make_reading(
        **{
            "indicator_id": "neighbour-stance",
            "value": 1.5,
            "source": "desk judgement",
            "url": None,
            "reliability": None,
            "credibility": None,
            "note": "Talks go on; the tone has hardened.",
            "author": "desk",
            "event_ids": ("EV0002",),
            **changes,
        }
    )


def make_event(**changes: Any) -> Event:
    """Return an event of ``tunnel-works`` that raises its pressure by 3."""
    return Event.model_validate(
        {
            "id": "EV0001",
            "happened_on": date(2026, 7, 10),
            "register_id": "tunnel-works",
            "title": "Water found in the east tunnel",
            "direction": "raises",
            "severity": 3,
            "source": "Builder's notice",
            "url": URL,
            "reliability": "B",
            "credibility": "2",
            **changes,
        }
    )


def make_entry(**changes: Any) -> CalendarEntry:
    """Return a calendar entry of ``border-talks`` known to a fortnight."""
    return CalendarEntry.model_validate(
        {
            "due_on": date(2026, 9, 1),
            "latest_on": date(2026, 9, 15),
            "title": "Next round of talks",
            "register_id": "border-talks",
            "risk_ids": ("BT1",),
            "source": "Joint statement",
            "url": URL,
            **changes,
        }
    )


def make_station(**changes: Any) -> Station:
    """Return the station ``east-gate``, but for the changes."""
    return Station.model_validate(
        {"id": "east-gate", "title": "East Gate", "lon": 46.0, "lat": 39.0, **changes}
    )


def make_stage(**changes: Any) -> Stage:
    """Return the main-line stage ``east-tunnel`` with 6, 12 or 24 months to go."""
    return Stage.model_validate(
        {
            "id": "east-tunnel",
            "title": "East tunnel",
            "countries": ("AM",),
            "from_id": "east-gate",
            "to_id": "mid-halt",
            "on_main_line": True,
            "condition": "works",
            "condition_text": "Half of the tunnel is driven.",
            "condition_on": date(2026, 8, 1),
            "length_km": 12.5,
            "remaining_months": make_range(6, 12, 24),
            "judged_on": PUBLISHED_ON,
            "judged_reason": "At the present pace.",
            "cost_usd_m": make_range(80, 100, 160),
            "geometry_id": "seg-east",
            "source": "Builder's notice",
            "url": URL,
            "reliability": "B",
            "credibility": "2",
            **changes,
        }
    )


def make_funding_source(**changes: Any) -> FundingSource:
    """Return a committed loan for both stages, half of it lost to ``BT1``."""
    return FundingSource.model_validate(
        {
            "id": "bank-loan",
            "title": "Bank loan",
            "stage_ids": ("east-tunnel", "west-track"),
            "amount_usd_m": 120.0,
            "amount_text": "120 million US dollars",
            "status": "committed",
            "lost_to": ("BT1",),
            "lost_share": 0.5,
            "lost_reason": "The second half is tied to the talks.",
            "source": "Loan agreement",
            "url": URL,
            "reliability": "A",
            "credibility": "1",
            **changes,
        }
    )


def make_scenario(**changes: Any) -> Scenario:
    """Return a scenario in which the stance hardens and the works fall behind."""
    return Scenario.model_validate(
        {
            "id": "cold-winter",
            "title": "Cold winter",
            "story": "Talks stall and the builder loses a season.",
            "settings": {"neighbour-stance": 3.0, "works-delay": 20.0},
            "treatment_ids": ("A001",),
            "signposts": ("A round of talks is called off.",),
            **changes,
        }
    )
