"""公示发布查询: which releases there were and what they changed."""

from dataclasses import dataclass
from datetime import date, datetime

from supervision.errors import NotFoundError
from supervision.models import Release


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """发布: one state of the public site, with its difference to the one before (``kind/id``)."""

    number: int
    as_of: date
    state: str
    reason: str
    prepared_by: str
    prepared_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    new: tuple[str, ...]
    changed: tuple[str, ...]
    taken_down: tuple[str, ...]
    manifest_sha256: str | None
    log_size: int | None


def _view(row: Release) -> ReleaseView:
    return ReleaseView(
        row.number,
        row.as_of,
        row.state,
        row.reason,
        row.prepared_by,
        row.prepared_at,
        row.approved_by,
        row.approved_at,
        tuple(row.difference.get("new", ())),
        tuple(row.difference.get("changed", ())),
        tuple(row.difference.get("taken_down", ())),
        row.manifest_sha256,
        row.log_size,
    )


def release_view(number: int) -> ReleaseView:
    """Return one release."""
    row = Release.get_or_none(Release.number == number)
    if row is None:
        raise NotFoundError("没有第 {number} 号发布。", number=number)
    return _view(row)


def list_releases(limit: int = 100) -> tuple[ReleaseView, ...]:
    """Return the releases, the newest first."""
    return tuple(_view(row) for row in Release.select().order_by(Release.number.desc()).limit(limit))
