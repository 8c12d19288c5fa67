"""双随机抽查查询: where a draw stands in its ceremony. Nothing of the result before the reveal but to who needs it."""

from dataclasses import dataclass
from datetime import date, datetime

from inspections.canonical import canonical
from supervision.actor import Actor
from supervision.clock import parse_moment
from supervision.errors import NotFoundError
from supervision.models import (
    Area,
    Authority,
    BeaconEntry,
    Draw,
    Task,
    Visit,
)
from supervision.queries._scope import of_authority
from supervision.queries.draw_looks import LookRow, looks_of
from supervision.queries.draw_names import Names, names_of
from supervision.queries.draw_trails import ChangeRow, EntryRow, ShareRow, changes_of, entry_of, shares_of
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
    first_day: date  # of the visits: by then everything before them must be done


@dataclass(frozen=True, slots=True)
class Selected:
    """抽中: how many stand in the order, on how many days, how many places are short; visits dispatched."""

    targets: int
    days: tuple[str, ...]
    short: int
    dayless: int
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
    entries: tuple[EntryRow, ...]
    value: str | None
    fallback_reason: str
    drawn_at: datetime | None
    dispatched: int
    awaiting_approval: int
    to_dispatch: int
    shares: tuple[ShareRow, ...]
    changes: tuple[ChangeRow, ...]
    looks: tuple[LookRow, ...]
    exceptions: tuple[tuple[str, str], ...]
    strata_reasons: tuple[tuple[str, str], ...]
    revealed_at: datetime | None
    revealed_index: int | None
    abandoned_at: datetime | None
    abandoned_reason: str
    ended_by: str
    reason: str
    supersedes: int | None
    superseded_by: int | None
    selected: Selected | None

    @property
    def cut_off(self) -> bool:
        """Return whether an approved change has not reached the log yet."""
        return any(each.state == "approved" and each.log_index is None for each in self.changes)


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
        first_day=date.fromisoformat(row.roster["calendar"]["days"][0]),
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
    row = find_draw(serial, actor)
    beacon = row.commitment["beacon"]
    entries = list(BeaconEntry.select().where(BeaconEntry.draw == row).order_by(BeaconEntry.id))
    standing = [entry for entry in entries if entry.voided_at is None]
    visits = list(Visit.select(Visit).where(Visit.draw == row))
    later = Draw.get_or_none(Draw.supersedes == row)
    sees = sees_result(row, actor)
    names = names_of(row) if sees else Names()
    return DrawFile(
        row=_row(row),
        commitment_sha256=row.commitment_sha256,
        committed_by=row.committed_by,
        committed_index=row.committed_index,
        source=beacon["source"],
        round=beacon["round"],
        format=tuple(beacon["format"]),
        fallback=beacon["fallback"],
        entered_by=tuple(entry.by for entry in standing),
        agreed=len(standing) > 1 and len({(entry.value, entry.of_fallback) for entry in standing}) == 1,
        entries=tuple(entry_of(each, row, actor) for each in entries),
        value=row.beacon,
        fallback_reason=row.fallback_reason,
        drawn_at=row.drawn_at,
        dispatched=len(visits),
        awaiting_approval=sum(1 for visit in visits if visit.case.state == "planned"),
        to_dispatch=_to_dispatch(row, visits),
        shares=shares_of(row),
        changes=changes_of(row, names),
        looks=looks_of(row, actor),
        exceptions=tuple((key, why) for key, why in row.exceptions),
        strata_reasons=tuple(sorted(row.strata_reasons.items())),
        revealed_at=row.revealed_at,
        revealed_index=row.revealed_index,
        abandoned_at=row.abandoned_at,
        abandoned_reason=row.abandoned_reason,
        ended_by=row.ended_by,
        reason=row.reason,
        supersedes=row.supersedes.serial if row.supersedes_id else None,
        superseded_by=later.serial if later else None,
        selected=_selected(row, len(visits)) if sees else None,
    )


def record_of_draw(serial: int, *, vault: Vault, actor: Actor) -> bytes:
    """Return the record of a revealed draw, as anybody can check it.

    Raises:
        NotFoundError: it is not revealed yet, or there is none that this person may see.
    """
    row = find_draw(serial, actor)
    if row.revealed_at is None:
        raise NotFoundError("第 {serial} 号抽取尚未揭示，还没有完整记录。", serial=serial)
    return draw_record_bytes(row, vault.open(row.sealed_salt, f"draw:{serial}"))


def commitment_file(serial: int, *, actor: Actor) -> bytes:
    """Return the commitment of a draw as a file, for who wants to compare it later."""
    return canonical(find_draw(serial, actor).commitment) + b"\n"


def find_draw(serial: int, actor: Actor) -> Draw:
    """Return the row of a draw that this person may see."""
    row: Draw | None = _query(actor).where(Draw.serial == serial).first()
    if row is None:
        raise NotFoundError("没有第 {serial} 号抽取。", serial=serial)
    return row


def sees_result(row: Draw, actor: Actor) -> bool:
    """Return whether somebody may see the result: all of the office after the reveal, before it who needs it."""
    if row.result is None:
        return False
    return row.revealed_at is not None or actor.may("draw.run") or actor.may("draw.approve_event")


def _to_dispatch(row: Draw, visits: list[Visit]) -> int:
    """Return how many teams that can go have no visit, or one that was cancelled by an event."""
    if row.state != "drawn":
        return 0
    alive = {each.pseudonym for each in visits if each.case.state not in ("cancelled", "refused")}
    teams = row.result["current"]["teams"]
    return sum(1 for team in teams if team["day"] and team["inspectors"] and team["target"] not in alive)


def _selected(row: Draw, visits: int) -> Selected:
    result = row.result
    teams = result["current"]["teams"]
    return Selected(
        targets=len(teams),
        days=tuple(sorted({team["day"] for team in teams if team["day"]})),
        short=len(result["current"]["short"]),
        dayless=sum(1 for team in teams if team["day"] is None),
        reserve=sum(len(names) for names in result["reserve"].values()),
        visits=visits,
    )
