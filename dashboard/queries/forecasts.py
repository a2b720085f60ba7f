"""The forecast record: the questions of a day, how they stand and how they fared.

Imported only where it is used: the log it reads brings SQLAlchemy, which is slow.
"""

from datetime import UTC, date, datetime, time

from dashboard.queries.model import Model
from risks.forecasts import Question, forecasts


def questions(model: Model, as_of: date) -> tuple[Question, ...]:
    """Return every question that had opened by a day, as it was known then.

    A look back uses what had been recorded by the end of its day (UTC); the latest
    day uses all. Without a log the judgements of the pack are the questions.
    """
    pack = model.log.pack if model.log else model.pack
    known_at = None
    if as_of < model.default_as_of:
        known_at = datetime.combine(as_of, time.max, UTC)
    return forecasts(pack, model.entries, as_of, known_at)
