"""The sections of an agenda as tables of words, which the browser only lays out.

A cell is a text, ``{"text", "href"}`` for a link, ``{"act", "label", "about"}`` for a
button, or ``{"behind": [...]}`` for what stands behind a number.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboard import text
from dashboard.queries import review_parts as lay
from dashboard.queries import review_words as say
from dashboard.queries.review_decisions import decisions
from dashboard.queries.review_parts import Row, Section
from risks.explanation import rounded
from risks.model import Pack

MOST_BEHIND = 60
BASELINE_HOW = f"{lay.NOTHING} The first review is what later ones are held against."
HEADLINE_HOW = (
    "Six causes, computed in every combination on the same draws and split by exact "
    "Shapley values: the parts add up to the change. ± is two standard errors of the "
    "simulated difference. Open a part for what is behind it."
)
STALE_HOW = (
    "Each is set to its calm and its extreme value, and the opening simulated at both "
    "ends on the same 4,096 futures: an order, not a forecast."
)
HEADS = {"days": "Days", "share": "Points", "USD m": "USD m"}


def sections(
    report: Mapping[str, Any], pack: Pack, *, is_whole: bool
) -> Iterator[Section]:
    """Yield the sections in the order in which they are gone through.

    Without the simulated parts (``is_whole`` false) those are marked as awaited.
    """
    rows = Rows(report, pack)
    is_first = report["since"] is None
    since = "" if is_first else f" since {say.day(report['since'])}"
    yield rows.overdue()
    yield rows.headline(since, is_whole=is_whole)
    yield rows.movers(since, is_first=is_first, is_whole=is_whole)
    yield rows.crossed(since, is_first=is_first)
    yield rows.stale(is_whole=is_whole)
    yield rows.lapsed()
    yield rows.above()
    yield rows.decisions(is_whole=is_whole)
    yield rows.actions()
    yield rows.forecasts()
    yield rows.calendar()


class Rows:
    """Makes the sections of one report."""

    def __init__(self, report: Mapping[str, Any], pack: Pack) -> None:
        self.report = report
        self._risks = {each.id: each.title for each in pack.risks}
        self._indicators = {each.id: each.title for each in pack.indicators}
        self._registers = {each.id: each.title for each in pack.registers}

    def overdue(self) -> Section:
        """Return the actions whose day has passed."""
        late = [
            (self._action(each), lay.late(each))
            for each in self.report["overdue_actions"]
        ]
        return lay.section(
            "overdue",
            "What was to be done by now?",
            ["Action", "Owner", "Due", "Late", ""],
            [[*action[:-1], days, action[-1]] for action, days in late],
            empty="No action is overdue.",
        )

    def headline(self, since: str, *, is_whole: bool) -> Section:
        """Return the first four numbers, and the exact parts of why each moved."""
        is_first = not since
        title = f"Did the headline move{since}, and why?"
        found = lay.section("headline", title, [], [])
        found["how"] = BASELINE_HOW if is_first else HEADLINE_HOW
        found["awaited"] = not is_whole
        found["tiles"] = [
            [
                say.name(x["name"]),
                say.value(x, "after"),
                "" if is_first else say.moved(x),
            ]
            for x in self.report["headline"]
        ]
        found["tables"] = [
            self._why(each, is_first=is_first) for each in self.report["headline"]
        ]
        return found

    def _why(self, each: Mapping[str, Any], *, is_first: bool) -> dict[str, Any]:
        now = say.value(each, "after")
        if is_first:
            return {
                "title": f"{say.name(each['name'])}: {now}",
                "heads": [],
                "rows": [],
            }
        unit = each["unit"]
        title = f"{say.name(each['name'])}: {say.value(each, 'before')} → {now}"
        return {
            "title": f"{title}, {say.moved(each)}",
            "note": "" if each["parts"] else each["note"],
            "heads": ["Cause", HEADS[unit], "Behind it"],
            "numbers": [1],
            "rows": self._parts(each["parts"], unit, each["total"]),
        }

    def _parts(
        self, parts: Sequence[Mapping[str, Any]], unit: str, total: float | None
    ) -> list[Row]:
        """Return the parts, rounded so that they add up as shown, and their sum."""
        if total is None or not any(each["amount"] for each in parts):
            return []
        scale = say.SCALES[unit][0]
        shown = rounded([scale * x["amount"] for x in parts], scale * total)
        rows: list[Row] = [
            [say.CAUSES[part["cause"]], say.signed(each), self._behind(part["behind"])]
            for part, each in zip(parts, shown, strict=True)
        ]
        return [*rows, ["Total", say.signed(round(scale * total, 1)), ""]]

    def _behind(self, found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        lines = [self._line(each) for each in found[:MOST_BEHIND]]
        more = len(found) - len(lines)
        if more > 0:
            lines.append({"text": f"and {more} more"})
        return {"behind": lines, "label": text.count(len(found), "thing")}

    def _line(self, each: Mapping[str, Any]) -> dict[str, str]:
        named = self._title(each["id"])
        said = f"{named}: {each['what']}" if named else each["what"]
        href = f"/registers/{each['id']}" if each["id"] in self._risks else ""
        entry = f" (entry {each['entry']})" if each["entry"] else ""
        return {"text": said + entry, "href": href}

    def _title(self, name: str) -> str:
        return self._risks.get(name) or self._indicators.get(name) or name

    def movers(self, since: str, *, is_first: bool, is_whole: bool) -> Section:
        """Return the risks whose chance moved, each with its causes."""
        rows = [self._mover(each, is_whole=is_whole) for each in self.report["movers"]]
        heads = [
            "Risk",
            "Chance was",
            "is",
            "Points",
            "In words",
            "Most through",
            "Why",
        ]
        return lay.section(
            "movers",
            f"Which risks moved most{since}?",
            heads,
            rows,
            empty=lay.none(is_first, "No risk’s chance moved."),
        )

    def _mover(self, each: Mapping[str, Any], *, is_whole: bool) -> Row:
        through = self._indicators.get(each["indicator_id"], "")
        if not through and each["judged_on"]:
            through = f"judged on {say.day(each['judged_on'])}"
        total = each["after"] - each["before"]
        parts = self._parts(each["parts"], "share", total)[:-1]
        why = {
            "behind": [
                {"text": f"{cause}: {points} points"} for cause, points, _ in parts
            ],
            "label": text.count(len(parts), "cause"),
        }
        return [
            self._risk(each["risk_id"]),
            text.percent(each["before"]),
            text.percent(each["after"]),
            say.signed(round(100 * total, 1)),
            each["likelihood"],
            through,
            why if is_whole else "being worked out",
        ]

    def crossed(self, since: str, *, is_first: bool) -> Section:
        """Return the lines crossed, the worse ones first."""
        rows = [self._crossing(each) for each in self.report["thresholds_crossed"]]
        heads = ["What", "Was", "Is", "Line", "Way"]
        return lay.section(
            "thresholds",
            f"Which lines were crossed{since}?",
            heads,
            rows,
            empty=lay.none(is_first, "No line was crossed."),
        )

    def _crossing(self, each: Mapping[str, Any]) -> Row:
        is_risk = each["kind"] == "risk"
        shown = text.percent if is_risk else text.whole
        named = self._registers.get(each["id"]) or self._title(each["id"])
        what = self._risk(each["id"]) if is_risk else f"{named} ({each['kind']})"
        ends = [shown(each["before"]), shown(each["after"])]
        return [what, *ends, each["line"], each["direction"]]

    def stale(self, *, is_whole: bool) -> Section:
        """Return the stale evidence, that which could move the opening most first."""
        rows = [self._stale(each) for each in self.report["stale_evidence"]]
        found = lay.section(
            "stale",
            "Which stale evidence could move the opening most?",
            ["Indicator", "If calm, months", "If extreme, months", "Observed", "Age"],
            rows,
            empty="Every reading is current.",
        )
        found["how"] = (
            f"{len(rows)} of {self.report['indicators']} readings stale. {STALE_HOW}"
            if is_whole
            else ""
        )
        found["awaited"] = not is_whole
        return found

    def _stale(self, each: Mapping[str, Any]) -> Row:
        age = each["age_days"]
        return [
            self._indicators.get(each["indicator_id"], each["indicator_id"]),
            lay.months(each["calm_months"]),
            lay.months(each["extreme_months"]),
            say.day(each["observed_on"]),
            "no reading" if age is None else text.count(age, "day"),
        ]

    def lapsed(self) -> Section:
        """Return accepted risks without a limit, or whose limit ran out."""
        rows = [
            [
                self._risk(each["risk_id"]),
                each["owner"],
                f"ran out on {say.day(each['until'])}"
                if each["until"]
                else "no limit set",
                lay.act("appetite", "Set a limit", each["risk_id"]),
            ]
            for each in self.report["acceptance_ran_out"]
        ]
        return lay.section(
            "lapsed",
            "Which acceptances ran out?",
            ["Risk", "Owner", "Limit", ""],
            rows,
            empty="None ran out.",
        )

    def above(self) -> Section:
        """Return the risks above what the team accepts, the longest ones first."""
        rows = [
            [
                self._risk(each["risk_id"]),
                each["owner"],
                lay.limit(each),
                lay.found(each),
                f"{say.day(each['since'])}, {text.count(each['reviews'], 'review')}",
            ]
            for each in self.report["above_appetite"]
        ]
        heads = ["Risk", "Owner", "Accepted at most", "Is", "Above since"]
        return lay.section(
            "above",
            "What is above the team’s appetite?",
            heads,
            rows,
            empty="Nothing is above a limit that is set.",
        )

    def decisions(self, *, is_whole: bool) -> Section:
        """Return what is to be decided, and what was since the last review."""
        return decisions(self.report, self._risks, is_whole=is_whole)

    def actions(self) -> Section:
        """Return the open actions, the first due first."""
        return lay.section(
            "actions",
            "Who does what, by when?",
            ["Action", "Owner", "Due", ""],
            [self._action(each) for each in self.report["actions"]],
            empty="No action is open.",
        )

    def _action(self, each: Mapping[str, Any]) -> Row:
        update = lay.act("act", "Update", each["id"])
        return [each["title"], each["owner"], say.day(each["due_on"]), update]

    def forecasts(self) -> Section:
        """Return the risks whose question can be answered now."""
        rows = [
            [
                self._risk(each["risk_id"]),
                say.day(each["due_on"]),
                each["why"],
                lay.act("resolve", "Resolve", each["risk_id"]),
            ]
            for each in self.report["forecasts_to_resolve"]
        ]
        return lay.section(
            "forecasts",
            "Which forecasts wait for their answer?",
            ["Risk", "Due", "Why", ""],
            rows,
            empty="None.",
        )

    def calendar(self) -> Section:
        """Return what may fall into the next six weeks."""
        rows = [
            [
                each["title"],
                lay.span(each),
                self._registers.get(each["register_id"], ""),
            ]
            for each in self.report["calendar"]
        ]
        return lay.section(
            "calendar",
            "What is due in the next six weeks?",
            ["What", "When", "Register"],
            rows,
            empty="Nothing dated.",
        )

    def _risk(self, risk_id: str) -> dict[str, str]:
        said = f"{risk_id} {self._risks.get(risk_id, '')}".strip()
        return {"text": said, "href": f"/registers/{risk_id}"}
