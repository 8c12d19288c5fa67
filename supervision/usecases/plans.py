"""年度计划办理: what is planned for a year; what is not in the item list cannot be planned."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError, StaleError
from supervision.models import Authority, Plan, PlanLine
from supervision.usecases._frame import record, usecase
from supervision.usecases._items import require_listed
from supervision.usecases._loads import refuse_over_cap, share_of


@dataclass(frozen=True, slots=True)
class NewLine:
    """新计划事项: one line of a plan; ``ratio`` is ``(numerator, denominator)``."""

    title: str
    visit_kind: str
    items: tuple[str, ...]
    departments: tuple[str, ...]
    lead: str
    kinds: tuple[str, ...]
    areas: tuple[str, ...]
    months: tuple[int, ...]
    ratio: tuple[int, int]
    frequency: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@usecase("plan.draft")
def draft_plan(
    *,
    authority_key: str,
    year: int,
    number: str,
    title: str,
    lines: tuple[NewLine, ...],
    actor: Actor,
    at: datetime,
) -> int:
    """起草年度计划: every line names items of the list; what is not in the list cannot be planned."""
    authority = Authority.get_or_none(Authority.key == authority_key)
    if authority is None:
        raise NotFoundError("没有代码为 {key} 的监管机关。", key=authority_key)
    if not lines:
        raise RuleViolationError("plan-empty", "计划至少要有一项。")
    if Plan.get_or_none(Plan.number == number):
        raise RuleViolationError("number-taken", "编号 {number} 已经用过。", facts={"number": number})
    refuse_over_cap(map(share_of, lines), year)
    plan = Plan.create(authority=authority, year=year, number=number, title=title, drafted_by=actor.key)
    for serial, line in enumerate(lines, 1):
        require_listed(line.items, china_day(at), title=line.title)
        if line.lead not in line.departments:
            raise RuleViolationError("lead-not-participating", "牵头部门须在参加部门之中。")
        PlanLine.create(
            plan=plan,
            serial=serial,
            title=line.title,
            visit_kind=line.visit_kind,
            items=list(line.items),
            departments=list(line.departments),
            lead=line.lead,
            kinds=list(line.kinds),
            areas=list(line.areas),
            months=list(line.months),
            ratio=list(line.ratio),
            frequency=line.frequency,
        )
    record(f"plan:{number}", year=year, lines=len(lines))
    return plan.id


def _plan(number: str, state: str) -> Plan:
    plan = Plan.get_or_none(Plan.number == number)
    if plan is None:
        raise NotFoundError("没有编号为 {number} 的计划。", number=number)
    if plan.state != state:
        raise StaleError("计划 {number} 已不在可以这样办理的状态。", remedy="请刷新后查看。", number=number)
    return plan


@usecase("plan.approve")
def approve_plan(*, number: str, actor: Actor, at: datetime) -> None:
    """批准计划: by the head of the organ, who did not draft it."""
    plan = _plan(number, "draft")
    if plan.drafted_by == actor.key:
        raise RuleViolationError("four-eyes", "起草人不能批准自己起草的计划。", remedy="请由机关负责人批准。")
    plan.state, plan.approved_by, plan.approved_at = "approved", actor.key, at
    plan.save()
    record(f"plan:{number}")


@usecase("plan.publish")
def publish_plan(*, number: str, actor: Actor, at: datetime) -> None:
    """公布计划: enters the next release of the public site."""
    plan = _plan(number, "approved")
    plan.state, plan.published_on = "published", china_day(at)
    plan.save()
    record(f"plan:{number}", on=plan.published_on)
