"""清单版本的写入: what a version changes, what may not stand in it, and how it is written. Earlier ones are kept."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scoring.rulebook import RuleViolationError
from supervision.database import canonical_json, one_at_a_time
from supervision.errors import InputError
from supervision.models import InspectionItem, ItemList
from supervision.queries.items import in_force, items_on, newest_version
from supervision.rulebook import rulebook
from supervision.usecases._items import BASIS

LISTS = ("kinds", "basis", "departments", "checklist_items")


@dataclass(frozen=True, slots=True)
class NewItem:
    """新抽查事项: one row of the item list (R1.9); ``basis`` is ``[{law, article}]`` and required."""

    key: str
    serial: int
    matter: str
    kinds: tuple[str, ...]
    content: str
    basis: tuple[dict[str, str], ...]
    way: str
    frequency: str
    organ_level: str
    category: str
    departments: tuple[str, ...]
    checklist_items: tuple[str, ...] = ()
    remark: str = ""


Change = dict[str, Any]  # {key, matter, kind: added | changed | ended, before, after}


def write_version(
    items: Sequence[NewItem],
    *,
    ends: Iterable[str],
    since: date,
    reason: str,
    adopted_by: str,
    at: datetime,
) -> tuple[int, list[Change]]:
    """Write the version that holds from ``since``; return its number and what it changed.

    Where nothing changes there is no new version: the number is that of the last one.

    Raises:
        RuleViolationError: ``item-without-basis``; ``law-unknown``; ``item-ends-unknown``; ``item-list-backwards``.
    """
    one_at_a_time("item.adopt")
    last = newest_version()
    changes = differences(items, ends, since)
    if last is not None and since <= last.since and changes:
        raise RuleViolationError(
            "item-list-backwards",
            "新版清单的起始日须晚于现行版本的起始日 {day}。",
            remedy="请选择更晚的日期；已公布的版本不能改动。",
            facts={"day": last.since.isoformat()},
        )
    for item in items:
        require_basis(item)
    number = last.version if last else 0
    if not changes:
        return number, changes
    if not reason.strip():
        raise InputError("reason", "请写明采用这一版清单的理由。")
    wanted = {item.key: item for item in items}
    for change in changes:
        if change["kind"] != "added":
            InspectionItem.update(until=since).where(
                InspectionItem.key == change["key"], InspectionItem.until.is_null()
            ).execute()
        if change["kind"] != "ended":
            InspectionItem.create(**values_of(wanted[change["key"]]), since=since)
    ItemList.create(
        version=number + 1,
        since=since,
        reason=reason.strip(),
        changes=changes,
        sha256=hashlib.sha256(canonical_json([_said(row) for row in in_force(since)]).encode()).hexdigest(),
        adopted_by=adopted_by,
        adopted_at=at,
    )
    return number + 1, changes


def require_basis(item: NewItem) -> None:
    """Refuse an item without a basis in law, or with one that is not among the registered laws."""
    if not item.basis:
        raise RuleViolationError(
            "item-without-basis",
            "抽查事项“{matter}”没有法律依据，不能列入清单。",
            basis=BASIS,
            remedy="请补充法律、法规或规章的条款。",
            facts={"matter": item.matter},
        )
    unknown = [each["law"] for each in item.basis if each["law"] not in rulebook().laws]
    if unknown:
        raise RuleViolationError(
            "law-unknown",
            "抽查事项“{matter}”的依据 {laws} 不在法规库里。",
            remedy="请先登记这部法律，或核对写法。",
            facts={"matter": item.matter, "laws": "、".join(unknown)},
        )


def differences(items: Iterable[NewItem], ends: Iterable[str], on: date) -> list[Change]:
    """Return what a version changes against the list that stands on its first day."""
    now, ends, found = items_on(on), tuple(ends), []
    unknown = [key for key in ends if key not in now]
    if unknown:
        raise RuleViolationError(
            "item-ends-unknown", "清单里没有 {keys}。", facts={"keys": "、".join(unknown)}
        )
    for item in items:
        before = _said(now[item.key]) if item.key in now else None
        after = values_of(item)
        if before != after:
            kind = "changed" if before else "added"
            changed = [name for name in after if before and before[name] != after[name]]
            found.append(
                {
                    "key": item.key,
                    "matter": item.matter,
                    "kind": kind,
                    "before": {name: before[name] for name in changed} if before else None,
                    "after": {name: after[name] for name in changed} if before else None,
                }
            )
    return found + [
        {"key": key, "matter": now[key].matter, "kind": "ended", "before": None, "after": None}
        for key in ends
    ]


def values_of(item: NewItem) -> dict[str, Any]:
    """Return an item as its row holds it."""
    values = {name: getattr(item, name) for name in NewItem.__dataclass_fields__}
    return values | {name: list(values[name]) for name in LISTS}


def _said(row: InspectionItem) -> dict[str, Any]:
    return {name: getattr(row, name) for name in NewItem.__dataclass_fields__}
