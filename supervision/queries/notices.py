"""公告查询: notices to the public, and what a notice can make known."""

from dataclasses import dataclass
from datetime import date

from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Authority, Draw, Plan, PublicNotice
from supervision.queries._scope import of_authority
from supervision.queries.public.decisions import notice_id
from supervision.records.decisions import Validity


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """公告行: one notice with its index number; ``until``: the first day after its period, none where it has none."""

    id: int
    index_number: str
    title: str
    subject: str
    genre: str
    document_number: str
    formed_on: date
    published_on: date
    body: str
    about: str
    facility: str
    facility_code: str
    until: date | None
    repealed_on: date | None
    repeal_reason: str

    def validity(self, today: date) -> Validity:
        """Return what the notice is on a day."""
        return Validity.on(today, until=self.until, repealed_on=self.repealed_on)


def list_notices(*, actor: Actor) -> tuple[NoticeRow, ...]:
    """Return the notices, the newest first."""
    rows = _query(actor).order_by(PublicNotice.published_on.desc(), PublicNotice.id.desc())
    return tuple(_row(row) for row in rows)


def get_notice(key: int, *, actor: Actor) -> NoticeRow:
    """Return one notice.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    return _row(find_notice(key, actor))


def find_notice(key: int, actor: Actor) -> PublicNotice:
    """Return the row of a notice that this person may see."""
    row = _query(actor).where(PublicNotice.id == key).first()
    if row is None:
        raise NotFoundError("没有这份公告。")
    return row


def notice_subjects(*, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return what a notice can make known, public id and title: published plans, committed draws, earlier notices."""
    own = of_authority(actor)
    plans = Plan.select().join(Authority).join(Area).where(own, Plan.published_on.is_null(False))
    draws = Draw.select().join(Authority).join(Area).where(own, Draw.committed_index.is_null(False))
    return (
        *((f"plan-{plan.id}", plan.title) for plan in plans.order_by(Plan.id.desc())),
        *((f"draw-{draw.serial}", draw.task.title) for draw in draws.order_by(Draw.serial.desc())),
        *((notice_id(notice.id), notice.title) for notice in list_notices(actor=actor)),
    )


def _query(actor: Actor):
    return PublicNotice.select(PublicNotice).join(Authority).join(Area).where(of_authority(actor))


def _row(row: PublicNotice) -> NoticeRow:
    return NoticeRow(
        id=row.id,
        index_number=row.index_number,
        title=row.title,
        subject=row.subject,
        genre=row.genre,
        document_number=row.document_number,
        formed_on=row.formed_on,
        published_on=row.published_on,
        body=row.body,
        about=row.about,
        facility=row.facility.name if row.facility else "",
        facility_code=row.facility.code if row.facility else "",
        until=row.until,
        repealed_on=row.repealed_on,
        repeal_reason=row.repeal_reason,
    )
