"""检查档案查询: what a visit left behind, as the office reads it: answers by category, findings, results, orders."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from inspections.answers import VisitRecord
from inspections.basis import citation
from inspections.completeness import Gap, completeness, signature_gaps
from inspections.results import ResultKind, kind_texts
from scoring.findings import WORDS, Answer
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.models import Case, Rectification, Result, Visit, VisitEvidence
from supervision.queries.cases import CaseFile, case_file
from supervision.queries.outcomes import Outcomes, decide
from supervision.queries.visit_records import area_codes, confirmed_bases, department_names, visit_record
from supervision.queries.visits import VisitRow, get_visit
from supervision.rulebook import rulebook

Words = dict[str, str]  # {"zh": …, "en": …}


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """检查类别: how many items of a category were answered how."""

    code: str
    name: Words
    met: int
    not_met: int
    not_applicable: int
    not_observed: int
    open: int


@dataclass(frozen=True, slots=True)
class FindingRow:
    """发现的问题: one item that was not met."""

    item: str
    question: Words
    scope: Words
    severity: int
    remark: str
    photos: int
    corrected: bool
    department: str
    basis: tuple[Words, ...]
    may_be_cited: bool


@dataclass(frozen=True, slots=True)
class ResultRow:
    """检查结果: the set of one department, with its reasons."""

    department: Words
    kinds: tuple[Words, ...]
    reasons: tuple[tuple[str, dict[str, object]], ...]
    publish_by: date | None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """责令改正: drafted (no number yet) or issued."""

    number: str
    department: Words
    items: tuple[str, ...]
    due_on: date
    provisional: bool
    immediate: bool


@dataclass(frozen=True, slots=True)
class VisitFile:
    """检查档案: the visit, its case, and its record once there is one."""

    row: VisitRow
    case: CaseFile
    started_at: datetime | None
    notified_at: datetime | None
    categories: tuple[CategoryRow, ...]
    findings: tuple[FindingRow, ...]
    unseen: tuple[tuple[str, Words, str], ...]
    photos: int
    gaps: tuple[Gap, ...]
    results: tuple[ResultRow, ...]
    orders: tuple[OrderRow, ...]
    receipt_sha256: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """确认预览: what confirming would do today; ``against`` is the rule that would refuse it."""

    results: tuple[ResultRow, ...]
    orders: tuple[OrderRow, ...]
    set_aside: tuple[FindingRow, ...]
    against: RuleViolationError | None = None


def get_visit_file(uuid_: str, *, actor: Actor, on: date) -> VisitFile:
    """Return one visit with its record.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    row = get_visit(uuid_, actor)
    visit = Visit.get(Visit.uuid == uuid_)
    kept = visit_record(visit) if visit.received_at else None
    return VisitFile(
        row=row,
        case=case_file(visit.case, actor, on),
        started_at=visit.started_at,
        notified_at=visit.notified_at,
        categories=_categories(kept) if kept else (),
        findings=_findings(kept, visit) if kept else (),
        unseen=_unseen(kept) if kept else (),
        photos=VisitEvidence.select(VisitEvidence.sha256)
        .where(VisitEvidence.visit == visit)
        .distinct()
        .count(),
        gaps=(*completeness(kept, rulebook()).gaps, *signature_gaps(kept)) if kept else (),
        results=_results(visit),
        orders=_orders(visit),
        receipt_sha256=visit.manifest_sha256,
    )


def preview_result(uuid_: str, *, actor: Actor, on: date) -> Preview:
    """Return what would follow if the result were confirmed on ``on``: nothing is written."""
    get_visit(uuid_, actor)
    visit = Visit.get(Visit.uuid == uuid_)
    kept = visit_record(visit)
    try:
        outcomes = decide(kept, area_codes(visit.facility), on=on)
    except RuleViolationError as error:
        return Preview((), (), (), error)
    aside = tuple(each for each in _findings(kept, visit) if each.item in outcomes.set_aside)
    return Preview(_drafted_results(outcomes), _drafted_orders(outcomes), aside)


def _categories(kept: VisitRecord) -> tuple[CategoryRow, ...]:
    found = []
    for category in kept.checklist.categories:
        items = [item.id for item in kept.checklist if item.category == category.code]
        answers = [answer.answer for item in items if (answer := kept.answer_to(item))]
        count = Counter(answers)
        if items:
            found.append(
                CategoryRow(
                    category.code,
                    {"zh": category.name, "en": category.name_en},
                    count[Answer.MET],
                    count[Answer.NOT_MET],
                    count[Answer.NOT_APPLICABLE],
                    count[Answer.NOT_OBSERVED],
                    len(items) - len(answers),
                )
            )
    return tuple(found)


def _findings(kept: VisitRecord, visit: Visit) -> tuple[FindingRow, ...]:
    book, areas, confirmed = rulebook(), area_codes(visit.facility), confirmed_bases()
    found = []
    for item in kept.checklist:
        answer = kept.answer_to(item.id)
        if answer is None or answer.answer is not Answer.NOT_MET:
            continue
        zh, en = WORDS[answer.scope] if answer.scope else ("", "")
        found.append(
            FindingRow(
                item=item.id,
                question={"zh": item.question, "en": item.question_en},
                scope={"zh": zh, "en": en},
                severity=int(item.severity),
                remark=answer.remark,
                photos=len(answer.photos),
                corrected=answer.corrected_on_spot,
                department=item.department,
                basis=tuple({"zh": each.cite(book), "en": each.cite(book, "en")} for each in item.basis),
                may_be_cited=bool(citation(item.basis, areas, confirmed).cited),
            )
        )
    return tuple(found)


def _unseen(kept: VisitRecord) -> tuple[tuple[str, Words, str], ...]:
    return tuple(
        (item.id, {"zh": item.question, "en": item.question_en}, answer.remark)
        for item in kept.checklist
        if (answer := kept.answer_to(item.id)) and answer.answer is Answer.NOT_OBSERVED
    )


def _department(key: str) -> Words:
    zh, en = department_names().get(key, (key, key))
    return {"zh": zh, "en": en}


def _kind(kind: int) -> Words:
    text = kind_texts()[ResultKind(kind)]
    return {"zh": text.name, "en": text.name_en}


def _results(visit: Visit) -> tuple[ResultRow, ...]:
    query = Result.select().where(Result.visit == visit).order_by(Result.id)
    return tuple(
        ResultRow(
            _department(row.department),
            tuple(_kind(kind) for kind in row.kinds),
            tuple((each["text"], {}) for each in row.reasons),
            row.publish_by,
        )
        for row in query
    )


def _orders(visit: Visit) -> tuple[OrderRow, ...]:
    query = Rectification.select(Rectification, Case).join(Case).where(Rectification.visit == visit)
    return tuple(
        OrderRow(
            row.number,
            _department(row.department),
            tuple(row.items),
            row.due_on,
            row.provisional,
            row.case.data.get("immediate", False),
        )
        for row in query.order_by(Rectification.id)
    )


def _drafted_results(outcomes: Outcomes) -> tuple[ResultRow, ...]:
    return tuple(
        ResultRow(
            _department(each.department),
            tuple(_kind(kind) for kind in each.kinds),
            tuple((reason.text, reason.facts) for reason in each.reasons),
            None,
        )
        for each in outcomes.results
    )


def _drafted_orders(outcomes: Outcomes) -> tuple[OrderRow, ...]:
    return tuple(
        OrderRow(
            "",
            _department(order.department),
            order.items,
            (order.plan_due or order.due).on,
            order.due.provisional,
            order.is_immediate,
        )
        for order in outcomes.orders
    )
