"""计划变更办理: a published plan is never edited; a change is proposed, approved by a head, and published as a change."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import InputError, NotFoundError, StaleError
from supervision.models import Plan, PlanChange, PlanLine, Task
from supervision.usecases._frame import record, usecase
from supervision.usecases._items import require_listed
from supervision.usecases._loads import refuse_over_cap, share_of
from supervision.usecases.plans import NewLine

FIELDS = (
    "title",
    "visit_kind",
    "items",
    "departments",
    "lead",
    "kinds",
    "areas",
    "months",
    "ratio",
    "frequency",
)


@usecase("plan.propose_change")
def propose_change(
    *, number: str, serial: int | None, after: NewLine | None, reason: str, actor: Actor, at: datetime
) -> int:
    """提出计划变更: of line ``serial``; without one a line is added, without ``after`` it is taken out. Returns its number.

    Raises:
        RuleViolationError: ``plan-not-published``; ``change-nothing``; ``change-pending``; ``line-has-tasks``;
            ``item-not-listed``; ``lead-not-participating``; ``plan-over-cap``.
    """
    plan = Plan.get_or_none(Plan.number == number)
    if plan is None:
        raise NotFoundError("没有编号为 {number} 的计划。", number=number)
    if plan.state != "published":
        raise RuleViolationError(
            "plan-not-yet-published", "计划还没有公布，请直接修改草稿。", remedy="变更只用于已公布的计划。"
        )
    if not reason.strip():
        raise InputError("reason", "请写明变更的理由，理由会公布。")
    line = _line(plan, serial) if serial is not None else None
    before, wanted = _said(line) if line else None, _wanted(after)
    if before == wanted:
        raise RuleViolationError("change-nothing", "没有任何变更。")
    if after is not None:
        require_listed(after.items, china_day(at), title=after.title)
        if after.lead not in after.departments:
            raise RuleViolationError("lead-not-participating", "牵头部门须在参加部门之中。")
        shares = [share_of(row) for row in _lines(plan) if line is None or row.id != line.id]
        refuse_over_cap([*shares, share_of(after)], plan.year)
    serial = line.serial if line else _next_serial(plan)
    _refuse_open(plan, serial)
    if after is None:
        _refuse_with_tasks(line)
    n = PlanChange.select().where(PlanChange.plan == plan).count() + 1
    PlanChange.create(
        plan=plan,
        n=n,
        kind="ended" if after is None else ("changed" if line else "added"),
        serial=serial,
        before=before,
        after=wanted,
        reason=reason.strip(),
        drafted_by=actor.key,
        drafted_at=at,
    )
    record(f"plan:{number}", change=n, line=serial)
    return n


@usecase("plan.approve_change")
def approve_change(*, number: str, n: int, actor: Actor, at: datetime) -> None:
    """批准计划变更: by a head who did not propose it."""
    row = _change(number, n, "draft")
    if row.drafted_by == actor.key:
        raise RuleViolationError("four-eyes", "提出人不能批准自己提出的变更。", remedy="请由机关负责人批准。")
    row.state, row.approved_by = "approved", actor.key
    row.save()
    record(f"plan:{number}", change=n)


@usecase("plan.publish_change")
def publish_change(*, number: str, n: int, actor: Actor, at: datetime) -> None:
    """公布计划变更: from now on the plan says so, and the public sees what changed, when and why."""
    row = _change(number, n, "approved")
    if row.kind == "added":
        PlanLine.create(plan=row.plan, serial=row.serial, **row.after)
    elif row.kind == "changed":
        PlanLine.update(**row.after).where(PlanLine.plan == row.plan, PlanLine.serial == row.serial).execute()
    else:
        _refuse_with_tasks(_line(row.plan, row.serial))
        PlanLine.update(ended_on=china_day(at)).where(
            PlanLine.plan == row.plan, PlanLine.serial == row.serial
        ).execute()
    row.state, row.published_on = "published", china_day(at)
    row.save()
    record(f"plan:{number}", change=n, on=row.published_on)


def _lines(plan: Plan) -> list[PlanLine]:
    return list(PlanLine.select().where(PlanLine.plan == plan, PlanLine.ended_on.is_null()))


def _line(plan: Plan, serial: int) -> PlanLine:
    line = PlanLine.get_or_none(PlanLine.plan == plan, PlanLine.serial == serial, PlanLine.ended_on.is_null())
    if line is None:
        raise NotFoundError("计划 {number} 没有第 {line} 项。", number=plan.number, line=serial)
    return line


def _change(number: str, n: int, state: str) -> PlanChange:
    row = (
        PlanChange.select(PlanChange, Plan).join(Plan).where(Plan.number == number, PlanChange.n == n).first()
    )
    if row is None:
        raise NotFoundError("计划 {number} 没有第 {n} 次变更。", number=number, n=n)
    if row.state != state:
        raise StaleError("这次变更已不在可以这样办理的状态。", remedy="请刷新后查看。")
    return row


def _said(line: PlanLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in FIELDS}


def _wanted(after: NewLine | None) -> dict[str, Any] | None:
    if after is None:
        return None
    values = {name: value for name, value in asdict(after).items() if name in FIELDS}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _next_serial(plan: Plan) -> int:
    """Return the number of a new line: no number is used twice, also not by a change that is not published yet."""
    used = [row.serial for row in PlanLine.select().where(PlanLine.plan == plan)]
    used += [row.serial for row in PlanChange.select().where(PlanChange.plan == plan)]
    return max(used, default=0) + 1


def _refuse_open(plan: Plan, serial: int) -> None:
    waiting = PlanChange.select().where(
        PlanChange.plan == plan, PlanChange.serial == serial, PlanChange.state != "published"
    )
    if waiting.exists():
        raise RuleViolationError(
            "change-pending",
            "第 {line} 项已有一次变更在办理。",
            remedy="请先办完那一次。",
            facts={"line": serial},
        )


def _refuse_with_tasks(line: PlanLine | None) -> None:
    if line is not None and Task.select().where(Task.line == line, Task.state != "revealed").exists():
        raise RuleViolationError(
            "line-has-tasks",
            "这一项已有正在进行的任务，不能取消。",
            remedy="请等任务揭示以后再取消。",
        )
