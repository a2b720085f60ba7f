"""What a brief and its minutes say of a review."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from risks.brief import headline, sections
from risks.brief.curve import chart, curve_of
from risks.brief.sheets import Section, Sheet
from risks.brief.words import clean, counted, day_words
from risks.reviews import Agenda, Frozen, Packs, Sitting, View, Week, agenda, held, sees
from risks.reviews.meeting import Meeting
from risks.reviews.numbers import seen_hash
from risks.reviews.records import limits_of
from risks.reviews.weeks import ZONE_WORDS
from risks.reviews.worths import Progress, unheard
from risks.workspace import GENESIS, Recorded, Review

HASH_START = 12
DRAFT = "Draft: the week is not closed, and its numbers can still change."
OTHER_NUMBERS = (
    "These numbers are not those the week was closed with: another version of the "
    "program, of its libraries or of the draws computed them."
)


@dataclass(frozen=True)
class Matter:
    """What a brief is made from.

    Attributes
    ----------
    view, before
        The numbers of this review, and of the last closed one before it, if any.
    review, closed_by
        What the closing entry says, and who closed; None and empty for an open week.
    """

    week: Week
    view: View
    before: View | None
    agenda: Agenda
    review: Review | None = None
    closed_by: str = ""

    @property
    def frozen(self) -> Frozen:
        """Return what the review saw."""
        return self.view.frozen


def matter_of(
    packs: Packs,
    entries: Sequence[Recorded],
    sitting: Meeting,
    progress: Progress = unheard,
) -> Matter:
    """Return what the brief of a week is made from.

    A closed week is as it was seen then, so what is recorded later changes nothing.
    ``progress`` hears how many of 100 parts of the agenda are done; it may raise.

    Raises
    ------
    ReviewError
        If the week has not begun, came before the pack, or needs a pack that is not
        at hand.
    """
    frozen, earlier = sees(packs, entries, sitting)
    limits = limits_of(frozen.entries)
    found = agenda(Sitting(frozen, earlier, limits, sitting.draws, progress))
    views = [View(each, sitting.draws) for each in (*earlier[-1:], frozen)]
    mine = next((x for x in held(entries) if x.week == sitting.week and x.closed), None)
    return Matter(
        week=sitting.week,
        view=views[-1],
        before=views[0] if earlier else None,
        agenda=found,
        review=mine.review if mine else None,
        closed_by=mine.stands.author if mine else "",
    )


def brief_of(matter: Matter) -> Sheet:
    """Return the brief of a review, with every row; ``cut`` makes it short."""
    before, target = matter.before, matter.frozen.pack.header.target_opening
    base = curve_of(before) if before else None
    return replace(
        _frame(matter, "weekly brief"),
        tiles=tuple(
            headline.tile(each, matter.view) for each in matter.agenda.headline
        ),
        chart=chart(curve_of(matter.view), base, target),
        sections=_tidy(
            sections.calendar(matter.agenda),
            headline.why(matter.agenda, matter.frozen),
            sections.movers(matter.agenda, matter.frozen.pack),
            sections.breaches(matter.agenda, matter.frozen.pack),
            sections.decisions(matter.agenda, matter.frozen.pack),
            sections.actions(matter.agenda),
        ),
        closing=tuple(map(clean, _closing(matter))),
    )


def minutes_of(matter: Matter) -> Sheet:
    """Return the minutes: who took part, what was said, and every row in full."""
    pack, found = matter.frozen.pack, matter.agenda
    said = matter.review
    return replace(
        _frame(matter, "minutes"),
        paragraphs=tuple(map(clean, _said(said))),
        sections=_tidy(
            sections.decisions(found, pack, in_full=True),
            sections.actions(found),
            headline.reasons(found, matter.frozen),
            sections.movers(found, pack),
            sections.breaches(found, pack),
            sections.stale_evidence(found, pack),
            sections.accepted(found, pack),
            sections.forecasts(found, pack),
            sections.calendar(found),
        ),
    )


def _frame(matter: Matter, kind: str) -> Sheet:
    title = clean(f"{matter.frozen.pack.header.title}: {kind}")
    as_of = day_words(matter.agenda.as_of)
    since = matter.agenda.since
    compared = f", compared with {day_words(since)}" if since else ""
    return Sheet(
        title=title,
        subtitle=f"Week {matter.week}, as of {as_of}{compared}",
        day=matter.agenda.as_of,
        notice=_notice(matter),
        stamp=tuple(map(clean, _stamp(matter))),
        anchor=f"log up to entry {_anchor(matter)}",
    )


def _notice(matter: Matter) -> str:
    if matter.review is None:
        return DRAFT
    is_same = seen_hash(matter.view) == matter.review.state_hash
    return "" if is_same else OTHER_NUMBERS


def _stamp(matter: Matter) -> Iterator[str]:
    header, frozen = matter.frozen.pack.header, matter.frozen
    closed = f"closed by {matter.closed_by}" if matter.review else "not closed"
    yield f"As of {matter.agenda.as_of}, {closed}"
    yield f"week ends {matter.week.cut_off:%Y-%m-%d %H:%M} {ZONE_WORDS}"
    yield f"pack {header.id} {frozen.pack.hash[:HASH_START]}"
    yield f"{counted(matter.view.draws.paths, 'future')}"


def _anchor(matter: Matter) -> str:
    """Return number and hash of the last entry it saw, as ``verify`` takes them."""
    entries = matter.frozen.entries
    digest = entries[-1].row.hash if entries else GENESIS
    return f"{matter.frozen.head}:{digest}"


def _closing(matter: Matter) -> Iterator[str]:
    """Yield what the brief says in one sentence each."""
    found, pack = matter.agenda, matter.frozen.pack
    if found.stale:
        first = found.stale[0]
        named = sections.name_of(pack, first.indicator_id)
        known = f"{len(found.stale)} of {found.stale_of} readings are stale"
        could = (
            f"{named} could move the opening most, by {first.span_months:.1f} months"
        )
        yield f"{known}; {could} between its calm and its extreme value."
    if found.forecasts:
        yield f"{counted(len(found.forecasts), 'forecast')} can be resolved now."
    if found.lapsed:
        risks = counted(len(found.lapsed), "accepted risk")
        yield f"{risks} without a limit, or past it."


def _said(review: Review | None) -> Iterator[str]:
    if review is None:
        yield "No minutes: the week is not closed."
        return
    present = ", ".join(review.present) or "not recorded"
    yield f"Present: {present}."
    for each in review.minutes:
        yield from (line for line in each.splitlines() if line.strip())
    if not review.minutes:
        yield "Nothing was minuted."


def _tidy(*found: Section) -> tuple[Section, ...]:
    return tuple(
        replace(
            each,
            columns=tuple(map(clean, each.columns)),
            rows=tuple(
                replace(row, cells=tuple(map(clean, row.cells))) for row in each.rows
            ),
        )
        for each in found
    )
