"""检查任务办理: carrying out a plan line; freezing fixes who can be drawn and who is left out, with the reason.

The roster is made by ``inspections.pool``; here rows become its values and the frozen result is kept. Freezing again
before a commitment makes a new roster; after it, nothing of it changes.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from inspections.candidates import Frame, Part, PoolRules
from inspections.pool import build_pool
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError, StaleError
from supervision.models import (
    Expert,
    PlanLine,
    Task,
)
from supervision.queries.pools import (
    Nonces,
    candidates,
    declared_recusals,
    earlier_visits,
    officers_of,
    task_facilities,
)
from supervision.queries.tiers import sampling_of
from supervision.rulebook import rulebook
from supervision.usecases._frame import record, usecase
from supervision.usecases._items import require_listed
from supervision.usecases._rosters import check_standby, keep_pool, rule_hashes


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
    if line.ended_on is not None:
        raise RuleViolationError(
            "line-ended", "计划的这一项已经取消，不能建立任务。", remedy="请查看计划的变更。"
        )
    if line.plan.state != "published":
        raise RuleViolationError(
            "plan-not-published",
            "年度计划尚未公布，不能建立任务。",
            basis="guofa-2019-5",
            remedy="请先批准并公布计划。",
        )
    require_listed(line.items, china_day(at), title=line.title)
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
    *,
    number: str,
    standby: tuple[str, ...] = (),
    standby_days: tuple[date, ...] | None = None,
    nonces: Nonces = lambda _: secrets.token_hex(32),
    actor: Actor,
    at: datetime,
) -> dict[str, int]:
    """锁定名录: fix pool, exclusions with reasons, strata, recusals, standbys; returns how many are in and out.

    ``standby``: staff numbers of those who are only called when somebody is missing; ``standby_days`` as in the task
    unless given. ``nonces`` gives each facility and inspector a random number of its own for this draw (64 hex digits).

    Raises:
        RuleViolationError: ``roster-committed``; ``item-not-listed``; ``standby-not-in-team``; ``standby-day-taken``.
    """
    task = task_row(number)
    if task.state not in ("draft", "frozen"):
        raise RuleViolationError(
            "roster-committed",
            "任务 {number} 已作出承诺，名录不能再变。",
            basis="double-random/1",
            remedy="抽取后有人退出或机构停业的，按抽取后的变动办理；公开随机值产生之前，也可以作废承诺，再重新锁定。",
            facts={"number": number},
        )
    on, book, nonces = china_day(at), rulebook(), cache(nonces)  # each nonce is made once
    line = task.line
    require_listed(line.items, on, title=line.title)
    if standby_days is not None:
        task.standby_days = [day.isoformat() for day in standby_days]
    check_standby(task, standby)
    facilities = task_facilities(task, actor, on)
    tier_by_code, tiers = sampling_of(task, facilities, on, at)
    frame = Frame(
        id=task.number,
        title=task.title,
        authority=task.authority.name,
        nonce=nonces(f"roster:{number}"),
        items=frozenset(line.items),
        tiers=tiers,
        team=tuple(Part(department, count, frozenset(skills)) for department, count, skills in task.team),
        days=tuple(date.fromisoformat(day) for day in task.days),
        per_day=task.per_day,
        standby_days=tuple(date.fromisoformat(day) for day in task.standby_days),
    )
    pool = build_pool(
        frame,
        candidates(facilities, tier_by_code, task, on, nonces),
        officers_of(task, nonces, standby),
        PoolRules.on(book, on),
        on=on,
        declared=declared_recusals(on, book),
        visited=earlier_visits(),
    )
    keep_pool(task, pool, facilities, nonces)
    task.state, task.frozen_at, task.frozen_by = "frozen", at, actor.key
    task.rules = rule_hashes()
    task.save()
    counted = {"targets": len(pool.roster["targets"]), "excluded": len(pool.exclusions)}
    record(f"task:{number}", **counted)
    return counted


@usecase("task.invite")
def invite_experts(*, number: str, experts: tuple[str, ...], actor: Actor, at: datetime) -> None:
    """邀请专家: who comes along, by number; they fill no place of the team and are not drawn (R1.14).

    Raises:
        RuleViolationError: ``expert-unknown``. StaleError: the task is over.
    """
    task = task_row(number)
    if task.state == "revealed":
        raise StaleError("任务 {number} 已经揭示。", number=number)
    known = {key for (key,) in Expert.select(Expert.key).where(Expert.key.in_(experts)).tuples()}
    if unknown := sorted(set(experts) - known):
        raise RuleViolationError(
            "expert-unknown", "没有编号为 {keys} 的专家。", facts={"keys": "、".join(unknown)}
        )
    task.experts = sorted(experts)
    task.save()
    record(f"task:{number}", experts=task.experts)
