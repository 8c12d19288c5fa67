"""检查记录查询: rows of a visit as the pure record that ``inspections`` decides on."""

from collections.abc import Collection
from datetime import date

from inspections.answers import ItemAnswer, Officer, Signature, Signer, VisitRecord
from inspections.checklist import Category, Checklist, checklists
from scoring.findings import Answer, Scope
from supervision.errors import NotFoundError
from supervision.models import Area, Department, Facility, Inspector, Visit, VisitAnswer, VisitMember
from supervision.models import Signature as SignatureRow
from supervision.queries.settings import setting

FOR_EVER = date.max


def pinned_checklist(visit: Visit) -> Checklist:
    """Return the version that the visit pins, narrowed to its facility, departments and items."""
    found = next((each for each in checklists() if each.version == visit.checklist), None)
    if found is None:
        raise NotFoundError(
            "找不到检查表 {version}。", remedy="请恢复这一版检查表的文件。", version=visit.checklist
        )
    found.require_version(visit.checklist_sha256)
    narrowed = found.for_kind(visit.facility.kind)
    if visit.items is not None:
        narrowed = narrowed.only(frozenset(visit.items))
    departments = set(visit.departments)
    codes = frozenset(item.id for item in narrowed if item.department in departments)
    return narrowed.only(codes)


def categories_of(version: str, items: Collection[str]) -> tuple[Category, ...]:
    """Return the categories of items of one version of the checklist, in its order; none where its file is missing."""
    checklist = next((each for each in checklists() if each.version == version), None)
    if checklist is None:
        return ()
    wanted = {item.category for item in checklist if item.id in items}
    return tuple(each for each in checklist.categories if each.code in wanted)


def checklist_of_visit(uuid: str) -> Checklist:
    """Return the items of one visit."""
    return pinned_checklist(Visit.get(Visit.uuid == uuid))


def officers(visit: Visit) -> tuple[Officer, ...]:
    """Return the inspectors of a visit."""
    query = (
        VisitMember.select(VisitMember, Inspector)
        .join(Inspector)
        .where(VisitMember.visit == visit)
        .order_by(VisitMember.id)
    )
    return tuple(
        Officer(
            key=row.inspector.staff_number,
            name=row.inspector.name,
            department=row.department,
            credential=row.inspector.credential_number,
            credential_until=row.inspector.credential_until or FOR_EVER,
        )
        for row in query
    )


def visit_record(visit: Visit) -> VisitRecord:
    """Return what a visit left behind, from its rows."""
    answers = VisitAnswer.select().where(VisitAnswer.visit == visit).order_by(VisitAnswer.item)
    signatures = SignatureRow.select().where(SignatureRow.visit == visit).order_by(SignatureRow.id)
    return VisitRecord(
        checklist=pinned_checklist(visit),
        on=visit.day,
        officers=officers(visit),
        answers=tuple(_answer(row) for row in answers),
        signatures=tuple(
            Signature(
                role=Signer(row.role),
                name=row.name,
                strokes=tuple(
                    tuple((point[0], point[1]) for point in stroke) for stroke in row.strokes or ()
                ),
                refusal=row.refusal,
            )
            for row in signatures
        ),
    )


def _answer(row: VisitAnswer) -> ItemAnswer:
    photos = tuple(row.photos)
    return ItemAnswer(
        item=row.item,
        answer=Answer(row.answer),
        by=row.by,
        scope=Scope(row.scope) if row.scope else None,
        remark=row.remark,
        photos=photos,
        no_photo_reason="" if photos else row.remark,
        corrected_on_spot=row.corrected_on_spot,
    )


def area_codes(facility: Facility) -> frozenset[str]:
    """Return the codes of all areas in which a facility lies."""
    code = Area.get_by_id(facility.area_id).code
    return frozenset(code[:length] for length in (2, 4, 6, 9, 12) if length <= len(code))


def confirmed_bases() -> frozenset[str]:
    """Return the keys of the legal bases that a person of this authority has read and confirmed."""
    return frozenset(setting("confirmed_bases", []))


def department_names() -> dict[str, tuple[str, str]]:
    """Return Chinese and English name of each department by its key."""
    return {row.key: (row.name, row.english) for row in Department.select()}
