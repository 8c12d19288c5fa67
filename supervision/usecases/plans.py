"""抽查事项与年度计划办理: what may be inspected, and what is planned for a year."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError, StaleError
from supervision.models import Authority, InspectionItem, Plan, PlanLine
from supervision.usecases._frame import record, usecase


@dataclass(frozen=True, slots=True)
class NewItem:
    """新抽查事项: one row of the item list (R1.9); ``basis`` is ``[{law, article}]`` and required."""

    key: str
    serial: int
    matter: str
    kinds: tuple[str, ...]
    content: str
    basis: tuple[dict[str, str], ...]
    way: str
    frequency: str
    organ_level: str
    category: str
    departments: tuple[str, ...]
    checklist_items: tuple[str, ...] = ()
    remark: str = ""
    since: date = date(2024, 1, 1)


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


@usecase("item.adopt")
def adopt_items(*, items: tuple[NewItem, ...], actor: Actor, at: datetime) -> int:
    """采用抽查事项: nothing without a basis in law may enter the list (R1.10); again: nothing changes."""
    adopted = 0
    for item in items:
        if not item.basis:
            raise RuleViolationError(
                "item-without-basis",
                "抽查事项“{matter}”没有法律依据，不能列入清单。",
                basis="guobanfa-2024-54",
                remedy="请补充法律、法规或规章的条款。",
                facts={"matter": item.matter},
            )
        if InspectionItem.get_or_none(InspectionItem.key == item.key):
            continue
        values = {name: getattr(item, name) for name in NewItem.__dataclass_fields__}
        for name in ("kinds", "basis", "departments", "checklist_items"):
            values[name] = list(values[name])
        InspectionItem.create(**values)
        adopted += 1
    record("items", adopted=adopted, of=len(items))
    return adopted


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
    known = {key for (key,) in InspectionItem.select(InspectionItem.key).tuples()}
    plan = Plan.create(authority=authority, year=year, number=number, title=title, drafted_by=actor.key)
    for serial, line in enumerate(lines, 1):
        missing = [key for key in line.items if key not in known]
        if missing or not line.items:
            raise RuleViolationError(
                "item-not-listed",
                "“{title}”包含清单之外的事项：{missing}。清单之外不得检查。",
                basis="guobanfa-2024-54",
                remedy="请先把事项列入抽查事项清单并公布。",
                facts={"title": line.title, "missing": ", ".join(missing) or "（无）"},
            )
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
