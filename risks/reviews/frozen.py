"""Closed weeks: what each saw, whether it can still be computed, what came later."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from risks.model import Pack
from risks.reviews.errors import ReviewError
from risks.reviews.meeting import Meeting, day_of
from risks.reviews.numbers import Draws, View, seen_hash
from risks.reviews.records import Held, closed_before, days_of, held, pack_named
from risks.reviews.states import Frozen
from risks.reviews.weeks import Week
from risks.workspace import Recorded, Review

OTHER_NUMBERS = (
    "the log and the pack are the same, but the numbers are not: they were computed "
    "by another version of this program or of its libraries, or with other draws"
)
NO_PACK = "the log does not say which pack the week saw, and the numbers are not those"


@dataclass(frozen=True)
class Packs:
    """The packs at hand: the present one, and earlier ones by their hash."""

    present: Pack
    earlier: Mapping[str, Pack] = field(default_factory=dict)

    def called(self, pack_hash: str | None) -> Pack | None:
        """Return a pack by its hash; the present one where no hash is known."""
        if pack_hash in (None, self.present.hash):
            return self.present
        return self.earlier.get(pack_hash or "")


@dataclass(frozen=True)
class Replay:
    """A closed week computed again; identical if nothing is in ``differences``."""

    week: Week
    differences: tuple[str, ...]

    @property
    def is_identical(self) -> bool:
        """Return whether every number is the same to the last bit."""
        return not self.differences


def closed(entries: Sequence[Recorded], week: Week) -> Held:
    """Return a closed review.

    Raises
    ------
    ReviewError
        If the week has none.
    """
    for each in held(entries):
        if each.week == week:
            if each.closed:
                return each
            raise ReviewError(f"the review of {week} is still open")
    raise ReviewError(f"there is no review of {week}")


def frozen_of(packs: Packs, entries: Sequence[Recorded], review: Held) -> Frozen:
    """Return what a review saw.

    Raises
    ------
    ReviewError
        If it saw a pack that is not at hand.
    """
    said = review.review
    seen = tuple(each for each in entries if each.seq <= said.head_seq)
    named = pack_named(seen)
    pack = packs.called(named)
    if pack is None:
        raise ReviewError(
            f"the review of {review.week} saw another version of the pack (hash "
            f"{(named or '')[:12]}…); name its folder with --old-pack to compute it "
            "again"
        )
    return Frozen(pack, seen, said.as_of)


def earlier_of(
    packs: Packs, entries: Sequence[Recorded], week: Week
) -> tuple[Frozen, ...]:
    """Return what the reviews before a week saw, oldest first.

    Those that had been closed by the last of some entries. One whose pack is not at
    hand ends the row, since only what follows can be compared.

    Raises
    ------
    ReviewError
        If the pack of the last one is not at hand.
    """
    found: list[Frozen] = []
    for review in reversed(closed_before(entries, week)):
        try:
            found.append(frozen_of(packs, entries, review))
        except ReviewError:
            if not found:
                raise
            break
    return tuple(reversed(found))


def sees(
    packs: Packs, entries: Sequence[Recorded], meeting: Meeting
) -> tuple[Frozen, tuple[Frozen, ...]]:
    """Return what a week sees, and what the reviews before it saw.

    A closed week sees what it saw then; any other what stands now, on the day that
    ``day_of`` gives it.

    Raises
    ------
    ReviewError
        If the week has not begun, came before the pack, or needs a pack that is not
        at hand.
    """
    week = meeting.week
    review = next((each for each in held(entries) if each.week == week), None)
    if review and review.closed:
        frozen = frozen_of(packs, entries, review)
    else:
        frozen = Frozen(packs.present, entries, day_of(packs.present, meeting))
    return frozen, earlier_of(packs, frozen.entries, week)


def replay(
    packs: Packs, entries: Sequence[Recorded], week: Week, draws: Draws | None = None
) -> Replay:
    """Compute every number of a closed week again, and say what differs.

    Raises
    ------
    ReviewError
        If the week is not closed, or its pack is not at hand.
    """
    review = closed(entries, week)
    broken = _other_head(review.review, entries)
    if broken:
        return Replay(week, (broken,))
    frozen = frozen_of(packs, entries, review)
    if seen_hash(View(frozen, draws or Draws())) == review.review.state_hash:
        return Replay(week, ())
    names_pack = pack_named(frozen.entries) is not None
    return Replay(week, (OTHER_NUMBERS if names_pack else NO_PACK,))


def recorded_after(entries: Sequence[Recorded], review: Held) -> tuple[Recorded, ...]:
    """Return what was said after the close about days that a closed week covers."""
    said, after = review.review, review.closed.seq if review.closed else 0
    return tuple(
        each
        for each in _not_reviews(entries)
        if each.seq > said.head_seq
        and each.seq != after
        and _is_about(each, entries, said)
    )


def _not_reviews(entries: Iterable[Recorded]) -> Iterable[Recorded]:
    return (each for each in entries if not isinstance(each.payload, Review))


def _is_about(entry: Recorded, entries: Sequence[Recorded], said: Review) -> bool:
    return any(day <= said.as_of for day in days_of(entry, entries))


def _other_head(said: Review, entries: Sequence[Recorded]) -> str:
    """Return how the log differs from the one the review's anchor names, if so."""
    if not said.head_seq:
        return ""
    at = next((each for each in entries if each.seq == said.head_seq), None)
    if at is None:
        return f"entry {said.head_seq}, the last one it saw, is gone"
    if at.row.hash != said.head_hash:
        return f"entry {said.head_seq} is not the one it saw: the log was rewritten"
    return ""
