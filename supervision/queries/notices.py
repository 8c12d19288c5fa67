"""公告查询: notices to the public."""

from dataclasses import dataclass
from datetime import date

from supervision.actor import Actor
from supervision.models import Area, Authority, PublicNotice
from supervision.queries._scope import of_authority


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """公告行: one notice with its index number."""

    index_number: str
    title: str
    subject: str
    genre: str
    formed_on: date
    published_on: date
    validity: str
    body: str


def list_notices(*, actor: Actor) -> tuple[NoticeRow, ...]:
    """Return the notices, the newest first."""
    query = PublicNotice.select(PublicNotice).join(Authority).join(Area).where(of_authority(actor))
    return tuple(
        NoticeRow(
            row.index_number,
            row.title,
            row.subject,
            row.genre,
            row.formed_on,
            row.published_on,
            row.validity,
            row.body,
        )
        for row in query.order_by(PublicNotice.published_on.desc(), PublicNotice.id.desc())
    )
