"""名录查询: what a frozen roster still owes before a commitment, and who can be named as a standby."""

from dataclasses import dataclass
from datetime import date

from inspections.plan import latest_reveal, thin_targets, unexplained_strata
from inspections.protocol import quota
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import (
    Area,
    Authority,
    Department,
    Facility,
    Inspector,
    Task,
    TaskInspector,
    TaskTarget,
)
from supervision.queries._scope import of_authority
from supervision.queries.pools import carried_facilities, task_facilities
from supervision.queries.visit_calendar import CAP, counted_visits
from supervision.rulebook import rulebook


@dataclass(frozen=True, slots=True)
class ThinRow:
    """人手不足行: a facility to which too few inspectors of a department may go."""

    pseudonym: str
    facility_code: str
    facility: str
    department: str
    able: int
    needed: int


@dataclass(frozen=True, slots=True)
class OwedStratum:
    """未说明的层: ``problem`` is ``all-drawn``, ``small`` or ``none-drawn``."""

    key: str
    size: int
    drawn: int
    problem: str


@dataclass(frozen=True, slots=True)
class CapCheck:
    """上限核对: what freezing now would do with the yearly cap of an organ, in facilities by code and name.

    ``reached`` are left out, as they stand at the cap; those ``beyond`` stand there too and are drawn for certain all
    the same, because an earlier draw obliges; ``next_to`` counts who reaches the cap by being drawn.
    """

    cap: int
    reached: tuple[tuple[str, str], ...]
    beyond: tuple[tuple[str, str], ...]
    next_to: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """承诺前的核对: ``drawn`` of ``planned`` (the plan's share of all that can be drawn), and what is missing."""

    targets: int
    planned: int
    drawn: int
    thin: tuple[ThinRow, ...]
    strata: tuple[OwedStratum, ...]
    standby: tuple[str, ...]
    standby_days: tuple[date, ...]
    reveal_by: date

    @property
    def is_ready(self) -> bool:
        """Return whether a commitment needs no reasons of its own."""
        return bool(self.targets) and not self.strata and not self.thin


def _task(number: str, actor: Actor) -> Task:
    query = Task.select(Task, Authority).join(Authority).join(Area).where(of_authority(actor))
    row = query.where(Task.number == number).first()
    if row is None:
        raise NotFoundError("没有编号为 {number} 的任务。", number=number)
    return row


def cap_check(number: str, *, actor: Actor, on: date) -> CapCheck | None:
    """Return what the cap would do if a task that is not committed were frozen on a day; None without a cap."""
    task = Task.get_or_none(Task.number == number)
    cap = rulebook().on(CAP, on).value
    if task is None or task.state not in ("draft", "frozen") or cap is None:
        return None
    visits, owed = counted_visits(task.authority, on.year), carried_facilities(task)
    rows = [row for row in task_facilities(task, actor, on) if row.life_state not in ("closed", "suspended")]
    full = [row for row in rows if visits.get(row.id, 0) >= cap]
    return CapCheck(
        cap=cap,
        reached=tuple((row.code, row.name) for row in full if row.id not in owed),
        beyond=tuple((row.code, row.name) for row in full if row.id in owed),
        next_to=sum(1 for row in rows if visits.get(row.id, 0) == cap - 1),
    )


def readiness(number: str, *, actor: Actor) -> Readiness | None:
    """Return what a frozen roster owes; names only for those who freeze it. None before it is frozen."""
    task = _task(number, actor)
    roster = task.roster
    if not roster:
        return None
    sees = actor.may("task.freeze") or actor.reads_all
    sizes = {stratum["key"]: 0 for stratum in roster["strata"]}
    for target in roster["targets"]:
        sizes[target["stratum"]] += 1
    numerator, denominator = task.line.ratio
    return Readiness(
        targets=len(roster["targets"]),
        planned=-(-len(roster["targets"]) * numerator // denominator),
        drawn=sum(quota(stratum, sizes[stratum["key"]]) for stratum in roster["strata"]),
        thin=_thin(task) if sees else (),
        strata=tuple(
            OwedStratum(each.stratum, each.size, each.drawn, each.problem)
            for each in unexplained_strata(roster, task.reasons)
        ),
        standby=_standby(task) if sees else (),
        standby_days=tuple(date.fromisoformat(day) for day in roster["standby"]["days"]),
        reveal_by=latest_reveal(roster),
    )


def _thin(task: Task) -> tuple[ThinRow, ...]:
    rows = TaskTarget.select(TaskTarget, Facility).join(Facility)
    here = {row.pseudonym: row.facility for row in rows.where(TaskTarget.task == task)}
    found = (
        ThinRow(
            each.target,
            here[each.target].code,
            here[each.target].name,
            each.department,
            each.able,
            each.needed,
        )
        for each in thin_targets(task.roster)
    )
    return tuple(sorted(found, key=lambda row: (row.facility_code, row.department)))


def _standby(task: Task) -> tuple[str, ...]:
    query = (
        TaskInspector.select(TaskInspector, Inspector)
        .join(Inspector)
        .where(
            TaskInspector.task == task,
            TaskInspector.standby == True,  # noqa: E712 - a condition of the database
        )
        .order_by(Inspector.staff_number)
    )
    return tuple(row.inspector.staff_number for row in query)


def standby_options(number: str, *, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return who can be named as a standby: (staff number, name and department)."""
    departments = [department for department, _, _ in _task(number, actor).team]
    query = (
        Inspector.select(Inspector, Department)
        .join(Department)
        .where(Department.key.in_(departments), Inspector.until.is_null())
        .order_by(Department.id, Inspector.staff_number)
    )
    return tuple((row.staff_number, f"{row.name} · {row.department.name}") for row in query)
