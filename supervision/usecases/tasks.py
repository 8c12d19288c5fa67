"""检查任务办理: carrying out a plan line; freezing fixes who can be drawn and who is left out, with the reason.

The roster is made by ``inspections.pool``; here rows become its values and the frozen result is kept. Freezing again
before a commitment makes a new roster; after it, nothing of it changes.
"""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from inspections.candidates import Candidate, Certain, Frame, Officer, Part, PoolRules, Tier
from inspections.pool import Pool, build_pool
from scoring.rulebook import Rulebook, RuleViolationError
from scoring.rulebook.book import rule_files
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError, StaleError
from supervision.models import (
    Area,
    Department,
    Draw,
    Facility,
    Finding,
    Inspector,
    InspectorAbsence,
    PlanLine,
    Recusal,
    Task,
    TaskInspector,
    TaskTarget,
    Visit,
    VisitMember,
)
from supervision.queries._scope import within_area
from supervision.rulebook import rulebook
from supervision.usecases._frame import record, usecase

Nonces = Callable[[str], str]
YEAR = timedelta(days=365)
SMALLEST_STRATUM = 5
SERIOUS = 3


@dataclass(frozen=True, slots=True)
class NewTask:
    """新任务: what a task lays down; ``team`` is ``(department, count, qualifications)`` each."""

    plan_number: str
    line: int
    number: str
    title: str
    kinds: tuple[str, ...]
    areas: tuple[str, ...]
    team: tuple[tuple[str, int, tuple[str, ...]], ...]
    days: tuple[date, ...]
    standby_days: tuple[date, ...] = ()
    per_day: int = 2


@usecase("task.create")
def create_task(*, task: NewTask, actor: Actor, at: datetime) -> str:
    """建立任务: from a published plan's line; returns its number.

    Raises:
        RuleViolationError: ``plan-not-published``; ``department-not-in-plan``.
    """
    lines = [
        line
        for line in PlanLine.select().where(PlanLine.serial == task.line)
        if line.plan.number == task.plan_number
    ]
    if not lines:
        raise NotFoundError("计划 {number} 没有第 {line} 项。", number=task.plan_number, line=task.line)
    line = lines[0]
    if line.plan.state != "published":
        raise RuleViolationError(
            "plan-not-published",
            "年度计划尚未公布，不能建立任务。",
            basis="guofa-2019-5",
            remedy="请先批准并公布计划。",
        )
    strangers = [department for department, _, _ in task.team if department not in line.departments]
    if strangers:
        raise RuleViolationError(
            "department-not-in-plan",
            "{departments} 不在计划的参加部门之中。",
            facts={"departments": "、".join(strangers)},
        )
    Task.create(
        line=line,
        authority=line.plan.authority,
        number=task.number,
        title=task.title,
        visit_kind=line.visit_kind,
        kinds=list(task.kinds or line.kinds),
        areas=list(task.areas or line.areas),
        team=[[department, count, list(qualifications)] for department, count, qualifications in task.team],
        days=[day.isoformat() for day in task.days],
        standby_days=[day.isoformat() for day in task.standby_days],
        per_day=task.per_day,
        created_by=actor.key,
    )
    record(f"task:{task.number}", line=task.line, days=len(task.days))
    return task.number


def task_row(number: str) -> Task:
    """Return the row of a task."""
    task: Task | None = Task.get_or_none(Task.number == number)
    if task is None:
        raise NotFoundError("没有编号为 {number} 的任务。", number=number)
    return task


