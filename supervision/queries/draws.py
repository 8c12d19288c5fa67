"""双随机抽查查询: where a draw stands in its ceremony. Nothing of the result before the reveal but to the planner."""

from dataclasses import dataclass
from datetime import date, datetime

from supervision.actor import Actor
from supervision.clock import parse_moment
from supervision.errors import NotFoundError
from supervision.models import Area, Authority, BeaconEntry, Draw, Task, Visit
from supervision.queries._scope import of_authority
from supervision.queries.public.draws import draw_record_bytes
from supervision.vault import Vault


@dataclass(frozen=True, slots=True)
class DrawRow:
    """抽取行: one draw in a list."""

    serial: int
    task: str
    title: str
    state: str
    committed_at: datetime
    not_before: datetime
    reveal_by: date


@dataclass(frozen=True, slots=True)
class Selected:
    """抽中: how many were selected, on how many days, how many places stayed short; visits dispatched."""

    targets: int
    days: tuple[str, ...]
    short: int
    reserve: int
    visits: int


@dataclass(frozen=True, slots=True)
class DrawFile:
    """抽取: commitment, who has entered the beacon, what happened when. ``selected`` is None for who may not see it."""

    row: DrawRow
    commitment_sha256: str
    committed_by: str
    committed_index: int | None
    source: str
    round: str
    format: tuple[str, ...]
    fallback: str
    entered_by: tuple[str, ...]
    agreed: bool
    value: str | None
    drawn_at: datetime | None
    dispatched: int
    awaiting_approval: int
    revealed_at: datetime | None
    abandoned_at: datetime | None
    reason: str
    supersedes: int | None
    selected: Selected | None


def _query(actor: Actor):
    return (
        Draw.select(Draw, Task).join(Task).switch(Draw).join(Authority).join(Area).where(of_authority(actor))
    )


def _row(row: Draw) -> DrawRow:
    return DrawRow(
        serial=row.serial,
        task=row.task.number,
        title=row.task.title,
        state=row.state,
        committed_at=row.committed_at,
        not_before=parse_moment(row.commitment["beacon"]["not_before"]),
        reveal_by=row.reveal_by,
    )


def list_draws(*, actor: Actor, state: str = "") -> tuple[DrawRow, ...]:
    """Return the draws, the newest first."""
    query = _query(actor).order_by(Draw.serial.desc())
    return tuple(_row(row) for row in (query.where(Draw.state == state) if state else query))


def get_draw(serial: int, *, actor: Actor) -> DrawFile:
    """Return one draw.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    row = _find(serial, actor)
    beacon = row.commitment["beacon"]
    entries = list(BeaconEntry.select().where(BeaconEntry.draw == row).order_by(BeaconEntry.id))
    visits = list(Visit.select(Visit).where(Visit.draw == row))
    return DrawFile(
        row=_row(row),
        commitment_sha256=row.commitment_sha256,
        committed_by=row.committed_by,
        committed_index=row.committed_index,
        source=beacon["source"],
        round=beacon["round"],
        format=tuple(beacon["format"]),
        fallback=beacon["fallback"],
        entered_by=tuple(entry.by for entry in entries),
        agreed=len(entries) > 1 and len({entry.value for entry in entries}) == 1,
        value=row.beacon,
        drawn_at=row.drawn_at,
        dispatched=len(visits),
        awaiting_approval=sum(1 for visit in visits if visit.case.state == "planned"),
        revealed_at=row.revealed_at,
        abandoned_at=row.abandoned_at,
        reason=row.reason,
        supersedes=row.supersedes.serial if row.supersedes_id else None,
        selected=_selected(row, len(visits)) if _sees_result(row, actor) else None,
    )


def record_of_draw(serial: int, *, vault: Vault, actor: Actor) -> bytes:
    """Return the record of a revealed draw, as anybody can check it.

    Raises:
        NotFoundError: it is not revealed yet, or there is none that this person may see.
    """
    row = _find(serial, actor)
    if row.state != "revealed":
        raise NotFoundError("第 {serial} 号抽取尚未揭示，还没有完整记录。", serial=serial)
    return draw_record_bytes(row, vault.open(row.sealed_salt, f"draw:{serial}"))


def _find(serial: int, actor: Actor) -> Draw:
    row: Draw | None = _query(actor).where(Draw.serial == serial).first()
    if row is None:
        raise NotFoundError("没有第 {serial} 号抽取。", serial=serial)
    return row


def _sees_result(row: Draw, actor: Actor) -> bool:
    return row.result is not None and (row.state == "revealed" or actor.may("draw.run"))


def _selected(row: Draw, visits: int) -> Selected:
    result = row.result
    return Selected(
        targets=len(result["selected"]),
        days=tuple(sorted({team["day"] for team in result["current"]["teams"] if team["day"]})),
        short=len(result["short"]),
        reserve=sum(len(names) for names in result["reserve"].values()),
        visits=visits,
    )
