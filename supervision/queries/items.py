"""抽查事项查询: what may be inspected on a day, with its basis; every version of the list is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from supervision.errors import NotFoundError
from supervision.models import InspectionItem, ItemList, ItemProposal
from supervision.rulebook import rulebook


@dataclass(frozen=True, slots=True)
class ItemRow:
    """抽查事项行: one row of the item list (R1.9); ``basis``: name of the law in both languages, and article."""

    key: str
    serial: int
    matter: str
    kinds: tuple[str, ...]
    content: str
    basis: tuple[tuple[dict[str, str], str], ...]
    laws: tuple[tuple[str, str], ...]  # (id, article)
    way: str
    frequency: str
    organ_level: str
    category: str
    departments: tuple[str, ...]
    checklist_items: tuple[str, ...]
    remark: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """清单版本行: one adopted version; ``changes``: ``{key, matter, kind, before, after}`` each."""

    version: int
    since: date
    reason: str
    changes: tuple[dict[str, Any], ...]
    sha256: str
    adopted_by: str
    adopted_at: datetime


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """拟采用的清单行: a list that waits for its adoption, or what became of it; ``items`` counts its rows."""

    number: int
    since: date
    reason: str
    against: int
    items: int
    changes: tuple[dict[str, Any], ...]
    file_name: str
    sha256: str
    state: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    answer: str
    version: int | None


def in_force(on: date) -> Any:
    """Return the rows of the list as it stands on a day."""
    until = InspectionItem.until
    return (
        InspectionItem.select()
        .where(InspectionItem.since <= on, until.is_null() | (until > on))
        .order_by(InspectionItem.serial, InspectionItem.key)
    )


def list_items(on: date) -> tuple[ItemRow, ...]:
    """Return the item list as it stands on a day, in its order."""
    return tuple(_row(row) for row in in_force(on))


def list_versions() -> tuple[VersionRow, ...]:
    """Return the adopted versions, the newest first."""
    return tuple(
        VersionRow(
            row.version, row.since, row.reason, tuple(row.changes), row.sha256, row.adopted_by, row.adopted_at
        )
        for row in ItemList.select().order_by(ItemList.version.desc())
    )


def newest_version() -> ItemList | None:
    """Return the row of the version adopted last."""
    return ItemList.select().order_by(ItemList.version.desc()).first()


def version_in_force(day: date) -> VersionRow | None:
    """Return the version in force on a day, None before the first."""
    return next((row for row in list_versions() if row.since <= day), None)


def get_version(number: int) -> tuple[VersionRow, tuple[ItemRow, ...]]:
    """Return a version with the whole list as it stood from its first day.

    Raises:
        NotFoundError: there is no such version.
    """
    found = next((each for each in list_versions() if each.version == number), None)
    if found is None:
        raise NotFoundError("没有第 {number} 版清单。", number=number)
    return found, list_items(found.since)


def list_proposals(*, waiting: bool = False) -> tuple[ProposalRow, ...]:
    """Return the lists that were proposed, the newest first."""
    query = ItemProposal.select().order_by(ItemProposal.id.desc())
    if waiting:
        query = query.where(ItemProposal.state == "waiting")
    return tuple(_proposal(row) for row in query)


def get_proposal(number: int) -> ProposalRow:
    """Return one proposed list.

    Raises:
        NotFoundError: there is none.
    """
    row = ItemProposal.get_or_none(ItemProposal.id == number)
    if row is None:
        raise NotFoundError("没有第 {number} 次提出的清单。", number=number)
    return _proposal(row)


def items_on(day: date) -> dict[str, InspectionItem]:
    """Return the rows in force on a day by their key."""
    return {row.key: row for row in in_force(day)}


def checklist_codes(day: date, keys: Iterable[str] | None = None) -> frozenset[str]:
    """Return the points of the checklist that these items of the list hold, all items where ``keys`` is None."""
    rows = items_on(day)
    wanted = rows if keys is None else set(keys) & rows.keys()
    return frozenset(code for key in wanted for code in rows[key].checklist_items)


def _proposal(row: ItemProposal) -> ProposalRow:
    names = ("since", "reason", "against", "file_name", "sha256", "state", "proposed_by", "proposed_at",
             "decided_by", "decided_at", "answer", "version")  # fmt: skip
    values = {name: getattr(row, name) for name in names}
    return ProposalRow(number=row.id, items=len(row.items), changes=tuple(row.changes), **values)


def _row(row: InspectionItem) -> ItemRow:
    laws = rulebook().laws
    return ItemRow(
        key=row.key,
        serial=row.serial,
        matter=row.matter,
        kinds=tuple(row.kinds),
        content=row.content,
        basis=tuple(
            (
                dict(laws[each["law"]].name) if each["law"] in laws else {"zh": each["law"]},
                each.get("article", ""),
            )
            for each in row.basis
        ),
        laws=tuple((each["law"], each.get("article", "")) for each in row.basis),
        way=row.way,
        frequency=row.frequency,
        organ_level=row.organ_level,
        category=row.category,
        departments=tuple(row.departments),
        checklist_items=tuple(row.checklist_items),
        remark=row.remark,
        since=row.since,
        until=row.until,
    )