@usecase("task.freeze")
def freeze_task(
    *, number: str, nonces: Nonces = lambda _: secrets.token_hex(32), actor: Actor, at: datetime
) -> dict[str, int]:
    """锁定名录: fix pool, exclusions with reasons, strata, recusals; returns how many are in and out.

    ``nonces`` gives each facility and inspector a random number of its own for this draw (64 hex digits).

    Raises:
        StaleError: the task is committed already.
    """
    task = task_row(number)
    if task.state not in ("draft", "frozen"):
        raise StaleError("任务 {number} 已作出承诺，名录不能再变。", number=number)
    on, book, nonces = china_day(at), rulebook(), cache(nonces)  # each nonce is made once
    line = task.line
    facilities = _facilities(task, actor)
    tiers = _tier_keys(facilities, on)
    frame = Frame(
        id=task.number,
        title=task.title,
        authority=task.authority.name,
        nonce=nonces(f"roster:{number}"),
        items=frozenset(line.items),
        tiers=_tiers(line.ratio, book, on),
        team=tuple(Part(department, count, frozenset(skills)) for department, count, skills in task.team),
        days=tuple(date.fromisoformat(day) for day in task.days),
        per_day=task.per_day,
        standby_days=tuple(date.fromisoformat(day) for day in task.standby_days),
    )
    pool = build_pool(
        frame,
        _candidates(facilities, tiers, task, on, nonces),
        _officers(task, nonces),
        PoolRules.on(book, on),
        on=on,
        declared=_declared(on),
        visited=_visited(),
    )
    _keep(task, pool, facilities, nonces)
    task.state, task.frozen_at, task.frozen_by = "frozen", at, actor.key
    task.rules = rule_hashes()
    task.save()
    counted = {"targets": len(pool.roster["targets"]), "excluded": len(pool.exclusions)}
    record(f"task:{number}", **counted)
    return counted


def rule_hashes() -> list[list[str]]:
    """Return name and SHA-256 of each rule file that decides who can be drawn."""
    wanted = ("sampling", "inspection", "notice", "calendars")
    found = [
        [f"{path.parent.name}.{path.stem}", hashlib.sha256(path.read_bytes()).hexdigest()]
        for path in rule_files(())
        if path.parent.name in wanted
    ]
    return sorted(found)


def _facilities(task: Task, actor: Actor) -> list[Facility]:
    query = (
        Facility.select(Facility, Area)
        .join(Area)
        .where(Facility.kind.in_(task.kinds), within_area(actor))
        .order_by(Facility.code)
    )
    areas = tuple(task.areas)
    return [row for row in query if not areas or row.area.code.startswith(areas)]


def _tier_keys(facilities: list[Facility], on: date) -> dict[int, str]:
    """Return the tier of each facility: S1 where nobody has been for a year or something serious is open, else S2.

    Two reasons lead to S1, so that the tier does not tell which. Too small a stratum is merged with the other.
    """
    last: dict[int, date] = {}
    for facility, day in (
        Visit.select(Visit.facility, Visit.day).where(Visit.confirmed_on.is_null(False)).tuples()
    ):
        if day is not None:
            last[facility] = max(last.get(facility, day), day)
    serious = {
        facility
        for (facility,) in Finding.select(Finding.facility)
        .where(Finding.severity >= SERIOUS, Finding.verified_on.is_null())
        .tuples()
    }
    keys = {
        row.id: "S1" if row.id in serious or last.get(row.id, date.min) < on - YEAR else "S2"
        for row in facilities
    }
    sizes = [list(keys.values()).count(key) for key in ("S1", "S2")]
    if 0 < min(sizes) < SMALLEST_STRATUM:
        keys = dict.fromkeys(keys, "S1" if sizes[0] > sizes[1] else "S2")
    return keys


def _tiers(ratio: list[int], book: Rulebook, on: date) -> tuple[Tier, ...]:
    least = int(book.on("sampling.draw_at_least", on).value)
    numerator, denominator = ratio
    return (
        Tier("S1", (min(2 * numerator, denominator), denominator), minimum=least, reserve=2),
        Tier("S2", (numerator, denominator), minimum=least, reserve=2),
    )


def _candidates(
    facilities: list[Facility], tiers: dict[int, str], task: Task, on: date, nonces: Nonces
) -> list[Candidate]:
    visits: dict[int, int] = defaultdict(int)
    checked: dict[int, dict[str, date]] = defaultdict(dict)
    query = Visit.select(Visit, Task, PlanLine).left_outer_join(Task).left_outer_join(PlanLine)
    for row in query.where(Visit.authority == task.authority, Visit.day.is_null(False)):
        if row.day.year == on.year and row.kind in ("drawn", "joint", "special"):
            visits[row.facility_id] += 1
            for item in row.task.line.items if row.task_id and row.confirmed_on else ():
                checked[row.facility_id][item] = row.day
    carried = _carried(task)
    return [
        Candidate(
            code=row.code,
            area=row.area.code,
            tier=tiers[row.id],
            nonce=nonces(f"{task.number}:facility:{row.code}"),
            is_closed=row.life_state in ("closed", "suspended"),
            visits_this_year=visits[row.id],
            checked=checked[row.id],
            carried=Certain.SELECTED_BEFORE if row.id in carried else None,
        )
        for row in facilities
    ]


