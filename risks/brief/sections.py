"""The tables of a brief and of its minutes; every text is as it was said."""

from datetime import date

from risks.brief.sheets import Row, Section
from risks.brief.words import counted, day_words, label, share_words, signed
from risks.model import Pack
from risks.rates import resolves_on
from risks.reviews import Agenda
from risks.reviews.agenda import Moved
from risks.reviews.decisions import DecisionRow, TakenRow
from risks.reviews.effects import in_words
from risks.reviews.levels import Crossing
from risks.reviews.standing import AboveRow

CAUSE_WORDS = {
    "readings": "new readings",
    "ageing": "evidence ageing",
    "judgements": "a new judgement or answer",
    "treatments": "treatments",
    "pack": "a new version of the pack",
    "time": "time passing",
}
LEVEL_WORDS = {"33": "watch", "67": "alarm", "100": "extreme"}
CHOICES = {"approve": "Approved", "reject": "Rejected", "defer": "Put off"}


def name_of(pack: Pack, id_: str) -> str:
    """Return what an id stands for: a risk by id and title, others by their title."""
    titles = {
        **{each.id: each.title for each in pack.registers},
        **{each.id: each.title for each in pack.indicators},
        **{each.id: f"{each.id} {each.title}" for each in pack.risks},
    }
    return titles.get(id_, id_)


def movers(found: Agenda, pack: Pack) -> Section:
    """Return the risks whose chance moved, most first."""
    rows = tuple(_mover(each, pack, found.as_of) for each in found.movers)
    columns = ("Risk", "Chance", "By", "Change", "Most through")
    empty = "No risk's chance has moved." if found.since else "Nothing to compare with."
    return Section("Movers", columns, rows, wide=0, empty=empty)


def breaches(found: Agenda, pack: Pack) -> Section:
    """Return the risks above appetite, then every line crossed."""
    rows = [
        *(_above(each, pack) for each in found.above),
        *(_crossing(each, pack) for each in found.crossings),
    ]
    columns = ("What", "Which", "How")
    empty = "No risk is above its limit and no line was crossed."
    return Section("Breaches", columns, tuple(rows), wide=1, empty=empty)


def decisions(found: Agenda, pack: Pack, *, in_full: bool = False) -> Section:
    """Return what is to be decided, then what was decided since the last review.

    Each with what its treatments change and cost; in full with reason and dissent.
    """
    rows = [
        *(_to_decide(each, pack) for each in found.decisions),
        *(_decided(each, pack, in_full=in_full) for each in found.taken),
    ]
    columns = ("State", "Decision", "Who, when")
    empty = "Nothing was decided, and nothing waits for a decision."
    return Section("Decisions", columns, tuple(rows), wide=1, empty=empty)


def actions(found: Agenda) -> Section:
    """Return the open actions, the first due first, with how late each is."""
    rows = tuple(
        Row(
            (each.title, each.owner, f"{day_words(each.due_on)}{_late(each.late_days)}")
        )
        for each in found.actions
    )
    columns = ("Action", "Who", "Due")
    return Section("Actions", columns, rows, wide=0, empty="No action is open.")


def calendar(found: Agenda) -> Section:
    """Return what may fall into the next six weeks."""
    rows = tuple(
        Row((_span(each.due_on, each.latest_on), each.title), each.url or "")
        for each in found.calendar
    )
    empty = "The calendar names nothing in the next six weeks."
    return Section("The next six weeks", ("When", "What"), rows, wide=1, empty=empty)


def stale_evidence(found: Agenda, pack: Pack) -> Section:
    """Return the stale readings, those that could move the opening most first."""
    rows = tuple(
        Row(
            (
                name_of(pack, each.indicator_id),
                day_words(each.observed_on) if each.observed_on else "never",
                signed(each.calm_months, 1),
                signed(each.extreme_months, 1),
            )
        )
        for each in found.stale
    )
    columns = ("Indicator", "Last read", "If calm, months", "If extreme, months")
    title = f"Stale evidence ({len(found.stale)} of {found.stale_of})"
    return Section(title, columns, rows, wide=0, empty="Every reading is current.")


