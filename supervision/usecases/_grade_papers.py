"""等级评定文书出具: the notice of the result, the order to correct after a re-check, the answer to a review or appeal."""

from datetime import date, datetime
from typing import Any

from scoring.explain.outline import outline
from scoring.language.exact import text_of
from scoring.rulebook.days import Deadline, add_working_days, deadline
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.documents.grade_papers import GradeAnswer, GradeCorrection, GradeNotice, PartPoints
from supervision.models import Authority, Case, CaseMove
from supervision.queries.grading_items import GRADES, grade_number, grade_scheme
from supervision.queries.gradings import held_grade
from supervision.records.values import Text
from supervision.rulebook import rulebook
from supervision.usecases._papers import P, issue, organ, party
from supervision.usecases._sheets import sheet_row

ASKED = {"under_review": "ask_review", "under_appeal": "appeal"}


def issue_result(row: Case, *, actor: Actor, at: datetime) -> GradeNotice:
    """出具等级评定结果通知书: with the points of every part, and until when a review can be asked for."""
    on, data = china_day(at), row.data
    scheme, sheet = grade_scheme(row.facility.kind, on), sheet_row(data["sheet"])
    seen = outline(rulebook(), scheme, sheet.sheet)
    reached = GRADES[data["result"] - 1] if data["result"] else None
    names, wanted = scheme.outcome.names, GRADES[data["level"] - 1]
    review = _working_days("grading.star.objection.apply_working_days", on)
    paper = GradeNotice(
        **_head(row, on),
        applied_for=Text(**names[wanted]),
        grade=Text(**names[reached]) if reached else None,
        assessed_on=date.fromisoformat(data["assessed_on"]),
        total=str(sheet.value),
        most=_number(seen.most),
        points=tuple(
            PartPoints(name=Text(**each.name), points=_number(each.points), most=_number(each.most))
            for each in seen.portions
        ),
        short_of=_short_of(sheet.sheet, scheme.id) if reached != wanted else (),
        sheet=sheet.sha256,
        review_by=review.on,
        provisional=review.provisional,
    )
    return _issued(paper, row, actor, at)


def issue_correction(row: Case, *, asked: str, actor: Actor, at: datetime) -> GradeCorrection:
    """出具等级复核限期改正通知书: what the re-check found, what is asked for, until when."""
    on = china_day(at)
    found = (
        CaseMove.select()
        .where(CaseMove.case == row, CaseMove.move == "record")
        .order_by(CaseMove.n.desc())
        .get()
    )
    days = int(rulebook().on("grading.star.correction_days", on).value)
    until, held = deadline(on, days, "days"), held_grade(row.facility, on)
    assert held is not None  # noqa: S101 - a re-check is opened for a grade in force alone
    paper = GradeCorrection(
        **_head(row, on),
        grade=Text(
            **grade_scheme(row.facility.kind, on).outcome.names[GRADES[grade_number(held.outcome) - 1]]
        ),
        found_on=found.on,
        found=found.note,
        asked=asked,
        due_on=until.on,
        provisional=until.provisional,
    )
    return _issued(paper, row, actor, at)


def issue_answer(
    row: Case, state: str, *, upheld: bool, answer: str, actor: Actor, at: datetime
) -> GradeAnswer:
    """出具复核（申诉）答复书: of a case that stood in ``state``; where the decision stands, how to go further."""
    on, is_appeal = china_day(at), state == "under_appeal"
    asked = (
        CaseMove.select()
        .where(CaseMove.case == row, CaseMove.move == ASKED[state])
        .order_by(CaseMove.n.desc())
        .get()
    )
    further = None if upheld or is_appeal else _working_days("grading.star.objection.appeal_working_days", on)
    paper = GradeAnswer(
        **_head(row, on),
        is_appeal=is_appeal,
        asked_on=asked.on,
        asked=asked.note,
        upheld=upheld,
        answer=answer,
        appeal_by=further.on if further else None,
        provisional=further.provisional if further else False,
    )
    return _issued(paper, row, actor, at)


def _authority() -> Authority:
    found: Authority = Authority.select().order_by(Authority.id).get()
    return found


def _head(row: Case, on: date) -> dict[str, Any]:
    scheme = grade_scheme(row.facility.kind, on)
    basis, authority = scheme.adopted or scheme.basis, _authority()
    return {
        "organ": organ(authority),
        "number": "",
        "issued_on": on,
        "party": party(row.facility),
        "basis": (Text(zh=basis.reference.cite(), en=basis.reference.cite("en")),),
        "contact": authority.telephone,
    }


def _issued(paper: P, row: Case, actor: Actor, at: datetime) -> P:
    return issue(paper, authority=_authority(), case=row, facility=row.facility, actor=actor, at=at)


def _working_days(rule: str, on: date) -> Deadline:
    return add_working_days(on, int(rulebook().on(rule, on).value))


def _number(value: Any) -> str:
    return "" if value is None else text_of(value)


def _short_of(sheet: dict[str, Any], scheme: str) -> tuple[Text, ...]:
    """Return what the next better grade asks for and was not met; a sheet has lines for that grade alone."""
    places = tuple(f"{scheme}.{grade}." for grade in GRADES)
    return tuple(
        Text(zh=line["text"], en=line["text_en"])
        for line in sheet["lines"]
        if line["status"] == "not_met" and line["rule"].startswith(places)
    )
