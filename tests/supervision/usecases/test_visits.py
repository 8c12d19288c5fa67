"""A visit from plan to correction: approval, notice, record, review by somebody who was not there, order, re-check."""

from datetime import date

import pytest

from inspections.checklist import checklists
from scoring.rulebook import RuleViolationError
from supervision.demo.answers import signature
from supervision.errors import NotAllowedError, NotFoundError, StaleError
from supervision.intake.manifests import AnswerSent, Manifest
from supervision.models import Document, Fact, Finding, Rectification, Result, Visit, VisitAnswer
from supervision.queries.visit_records import checklist_of_visit
from supervision.usecases import rectifications, results, sync, visits
from tests.databases import one_database
from tests.supervision.small_office import moment, open_office, person

VISIT_DAY = date(2026, 11, 12)
ITEMS = ("CL-A01", "CL-A07", "CL-E01", "CL-E03", "CL-E04")
TEAM = ("CI1", "CI2", "MA1", "MA2")
KEY = b"s" * 32


@pytest.fixture
def office(database, tmp_path):
    return open_office(tmp_path)


def plan(office, kind="special", items=ITEMS, day=VISIT_DAY, team=TEAM) -> str:
    new = visits.NewVisit(kind, office.codes[0], day, "试验检查", team, items)
    return visits.plan_visit(visit=new, actor=person("planner"), at=moment(date(2026, 11, 3)))


def approve(uuid_: str, on=date(2026, 11, 4)) -> None:
    visits.approve_visits(uuids=(uuid_,), actor=person("head"), at=moment(on))


def notify(uuid_: str, on=date(2026, 11, 5)) -> None:
    visits.notify_visits(uuids=(uuid_,), actor=person("planner"), at=moment(on))


def manifest(uuid_: str, breaches=(), skip=(), signed=True) -> Manifest:
    answers = []
    for number, item in enumerate(checklist_of_visit(uuid_)):
        if item.id in skip:
            continue
        bad = item.id in breaches
        answers.append(
            AnswerSent(
                id=f"00000000-0000-4000-8000-0000000000{number:02d}",
                item=item.id,
                answer="not_met" if bad else "met",
                scope="several" if bad else None,
                remark="抽查三份，两份没有" if bad else "",
            )
        )
    names = [f"检查员{each}" for each in TEAM]
    signatures = [signature(uuid_, "inspector", name) for name in names]
    signatures.append(signature(uuid_, "facility", "负责人"))
    return Manifest(
        visit=uuid_,
        checklist=checklists()[-1].version,
        device_time="2026-11-12T03:00:00Z",
        answers=answers,
        signatures=signatures if signed else [],
    )


def send(office, uuid_: str, sent: Manifest, who="MA1"):
    return sync.receive_manifest(
        uuid_=uuid_, manifest=sent, store=office.store, actor=office.inspector(who), at=moment(VISIT_DAY, 14)
    )


def complete(office, uuid_: str, who="MA1"):
    return sync.complete_visit(
        uuid_=uuid_,
        store=office.store,
        signing_key=KEY,
        actor=office.inspector(who),
        at=moment(VISIT_DAY, 16),
    )


def inspected(office, breaches=("CL-E03",)) -> str:
    uuid_ = plan(office)
    approve(uuid_)
    notify(uuid_)
    send(office, uuid_, manifest(uuid_, breaches))
    complete(office, uuid_)
    return uuid_


def confirm(uuid_: str, who=None):
    return results.confirm_result(uuid_=uuid_, actor=who or person("reviewer"), at=moment(date(2026, 11, 16)))


def test_a_visit_goes_from_plan_to_verified_correction(office):
    uuid_ = inspected(office)
    outcome = confirm(uuid_)
    assert len(outcome.orders) == 1
    kinds = {row.department: row.kinds for row in Result.select()}
    assert kinds == {"civil-affairs": [1], "market-regulation": [5]}
    assert [(row.item, row.state) for row in Finding.select()] == [("CL-E03", "open")]
    assert {row.kind for row in Document.select()} == {
        "inspection_notice",
        "on_site_record",
        "correction_order",
    }

    number, owner = outcome.orders[0], office.owner(office.codes[0])
    proof = office.store.put(b"photo")
    rectifications.report_rectification(
        number=number, text="已补齐", evidence=(proof,), actor=owner, at=moment(date(2026, 11, 20))
    )
    rectifications.recheck_rectification(
        number=number, open_items=(), actor=office.inspector("MA2"), at=moment(date(2026, 11, 24))
    )
    rectifications.close_rectification(number=number, actor=person("reviewer"), at=moment(date(2026, 11, 25)))
    assert Finding.get().state == "verified"
    assert Rectification.get().closed_on == date(2026, 11, 25)
    assert {"visit", "finding", "rectification"} <= {row.kind for row in Fact.select()}


@one_database
def test_a_drawn_visit_is_not_planned_by_hand(office):
    with pytest.raises(RuleViolationError) as told:
        plan(office, kind="drawn")
    assert told.value.code == "drawn-visit-by-hand"