def accepted(found: Agenda, pack: Pack) -> Section:
    """Return the accepted risks without a limit, or past its last day."""
    rows = tuple(
        Row(
            (
                name_of(pack, each.risk_id),
                each.owner,
                day_words(each.until) if each.until else "no limit set",
            )
        )
        for each in found.lapsed
    )
    columns = ("Risk", "Who", "Until")
    empty = "Every accepted risk has a limit that holds."
    return Section("Acceptance to renew", columns, rows, wide=0, empty=empty)


def forecasts(found: Agenda, pack: Pack) -> Section:
    """Return the risks whose question can be answered."""
    rows = tuple(
        Row((name_of(pack, each.risk_id), day_words(each.due_on), each.why))
        for each in found.forecasts
    )
    columns = ("Risk", "Due", "Why now")
    empty = "No forecast can be resolved yet."
    return Section("Forecasts to resolve", columns, rows, wide=0, empty=empty)


def _mover(each: Moved, pack: Pack, as_of: date) -> Row:
    mover = each.mover
    way = "worse" if mover.points > 0 else "better"
    cause = each.change.parts[0].cause if each.change.parts else ""
    through = CAUSE_WORDS.get(cause, cause)
    return Row(
        (
            name_of(pack, mover.risk_id),
            f"{share_words(mover.before)} to {share_words(mover.after)}",
            day_words(resolves_on(pack.risk(mover.risk_id), as_of)),
            f"{abs(mover.points):.1f} points {way}",
            through,
        )
    )


def _above(each: AboveRow, pack: Pack) -> Row:
    told = []
    if each.most_chance is not None and each.chance is not None:
        limit = share_words(each.most_chance)
        told.append(f"{share_words(each.chance)}, limit {limit}")
    if each.most_delay_months is not None:
        limit = f"{each.most_delay_months:g}"
        told.append(f"delay {each.delay_months:g} months, limit {limit}")
    reviews = counted(each.reviews, "review")
    told.append(f"since {day_words(each.since)}, {reviews}")
    return Row(("Above its limit", name_of(pack, each.risk_id), "; ".join(told)))


def _crossing(each: Crossing, pack: Pack) -> Row:
    way = "worse" if each.is_worse else "better"
    name = name_of(pack, each.id)
    if each.kind == "risk":
        ends = f"{share_words(each.before)} to {share_words(each.after)}"
        return Row((f"Risk, {way}", name, f"{each.line}, {ends}"))
    verb = "reached" if each.is_worse else "left"
    line = LEVEL_WORDS.get(each.line, each.line)
    ends = f"{each.before:.0f} to {each.after:.0f} of 100"
    return Row((f"{each.kind.capitalize()}, {way}", name, f"{verb} {line}, {ends}"))


def _to_decide(each: DecisionRow, pack: Pack) -> Row:
    what = _question(each, pack) + _effect(each)
    return Row(
        ("To decide", what, f"by {day_words(each.due_on)}" if each.due_on else "")
    )


def _decided(each: TakenRow, pack: Pack, *, in_full: bool) -> Row:
    who = f"{each.decided_by}, {day_words(each.decided_on)}"
    what = _question(each, pack) + _effect(each)
    if in_full:
        what += f". Reason: {each.reason.rstrip('.')}."
        what += f" Dissent: {each.dissent}" if each.dissent else ""
    return Row((CHOICES[each.choice], what, who))


def _question(each: DecisionRow | TakenRow, pack: Pack) -> str:
    """Return what is asked; of a position, with its number's name in words."""
    if not each.outcome:
        return each.title
    named = name_of(pack, each.outcome)
    shown = label(each.outcome) if named == each.outcome else named
    return f"{shown}{each.title.removeprefix(each.outcome)}"


def _effect(each: DecisionRow | TakenRow) -> str:
    if each.effect is None:
        return ""
    return f" (effect: {'; '.join(in_words(each.effect, each.cost_usd_m))})"


def _late(days: int) -> str:
    return f", {counted(days, 'day')} late" if days else ""


def _span(first: date, last: date | None) -> str:
    if last is None or last == first:
        return day_words(first)
    return f"{day_words(first)} to {day_words(last)}"
