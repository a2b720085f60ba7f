"""Small packs for tests, in memory; tests.pack_files puts them on disk.

The makers of tests.records are handed on, so a test imports from here alone.
"""

from datetime import date
from typing import Any

from risks.model import Event, Indicator, Pack, Reading, Risk, Signal, Treatment
from tests.records import (
    BANDS,
    PUBLISHED_ON,
    URL,
    make_assumptions,
    make_entry,
    make_event,
    make_event_pressure,
    make_funding_source,
    make_header,
    make_indicator,
    make_judged_reading,
    make_judgement,
    make_posture,
    make_range,
    make_reading,
    make_register,
    make_risk,
    make_scenario,
    make_signal,
    make_stage,
    make_station,
    make_treatment,
    make_trigger,
)

__all__ = [
    "BANDS",
    "PUBLISHED_ON",
    "URL",
    "make_assumptions",
    "make_entry",
    "make_event",
    "make_event_pressure",
    "make_funding_source",
    "make_header",
    "make_indicator",
    "make_judged_reading",
    "make_judgement",
    "make_pack",
    "make_posture",
    "make_range",
    "make_reading",
    "make_register",
    "make_risk",
    "make_scenario",
    "make_signal",
    "make_stage",
    "make_station",
    "make_treatment",
    "make_trigger",
    "small_geometry",
    "small_pack",
]


def make_pack(**changes: Any) -> Pack:
    """Return the small pack with some of its fields replaced, unchecked across."""
    return Pack.model_validate({**_small_fields(), **changes})


def small_pack() -> Pack:
    """Return a complete tiny pack; ``tests/data/packs/good-small`` is this on disk."""
    return make_pack()


def _small_fields() -> dict[str, Any]:
    return {
        "header": make_header(),
        "hash": "0" * 64,
        "assumptions": make_assumptions(),
        "registers": (
            make_register(),
            make_register(
                id="border-talks",
                title="Border talks",
                code="BT",
                summary="Whether the neighbours keep talking.",
            ),
        ),
        "indicators": _small_indicators(),
        "risks": _small_risks(),
        "signals": _small_signals(),
        # BT1 and TW1 set each other off: cycles between risks are allowed.
        "triggers": (
            make_trigger("TW1", "TW2", 3),
            make_trigger("TW1", "BT1", 1),
            make_trigger("BT1", "TW1", 2),
            make_trigger("BT1", "TW2", -1),
        ),
        "treatments": _small_treatments(),
        "readings": _small_readings(),
        "events": _small_events(),
        "calendar": (
            make_entry(),
            make_entry(
                due_on=date(2026, 12, 31),
                latest_on=None,
                title="Credit line ends",
                register_id="tunnel-works",
                risk_ids=("TW1", "TW2"),
                url=None,
            ),
        ),
        "stations": (
            make_station(),
            make_station(id="mid-halt", title="Mid Halt", lon=45.5, lat=39.1),
            make_station(id="west-gate", title="West Gate", lon=45.0, lat=39.2),
        ),
        "stages": (
            make_stage(),
            make_stage(
                id="west-track",
                title="West track",
                countries=("AM", "TR"),
                from_id="mid-halt",
                to_id="west-gate",
                needs=("east-tunnel",),
                condition="planned",
                condition_text="The route is surveyed.",
                published_opening=date(2028, 6, 30),
                published_text="mid-2028",
                remaining_months=make_range(9, 14, 30),
                geometry_id=None,
            ),
        ),
        "funding_sources": (make_funding_source(),),
        "scenarios": (make_scenario(),),
        "geometry": small_geometry(),
    }


def _small_indicators() -> tuple[Indicator, ...]:
    return (
        make_indicator(lever=True, step=1.0),
        make_indicator(  # falling, two goalposts only: more money is calmer
            id="works-funding",
            title="Money in the bank for the works",
            unit="million USD",
            goalposts=(100, 0),
            goalposts_reason="A year of work costs 100 million.",
            stale_after_days=90,
            half_life_days=30,
            weight=0.5,
        ),
        make_event_pressure(),
        make_posture(),
        make_indicator(  # no reading at all: missing is a state
            id="talks-held",
            title="Rounds of talks held",
            unit="per quarter",
            goalposts=(6, 4, 2, 0),
            goalposts_reason="Six rounds were held in the best quarter.",
            weight=0.0,
            register_id="border-talks",
        ),
        make_event_pressure(
            id="bt-event-pressure",
            title="Pressure of events on the talks",
            register_id="border-talks",
        ),
    )


