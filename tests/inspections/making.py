"""Short ways to make visits for tests."""

from collections.abc import Mapping
from datetime import date

from inspections.checklist import Checklist, checklist_on
from inspections.record import ItemAnswer, Officer, Signature, Signer, VisitRecord
from scoring.findings import Answer, Scope

DAY = date(2026, 11, 23)
STROKES = (((0, 0), (40, 12), (80, 3)),)


def list_for(kind: str, *departments: str, on: date = DAY) -> Checklist:
    """Return the list of a kind of facility, narrowed to some departments."""
    whole = checklist_on(on).for_kind(kind)
    return whole.only(frozenset(item.id for item in whole if item.department in departments))


def officers_of(checklist: Checklist, until: date = date(2028, 1, 1)) -> tuple[Officer, ...]:
    """Return two officers a department on the list."""
    return tuple(
        Officer(f"{department}-{n}", f"{department} 检查员{n}", department, f"示-{n:04}", until)
        for department in dict.fromkeys(item.department for item in checklist)
        for n in (1, 2)
    )


def visit(
    checklist: Checklist,
    *,
    others: Answer | None = Answer.MET,
    not_met: Mapping[str, Scope] | None = None,
    not_observed: frozenset[str] = frozenset(),
    corrected: frozenset[str] = frozenset(),
    on: date = DAY,
) -> VisitRecord:
    """Return a complete, unsigned record; ``others`` is the answer to every item not named."""
    breaches = not_met or {}
    answers = []
    for item in checklist:
        answer = (
            Answer.NOT_MET
            if item.id in breaches
            else Answer.NOT_OBSERVED
            if item.id in not_observed
            else others
        )
        if answer is None:
            continue
        answers.append(
            ItemAnswer(
                item.id,
                answer,
                f"{item.department}-1",
                scope=breaches.get(item.id),
                remark="不在现场" if answer is Answer.NOT_OBSERVED else "",
                photos=("0" * 64,) if answer is Answer.NOT_MET else (),
                corrected_on_spot=item.id in corrected,
            )
        )
    return VisitRecord(checklist, on, officers_of(checklist), tuple(answers))


def signatures(record: VisitRecord) -> tuple[Signature, ...]:
    """Return the signatures of all officers and of the facility."""
    officers = (Signature(Signer.INSPECTOR, officer.name, STROKES) for officer in record.officers)
    return (*officers, Signature(Signer.FACILITY, "负责人", STROKES))
