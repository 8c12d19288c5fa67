"""到期查询: what the clock has to do on a day because a term has run out."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from supervision.models import Award, BeaconEntry, Case, Draw, DrawEvent, Rectification, Release, Visit
from supervision.procedures import load_procedure
from supervision.queries.cases import case_facts, case_state
from supervision.queries.public import public_snapshot
from supervision.records.changes import difference
from supervision.records.snapshot import read_snapshot


@dataclass(frozen=True, slots=True)
class DueMove:
    """到期办理: a move that a procedure makes by itself; ``key`` is the number of an order, else the id of the case."""

    procedure: str
    key: str
    move: str
    title: str


def due_moves(on: date) -> tuple[DueMove, ...]:
    """Return the moves that open cases have to make on ``on`` because a clock of theirs has run out."""
    numbers = {
        row.case_id: row.number for row in Rectification.select(Rectification.case, Rectification.number)
    }
    found = []
    for row in Case.select().where(Case.closed_on.is_null()).order_by(Case.id):
        procedure = load_procedure(row.procedure, row.procedure_version)
        found += [
            DueMove(row.procedure, numbers.get(row.id, row.uuid), move, row.title)
            for move in procedure.due(case_state(row), on, case_facts(row, on))
        ]
    return tuple(found)


def awards_over(on: date) -> tuple[str, ...]:
    """Return the ids of awards whose term is over and that were not ended yet."""
    query = Award.select(Award.uuid).where(
        Award.decided_on.is_null(False), Award.ended_on.is_null(), Award.until <= on
    )
    return tuple(row.uuid for row in query.order_by(Award.until, Award.id))


def draws_to_reveal(on: date) -> tuple[int, ...]:
    """Return the draws whose promised day has come, or all of whose visits are confirmed and behind us."""
    found = []
    for row in Draw.select(Draw.id, Draw.serial, Draw.reveal_by, Draw.result).where(Draw.state == "drawn"):
        last = max((team["day"] or "" for team in row.result["teams"]), default="")
        open_visits = Visit.select().where(Visit.draw == row, Visit.confirmed_on.is_null()).exists()
        made = Visit.select().where(Visit.draw == row).exists()
        if row.reveal_by <= on or (made and not open_visits and last < on.isoformat()):
            found.append(row.serial)
    return tuple(sorted(found))


def abandoned_to_reveal(on: date) -> tuple[int, ...]:
    """Return the abandoned commitments whose promised day has come and whose beacon two people have entered."""
    entered = BeaconEntry.select(BeaconEntry.draw).where(BeaconEntry.voided_at.is_null())
    query = Draw.select(Draw.serial).where(
        Draw.state == "abandoned",
        Draw.revealed_index.is_null(),
        Draw.committed_index.is_null(False),
        Draw.reveal_by <= on,
        Draw.beacon.is_null(False) | Draw.id.in_(entered),
    )
    return tuple(serial for (serial,) in query.order_by(Draw.serial).tuples())


@dataclass(frozen=True, slots=True)
class CutOff:
    """中断的入日志: draws whose commitment, event or reveal stands in the register and not yet in the log."""

    commitments: tuple[int, ...]
    events: tuple[int, ...]
    reveals: tuple[int, ...]


def cut_off_draws() -> CutOff:
    """Return what a crash has left between register and log."""
    commitments = Draw.select(Draw.serial).where(Draw.state == "committed", Draw.committed_index.is_null())
    events = (
        Draw.select(Draw.serial).join(DrawEvent).where(DrawEvent.log_index.is_null(), Draw.state == "drawn")
    )
    reveals = Draw.select(Draw.serial).where(Draw.revealed_at.is_null(False), Draw.revealed_index.is_null())
    return CutOff(
        *(tuple(sorted(serial for (serial,) in each.tuples())) for each in (commitments, events, reveals))
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """长期授权: what it covers today (``quiet``), what waits for a person (``loud``), and a release being prepared."""

    live: int | None
    as_of: date | None
    quiet: int
    loud: int
    prepared: int | None


def standing_order(folder: Path, *, on: date, at: datetime, public_url: str) -> Standing:
    """Return what has changed since the live release; ``folder`` holds the snapshots of releases."""
    live = Release.select().where(Release.state == "live").order_by(Release.number.desc()).first()
    prepared = Release.select(Release.number).where(Release.state == "prepared").first()
    if live is None:
        return Standing(None, None, 0, 0, prepared.number if prepared else None)
    old = read_snapshot(folder / str(live.number))
    changes = difference(old, public_snapshot(as_of=on, at=at, public_url=public_url))
    return Standing(
        live=live.number,
        as_of=live.as_of,
        quiet=len(changes.new) + len(changes.changed) + len(changes.taken_down) - len(changes.loud),
        loud=len(changes.loud),
        prepared=prepared.number if prepared else None,
    )
