"""文书查询: the papers of a facility, and a paper as PDF: made once from its frozen content, kept, the same bytes ever after."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from supervision.actor import Actor
from supervision.documents.kinds import read_paper
from supervision.documents.render import render_html, render_pdf
from supervision.errors import NotFoundError
from supervision.evidence import EvidenceStore
from supervision.models import Area, Case, Document, Facility, Rectification, Visit, VisitMember
from supervision.queries._scope import sees_facility
from supervision.texts import DEFAULT_LANGUAGE

DIGEST = re.compile(r"[0-9a-f]{16,64}")


@dataclass(frozen=True, slots=True)
class PaperRow:
    """文书行: one issued paper; ``title`` is a Chinese source text, ``case`` the id of its case."""

    number: str
    kind: str
    title: str
    facility: str
    facility_code: str
    case: str | None
    issued_on: date
    served_at: datetime | None


def list_papers(
    *, actor: Actor, facility_code: str | None = None, case: str | None = None, limit: int = 200
) -> tuple[PaperRow, ...]:
    """Return the papers that this person may read, the newest first."""
    query = _select(actor).order_by(Document.issued_on.desc(), Document.id.desc()).limit(limit)
    if facility_code is not None:
        query = query.where(Facility.code == facility_code)
    if case is not None:
        query = query.where(Case.uuid == case)
    return tuple(_row(row, row.case.uuid if row.case_id else None) for row in query)


def paper_pdf(number: str, *, actor: Actor, store: EvidenceStore, language: str = DEFAULT_LANGUAGE) -> bytes:
    """Return a paper as PDF. The Chinese one is the paper itself and is kept; English is a reading aid made anew.

    Raises:
        NotFoundError: there is no such paper, or it is not for this person.
    """
    row = _select(actor).where(Document.number == number).first()
    if row is None:
        raise NotFoundError("没有编号为 {number} 的文书，或它不在您的工作范围内。", number=number)
    if language != DEFAULT_LANGUAGE:
        return render_pdf(read_paper(row.kind, row.content), language=language)
    if row.pdf_sha256 is None or not store.has(row.pdf_sha256):
        made = store.put(render_pdf(read_paper(row.kind, row.content)))
        unchanged = (
            Document.pdf_sha256.is_null() if row.pdf_sha256 is None else Document.pdf_sha256 == row.pdf_sha256
        )
        Document.update(pdf_sha256=made).where(Document.id == row.id, unchanged).execute()
        row = Document.get_by_id(row.id)  # who was first decides which bytes are kept
    return store.path(row.pdf_sha256).read_bytes()


def find_paper(digest: str) -> PaperRow | None:
    """Return the paper whose content has this digest (at least 16 of its 64 digits), for whoever holds it in hand.

    The digest stands on the paper and cannot be guessed; what is said of it is what its holder can read there.
    """
    if not DIGEST.fullmatch(digest):
        return None
    query = Document.select(Document, Facility).join(Facility)
    row = query.where(Document.content_sha256.startswith(digest)).first()
    return _row(row, case=None) if row else None


def _row(row: Document, case: str | None) -> PaperRow:
    return PaperRow(
        number=row.number,
        kind=row.kind,
        title=read_paper(row.kind, row.content).heading,
        facility=row.facility.name,
        facility_code=row.facility.code,
        case=case,
        issued_on=row.issued_on,
        served_at=row.served_at,
    )


def _select(actor: Actor) -> Any:
    query = (
        Document.select(Document, Facility, Case)
        .join(Facility)
        .join(Area)
        .switch(Document)
        .left_outer_join(Case)
        .where(sees_facility(actor))
    )
    if actor.roles == {"inspector"}:  # need to know: the papers of the visits on which he goes
        mine = VisitMember.select(VisitMember.visit).where(
            VisitMember.inspector == actor.inspector_id, VisitMember.informed_at.is_null(False)
        )
        visits = Visit.select(Visit.case).where(Visit.id.in_(mine))
        orders = Rectification.select(Rectification.case).where(Rectification.visit.in_(mine))
        query = query.where(Document.case.in_(visits) | Document.case.in_(orders))
    return query


def paper_html(number: str, *, actor: Actor, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a paper as a page to look at before it is printed.

    Raises:
        NotFoundError: there is no such paper, or it is not for this person.
    """
    row = _select(actor).where(Document.number == number).first()
    if row is None:
        raise NotFoundError("没有编号为 {number} 的文书，或它不在您的工作范围内。", number=number)
    return render_html(read_paper(row.kind, row.content), language=language)
