"""门牌与证书查询: what the door plaque and the certificate of a facility say; of a grade only what is public already."""

from datetime import date
from typing import Any

from supervision.actor import Actor
from supervision.documents.signs import Certificate, Sign
from supervision.errors import NotFoundError
from supervision.models import Area, Authority, Award, Facility, PublishedRecord
from supervision.queries._scope import sees_facility
from supervision.queries.facilities import KIND_NAMES
from supervision.queries.public.decisions import award_id
from supervision.queries.public.scores import measure_of
from supervision.queries.public.sheets import text
from supervision.queries.settings import is_demonstration
from supervision.records.scores import Measure
from supervision.records.snapshot import HOTLINES
from supervision.rulebook import schemes


def get_plaque(code: str, *, actor: Actor, public_url: str) -> Sign:
    """Return what hangs at the door of a facility.

    Raises:
        NotFoundError: there is no such facility, or it is not for this person.
    """
    return Sign(**_sign(_facility(code, actor), public_url))


def get_certificate(code: str, *, actor: Actor, on: date, public_url: str, origin: str) -> Certificate:
    """Return the certificate of the star grade in force on ``on``; ``origin`` is the name of the transparency log.

    Raises:
        NotFoundError: no such facility, no grade in force, or one that is not published yet.
    """
    facility = _facility(code, actor)
    award = _graded(facility, on)
    if award is None:
        raise NotFoundError(
            "这家机构现在没有有效的等级，没有证书可以打印。",
            remedy="等级由机构自愿申请；公示门牌随时可以打印。",
        )
    entry = _entry(award)
    if entry is None:
        raise NotFoundError("等级还没有公布，证书要等公布以后才能打印。", remedy="请在下一次发布以后再来。")
    scheme = schemes().on(award.scheme, award.since)
    return Certificate(
        **_sign(facility, public_url),
        scheme=text(scheme.name),
        outcome=text(scheme.outcome.names[award.outcome]),
        number=award.number,
        organ=award.organ,
        since=award.since,
        until=award.until,
        entry=entry,
        origin=origin,
    )


def has_certificate(code: str, *, actor: Actor, on: date) -> bool:
    """Return whether there is a certificate to print."""
    award = _graded(_facility(code, actor), on)
    return award is not None and _entry(award) is not None


def _graded(facility: Facility, on: date) -> Award | None:
    """Return the star grade in force on ``on``."""
    rows = (
        Award.select()
        .where(
            Award.facility == facility,
            Award.decided_on.is_null(False),
            Award.since <= on,
            Award.until > on,
            Award.ended_on.is_null() | (Award.ended_on > on),
        )
        .order_by(Award.since.desc(), Award.id.desc())
    )
    return next(
        (row for row in rows if measure_of(schemes().on(row.scheme, row.since)) is Measure.STAR_GRADE), None
    )


def _facility(code: str, actor: Actor) -> Facility:
    found = (
        Facility.select(Facility, Area).join(Area).where(Facility.code == code, sees_facility(actor)).first()
    )
    if found is None:
        raise NotFoundError("没有编码为 {code} 的机构，或它不在您的工作范围内。", code=code)
    return found


def _sign(facility: Facility, public_url: str) -> dict[str, Any]:
    authority = Authority.select(Authority.name).order_by(Authority.id).first()
    return {
        "name": facility.name,
        "code": facility.code,
        "kind": KIND_NAMES[facility.kind],
        "area": facility.area.name,
        "authority": authority.name if authority else "",
        "address": f"{public_url.rstrip('/')}/f/{facility.code}.html",
        "hotlines": HOTLINES,
        "demonstration": is_demonstration(),
    }


def _entry(award: Award) -> int | None:
    """Return where in the log the record of an award stands; none while it is not public."""
    row = (
        PublishedRecord.select(PublishedRecord.log_index)
        .where(
            PublishedRecord.record_id == f"score/{award_id(award.uuid)}",
            PublishedRecord.taken_down_on.is_null(),
        )
        .order_by(PublishedRecord.log_index.desc())
        .first()
    )
    return int(row.log_index) if row else None
