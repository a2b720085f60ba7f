"""What the forms of the evidence page need to know, as one attribute of JSON.

The forms are built in the browser, where what is typed stays while the server refuses
it; Dash has neither a date field nor a native dialog that would keep it.
"""

import json
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import ids, text
from dashboard.components import words
from dashboard.components.attributes import data
from dashboard.queries.evidence import EvidenceNow, Judged
from dashboard.queries.indicators import IndicatorNow

API = "/api/record"


def island(now: EvidenceNow, path: str) -> Component:
    """Return the hidden element that evidence-form.js reads.

    ``path`` is the page's own address, where a saved entry is then shown.
    """
    known = {
        "api": API,
        "path": path,
        "closed": now.closed,
        "today": now.today.isoformat(),
        "indicators": [
            _indicator(each, now) for each in now.indicators if not each.is_derived
        ],
        "risks": [_risk(each, now) for each in now.judged],
        "registers": list(now.register_titles.items()),
        "events": [
            [row.event.id, row.event.happened_on.isoformat(), row.event.title]
            for row in now.events
        ],
    }
    written = json.dumps(known, ensure_ascii=False)
    return html.Div(id=ids.EVIDENCE, hidden=True, **data(known=written))


def _indicator(shown: IndicatorNow, now: EvidenceNow) -> dict[str, Any]:
    seen = text.day(shown.observed_on) if shown.observed_on else ""
    said = f"{words.reading(shown, shown.value)}, {seen}, {shown.source}"
    return {
        "id": shown.id,
        "title": shown.title,
        "unit": shown.unit,
        "judged": shown.is_judged,
        "bands": list(shown.bands),
        "register": now.register_titles[shown.register_id],
        "now": words.NO_READING if shown.value is None else said,
        "grade": words.grade(shown.grade),
        "version": now.versions.get(f"indicator/{shown.id}", 0),
        "why_not": now.why_not_confirmed[shown.id],
    }


def _risk(judged: Judged, now: EvidenceNow) -> dict[str, Any]:
    risk, said = judged.risk, judged.in_force
    rate = risk.base_rate
    chance = "" if rate.chance is None else f"{text.percent(rate.chance)}: "
    span = (
        f"by {text.day(risk.deadline)}"
        if risk.deadline
        else f"within {text.count(risk.horizon_months or 0, 'month')} of the judgement"
    )
    return {
        "id": risk.id,
        "title": risk.title,
        "span": span,
        "chances": [each * 100 for each in (said.low, said.likely, said.high)],
        "now": f"{text.percent(said.low)} / {text.percent(said.likely)} / "
        f"{text.percent(said.high)}, {said.author}, {text.day(said.judged_on)}",
        "base": f"{chance}{rate.text} ({rate.source})",
        "why_differ": risk.why_differ,
        "version": now.versions.get(f"risk/{risk.id}", 0),
    }
