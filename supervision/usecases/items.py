"""抽查事项清单办理: a version is adopted as a whole, with its first day and reason; earlier versions are kept.

A planner proposes a list that came in as a file; a head, another person, adopts it or turns it down.
"""

from datetime import date, datetime
from typing import Any

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import InputError, NotFoundError, StaleError
from supervision.models import ItemProposal
from supervision.queries.items import items_on, newest_version
from supervision.usecases._frame import record, usecase
from supervision.usecases._item_versions import (
    LISTS,
    NewItem,
    differences,
    require_basis,
    values_of,
    write_version,
)

__all__ = ["NewItem", "adopt_items", "adopt_proposal", "propose_items", "refuse_proposal"]


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
    version, changes = write_version(
        items, ends=ends, since=since, reason=reason, adopted_by=actor.key, at=at
    )
    record("items", version=version, changed=len(changes), on=china_day(at))
    return version if changes else None


@usecase("item.propose")
def propose_items(
    *,
    items: tuple[NewItem, ...],
    since: date,
    reason: str,
    file_name: str,
    sha256: str,
    actor: Actor,
    at: datetime,
) -> int:
    """提出新版清单: the whole list as it is to be from ``since``; what it leaves out is to end. Returns its number.

    Raises:
        RuleViolationError: ``item-without-basis``; ``law-unknown``; ``item-list-same``; ``item-list-past``.
    """
    _require_coming(since, at)
    for item in items:
        require_basis(item)
    changes = differences(items, _left_out(items, since), since)
    if not changes:
        raise RuleViolationError(
            "item-list-same", "这份清单与现行版本完全相同。", remedy="没有变化的，不必再次采用。"
        )
    if not reason.strip():
        raise InputError("reason", "请写明采用这一版清单的理由。")
    last = newest_version()
    row = ItemProposal.create(
        since=since,
        reason=reason.strip(),
        against=last.version if last else 0,
        items=[values_of(item) for item in items],
        changes=changes,
        file_name=file_name[-200:],
        sha256=sha256,
        proposed_by=actor.key,
        proposed_at=at,
    )
    record(f"items:proposal:{row.id}", sha256=sha256, changed=len(changes))
    return int(row.id)


@usecase("item.adopt_proposal")
def adopt_proposal(*, proposal: int, since: date, actor: Actor, at: datetime) -> int:
    """采用提出的清单: by a head who did not propose it, from the day that he sets; returns the version.

    Raises:
        RuleViolationError: ``four-eyes``; ``item-list-past``; what ``item.adopt`` refuses.
        StaleError: another version was adopted meanwhile, so that the changes shown are not those made.
    """
    row = _waiting(proposal)
    if row.proposed_by == actor.key:
        raise RuleViolationError("four-eyes", "提出人不能采用自己提出的清单。", remedy="请由机关负责人采用。")
    _require_coming(since, at)
    last = newest_version()
    if row.against != (last.version if last else 0):
        raise StaleError(
            "清单在此期间已有新版，这里列出的变更不再准确。", remedy="请退回，并按现行版本重新提出。"
        )
    items = tuple(_item(values) for values in row.items)
    version, changes = write_version(
        items, ends=_left_out(items, since), since=since, reason=row.reason, adopted_by=actor.key, at=at
    )
    _decide(row, "adopted", actor, at, version=version)
    record("items", version=version, changed=len(changes), proposal=proposal)
    return version


@usecase("item.refuse_proposal")
def refuse_proposal(*, proposal: int, answer: str, actor: Actor, at: datetime) -> None:
    """退回提出的清单: with the reason; nothing of it holds."""
    row = _waiting(proposal)
    if not answer.strip():
        raise InputError("answer", "请写明退回的理由。")
    _decide(row, "refused", actor, at, answer=answer.strip())
    record(f"items:proposal:{proposal}")


def _waiting(proposal: int) -> ItemProposal:
    row: ItemProposal | None = ItemProposal.get_or_none(ItemProposal.id == proposal)
    if row is None:
        raise NotFoundError("没有第 {number} 次提出的清单。", number=proposal)
    if row.state != "waiting":
        raise StaleError("这份清单已经办理。", remedy="请刷新后查看。")
    return row


def _decide(row: ItemProposal, state: str, actor: Actor, at: datetime, **more: object) -> None:
    values = {"state": state, "decided_by": actor.key, "decided_at": at, **more}
    ItemProposal.update(**values).where(ItemProposal.id == row.id).execute()


def _require_coming(since: date, at: datetime) -> None:
    """A list does not hold for days that have passed: what was inspected then had another list to go by."""
    if since < china_day(at):
        raise RuleViolationError(
            "item-list-past",
            "清单不能从已经过去的日子 {day} 起采用。",
            remedy="请选择今天或以后的日期。",
            facts={"day": since.isoformat()},
        )


def _left_out(items: tuple[NewItem, ...], since: date) -> tuple[str, ...]:
    """Return the keys of what the whole list no longer holds."""
    return tuple(sorted(items_on(since).keys() - {item.key for item in items}))


def _item(values: dict[str, Any]) -> NewItem:
    return NewItem(**values | {name: tuple(values[name]) for name in LISTS})
