"""公示发布查询: which releases there were and what they changed."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from supervision.errors import NotFoundError
from supervision.models import Release
from supervision.records.snapshot import KINDS, identity, read_snapshot
from supervision.records.values import Text


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


@dataclass(frozen=True, slots=True)
class Difference:
    """发布差异: what a release changes, each record with its kind and a name that a person can read."""

    new: tuple[tuple[str, Text], ...]
    changed: tuple[tuple[str, Text], ...]
    taken_down: tuple[tuple[str, Text], ...]


def readable_difference(view: ReleaseView, folder: Path) -> Difference:
    """Return what a release changes against the one that was live before, with names; kinds are keys of ``KINDS``."""
    names = _names(folder / str(view.number))
    earlier = (
        Release.select()
        .where(Release.number < view.number, Release.state.in_(("live", "superseded")))
        .order_by(Release.number.desc())
        .first()
    )
    before = _names(folder / str(earlier.number)) if earlier else {}

    def named(keys: tuple[str, ...]) -> tuple[tuple[str, Text], ...]:
        known = before | names
        return tuple((key.partition("/")[0], known.get(key, Text(zh=key.partition("/")[2]))) for key in keys)

    return Difference(named(view.new), named(view.changed), named(view.taken_down))


def _names(folder: Path) -> dict[str, Text]:
    if not folder.is_dir():
        return {}
    snapshot = read_snapshot(folder)
    facilities = {identity("facility", each): each.name for each in snapshot.of("facility")}
    return {
        f"{kind}/{identity(kind, each)}": _name(kind, each, facilities)
        for kind in KINDS
        for each in snapshot.of(kind)
    }


def _name(kind: str, each: Any, facilities: dict[str, Text]) -> Text:
    """Return what a record is called: its own name, or the facility that it speaks of with what sets it apart."""
    own = getattr(each, "name", None) or getattr(each, "title", None)
    if isinstance(own, Text):
        return own
    facility = facilities.get(getattr(each, "facility", ""))
    if facility is None:
        return Text(zh=str(own or identity(kind, each)))
    more = getattr(each, "item", "") or getattr(each, "number", "") or getattr(each, "scheme_name", "")
    if isinstance(more, Text):
        return Text(
            zh=f"{facility.zh} · {more.zh}", en=f"{facility.en or facility.zh} · {more.en or more.zh}"
        )
    return Text(zh=f"{facility.zh} {more}".strip(), en=f"{facility.en or facility.zh} {more}".strip())
