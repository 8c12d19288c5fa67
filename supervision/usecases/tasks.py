"""检查任务办理: carrying out a plan line; freezing fixes who can be drawn and who is left out, with the reason.

The roster is made by ``inspections.pool``; here rows become its values and the frozen result is kept. Freezing again
before a commitment makes a new roster; after it, nothing of it changes.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from inspections.candidates import Frame, Part, PoolRules
from inspections.pool import Pool, build_pool
from scoring.rulebook import RuleViolationError
from scoring.rulebook.book import FOLDER
from scoring.rulebook.local import local_rules, rule_files
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError, StaleError
from supervision.models import Facility, Inspector, PlanLine, Task, TaskInspector, TaskTarget
from supervision.queries.pools import (
    Nonces,
    candidates,
    declared_recusals,
    earlier_visits,
    officers_of,
    task_facilities,
    tier_keys,
    tiers_of,
)
from supervision.rulebook import rulebook
from supervision.usecases._frame import record, usecase


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
    if Task.get_or_none(Task.number == task.number):
        raise RuleViolationError("number-taken", "编号 {number} 已经用过。", facts={"number": task.number})
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
    facilities = task_facilities(task, actor)
    tiers = tier_keys(facilities, on)
    frame = Frame(
        id=task.number,
        title=task.title,
        authority=task.authority.name,
        nonce=nonces(f"roster:{number}"),
        items=frozenset(line.items),
        tiers=tiers_of(line.ratio, book, on),
        team=tuple(Part(department, count, frozenset(skills)) for department, count, skills in task.team),
        days=tuple(date.fromisoformat(day) for day in task.days),
        per_day=task.per_day,
        standby_days=tuple(date.fromisoformat(day) for day in task.standby_days),
    )
    pool = build_pool(
        frame,
        candidates(facilities, tiers, task, on, nonces),
        officers_of(task, nonces),
        PoolRules.on(book, on),
        on=on,
        declared=declared_recusals(on),
        visited=earlier_visits(),
    )
    _keep(task, pool, facilities, nonces)
    task.state, task.frozen_at, task.frozen_by = "frozen", at, actor.key
    task.rules = rule_hashes()
    task.save()
    counted = {"targets": len(pool.roster["targets"]), "excluded": len(pool.exclusions)}
    record(f"task:{number}", **counted)
    return counted


def rule_hashes() -> list[list[str]]:
    """Return name and SHA-256 of each rule file that decides who can be drawn, those of the local authority among them."""
    wanted = ("sampling", "inspection", "notice", "calendars")
    national = {
        f"{path.parent.name}.{path.stem}": path
        for path in rule_files((FOLDER,))
        if path.parent.name in wanted
    }
    local = {f"local.{path.stem}": path for path in rule_files(local_rules())}
    return [
        [name, hashlib.sha256(path.read_bytes()).hexdigest()]
        for name, path in sorted({**national, **local}.items())
    ]


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
