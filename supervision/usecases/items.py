"""抽查事项清单办理: a version is adopted as a whole, with its first day and reason; earlier versions are kept."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.database import canonical_json, one_at_a_time
from supervision.errors import InputError
from supervision.models import InspectionItem, ItemList
from supervision.queries.items import in_force, items_on
from supervision.rulebook import rulebook
from supervision.usecases._frame import record, usecase
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


@usecase("item.adopt")
def adopt_items(
    *,
    items: tuple[NewItem, ...],
    since: date,
    reason: str,
    ends: tuple[str, ...] = (),
    actor: Actor,
    at: datetime,
) -> int | None:
    """采用抽查事项清单: new and changed items hold from ``since``, those in ``ends`` no longer; returns the version.

    Nothing without a basis in law may enter the list. The same items again change nothing, and there is no version.

    Raises:
        RuleViolationError: ``item-without-basis``; ``law-unknown``; ``item-ends-unknown``; ``item-list-backwards``.
    """
    one_at_a_time("item.adopt")
    last = ItemList.select().order_by(ItemList.version.desc()).first()
    if last is not None and since <= last.since and _differences(items, ends, since):
        raise RuleViolationError(
            "item-list-backwards",
            "新版清单的起始日须晚于现行版本的起始日 {day}。",
            remedy="请选择更晚的日期；已公布的版本不能改动。",
            facts={"day": last.since.isoformat()},
        )
    for item in items:
        _check(item)
    changes = _differences(items, ends, since)
    if not changes:
        record("items", version=last.version if last else 0, changed=0)
        return None
    if not reason.strip():
        raise InputError("reason", "请写明采用这一版清单的理由。")
    wanted = {item.key: item for item in items}
    for change in changes:
        if change["kind"] != "added":
            InspectionItem.update(until=since).where(
                InspectionItem.key == change["key"], InspectionItem.until.is_null()
            ).execute()
        if change["kind"] != "ended":
            InspectionItem.create(**_values(wanted[change["key"]]), since=since)
    version = (last.version if last else 0) + 1
    ItemList.create(
        version=version,
        since=since,
        reason=reason.strip(),
        changes=changes,
        sha256=hashlib.sha256(canonical_json([_said(row) for row in in_force(since)]).encode()).hexdigest(),
        adopted_by=actor.key,
        adopted_at=at,
    )
    record("items", version=version, changed=len(changes), on=china_day(at))
    return version


def _check(item: NewItem) -> None:
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


def _differences(items: tuple[NewItem, ...], ends: tuple[str, ...], on: date) -> list[dict[str, Any]]:
    """Return what a version changes against the list that stands on its first day."""
    now, found = items_on(on), []
    unknown = [key for key in ends if key not in now]
    if unknown:
        raise RuleViolationError(
            "item-ends-unknown", "清单里没有 {keys}。", facts={"keys": "、".join(unknown)}
        )
    for item in items:
        before = _said(now[item.key]) if item.key in now else None
        after = _values(item)
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


def _values(item: NewItem) -> dict[str, Any]:
    values = {name: getattr(item, name) for name in NewItem.__dataclass_fields__}
    return values | {name: list(values[name]) for name in LISTS}


def _said(row: InspectionItem) -> dict[str, Any]:
    return {name: getattr(row, name) for name in NewItem.__dataclass_fields__}