def _small_risks() -> tuple[Risk, ...]:
    return (
        make_risk(),
        make_risk(
            id="TW2",
            title="Tunnel not through by the end of 2027",
            deadline=date(2027, 12, 31),
            likely=0.4,
            response="accept",
        ),
        make_risk(
            id="BT1",
            register_id="border-talks",
            title="Talks are broken off",
            likely=0.1,
            judgements=[
                make_judgement(low=0.05, likely=0.1, high=0.2),
                make_judgement(
                    low=0.05, likely=0.15, high=0.3, judged_on=date(2026, 8, 10)
                ),
            ],
            base_rate={"text": "No count was found.", "source": "desk"},
            stage_ids=("east-tunnel", "west-track"),
        ),
    )


def _small_signals() -> tuple[Signal, ...]:
    return (
        make_signal(group="pace"),
        make_signal(indicator_id="works-funding", times=2.0, group="pace"),
        make_signal(risk_id="TW2", times=2.5, settles_at=0.0, settles_to="no"),
        make_signal(indicator_id="neighbour-stance", risk_id="TW2", times=0.8),
        make_signal(indicator_id="neighbour-stance", risk_id="BT1", times=4.0),
    )


def _small_treatments() -> tuple[Treatment, ...]:
    return (
        make_treatment(),
        make_treatment(
            id="A002",
            risk_id="BT1",
            title="Offer a neutral venue",
            response="avoid",
            owner="foreign ministry",
            cost_usd_m=None,
            lead_time_months=None,
            effect=None,
        ),
    )


def _small_readings() -> tuple[Reading, ...]:
    return (
        make_reading(observed_on=date(2026, 6, 1), value=5.0),
        make_reading(),
        make_reading(value=12.0, source="Rival report", reliability="D"),
        make_reading(
            indicator_id="works-funding",
            observed_on=date(2026, 3, 31),
            value=140.0,
            note="Outside the goalposts; history may be.",
        ),
        make_judged_reading(
            observed_on=date(2026, 7, 1), value=1.0, event_ids=("EV0002",)
        ),
        make_judged_reading(
            observed_on=date(2026, 8, 12), value=2.0, event_ids=("EV0002", "EV0003")
        ),
    )


def _small_events() -> tuple[Event, ...]:
    return (
        make_event(),
        make_event(
            id="EV0002",
            happened_on=date(2026, 6, 20),
            register_id="border-talks",
            title="Second round of talks held",
            direction="lowers",
            severity=2,
        ),
        make_event(
            id="EV0003",
            happened_on=date(2026, 8, 10),
            register_id="border-talks",
            title="Third round put off, by both sides' account",
            note="No new date was named.",
        ),
        make_event(
            id="EV0004",
            happened_on=date(2026, 8, 11),
            title="Monthly report published",
            direction="neutral",
            severity=1,
        ),
    )


def small_geometry() -> dict[str, Any]:
    """Return the two maps of the small pack: ``corridor`` and ``basemap``."""
    return {
        "corridor": _collection("seg-east", "LineString", [[46.0, 39.0], [45.5, 39.1]]),
        "basemap": _collection(
            "LAND",
            "Polygon",
            [[[44.0, 38.0], [47.0, 38.0], [47.0, 40.0], [44.0, 38.0]]],
        ),
    }


def _collection(feature_id: str, shape: str, coordinates: list[Any]) -> dict[str, Any]:
    feature = {
        "type": "Feature",
        "id": feature_id,
        "geometry": {"type": shape, "coordinates": coordinates},
        "properties": {},
    }
    return {"type": "FeatureCollection", "features": [feature]}
