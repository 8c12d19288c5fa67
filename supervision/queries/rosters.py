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
