"""机构自己的查询: what a facility sees of itself: its clocks, the visits it was told of, results, grades with their reasons."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from inspections.checklist import checklists
from inspections.results import ResultKind, kind_texts
from scoring.rulebook.days import deadline, working_days_between
from scoring.schemes import Scheme
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Case, Facility, Finding, Objection, Rectification, Result, Visit
from supervision.queries.cases import CaseFile, case_file
from supervision.queries.explanations import Stands, what_stands
from supervision.queries.public.inspections import result_id
from supervision.queries.visit_records import department_names
from supervision.queries.visits import OrderRow, VisitRow, list_orders, list_visits
from supervision.rulebook import rulebook, schemes

Words = dict[str, str]  # {"zh": …, "en": …}
REPORTABLE = ("ordered", "halted", "overdue", "escalated")
OBJECTION = "objection.working_days.apply"
MEASURES = ("star_grade", "station_grade", "performance_rating", "credit_rating")


@dataclass(frozen=True, slots=True)
class Own:
    """本机构: who the signed-in person works for; ``page`` is its address on the public site."""

    code: str
    name: str
    page: str


@dataclass(frozen=True, slots=True)
class MyOrder:
    """我的整改: an order with what is left of its time (days); None where it is not the facility's turn."""

    row: OrderRow
    left: int | None


@dataclass(frozen=True, slots=True)
class MyFinding:
    """发现的问题: an item that was not met, and the order that asks to put it right."""

    item: str
    question: Words
    state: str  # open | corrected | verified
    verified_on: date | None
    order: str


@dataclass(frozen=True, slots=True)
class MyResult:
    """检查结果: what one department found."""

    department: Words
    kinds: tuple[Words, ...]
    publish_by: date


@dataclass(frozen=True, slots=True)
class MyVisit:
    """我的检查: ``case`` is the id of its papers; results and findings only once they are confirmed.

    ``object_until``: the last day for an objection, with the working days left; None before the confirmation.
    """

    row: VisitRow
    case: str
    results: tuple[MyResult, ...]
    findings: tuple[MyFinding, ...]
    against: str
    object_until: date | None
    left: int | None
    objection: "MyObjection | None"


@dataclass(frozen=True, slots=True)
class MyObjection:
    """我的异议: what the facility said, where it stands, and the answer."""

    filed_on: date
    text: str
    case: CaseFile
    answer: str
    answered_on: date | None


def own_facility(actor: Actor) -> Own:
    """Return the facility for which ``actor`` works."""
    row = Facility.get_or_none(Facility.id == actor.facility_id)
    if row is None:
        raise NotFoundError("这些页面属于养老服务机构，您的账户不属于任何机构。", remedy="请回到首页。")
    return Own(row.code, row.name, f"/f/{row.code}.html")


def my_orders(actor: Actor, on: date) -> tuple[MyOrder, ...]:
    """Return the facility's orders, those that wait for it first, the next due going before."""
    found = [
        MyOrder(row, (row.due_on - on).days if row.state in REPORTABLE else None)
        for row in list_orders(actor=actor)
    ]
    return tuple(sorted(found, key=lambda one: (one.left is None, one.row.closed_on is not None)))


def announced_visits(actor: Actor, on: date) -> tuple[tuple[VisitRow, int], ...]:
    """Return the visits that the facility has been told of and that have not begun, with the working days until then."""
    calendar = rulebook().calendar
    rows = [row for row in list_visits(actor=actor, state="noticed") if row.day is not None]
    return tuple((row, working_days_between(on, row.day, calendar)) for row in reversed(rows) if row.day)


def my_visit(uuid: str, *, actor: Actor, on: date) -> MyVisit:
    """Return one visit as the facility may see it.

    Raises:
        NotFoundError: there is none, or the facility has not been told of it.
    """
    row = next((each for each in list_visits(actor=actor) if each.uuid == uuid), None)
    if row is None:
        raise NotFoundError("没有这次检查。", remedy="请从检查列表中选择。")
    visit = Visit.get(Visit.uuid == uuid)
    told, until, left = visit.confirmed_on, None, None
    if told is not None:
        amount = int(rulebook().on(OBJECTION, on).value)
        until = deadline(told, amount, "working_days", rulebook().calendar).on
        left = working_days_between(on, until, rulebook().calendar)
    against = result_id(uuid)
    return MyVisit(
        row=row,
        case=visit.case.uuid,
        results=_results(visit) if told else (),
        findings=_findings(visit) if told else (),
        against=against,
        object_until=until,
        left=left,
        objection=my_objection(visit.facility, against, actor, on),
    )


def my_grades(actor: Actor, on: date) -> tuple[Stands, ...]:
    """Return what each public scheme says: what stands, why, what is missing, at most two things that would lift it."""
    code = own_facility(actor).code
    found = [what_stands(each, code, on=on) for each in public_schemes(on)]
    return tuple(each for each in found if each.award or each.explanation.sheet.observed)


def public_schemes(on: date) -> tuple[str, ...]:
    """Return the ids of the public schemes that decide something, in the order in which they are shown."""
    public = {each.id for each in schemes().all() if each.public and each.produces and each.in_force(on)}
    return tuple(sorted(public, key=lambda each: _place(schemes().on(each, on))))


def _place(scheme: Scheme) -> tuple[int, str]:
    return (MEASURES.index(scheme.produces) if scheme.produces in MEASURES else len(MEASURES)), scheme.id


def _results(visit: Visit) -> tuple[MyResult, ...]:
    names = department_names()
    found = []
    for row in Result.select().where(Result.visit == visit).order_by(Result.id):
        zh, en = names.get(row.department, (row.department, row.department))
        texts = [kind_texts()[ResultKind(kind)] for kind in row.kinds]
        kinds = tuple({"zh": each.name, "en": each.name_en} for each in texts)
        found.append(MyResult({"zh": zh, "en": en}, kinds, row.publish_by))
    return tuple(found)


def _findings(visit: Visit) -> tuple[MyFinding, ...]:
    items = {item.id: item for checklist in checklists() for item in checklist}
    orders = dict(
        Rectification.select(Rectification.case, Rectification.number)
        .where(Rectification.visit == visit)
        .tuples()
    )
    return tuple(
        MyFinding(
            row.item,
            {"zh": items[row.item].question, "en": items[row.item].question_en},
            row.state,
            row.verified_on,
            orders.get(row.rectification_id, ""),
        )
        for row in Finding.select().where(Finding.visit == visit).order_by(Finding.item)
    )


def my_objection(facility: Facility, against: str, actor: Actor, on: date) -> MyObjection | None:
    """Return the newest objection of a facility against a public record, if there is one."""
    query = Objection.select(Objection, Case).join(Case).where(Objection.facility == facility)
    row: Any = query.where(Objection.against == against).order_by(Objection.id.desc()).first()
    if row is None:
        return None
    return MyObjection(row.filed_on, row.text, case_file(row.case, actor, on), row.answer, row.answered_on)
