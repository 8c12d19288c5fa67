"""出具文书: an official paper gets its number and is frozen; its PDF can be made from the content at any time."""

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from inspections.notice import KIND_WORDS, VisitKind
from inspections.rectification import Order, recheck_by
from scoring.findings import Answer
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.documents import papers
from supervision.documents.making import cited, found_items, notice_items, order_items, unseen_items
from supervision.models import Authority, Case, Document, Facility, Operator, OperatorLink, Visit, VisitAnswer
from supervision.models import Signature as SignatureRow
from supervision.queries.settings import is_demonstration, setting
from supervision.queries.visit_records import (
    area_codes,
    confirmed_bases,
    department_names,
    officers,
    pinned_checklist,
    visit_record,
)
from supervision.records.values import Text
from supervision.rulebook import rulebook
from supervision.usecases._numbers import next_number

P = TypeVar("P", bound=papers.Paper)
NOTICE_BASIS = (
    Text(
        zh="《养老机构行政检查办法》",
        en="Measures for administrative inspection of elderly-care institutions",
    ),
    Text(zh="《中华人民共和国行政处罚法》第四十二条", en="Administrative Penalty Law, art. 42"),
)
TO_PREPARE = (
    Text(zh="登记证照和备案材料", en="registration and filing papers"),
    Text(zh="消防、食品、设备检测记录", en="records of fire safety, food and equipment checks"),
    Text(zh="人员名册、资格证明和排班表", en="staff list, qualifications and rota"),
    Text(zh="服务协议、评估和照护记录", en="agreements, assessments and care records"),
)
WORKING_TIME = Text(zh="9:00—17:00", en="9:00 to 17:00")


def organ(authority: Authority) -> papers.Organ:
    """Return the organ in whose name a paper is issued."""
    return papers.Organ(
        name=Text(zh=authority.name, en=authority.site.get("name_en", "")),
        telephone=authority.telephone,
        address=authority.address,
        complaints=authority.site.get("complaints", "12345"),
    )


def party(facility: Facility) -> papers.Party:
    """Return the facility to which a paper is addressed."""
    link = (
        OperatorLink.select(OperatorLink, Operator)
        .join(Operator)
        .where(OperatorLink.facility == facility, OperatorLink.until.is_null())
        .first()
    )
    operator = link.operator if link else None
    return papers.Party(
        name=facility.name,
        uscc=(operator.uscc or "") if operator else "",
        address=facility.address,
        representative=operator.legal_representative if operator else "",
    )


def issue(
    paper: P, *, authority: Authority, case: Case | None, facility: Facility, actor: Actor, at: datetime
) -> P:
    """Number a paper (its ``number`` is empty so far), freeze its content, and return it."""
    year = china_day(at).year
    n, number = next_number(authority, paper.series, year)
    numbered = replace(
        paper,
        number=number,
        verify_at=f"{setting('public_url', 'http://localhost:8000')}/papers/check",
        demonstration=is_demonstration(),
    )
    Document.create(
        number=number,
        authority=authority,
        series=paper.series,
        year=year,
        n=n,
        kind=paper.kind,
        case=case,
        facility=facility,
        issued_on=paper.issued_on,
        issued_by=actor.key,
        content=papers.content(numbered),
        content_sha256=papers.content_sha256(numbered),
    )
    return numbered


def _named_officers(visit: Visit) -> tuple[papers.NamedOfficer, ...]:
    names = department_names()
    return tuple(
        papers.NamedOfficer(
            name=each.name,
            department=_department(names, each.department),
            credential=each.credential,
        )
        for each in officers(visit)
    )


def _department(names: dict[str, tuple[str, str]], key: str) -> Text:
    zh, en = names.get(key, (key, ""))
    return Text(zh=zh, en=en)


def _kind(visit: Visit) -> Text:
    return Text(zh=KIND_WORDS[VisitKind(visit.kind)], en=visit.kind)


