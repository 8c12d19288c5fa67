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

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from inspections.checklist import Checklist, Item
from scoring.findings import Answer, Finding, Scope
from scoring.rulebook import Rulebook, RuleViolationError

Stroke = tuple[tuple[int, int], ...]
"""笔画 One stroke of a signature: points (x, y) in units of the pad."""

MIN_OFFICERS = "inspection.officers.min"


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """一项结论 What one officer answered to one item; ``photos`` are SHA-256 of files."""

    item: str
    answer: Answer
    by: str
    scope: Scope | None = None
    remark: str = ""
    photos: tuple[str, ...] = ()
    no_photo_reason: str = ""
    corrected_on_spot: bool = False


@dataclass(frozen=True, slots=True)
class Officer:
    """检查人员 An officer at the visit; ``credential_until`` is the last day on which the credential is valid."""

    key: str
    name: str
    department: str
    credential: str
    credential_until: date


class Signer(StrEnum):
    """签名人 Who signs."""

    INSPECTOR = "inspector"
    FACILITY = "facility"
    WITNESS = "witness"


@dataclass(frozen=True, slots=True)
class Signature:
    """签名 Strokes drawn on the pad, or the reason for which the signature was refused."""

    role: Signer
    name: str
    strokes: tuple[Stroke, ...] = ()
    refusal: str = ""


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


@dataclass(frozen=True, slots=True)
class Gap:
    """缺项 Something that is missing or does not fit; ``item`` is empty when it concerns the record as a whole."""

    code: str
    item: str
    message: str
    facts: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.facts)


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """检查记录 One visit: the list it used (narrowed to this visit), who was there, what was answered and signed."""

    checklist: Checklist
    on: date
    officers: tuple[Officer, ...]
    answers: tuple[ItemAnswer, ...] = ()
    signatures: tuple[Signature, ...] = ()
    confirmed_by: str = ""

    def answer_to(self, item: str) -> ItemAnswer | None:
        """Return the answer to ``item``, or nothing."""
        return next((answer for answer in self.answers if answer.item == item), None)


@dataclass(frozen=True, slots=True)
class Completeness:
    """完整性 How many items were answered how, which were not, and everything that is missing."""

    total: int
    counts: dict[Answer, int]
    unanswered: tuple[str, ...]
    gaps: tuple[Gap, ...]

    @property
    def observed(self) -> int:
        """Items that somebody looked at: met and not met."""
        return self.counts[Answer.MET] + self.counts[Answer.NOT_MET]

    @property
    def applicable(self) -> int:
        """Items that apply to this facility, looked at or not."""
        return self.total - self.counts[Answer.NOT_APPLICABLE]

    @property
    def is_complete(self) -> bool:
        """Return whether the record may be signed."""
        return not self.gaps


def completeness(record: VisitRecord, book: Rulebook) -> Completeness:
    """Return what was answered, and every gap, in the order of the list."""
    answered = {answer.item for answer in record.answers}
    counts = Counter(answer.answer for answer in record.answers if answer.item in record.checklist)
    unanswered = tuple(item.id for item in record.checklist if item.id not in answered)
    gaps = (
        *(Gap("unanswered", item, "{item} 尚未填写", {"item": item}) for item in unanswered),
        *_strange_answers(record),
        *(gap for item in record.checklist for gap in _answer_gaps(item, record)),
        *_officer_gaps(record, book),
    )
    return Completeness(
        len(record.checklist), {answer: counts[answer] for answer in Answer}, unanswered, gaps
    )


def signature_gaps(record: VisitRecord) -> tuple[Gap, ...]:
    """Return which signatures are missing: of each officer, and of the facility or its refusal before a witness."""
    return tuple(_signature_gaps(record))


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
    for gap in (
        *_strange_answers(record),
        *(gap for item in record.checklist for gap in _answer_gaps(item, record)),
    ):
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


def _strange_answers(record: VisitRecord) -> Iterator[Gap]:
    for item, times in Counter(answer.item for answer in record.answers).items():
        if item not in record.checklist:
            yield Gap("item-not-on-list", item, "{item} 不在本次检查表中：清单之外不得检查", {"item": item})
        if times > 1:
            yield Gap("answered-twice", item, "{item} 填写了 {times} 次", {"item": item, "times": times})


def _answer_gaps(item: Item, record: VisitRecord) -> Iterator[Gap]:
    """Yield what is wrong with the answer to one item, if there is one."""
    answer = record.answer_to(item.id)
    if answer is None:
        return
    facts: dict[str, object] = {"item": item.id}
    breach = answer.answer is Answer.NOT_MET
    if breach and answer.scope is None:
        yield Gap("scope-missing", item.id, "{item} 不符合，须写明范围：个别、多处还是普遍", facts)
    if not breach and answer.scope is not None:
        yield Gap("scope-without-breach", item.id, "{item} 不是不符合，不应填写范围", facts)
    if not breach and answer.corrected_on_spot:
        yield Gap("corrected-without-breach", item.id, "{item} 不是不符合，不应注明当场改正", facts)
    if breach and item.needs_photo and not answer.photos and not answer.no_photo_reason.strip():
        yield Gap("photo-missing", item.id, "{item} 不符合，须附照片，或者写明不能拍照的原因", facts)
    if answer.answer is Answer.NOT_OBSERVED and not answer.remark.strip():
        yield Gap("reason-missing", item.id, "{item} 未检查，须说明原因", facts)
    officer = next((each for each in record.officers if each.key == answer.by), None)
    if officer is None:
        yield Gap("stranger", item.id, "{item} 的填写人不是本次检查人员", facts)
    elif officer.department != item.department:
        yield Gap("other-department", item.id, "{item} 应由负责该项的部门填写", facts)


def _officer_gaps(record: VisitRecord, book: Rulebook) -> Iterator[Gap]:
    least = book.on(MIN_OFFICERS, record.on).value
    for department in dict.fromkeys(item.department for item in record.checklist):
        there = [officer for officer in record.officers if officer.department == department]
        if len({officer.key for officer in there}) < least:
            yield Gap(
                "officers-too-few",
                "",
                "{department} 到场执法人员 {there} 人，不得少于 {least} 人",
                {"department": department, "there": len(there), "least": least},
            )
    for officer in record.officers:
        if officer.credential_until < record.on:
            yield Gap(
                "credential-expired",
                "",
                "{name} 的执法证 {credential} 已于 {until} 到期",
                {
                    "name": officer.name,
                    "credential": officer.credential,
                    "until": officer.credential_until.isoformat(),
                },
            )


def _signature_gaps(record: VisitRecord) -> Iterator[Gap]:
    signed = {(each.role, each.name) for each in record.signatures if each.strokes}
    for officer in record.officers:
        if (Signer.INSPECTOR, officer.name) not in signed:
            yield Gap("signature-missing", "", "缺检查人员 {name} 的签名", {"name": officer.name})
    facility = [each for each in record.signatures if each.role is Signer.FACILITY]
    if any(each.strokes for each in facility):
        return
    if not any(each.refusal.strip() for each in facility):
        yield Gap("facility-signature-missing", "", "缺被检查单位的签名；拒绝签名的，须写明原因", {})
    elif not any(role is Signer.WITNESS for role, _ in signed):
        yield Gap("witness-missing", "", "被检查单位拒绝签名，须有见证人签名", {})
