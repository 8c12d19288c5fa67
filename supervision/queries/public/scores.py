"""公开的评价: awards in force and public score sheets with every line. The internal risk class has no way in here."""

from datetime import date

from supervision.records.scores import Score


def read(as_of: date) -> tuple[Score, ...]:
    """Return the public scores of ``as_of``."""
    return ()
