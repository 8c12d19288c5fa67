"""公开的检查信息: item list, plans, confirmed results and findings with their state."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from inspections.checklist import Item as ChecklistItem
from inspections.checklist import checklists
from supervision.models import Facility as FacilityRow
from supervision.models import Finding as FindingRow
from supervision.models import Plan as PlanRow
from supervision.models import PlanChange as ChangeRow
from supervision.models import PlanLine as LineRow
from supervision.models import Rectification as OrderRow
from supervision.models import Result as ResultRow
from supervision.models import Task as TaskRow
from supervision.models import Visit as VisitRow
from supervision.models import VisitAnswer as AnswerRow
from supervision.queries.items import in_force
from supervision.queries.public.corrected import Corrected, corrected
from supervision.queries.public.publications import publication_day
from supervision.queries.public.words import percentage, reference, result_handling
from supervision.records.inspections import (
    DepartmentResult,
    Finding,
    FindingState,
    Item,
    Plan,
    PlanChange,
    Result,
    Scope,
    Unobserved,
    VisitKind,
)
from supervision.records.inspections import (
    PlanRow as PlanRecordRow,
)
from supervision.records.values import Text
from supervision.rulebook import rulebook

TITLES = {  # of visits without a task; why a certain facility was visited is not for the public
    VisitKind.DRAWN: Text(zh="双随机抽查", en="Random inspection"),
    VisitKind.JOINT: Text(zh="年度联合检查（一表通查）", en="Yearly joint inspection on one form"),
    VisitKind.SPECIAL: Text(zh="专项检查", en="Special inspection"),
    VisitKind.CASE: Text(zh="个案检查", en="Inspection of a case"),
    VisitKind.RECHECK: Text(zh="复查", en="Re-check"),
    VisitKind.EMERGENCY: Text(zh="应急检查", en="Emergency inspection"),
}
SHOWN = {  # of a changed plan line, in the order of the published columns
    "title": Text(zh="名称", en="Name"),
    "items": Text(zh="检查内容", en="Content"),
    "departments": Text(zh="部门", en="Departments"),
    "lead": Text(zh="牵头部门", en="Lead"),
    "kinds": Text(zh="对象", en="Kinds of facility"),
    "months": Text(zh="时间", en="Time"),
    "ratio": Text(zh="抽查比例", en="Share"),
    "frequency": Text(zh="抽查频次", en="Frequency"),
}
SCOPES = {"isolated": Scope.SINGLE, "several": Scope.SEVERAL, "widespread": Scope.GENERAL}


def checklist_items() -> dict[str, ChecklistItem]:
    """Return every item by code, the newest version going first."""
    found: dict[str, ChecklistItem] = {}
    for checklist in checklists():
        found |= {item.id: item for item in checklist}
    return found


def items(as_of: date) -> tuple[Item, ...]:
    """Return the item list: each point of the checklist, in the category of the published matter."""
    book = rulebook()
    names = {
        c.code: Text(zh=c.name, en=c.name_en) for checklist in checklists() for c in checklist.categories
    }
    key = {code for row in in_force(as_of) if row.category == "key" for code in row.checklist_items}
    return tuple(
        Item(
            code=item.id,
            category=names[item.category],
            question=Text(zh=item.question, en=item.question_en),
            references=tuple(reference(book, b.law, b.place, b.confidence) for b in item.basis),
            severity=int(item.severity),
            veto=item.veto,
            departments=(item.department,),
            kinds=tuple(sorted(item.kinds)),
            methods=(),
            key_item=item.id in key,
        )
        for item in sorted(checklist_items().values(), key=lambda item: item.id)
    )


def plans(as_of: date) -> tuple[Plan, ...]:
    """Return the published plans with their lines."""
    found = []
    for plan in PlanRow.select().where(PlanRow.published_on.is_null(False), PlanRow.published_on <= as_of):
        rows = []
        for line in LineRow.select().where(LineRow.plan == plan).order_by(LineRow.serial):
            count = TaskRow.select().where(TaskRow.line == line).count()
            rows.append(
                PlanRecordRow(
                    serial=line.serial,
                    name=Text(zh=line.title),
                    department=line.lead,
                    content=Text(zh="、".join(_matters(line.items, plan.published_on))),
                    period=Text(
                        zh="、".join(f"{month}月" for month in line.months),
                        en=", ".join(f"month {month}" for month in line.months),
                    ),
                    ratio=Text(zh=percentage(line.ratio), en=percentage(line.ratio)),
                    frequency=Text(zh=line.frequency),
                    count=count or None,
                    joint_with=tuple(d for d in line.departments if d != line.lead),
                )
            )
        found.append(
            Plan(
                id=f"plan-{plan.id}",
                number=plan.number,
                title=Text(zh=plan.title),
                year=plan.year,
                authority=plan.authority.name,
                published_on=plan.published_on,
                rows=tuple(rows),
                changes=_changes(plan, as_of),
            )
        )
    return tuple(sorted(found, key=lambda plan: plan.id))


def _changes(plan: PlanRow, as_of: date) -> tuple[PlanChange, ...]:
    """Return what was changed after publication: what, when, why."""
    rows = ChangeRow.select().where(ChangeRow.plan == plan, ChangeRow.published_on <= as_of)
    return tuple(
        PlanChange(
            n=row.n,
            on=row.published_on,
            kind=row.kind,
            name=Text(zh=(row.after or row.before)["title"]),
            what=tuple(_said_changes(row.before or {}, row.after or {}, row.published_on)),
            reason=row.reason,
        )
        for row in rows.order_by(ChangeRow.n)
    )


def _said_changes(before: dict[str, Any], after: dict[str, Any], on: date) -> Iterator[Text]:
    for name, label in SHOWN.items():
        if before and after and before[name] != after[name]:
            then, now = (_shown(name, each[name], on) for each in (before, after))
            yield Text(zh=f"{label.zh}：{then.zh} → {now.zh}", en=f"{label.en}: {then.en} → {now.en}")


def _shown(name: str, value: Any, on: date) -> Text:
    match name:
        case "months":
            months = "、".join(f"{month}月" for month in value)
            return Text(zh=months, en=", ".join(f"month {month}" for month in value))
        case "ratio":
            return Text(zh=percentage(value), en=percentage(value))
        case "items":
            matters = "、".join(_matters(value, on))
            return Text(zh=matters, en=matters)
        case "departments" | "kinds":
            return Text(zh="、".join(value), en=", ".join(value))
    return Text(zh=str(value), en=str(value))


def _matters(keys: list[str], on: date) -> list[str]:
    return [row.matter for row in in_force(on) if row.key in keys]


def read(as_of: date) -> tuple[tuple[Finding, ...], tuple[Result, ...]]:
    """Return confirmed results and their findings; a visit that is not confirmed does not exist here."""
    departments: dict[int, list[ResultRow]] = defaultdict(list)
    for row in ResultRow.select().where(ResultRow.formed_on <= as_of).order_by(ResultRow.department):
        departments[row.visit_id].append(row)
    visits = (
        VisitRow.select(VisitRow, FacilityRow)
        .join(FacilityRow)
        .where(VisitRow.confirmed_on.is_null(False), VisitRow.confirmed_on <= as_of)
    )
    answers, published, right = (
        _answers(list(departments)),
        publication_day("result", as_of),
        corrected(as_of),
    )
    results = [
        _result(visit, departments[visit.id], answers[visit.id], published, right)
        for visit in visits
        if departments[visit.id]
    ]
    shown = {result.id for result in results}
    return tuple(_findings(as_of, shown, right)), tuple(sorted(results, key=lambda result: result.id))


def _answers(visits: list[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    query = AnswerRow.select(AnswerRow.visit, AnswerRow.item, AnswerRow.answer).order_by(AnswerRow.item)
    for visit, item, answer in query.tuples():
        found[visit].append((item, answer))
    return found


def _result(
    visit: VisitRow,
    departments: list[ResultRow],
    answers: list[tuple[str, str]],
    published: Callable[[str], date],
    right: Corrected,
) -> Result:
    count = Counter(right.answer(visit.uuid, item, answer) for item, answer in answers)
    kinds = {row.department: right.kinds.get((visit.uuid, row.department), row.kinds) for row in departments}
    return Result(
        id=result_id(visit.uuid),
        facility=visit.facility.code,
        visit=VisitKind(visit.kind),
        task=visit.task.number if visit.task_id else visit.number,
        task_title=Text(zh=visit.task.title) if visit.task_id else TITLES[VisitKind(visit.kind)],
        plan=f"plan-{visit.task.line.plan_id}" if visit.task_id else None,
        draw=f"draw-{visit.draw.serial}" if visit.draw_id else None,
        on=visit.day,
        confirmed_on=visit.confirmed_on,
        published_on=published(result_id(visit.uuid)),
        results=tuple(
            DepartmentResult(department=name, kinds=tuple(codes), handling=result_handling(codes))
            for name, codes in kinds.items()
        ),
        applicable=count["met"] + count["not_met"] + count["not_observed"],
        met=count["met"],
        not_met=count["not_met"],
        unobserved=tuple(Unobserved(item=item) for item, answer in answers if answer == "not_observed"),
    )


def result_id(uuid: str) -> str:
    """Return the public id of the result of a visit."""
    return f"result-{uuid[:13]}"


def finding_id(uuid: str, item: str) -> str:
    """Return the public id of a finding."""
    return f"finding-{uuid[:13]}-{item}"


def _findings(as_of: date, shown: set[str], right: Corrected) -> list[Finding]:
    book, known = rulebook(), checklist_items()
    orders: dict[int, OrderRow] = {row.case_id: row for row in OrderRow.select()}
    rows: Any = (
        FindingRow.select(FindingRow, VisitRow, FacilityRow)
        .join(VisitRow)
        .switch(FindingRow)
        .join(FacilityRow)
        .order_by(FindingRow.id)
    )
    found = []
    for row in rows:
        place = row.visit.uuid, row.item
        if result_id(row.visit.uuid) not in shown or right.answer(*place, "not_met") != "not_met":
            continue
        item = known[row.item]
        order = orders.get(row.rectification_id) if row.rectification_id else None
        found.append(
            Finding(
                id=finding_id(row.visit.uuid, row.item),
                result=result_id(row.visit.uuid),
                facility=row.facility.code,
                item=row.item,
                scope=SCOPES[right.member(*place, "scope", row.scope)],
                severity=right.member(*place, "severity", row.severity),
                sentence=_said(item),
                references=tuple(reference(book, b.law, b.place, b.confidence) for b in item.basis),
                state=_state(row, as_of),
                found_on=row.visit.day,
                due_on=order.due_on if order else None,
                order_number=order.number if order else "",
                corrected_on=row.corrected_on,
                verified_on=row.verified_on,
            )
        )
    return sorted(found, key=lambda finding: finding.id)


def _said(item: ChecklistItem) -> Text:
    """Return what was found as a sentence: the item's question, answered with no."""
    return Text(zh=f"不符合：{item.question}", en=f"Not met: {item.question_en}")


def _state(row: FindingRow, as_of: date) -> FindingState:
    if row.verified_on is not None and row.verified_on <= as_of:
        return FindingState.VERIFIED
    if row.corrected_on is not None and row.corrected_on <= as_of:
        return FindingState.CORRECTED
    return FindingState.OPEN
