"""完整性 What a record still lacks before it can be signed and confirmed, item by item."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from inspections.answers import Signer, VisitRecord
from inspections.checklist import Item
from scoring.findings import Answer
from scoring.rulebook import Rulebook

MIN_OFFICERS = "inspection.officers.min"


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
        *answer_gaps(record),
        *_officer_gaps(record, book),
    )
    return Completeness(
        len(record.checklist), {answer: counts[answer] for answer in Answer}, unanswered, gaps
    )


def answer_gaps(record: VisitRecord) -> tuple[Gap, ...]:
    """Return what is wrong with the answers that were given: strange items, doubles, what an answer still needs."""
    return (
        *_strange_answers(record),
        *(gap for item in record.checklist for gap in _gaps_of_answer(item, record)),
    )


def signature_gaps(record: VisitRecord) -> tuple[Gap, ...]:
    """Return which signatures are missing: of each officer, and of the facility or its refusal before a witness."""
    return tuple(_signature_gaps(record))


def _strange_answers(record: VisitRecord) -> Iterator[Gap]:
    for item, times in Counter(answer.item for answer in record.answers).items():
        if item not in record.checklist:
            yield Gap("item-not-on-list", item, "{item} 不在本次检查表中：清单之外不得检查", {"item": item})
        if times > 1:
            yield Gap("answered-twice", item, "{item} 填写了 {times} 次", {"item": item, "times": times})


def _gaps_of_answer(item: Item, record: VisitRecord) -> Iterator[Gap]:
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
                "{department}到场执法人员 {there} 人，不得少于 {least} 人",
                {
                    "department": record.checklist.department(department).name,
                    "there": len(there),
                    "least": least,
                },
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
