"""现场查询: what an inspector's tablet is given: the own visits, one visit with its checklist, parts that may be sent.

Before an inspector is informed of a visit it does not exist for him.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from inspections.basis import LOCAL, Basis
from inspections.checklist import Checklist, Item
from inspections.features import features_of
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.evidence import EvidenceStore
from supervision.models import Area, Case, Facility, Visit, VisitAnswer, VisitEvidence, VisitMember
from supervision.queries.visit_records import (
    area_codes,
    confirmed_bases,
    department_names,
    officers,
    pinned_checklist,
)
from supervision.rulebook import rulebook
from supervision.texts import mark

Group = Literal["today", "next", "done"]
KIND_WORDS: dict[str, dict[str, str]] = {
    "drawn": {"zh": "双随机抽查", "en": "random inspection"},
    "joint": {"zh": "年度联合检查", "en": "yearly joint inspection"},
    "special": {"zh": "专项检查", "en": "special inspection"},
    "case": {"zh": "个案检查", "en": "case inspection"},
    "recheck": {"zh": "复查", "en": "re-check"},
    "emergency": {"zh": "应急检查", "en": "emergency inspection"},
}
STATE_WORDS = {
    "planned": (mark("待开始"), "now"),
    "approved": (mark("待开始"), "now"),
    "noticed": (mark("已通知"), "info"),
    "started": (mark("检查中"), "now"),
    "recorded": (mark("已送达"), "good"),
    "submitted": (mark("已送达，待审核"), "good"),
    "confirmed": (mark("已确认"), "good"),
    "published": (mark("已公开"), "good"),
}


@dataclass(frozen=True, slots=True)
class FieldVisit:
    """我的检查: one visit in the inspector's list; ``answered`` of ``total`` items are known to the server."""

    uuid: str
    number: str
    facility: str
    address: str
    kind_word: dict[str, str]
    day: date | None
    group: Group
    state_word: str
    tone: str
    total: int
    answered: int


@dataclass(frozen=True, slots=True)
class Part:
    """附件: a file that a manifest announced; ``size`` in bytes."""

    sha256: str
    size: int
    type: str
    name: str


def my_visits(*, actor: Actor, on: date, done: int = 10) -> tuple[FieldVisit, ...]:
    """Return the inspector's visits: those under way or due, those to come, and the last ``done`` that were handed in."""
    waiting = _select(actor).where(Visit.received_at.is_null()).order_by(Visit.day, Visit.id)
    handed_in = _select(actor).where(Visit.received_at.is_null(False)).order_by(Visit.received_at.desc())
    return tuple(_listed(row, on) for row in [*waiting, *handed_in.limit(done)])


def is_open_to(uuid: str, actor: Actor) -> bool:
    """Return whether this inspector goes on the visit and has been informed of it."""
    return _select(actor).where(Visit.uuid == uuid).exists()


def field_visit(uuid: str, *, actor: Actor, on: date) -> dict[str, Any]:
    """Return the data of one visit as ``templates/field/visit.html`` writes it into the page.

    Raises:
        NotFoundError: there is no such visit, or the inspector has not been informed of it.
    """
    row = _select(actor).where(Visit.uuid == uuid).first()
    if row is None:
        raise NotFoundError("没有这次检查，或它还没有派给您。", remedy="请回到“我的检查”。")
    checklist = pinned_checklist(row)
    return {
        "uuid": row.uuid,
        "number": row.number,
        "facility": row.facility.name,
        "address": row.facility.address,
        "kind_word": KIND_WORDS[row.kind],
        "day": row.day.isoformat() if row.day else None,
        "read_only": row.receipt is not None or not _has_come(row, on),
        "too_early": row.receipt is None and not _has_come(row, on),
        "members": [{"name": each.name, "department": each.department} for each in officers(row)],
        "receipt": row.receipt,
        "answers": _held_answers(row),
        "checklist": {
            "version": checklist.version,
            "sha256": checklist.sha256,
            "categories": _categories(checklist, row.facility),
        },
        "features": [
            {
                "id": each.id,
                "absent": {"zh": each.absent, "en": each.absent_en},
                "items": sorted(item.id for item in checklist if item.id in each.items),
            }
            for each in features_of(checklist)
        ],
    }


