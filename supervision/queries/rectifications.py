"""整改查询: one order with its case, its findings and what the facility reported."""

from dataclasses import dataclass
from datetime import date, datetime

from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Case, Facility, Finding, Rectification, RectificationReport, Visit
from supervision.queries._scope import sees_facility
from supervision.queries.cases import CaseFile, case_file
from supervision.queries.visit_records import department_names, pinned_checklist


@dataclass(frozen=True, slots=True)
class OrderedItem:
    """改正事项: one item of the order and whether it has been put right."""

    item: str
    question: dict[str, str]
    remedy: dict[str, str]
    state: str  # open | corrected | verified
    verified_on: date | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """整改报告: what the facility says it did; ``evidence`` counts files."""

    at: datetime
    by: str
    text: str
    evidence: int


@dataclass(frozen=True, slots=True)
class OrderFile:
    """责令改正档案: one order."""

    number: str
    facility: str
    facility_code: str
    department: dict[str, str]
    visit: str
    visit_number: str
    ordered_on: date
    due_on: date
    provisional: bool
    reported_on: date | None
    closed_on: date | None
    case: CaseFile
    items: tuple[OrderedItem, ...]
    reports: tuple[ReportRow, ...]


def get_order(number: str, *, actor: Actor, on: date) -> OrderFile:
    """Return one order.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    row = (
        Rectification.select(Rectification, Facility, Case, Visit)
        .join(Facility)
        .join(Area)
        .switch(Rectification)
        .join(Case)
        .switch(Rectification)
        .join(Visit)
        .where(Rectification.number == number, sees_facility(actor))
        .first()
    )
    if row is None:
        raise NotFoundError("没有编号为 {number} 的责令改正通知书。", number=number)
    zh, en = department_names().get(row.department, (row.department, ""))
    reports = RectificationReport.select().where(RectificationReport.rectification == row)
    return OrderFile(
        number=row.number,
        facility=row.facility.name,
        facility_code=row.facility.code,
        department={"zh": zh, "en": en},
        visit=row.visit.uuid,
        visit_number=row.visit.number,
        ordered_on=row.ordered_on,
        due_on=row.due_on,
        provisional=row.provisional,
        reported_on=row.reported_on,
        closed_on=row.closed_on,
        case=case_file(row.case, actor, on),
        items=_items(row),
        reports=tuple(
            ReportRow(each.at, each.by, each.text, len(each.evidence))
            for each in reports.order_by(RectificationReport.id.desc())
        ),
    )


def _items(row: Rectification) -> tuple[OrderedItem, ...]:
    checklist = pinned_checklist(row.visit)
    findings = {each.item: each for each in Finding.select().where(Finding.rectification == row.case)}
    found = []
    for code in row.items:
        item, finding = checklist.item(code), findings.get(code)
        found.append(
            OrderedItem(
                code,
                {"zh": item.question, "en": item.question_en},
                {"zh": item.remedy, "en": item.remedy_en},
                finding.state if finding else "open",
                finding.verified_on if finding else None,
            )
        )
    return tuple(found)
