"""A record: nothing passes by silence, nobody confirms himself."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.record import (
    ItemAnswer,
    RecordState,
    Signature,
    Signer,
    VisitRecord,
    completeness,
    confirm,
    findings,
    record_state,
    signature_gaps,
)
from scoring.findings import Answer, Scope
from scoring.rulebook import Rulebook, RuleViolationError
from tests.inspections.making import DAY, STROKES, list_for, signatures, visit

FIRE = list_for("home", "fire-rescue")
BOOK = Rulebook.load()


def codes(record: VisitRecord) -> list[str]:
    return [gap.code for gap in completeness(record, BOOK).gaps]


def answering(**changes: object) -> VisitRecord:
    """Return a complete record whose first answer (CL-C01, documents; CL-C02, photo) is changed."""
    record = visit(FIRE)
    first = replace(record.answers[1], **changes)  # type: ignore[arg-type]
    return replace(record, answers=(record.answers[0], first, *record.answers[2:]))


def test_the_worked_example_of_the_module() -> None:
    three = FIRE.only(frozenset({"CL-C01", "CL-C02", "CL-C03"}))
    record = visit(three, not_met={"CL-C02": Scope.SEVERAL})
    record = replace(record, answers=record.answers[:2])
    report = completeness(record, BOOK)
    assert (report.observed, report.unanswered, report.is_complete) == (2, ("CL-C03",), False)
    assert record_state(record, BOOK) is RecordState.IN_PROGRESS


@given(st.sets(st.sampled_from([item.id for item in FIRE])))
def test_an_unanswered_item_is_absent_and_never_a_pass(silent: set[str]) -> None:
    record = visit(FIRE)
    record = replace(record, answers=tuple(each for each in record.answers if each.item not in silent))
    report = completeness(record, BOOK)
    assert set(report.unanswered) == silent
    assert {finding.item for finding in findings(record, BOOK)} == {item.id for item in FIRE} - silent
    assert report.is_complete == (not silent)
    assert report.observed == len(FIRE) - len(silent)


@given(st.lists(st.sampled_from(list(Answer)), min_size=len(FIRE), max_size=len(FIRE)))
def test_counts_add_up(chosen: list[Answer]) -> None:
    record = visit(FIRE)
    answers = tuple(
        replace(
            each, answer=answer, scope=Scope.ISOLATED if answer is Answer.NOT_MET else None, remark="无钥匙"
        )
        for each, answer in zip(record.answers, chosen, strict=True)
    )
    report = completeness(replace(record, answers=answers), BOOK)
    assert sum(report.counts.values()) + len(report.unanswered) == report.total == len(FIRE)
    assert report.observed <= report.applicable <= report.total


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"answer": Answer.NOT_MET, "photos": ("0" * 64,)}, "scope-missing"),
        ({"answer": Answer.NOT_MET, "scope": Scope.SEVERAL}, "photo-missing"),
        ({"answer": Answer.NOT_MET, "scope": Scope.SEVERAL, "no_photo_reason": " "}, "photo-missing"),
        ({"scope": Scope.SEVERAL}, "scope-without-breach"),
        ({"corrected_on_spot": True}, "corrected-without-breach"),
        ({"answer": Answer.NOT_OBSERVED}, "reason-missing"),
        ({"by": "somebody"}, "stranger"),
        ({"item": "CL-A01"}, "item-not-on-list"),
        ({"item": "CL-C01"}, "answered-twice"),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, object], code: str) -> None:
    record = answering(**changes)
    assert code in codes(record)
    with pytest.raises(RuleViolationError) as refused:
        findings(record, BOOK)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "changes",
    [
        {"answer": Answer.NOT_MET, "scope": Scope.SEVERAL, "no_photo_reason": "涉及老年人隐私"},
        {"answer": Answer.NOT_MET, "scope": Scope.SEVERAL, "photos": ("0" * 64,), "corrected_on_spot": True},
        {"answer": Answer.NOT_OBSERVED, "remark": "楼层停电，无法进入"},
        {"answer": Answer.NOT_APPLICABLE},
    ],
)
def test_what_fits_leaves_no_gap(changes: dict[str, object]) -> None:
    assert codes(answering(**changes)) == []


def test_a_department_needs_two_officers_of_its_own_with_valid_credentials() -> None:
    record = visit(FIRE)
    assert codes(replace(record, officers=record.officers[:1])) == ["officers-too-few"]
    expired = replace(record.officers[1], credential_until=date(2026, 11, 22))
    assert codes(replace(record, officers=(record.officers[0], expired))) == ["credential-expired"]
    last_day = replace(expired, credential_until=DAY)
    assert codes(replace(record, officers=(record.officers[0], last_day))) == []
    strangers = tuple(replace(each, department="health") for each in record.officers)
    assert set(codes(replace(record, officers=strangers))) == {"officers-too-few", "other-department"}


def test_a_facility_signs_or_refuses_before_a_witness() -> None:
    record = visit(FIRE)
    signed = signatures(record)
    assert [gap.code for gap in signature_gaps(replace(record, signatures=signed[:1]))] == [
        "signature-missing",
        "facility-signature-missing",
    ]
    refused = (*signed[:2], Signature(Signer.FACILITY, "负责人", refusal="不同意第三项"))
    assert [gap.code for gap in signature_gaps(replace(record, signatures=refused))] == ["witness-missing"]
    witnessed = (*refused, Signature(Signer.WITNESS, "居委会工作人员", STROKES))
    assert signature_gaps(replace(record, signatures=witnessed)) == ()


def test_states_follow_from_the_content() -> None:
    record = visit(FIRE)
    assert record_state(replace(record, answers=()), BOOK) is RecordState.OPEN
    assert record_state(record, BOOK) is RecordState.COMPLETE
    signed = replace(record, signatures=signatures(record))
    assert record_state(signed, BOOK) is RecordState.SIGNED
    assert record_state(confirm(signed, "reviewer", BOOK), BOOK) is RecordState.CONFIRMED


def test_a_reviewer_who_was_there_cannot_confirm() -> None:
    record = visit(FIRE)
    with pytest.raises(RuleViolationError) as early:
        confirm(record, "reviewer", BOOK)
    assert early.value.code == "record-incomplete"
    with pytest.raises(RuleViolationError) as own:
        confirm(replace(record, signatures=signatures(record)), "fire-rescue-2", BOOK)
    assert own.value.code == "reviewer-was-there"


def test_a_finding_carries_law_and_confidence() -> None:
    record = visit(FIRE, not_met={"CL-C07": Scope.ISOLATED})
    finding = next(each for each in findings(record, BOOK) if each.item == "CL-C07")
    assert finding.basis == "《消防法》第二十一条；《养老机构消防安全管理规定》"
    assert (finding.confidence, finding.scope, finding.on) == ("S/M-h", Scope.ISOLATED, DAY)


def test_an_answer_needs_no_words_when_met() -> None:
    assert ItemAnswer("CL-C01", Answer.MET, "fire-rescue-1").scope is None
