"""公布日 publication days: since when the public could read a record, as the releases remember it."""

from collections.abc import Callable
from datetime import date

from peewee import fn

from supervision.models import PublishedRecord


def publication_day(kind: str, as_of: date) -> Callable[[str], date]:
    """Return what tells of a record's id when it was first published; ``as_of`` for what no release has held yet.

    The day is that of the release, so that a record reads the same in every later one.
    """
    first = fn.MIN(PublishedRecord.published_on)
    query = (
        PublishedRecord.select(PublishedRecord.record_id, first)
        .where(PublishedRecord.record_id.startswith(f"{kind}/"), PublishedRecord.published_on <= as_of)
        .group_by(PublishedRecord.record_id)
    )
    days = dict(query.tuples())
    return lambda record_id: days.get(f"{kind}/{record_id}", as_of)
