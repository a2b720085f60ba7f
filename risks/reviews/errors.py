"""What stops a review, in words."""

from risks.errors import RisksError


class ReviewError(RisksError):
    """A review cannot be opened, closed or replayed; the text says why."""
