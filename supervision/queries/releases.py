"""公示发布查询: which releases there were and what they changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from supervision.errors import NotFoundError
from supervision.models import Release
from supervision.queries.withdrawals import Late, Why
from supervision.records.snapshot import KINDS, identity, read_snapshot
from supervision.records.values import Text

APART = {  # what sets the records about one facility or street apart
    "finding": ("item",),
    "indicator_value": ("year",),
    "item": ("question",),
    "listing": ("number",),
    "objection": ("filed_on",),
    "penalty": ("number",),
    "result": ("on",),
    "score": ("scheme_name", "on"),
    "street_ranking": ("scheme_name", "year"),
    "subsidy": ("scheme_name", "year"),
    "tombstone": ("on",),
}


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
    reasons: Mapping[str, Why]
    late: tuple[Late, ...]


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
        {key: (why, _day(day)) for key, (why, day) in row.difference.get("reasons", {}).items()},
        tuple(
            Late(key, clock, date.fromisoformat(since), date.fromisoformat(due), days)
            for key, clock, since, due, days in row.difference.get("late", ())
        ),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


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
    """发布差异: what a release changes, each record with its kind and a name that a person can read; what leaves with the reason."""

    new: tuple[tuple[str, Text], ...]
    changed: tuple[tuple[str, Text], ...]
    taken_down: tuple[tuple[str, Text, Why | None], ...]
    late: tuple[tuple[str, Text, Late], ...]


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

    why = (view.reasons.get(key) for key in view.taken_down)
    overdue = named(tuple(each.key for each in view.late))
    return Difference(
        named(view.new),
        named(view.changed),
        tuple((*each, reason) for each, reason in zip(named(view.taken_down), why, strict=True)),
        tuple((*each, said) for each, said in zip(overdue, view.late, strict=True)),
    )


def _names(folder: Path) -> dict[str, Text]:
    if not folder.is_dir():
        return {}
    snapshot = read_snapshot(folder)
    subjects = {
        identity(kind, each): each.name for kind in ("area", "facility") for each in snapshot.of(kind)
    }
    return {
        f"{kind}/{identity(kind, each)}": _name(kind, each, subjects)
        for kind in KINDS
        for each in snapshot.of(kind)
    }


def _name(kind: str, each: Any, subjects: dict[str, Text]) -> Text:
    """Return what a record is called: its own name, or the facility or street it speaks of; and what sets it apart."""
    own = getattr(each, "name", None) or getattr(each, "title", None)
    if not isinstance(own, Text):
        about = getattr(each, "facility", "") or getattr(each, "area", "")
        own = subjects.get(about) or Text(zh=identity(kind, each))
    found = [own, *(_as_text(getattr(each, member)) for member in APART.get(kind, ()))]
    return Text(zh=" · ".join(word.zh for word in found), en=" · ".join(word.en or word.zh for word in found))


def _as_text(value: Any) -> Text:
    return value if isinstance(value, Text) else Text(zh=str(value))