def issue_notice(visit: Visit, *, actor: Actor, at: datetime) -> papers.InspectionNotice:
    """出具检查通知书: day, items by category, officers with credentials, rights."""
    book = rulebook()
    paper = papers.InspectionNotice(
        organ=organ(visit.authority),
        number="",
        issued_on=china_day(at),
        party=party(visit.facility),
        visit_kind=_kind(visit),
        visit_on=visit.day,
        time=WORKING_TIME,
        basis=NOTICE_BASIS,
        items=notice_items(
            pinned_checklist(visit), book, areas=area_codes(visit.facility), confirmed=confirmed_bases()
        ),
        officers=_named_officers(visit),
        to_prepare=TO_PREPARE,
        contact=visit.authority.telephone,
        carried=visit.notified_at is None,
    )
    return issue(
        paper, authority=visit.authority, case=visit.case, facility=visit.facility, actor=actor, at=at
    )


def issue_record(visit: Visit, *, actor: Actor, at: datetime) -> papers.OnSiteRecord:
    """出具现场检查笔录: what was found, what was not looked at, who signed."""
    record = visit_record(visit)
    count = {kind: sum(1 for each in record.answers if each.answer is kind) for kind in Answer}
    marks = {role: _marks(visit, role) for role in ("inspector", "facility", "witness")}
    paper = papers.OnSiteRecord(
        organ=organ(visit.authority),
        number="",
        issued_on=china_day(at),
        party=party(visit.facility),
        visit_number=visit.number,
        visit_kind=_kind(visit),
        started_at=visit.started_at,
        ended_at=at,
        present=marks["facility"][0].name if marks["facility"] else "",
        officers=_named_officers(visit),
        total=len(record.checklist),
        met=count[Answer.MET],
        not_met=count[Answer.NOT_MET],
        not_applicable=count[Answer.NOT_APPLICABLE],
        not_observed=count[Answer.NOT_OBSERVED],
        found=found_items(record),
        unseen=unseen_items(record),
        inspectors=marks["inspector"],
        facility=marks["facility"][0] if marks["facility"] else None,
        witness=marks["witness"][0] if marks["witness"] else None,
        checklist=f"{visit.checklist} {visit.checklist_sha256[:12]}",
    )
    return issue(
        paper, authority=visit.authority, case=visit.case, facility=visit.facility, actor=actor, at=at
    )


def _marks(visit: Visit, role: str) -> tuple[papers.Mark, ...]:
    rows = SignatureRow.select().where(SignatureRow.visit == visit, SignatureRow.role == role)
    credentials = {each.name: each.credential for each in officers(visit)}
    return tuple(
        papers.Mark(
            name=row.name,
            strokes=tuple(tuple((p[0], p[1]) for p in stroke) for stroke in row.strokes or ()),
            refusal=row.refusal,
            credential=credentials.get(row.name, ""),
        )
        for row in rows.order_by(SignatureRow.id)
    )


def issue_order(
    visit: Visit, order: Order, case: Case, *, actor: Actor, at: datetime
) -> papers.CorrectionOrder:
    """出具责令限期改正通知书: each breach with its basis and remedy, the deadline, how to be heard."""
    book = rulebook()
    rows = VisitAnswer.select(VisitAnswer.item, VisitAnswer.remark).where(VisitAnswer.visit == visit)
    remarks: dict[str, str] = dict(rows.tuples())
    paper = papers.CorrectionOrder(
        organ=organ(visit.authority),
        number="",
        issued_on=order.ordered_on,
        party=party(visit.facility),
        department=_department(department_names(), order.department),
        visit_number=visit.number,
        found_on=visit.day,
        basis=tuple({b.key: cited(b, book) for line in order.lines for b in line.citation.cited}.values()),
        items=order_items(order, book, remarks),
        due_on=order.due.on,
        provisional=order.due.provisional,
        plan_due_on=order.plan_due.on if order.plan_due else None,
        recheck_by=recheck_by(order, book).on,
        contact=visit.authority.telephone,
    )
    return issue(paper, authority=visit.authority, case=case, facility=visit.facility, actor=actor, at=at)
