"""The card of treatments: one place and one attribute; the script builds its rows.

The shipped pack lists 104 treatments, and Dash is slow with many components.
"""

from dash import html
from dash.development.base_component import Component
from pydantic import TypeAdapter

from dashboard import text
from dashboard.components.attributes import data
from dashboard.queries.treatments import TreatmentChoices

CARD = "wi-treatments"  # the script looks for it
CHOICES: TypeAdapter[TreatmentChoices] = TypeAdapter(TreatmentChoices)
NOTHING = "The pack lists no treatments."


def treatments_card(choices: TreatmentChoices) -> Component:
    """Return the card in which treatments are switched on and off."""
    written = CHOICES.dump_json(choices).decode()
    return html.Section(
        [
            html.H2("What could we do?"),
            html.P(_how(choices), className="how"),
            html.Div(className="treatments-body"),
        ],
        id=CARD,
        className="card treatments-card",
        **data(treatments=written),
    )


def _how(choices: TreatmentChoices) -> str:
    if not choices.count:
        return NOTHING
    return (
        f"{text.count(choices.count, 'treatment')} of the pack. One that is switched "
        "on takes a share of its risk's monthly rate away once its lead time is over; "
        "where the pack states no share, you assume one." + _under_way(choices)
    )


def _under_way(choices: TreatmentChoices) -> str:
    if not choices.under_way:
        return ""
    return " One under way is part of the baseline; switched off, it is assumed away."