@one_database
def test_nothing_starts_without_the_head(office):
    uuid_ = plan(office)
    with pytest.raises(NotFoundError):  # before that the tablet's owner does not even know of it
        send(office, uuid_, manifest(uuid_))
    with pytest.raises(RuleViolationError) as told:
        visits.start_visit(uuid_=uuid_, actor=office.inspector("CI1"), at=moment(VISIT_DAY))
    assert told.value.basis == "inspection.approval.required"
    assert Visit.get().manifest is None


@one_database
def test_an_emergency_starts_at_once_and_is_approved_afterwards(office):
    uuid_ = plan(office, kind="emergency")
    visits.start_visit(uuid_=uuid_, reason="渗水", actor=office.inspector("CI1"), at=moment(VISIT_DAY, 9))
    send(office, uuid_, manifest(uuid_))
    complete(office, uuid_)
    with pytest.raises(RuleViolationError) as told:
        confirm(uuid_)
    assert told.value.code == "visit-not-approved"
    approve(uuid_, on=date(2026, 11, 13))
    confirm(uuid_)


@one_database
def test_a_notice_comes_in_time_and_not_for_a_case(office):
    uuid_ = plan(office)
    approve(uuid_)
    with pytest.raises(RuleViolationError) as told:
        notify(uuid_, on=date(2026, 11, 11))
    assert told.value.code == "visit-notice-late"
    case = plan(office, kind="case")
    approve(case)
    with pytest.raises(RuleViolationError) as told:
        notify(case)
    assert told.value.code == "visit-not-announced"


@one_database
def test_inspectors_know_no_later_than_the_facility(office):
    uuid_ = plan(office)
    approve(uuid_)
    notify(uuid_)
    row = Visit.get()
    assert all(member.informed_at <= row.notified_at for member in row.members)


@one_database
def test_somebody_who_is_not_of_the_visit_sends_nothing(office):
    uuid_ = plan(office)
    approve(uuid_)
    notify(uuid_)
    with pytest.raises(NotFoundError):
        send(office, uuid_, manifest(uuid_), who="CI3")


@one_database
def test_an_unanswered_item_is_never_a_pass(office):
    uuid_ = plan(office)
    approve(uuid_)
    notify(uuid_)
    send(office, uuid_, manifest(uuid_, skip=("CL-E04",)))
    with pytest.raises(RuleViolationError) as told:
        complete(office, uuid_)
    assert "CL-E04" in str(told.value)
    assert VisitAnswer.select().count() == 0


@one_database
def test_a_record_without_signatures_is_not_complete(office):
    uuid_ = plan(office)
    approve(uuid_)
    notify(uuid_)
    send(office, uuid_, manifest(uuid_, signed=False))
    with pytest.raises(RuleViolationError, match="签名"):
        complete(office, uuid_)


@one_database
def test_a_repeat_gives_the_same_receipt_and_anything_else_is_refused(office):
    uuid_ = inspected(office)
    first = Visit.get().receipt
    assert send(office, uuid_, manifest(uuid_, ("CL-E03",))) == ()
    assert complete(office, uuid_) == first
    with pytest.raises(StaleError):
        send(office, uuid_, manifest(uuid_, ("CL-E01",)))


@one_database
def test_a_reviewer_who_was_there_does_not_confirm(office):
    uuid_ = inspected(office)
    there = office.inspector("MA1")
    both = type(there)(
        key="ma1", roles=frozenset({"reviewer"}), scope="990101", inspector_id=there.inspector_id
    )
    with pytest.raises(RuleViolationError):
        confirm(uuid_, who=both)


@one_database
def test_a_breach_without_a_citable_basis_waits_for_a_person(office):
    uuid_ = plan(office, items=(*ITEMS, "CL-A03"))
    approve(uuid_)
    notify(uuid_)
    send(office, uuid_, manifest(uuid_, ("CL-A03",)))
    complete(office, uuid_)
    outcome = confirm(uuid_)
    assert outcome.set_aside == ("CL-A03",)
    assert outcome.orders == ()
    assert Result.get(Result.department == "civil-affairs").kinds == [8]


@one_database
def test_a_facility_reports_on_its_own_orders_alone(office):
    uuid_ = inspected(office)
    number = confirm(uuid_).orders[0]
    with pytest.raises(NotAllowedError):
        rectifications.report_rectification(
            number=number,
            text="已改",
            evidence=("a" * 64,),
            actor=office.owner(office.codes[1]),
            at=moment(date(2026, 11, 20)),
        )


@one_database
def test_overdue_is_overdue_only_after_the_last_day(office):
    uuid_ = inspected(office)
    number = confirm(uuid_).orders[0]
    due = Rectification.get().due_on
    with pytest.raises(RuleViolationError):
        rectifications.mark_overdue(number=number, actor=person("reviewer"), at=moment(due))
    late = date.fromordinal(due.toordinal() + 1)
    rectifications.mark_overdue(number=number, actor=person("reviewer"), at=moment(late))
    assert Rectification.get().case.state == "overdue"