def _carried(task: Task) -> set[int]:
    """Return what an abandoned draw had selected: it is drawn for certain next time."""
    found: set[int] = set()
    for draw in Draw.select().where(Draw.state == "abandoned", Draw.result.is_null(False)):
        if draw.task.line_id != task.line_id:
            continue
        selected = set(draw.result["selected"])
        found |= {
            row.facility_id
            for row in TaskTarget.select().where(TaskTarget.task == draw.task)
            if row.pseudonym in selected
        }
    return found


def _officers(task: Task, nonces: Nonces) -> list[Officer]:
    departments = [department for department, _, _ in task.team]
    absences: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for row in InspectorAbsence.select():
        absences[row.inspector_id].append((row.since, row.until - timedelta(days=1)))
    last = max(date.fromisoformat(day) for day in task.days)
    query = (
        Inspector.select(Inspector, Department)
        .join(Department)
        .where(Department.key.in_(departments), Inspector.until.is_null() | (Inspector.until > last))
        .order_by(Inspector.staff_number)
    )
    return [
        Officer(
            staff_number=row.staff_number,
            department=row.department.key,
            capacity=row.capacity,
            nonce=nonces(f"{task.number}:inspector:{row.staff_number}"),
            areas=tuple(row.areas),
            own_area=row.own_area,
            qualifications=frozenset(row.qualifications),
            credential_until=row.credential_until,
            away=tuple(absences[row.id]),
            standby=False,
        )
        for row in query
    ]


def _declared(on: date) -> dict[tuple[str, str], str]:
    query = (
        Recusal.select(Recusal, Inspector, Facility)
        .join(Inspector)
        .switch(Recusal)
        .join(Facility)
        .where(Recusal.since <= on, Recusal.until.is_null() | (Recusal.until > on))
    )
    return {(row.inspector.staff_number, row.facility.code): row.code for row in query}


def _visited() -> list[tuple[str, str, date]]:
    query = (
        VisitMember.select(Inspector.staff_number, Facility.code, Visit.day)
        .join(Inspector)
        .switch(VisitMember)
        .join(Visit)
        .join(Facility)
        .where(Visit.day.is_null(False))
    )
    return [(staff, code, day) for staff, code, day in query.tuples()]


def _keep(task: Task, pool: Pool, facilities: list[Facility], nonces: Nonces) -> None:
    TaskTarget.delete().where(TaskTarget.task == task).execute()
    TaskInspector.delete().where(TaskInspector.task == task).execute()
    rows = {row.code: row for row in facilities}
    in_roster: dict[str, Any] = {target["id"]: target for target in pool.roster["targets"]}
    excluded = dict(pool.exclusions)
    TaskTarget.insert_many(
        [
            {
                "task": task.id,
                "facility": rows[code].id,
                "pseudonym": pseudonym,
                "nonce": nonces(f"{task.number}:facility:{code}"),
                "stratum": in_roster[pseudonym]["stratum"] if pseudonym in in_roster else None,
                "region": in_roster[pseudonym]["region"] if pseudonym in in_roster else None,
                "excluded": excluded.get(pseudonym),
            }
            for pseudonym, code in sorted(pool.facilities.items())
        ]
    ).execute()
    inspectors = {row.staff_number: row.id for row in Inspector.select()}
    TaskInspector.insert_many(
        [
            {
                "task": task.id,
                "inspector": inspectors[staff],
                "pseudonym": pseudonym,
                "nonce": nonces(f"{task.number}:inspector:{staff}"),
                "standby": False,
            }
            for pseudonym, staff in sorted(pool.officers.items())
        ]
    ).execute()
    task.roster, task.exclusions, task.reasons = pool.roster, pool.exclusions, dict(pool.reasons)