def announced_part(sha256: str, actor: Actor) -> Part | None:
    """Return the file if a manifest of one of this inspector's visits announced it."""
    mine = VisitMember.select(VisitMember.visit).where(VisitMember.inspector == actor.inspector_id)
    kept = VisitEvidence.select(VisitEvidence.visit).where(VisitEvidence.sha256 == sha256)
    rows = Visit.select(Visit.manifest).where(
        Visit.id.in_(mine), Visit.manifest.is_null(False), Visit.receipt.is_null() | Visit.id.in_(kept)
    )
    for row in rows:
        for part in row.manifest["parts"]:
            if part["sha256"] == sha256:
                return Part(**part)
    return None


def bytes_held(part: Part, store: EvidenceStore) -> int:
    """Return how many bytes of ``part`` are there."""
    return store.offset(part.sha256, part.size)


def _select(actor: Actor) -> Any:
    return (
        Visit.select(Visit, Facility, Area, Case)
        .join(Facility)
        .join(Area)
        .switch(Visit)
        .join(Case)
        .switch(Visit)
        .join(VisitMember)
        .where(
            VisitMember.inspector == actor.inspector_id,
            VisitMember.informed_at.is_null(False),
            Case.state != "cancelled",
        )
    )


def _has_come(row: Visit, on: date) -> bool:
    return row.started_at is not None or row.day is None or row.day <= on


def _listed(row: Visit, on: date) -> FieldVisit:
    done = row.received_at is not None
    word, tone = STATE_WORDS[row.case.state]
    total = len(pinned_checklist(row))
    held = row.manifest["answers"] if row.manifest else []
    return FieldVisit(
        uuid=row.uuid,
        number=row.number,
        facility=row.facility.name,
        address=row.facility.address,
        kind_word=KIND_WORDS[row.kind],
        day=row.day,
        group="done" if done else "today" if _has_come(row, on) else "next",
        state_word=word,
        tone=tone,
        total=total,
        answered=len(held),
    )


def _held_answers(row: Visit) -> list[dict[str, Any]]:
    """Return the answers that the server holds: those of the fixed record, or of the newest draft."""
    if row.receipt is None:
        return list(row.manifest["answers"]) if row.manifest else []
    answers = VisitAnswer.select().where(VisitAnswer.visit == row).order_by(VisitAnswer.item)
    return [
        {
            "id": each.client_id,
            "item": each.item,
            "answer": each.answer,
            "scope": each.scope,
            "remark": each.remark,
            "photos": each.photos,
            "corrected": each.corrected_on_spot,
            "history": each.history,
        }
        for each in answers
    ]


def _categories(checklist: Checklist, facility: Facility) -> list[dict[str, Any]]:
    names, areas, confirmed = department_names(), area_codes(facility), confirmed_bases()

    def shown(item: Item) -> dict[str, Any]:
        zh, en = names.get(item.department, (item.department, item.department))
        return {
            "id": item.id,
            "question": {"zh": item.question, "en": item.question_en},
            "look_at": {"zh": item.look_at, "en": item.look_at_en},
            "remedy": {"zh": item.remedy, "en": item.remedy_en},
            "severity": int(item.severity),
            "veto": item.veto,
            "legal_major": item.legal_major.value,
            "evidence": [each.value for each in item.evidence],
            "department": {"zh": zh, "en": en},
            "laws": [
                _law(basis, verified=basis.can_be_cited(areas, confirmed))
                for basis in item.basis
                if basis.area == LOCAL or basis.holds_in(areas)
            ],
        }

    found = []
    for category in checklist.categories:
        items = [shown(item) for item in checklist if item.category == category.code]
        if items:
            name = {"zh": category.name, "en": category.name_en}
            found.append({"code": category.code, "name": name, "items": items})
    return found


def _law(basis: Basis, *, verified: bool) -> dict[str, Any]:
    book = rulebook()
    return {"text": {"zh": basis.cite(book), "en": basis.cite(book, "en")}, "verified": verified}
