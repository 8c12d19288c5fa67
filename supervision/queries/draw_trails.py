"""抽取经过查询: who read the beacon, who holds the salt, what was changed: the trail of one draw."""

from dataclasses import dataclass
from datetime import datetime

from supervision.actor import Actor
from supervision.models import BeaconEntry, Department, Draw, DrawChange, DrawEvent, SaltShare
from supervision.queries.draw_names import Names


@dataclass(frozen=True, slots=True)
class EntryRow:
    """录入行: who read the beacon when, and what became of it; the value is shown once the draw is made, to the auditor."""

    by: str
    at: datetime
    of_fallback: bool
    void_why: str
    voided_at: datetime | None
    value: str | None


@dataclass(frozen=True, slots=True)
class ShareRow:
    """份额行: a body that holds half of the salt, in both languages; who handed it in, and whether it was opened."""

    body: str
    body_en: str
    holder: str
    handed_in_at: datetime
    returned_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """变动行: what somebody asked for, in names for who may know them; ``log_index`` once it stands in the log."""

    id: int
    kind: str
    target: str
    inspector: str
    department: str
    count: int | None
    reason: str
    state: str
    asked_by: str
    asked_at: datetime
    decided_by: str | None
    note: str
    n: int | None
    log_index: int | None


def entry_of(entry: BeaconEntry, row: Draw, actor: Actor) -> EntryRow:
    """Return what was read once, for this reader."""
    return EntryRow(
        by=entry.by,
        at=entry.at,
        of_fallback=entry.of_fallback,
        void_why=entry.void_why,
        voided_at=entry.voided_at,
        value=entry.value if row.beacon is not None and actor.reads_all else None,
    )


def shares_of(row: Draw) -> tuple[ShareRow, ...]:
    """Return which bodies hold the salt."""
    names = {each.key: each for each in Department.select().where(Department.authority == row.authority)}
    return tuple(
        ShareRow(
            names[each.body].name, names[each.body].english, each.holder, each.handed_in_at, each.returned_at
        )
        for each in SaltShare.select().where(SaltShare.draw == row).order_by(SaltShare.id)
    )


def changes_of(row: Draw, names: Names) -> tuple[ChangeRow, ...]:
    """Return what was asked for, in the order of asking."""
    events = {each.change_id: each for each in DrawEvent.select().where(DrawEvent.draw == row)}
    found = []
    for each in DrawChange.select().where(DrawChange.draw == row).order_by(DrawChange.id):
        event = events.get(each.id)
        found.append(
            ChangeRow(
                id=each.id,
                kind=each.kind,
                target=names.target(each.what.get("target", "")),
                inspector=names.inspector(each.what.get("inspector", "")),
                department=each.what.get("department", ""),
                count=each.what.get("count"),
                reason=each.reason,
                state=each.state,
                asked_by=each.asked_by,
                asked_at=each.asked_at,
                decided_by=each.decided_by,
                note=each.note,
                n=event.n if event else None,
                log_index=event.log_index if event else None,
            )
        )
    return tuple(found)
