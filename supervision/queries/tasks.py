"""检查任务查询: the frozen pool of a task, who is left out and why. Names are for those who freeze it alone."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import (
    Area,
    Authority,
    Department,
    Draw,
    Facility,
    Inspector,
    Plan,
    PlanLine,
    Task,
    TaskInspector,
    TaskTarget,
)
from supervision.queries._scope import of_authority


@dataclass(frozen=True, slots=True)
class TaskRow:
    """任务行: one task in a list."""

    number: str
    title: str
    visit_kind: str
    state: str
    plan: str
    line: int
    days: tuple[date, ...]
    draws: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StratumRow:
    """抽查层: how many are in it and how many are drawn of them; ``ratio`` is (numerator, denominator)."""

    key: str
    size: int
    ratio: tuple[int, int]
    minimum: int
    reserve: int
    reason: str


@dataclass(frozen=True, slots=True)
class TaskFile:
    """任务: team, days, and once it is frozen the pool in numbers, and who is left out."""

    row: TaskRow
    kinds: tuple[str, ...]
    areas: tuple[str, ...]
    team: tuple[tuple[str, int, tuple[str, ...]], ...]
    standby_days: tuple[date, ...]
    per_day: int
    frozen_at: datetime | None
    frozen_by: str | None
    targets: int
    excluded: tuple[tuple[str, int], ...]  # (reason, how many facilities and inspectors)
    left_out: tuple[tuple[str, str, str], ...]  # (code, name, reason); empty for who may not see it
    strata: tuple[StratumRow, ...]
    inspectors: tuple[tuple[str, int], ...]  # (department, how many can be drawn)
    recusals: int
    experts: tuple[str, ...]


def _query(actor: Actor):
    return (
        Task.select(Task, PlanLine, Plan)
        .join(PlanLine)
        .join(Plan)
        .join(Authority)
        .join(Area)
        .where(of_authority(actor))
    )


def _row(row: Task) -> TaskRow:
    draws = Draw.select(Draw.serial).where(Draw.task == row).order_by(Draw.serial)
    return TaskRow(
        number=row.number,
        title=row.title,
        visit_kind=row.visit_kind,
        state=row.state,
        plan=row.line.plan.number,
        line=row.line.serial,
        days=tuple(date.fromisoformat(day) for day in row.days),
        draws=tuple(serial for (serial,) in draws.tuples()),
    )


def list_tasks(*, actor: Actor, state: str = "", plan: str = "") -> tuple[TaskRow, ...]:
    """Return the tasks, the newest first."""
    query = _query(actor).order_by(Task.id.desc())
    if state:
        query = query.where(Task.state == state)
    if plan:
        query = query.where(Plan.number == plan)
    return tuple(_row(row) for row in query)


def get_task(number: str, *, actor: Actor) -> TaskFile:
    """Return one task; who is in the pool stays secret until the reveal, the numbers do not.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    row = _query(actor).where(Task.number == number).first()
    if row is None:
        raise NotFoundError("没有编号为 {number} 的任务。", number=number)
    roster, excluded = row.roster or {}, Counter(reason for _, reason in row.exclusions or ())
    sees = actor.may("task.freeze") or actor.reads_all
    return TaskFile(
        row=_row(row),
        kinds=tuple(row.kinds),
        areas=tuple(row.areas),
        team=tuple((department, count, tuple(skills)) for department, count, skills in row.team),
        standby_days=tuple(date.fromisoformat(day) for day in row.standby_days),
        per_day=row.per_day,
        frozen_at=row.frozen_at,
        frozen_by=row.frozen_by,
        targets=len(roster.get("targets", ())),
        excluded=tuple(excluded.most_common()),
        left_out=(_facilities_out(row) + _people_out(row)) if sees and row.roster else (),
        strata=_strata(roster, row.reasons),
        inspectors=tuple(Counter(each["department"] for each in roster.get("inspectors", ())).items()),
        recusals=len(roster.get("recusals", ())),
        experts=tuple(row.experts),
    )


def _strata(roster: dict, reasons: dict[str, str]) -> tuple[StratumRow, ...]:
    sizes = Counter(each["stratum"] for each in roster.get("targets", ()))
    return tuple(
        StratumRow(
            each["key"],
            sizes[each["key"]],
            (each["ratio"][0], each["ratio"][1]),
            each["minimum"],
            each["reserve"],
            reasons.get(each["key"], ""),
        )
        for each in roster.get("strata", ())
    )


def _facilities_out(row: Task) -> tuple[tuple[str, str, str], ...]:
    query = (
        TaskTarget.select(TaskTarget, Facility)
        .join(Facility)
        .where(
            TaskTarget.task == row,
            TaskTarget.excluded.is_null(False),
        )
        .order_by(TaskTarget.excluded, Facility.code)
    )
    return tuple((each.facility.code, each.facility.name, each.excluded) for each in query)


def _people_out(row: Task) -> tuple[tuple[str, str, str], ...]:
    reasons = dict(row.exclusions or ())
    query = (
        TaskInspector.select(TaskInspector, Inspector, Department)
        .join(Inspector)
        .join(Department)
        .where(TaskInspector.task == row)
        .order_by(Inspector.staff_number)
    )
    return tuple(
        (each.inspector.staff_number, each.inspector.name, reasons[each.pseudonym])
        for each in query
        if each.pseudonym in reasons
    )
