"""Put the opening or the close of a review into a log: one of two people wins."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from risks.model import Pack
from risks.reviews.meeting import Meeting, pack_step
from risks.reviews.records import Step
from risks.workspace import Recorded, VersionConflictError, Workspace

Make: TypeAlias = Callable[[Pack, Sequence[Recorded], Meeting], Step]
LONGEST_ID = 90  # so that the pack's own edit id fits, too


def hold(
    workspace: Workspace,
    pack: Pack,
    meeting: Meeting,
    make: Make,
    edit: tuple[str, int | None],
) -> Recorded:
    """Record that a review is opened or closed, and which pack it saw.

    Parameters
    ----------
    make
        ``opening`` or ``closing``.
    edit
        Its id, and the version of the review it starts from; None takes the latest.

    Raises
    ------
    ReviewError
        If the review cannot be opened or closed; if someone else was first, it says
        who. Nothing is written then.
    WorkspaceError
        If the log cannot be written.
    """
    edit_id, version = edit
    step = make(pack, workspace.entries(), meeting)
    named = pack_step(pack, workspace.entries(), meeting.author)
    if named is not None:
        own_id = f"{edit_id[:LONGEST_ID]}-pack"
        workspace.append(named.draft, own_id, named.expected_version)
        step = make(pack, workspace.entries(), meeting)
    starts_from = step.expected_version if version is None else version
    try:
        return workspace.append(step.draft, edit_id, starts_from)
    except VersionConflictError:
        make(pack, workspace.entries(), meeting)  # says who was first, if that is why
        raise
