"""检查记录 The record of a visit: from the answers given on site to findings.

How a record becomes findings:
1. Every item of the visit's list gets one of four answers. No answer is preselected; an item without an answer is
   absent, and an absent answer is never a pass.
2. "Not met" says how far it reaches （个别, 多处, 普遍） and, where the item asks for a photo, shows one or says why not.
   "Not observed" says why.
3. Two officers with valid credentials stand behind the part of each department （行政处罚法第四十二条）.
4. They sign. The facility signs, or refuses with a stated reason before a witness.
5. A reviewer who was not there confirms. Only then do results form.

Example: of three items one is met, one not met in several places with a photo, one not yet looked at. The record is
in progress, not complete: two are observed, one is unanswered, and "nothing found" cannot be said of it.
"""

from dataclasses import replace
from enum import StrEnum

from inspections.answers import ItemAnswer, Officer, Signature, Signer, Stroke, VisitRecord
from inspections.completeness import Completeness, Gap, answer_gaps, completeness, signature_gaps
from scoring.findings import Answer, Finding
from scoring.rulebook import Rulebook, RuleViolationError

__all__ = [
    "STATE_WORDS",
    "Completeness",
    "Gap",
    "ItemAnswer",
    "Officer",
    "RecordState",
    "Signature",
    "Signer",
    "Stroke",
    "VisitRecord",
    "completeness",
    "confirm",
    "corrected_on_spot",
    "findings",
    "record_state",
    "signature_gaps",
]


class RecordState(StrEnum):
    """记录状态 Where a record stands; follows from what is in it."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    SIGNED = "signed"
    CONFIRMED = "confirmed"


STATE_WORDS = {
    RecordState.OPEN: "尚未开始",
    RecordState.IN_PROGRESS: "填写中",
    RecordState.COMPLETE: "已填写完整，待签名",
    RecordState.SIGNED: "已签名，待确认",
    RecordState.CONFIRMED: "已确认",
}


def record_state(record: VisitRecord, book: Rulebook) -> RecordState:
    """Return where the record stands."""
    if not record.answers:
        return RecordState.OPEN
    if not completeness(record, book).is_complete:
        return RecordState.IN_PROGRESS
    if signature_gaps(record):
        return RecordState.COMPLETE
    return RecordState.CONFIRMED if record.confirmed_by else RecordState.SIGNED


def confirm(record: VisitRecord, by: str, book: Rulebook) -> VisitRecord:
    """Return the record confirmed by the reviewer ``by``.

    Raises:
        RuleViolationError: it is not complete, not signed, or the reviewer was there.
    """
    gaps = (*completeness(record, book).gaps, *signature_gaps(record))
    if gaps:
        raise RuleViolationError(
            "record-incomplete",
            "检查记录还不完整，缺 {count} 处，第一处：{first}。",
            remedy="请补齐缺项后再确认。",
            facts={"count": len(gaps), "first": str(gaps[0])},
        )
    if by in {officer.key for officer in record.officers}:
        raise RuleViolationError(
            "reviewer-was-there",
            "确认人参加了这次检查，不能由本人确认。",
            remedy="请由没有参加检查的复核人确认。",
        )
    return replace(record, confirmed_by=by)


def findings(record: VisitRecord, book: Rulebook) -> tuple[Finding, ...]:
    """Return a finding for every answered item, in the order of the list.

    Raises:
        RuleViolationError: an answer does not fit (a breach without scope, an item that is not on the list).
    """
    for gap in answer_gaps(record):
        raise RuleViolationError(gap.code, gap.message, remedy="请更正后再提交。", facts=gap.facts)
    return tuple(
        Finding(
            item=item.id,
            answer=answer.answer,
            severity=item.severity,
            department=item.department,
            on=record.on,
            basis="；".join(basis.cite(book) for basis in item.basis),
            confidence="/".join(dict.fromkeys(basis.confidence for basis in item.basis)),
            scope=answer.scope,
            legal_major=item.legal_major,
            veto=item.veto,
        )
        for item in record.checklist
        if (answer := record.answer_to(item.id))
    )


def corrected_on_spot(record: VisitRecord) -> frozenset[str]:
    """Return the items that were not met and put right before the officers left."""
    return frozenset(
        answer.item
        for answer in record.answers
        if answer.corrected_on_spot and answer.answer is Answer.NOT_MET
    )
