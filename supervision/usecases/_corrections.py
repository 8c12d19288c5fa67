"""更正 what an objection that is upheld corrects: the wrong fact is superseded, and all that rests on it follows.

What the inspectors wrote stays as they wrote it. Appended are: the fact as it is right, the visit's counts as they are
right, and, with the objection, what was and what is, so that any earlier day can be told as it stood.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inspections.results import ResultKind
from scoring.findings import Answer, Scope, Severity
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import InputError, NotFoundError
from supervision.models import Fact, Finding, Objection, Rectification, Result, Visit, VisitAnswer
from supervision.queries.visit_records import pinned_checklist
from supervision.usecases._cases import move_case
from supervision.usecases.facts import append_fact
from supervision.usecases.rectifications import order_facts

WITHDRAWN = "withdrawn"
LOOKED_AT = (Answer.MET, Answer.NOT_MET)
ALLOWED: Mapping[str, tuple[Any, ...]] = {
    "answer": (Answer.MET, Answer.NOT_MET, Answer.NOT_APPLICABLE),
    "scope": tuple(Scope),
    "severity": tuple(int(each) for each in Severity if each),
}


def correct(row: Objection, correction: tuple[str, Mapping[str, Any]], actor: Actor, at: datetime) -> None:
    """Supersede the fact that was wrong: appended, never edited; finding, result and order say the same from now on.

    Raises:
        NotFoundError: the facility has no such fact.
        InputError: a member that is none of a finding's, or a value that it cannot have.
        RuleViolationError: ``correction-superseded``, ``correction-empty``.
    """
    key, changes = correction
    wrong = Fact.get_or_none(Fact.uuid == key, Fact.facility == row.facility_id)
    if wrong is None:
        raise NotFoundError("没有编号为 {uuid} 的事实。", uuid=key)
    if Fact.get_or_none(Fact.supersedes == key):
        raise RuleViolationError(
            "correction-superseded", "这项事实已经更正过。", remedy="请选择现在有效的那一项。"
        )
    for name, value in changes.items() if wrong.kind == "finding" else ():
        if value not in ALLOWED.get(name, ()):
            raise InputError(name, "更正后的内容不能是 {value}", "请从列出的选项中选择", value=str(value))
    if all(wrong.data.get(name) == value for name, value in changes.items()):
        raise RuleViolationError("correction-empty", "更正后的内容与原来相同。", remedy="请写明哪里不同。")
    _append(wrong, changes, at)
    finding = _finding_of(wrong) if wrong.kind == "finding" else None
    if finding is not None:
        row.correction = _applied(finding, wrong, changes, row, actor, at)


def _append(wrong: Fact, changes: Mapping[str, Any], at: datetime) -> None:
    append_fact(
        facility_id=wrong.facility_id,
        kind=wrong.kind,
        on=wrong.on,
        at=at,
        source=wrong.source,
        basis=wrong.basis,
        data={**wrong.data, **changes},
        visibility=wrong.visibility,
        supersedes=wrong.uuid,
    )


def _finding_of(fact: Fact) -> Finding | None:
    mine = Visit.select(Visit.id).where(Visit.number == fact.source)
    found: Finding | None = Finding.get_or_none(Finding.visit.in_(mine), Finding.item == fact.data["item"])
    return found


def _applied(
    finding: Finding, wrong: Fact, changes: Mapping[str, Any], row: Objection, actor: Actor, at: datetime
) -> dict[str, Any]:
    """Let the finding say what is right; return what was, what is, and what the departments' results are without it."""
    said = {
        "visit": finding.visit.uuid,
        "item": finding.item,
        "was": {name: wrong.data.get(name) for name in changes},
        "is": dict(changes),
        "kinds": {},
    }
    finding.scope = changes.get("scope", finding.scope)
    finding.severity = changes.get("severity", finding.severity)
    right = Answer(changes.get("answer", Answer.NOT_MET))
    if right is not Answer.NOT_MET:
        finding.state = WITHDRAWN
    finding.save()
    if right is not Answer.NOT_MET:
        _correct_counts(finding.visit, right, at)
        said["kinds"] = {finding.department: _kinds_without(finding, right)}
        _end_order(finding, row, actor, at)
    return said


def _correct_counts(visit: Visit, right: Answer, at: datetime) -> None:
    """Append the visit's counts as they are right."""
    superseded = Fact.select(Fact.supersedes).where(Fact.supersedes.is_null(False))
    told = Fact.get_or_none(Fact.kind == "visit", Fact.source == visit.number, Fact.uuid.not_in(superseded))
    if told is not None:
        more = {"met": told.data["met"] + 1} if right is Answer.MET else {}
        _append(told, {"not_met": told.data["not_met"] - 1, **more}, at)


def _kinds_without(finding: Finding, right: Answer) -> list[int]:
    """Return the result kinds of the finding's department without what was withdrawn."""
    of_visit = Finding.select(Finding.item).where(Finding.visit == finding.visit, Finding.state == WITHDRAWN)
    gone = {item for (item,) in of_visit.tuples()}
    row = Result.get(Result.visit == finding.visit, Result.department == finding.department)
    left = {each["kind"] for each in row.reasons if not each["items"] or set(each["items"]) - gone}
    if left:
        return sorted(left)
    own = {each.id for each in pinned_checklist(finding.visit) if each.department == finding.department}
    answers = VisitAnswer.select(VisitAnswer.item, VisitAnswer.answer).where(
        VisitAnswer.visit == finding.visit
    )
    looked = {item for item, answer in answers.tuples() if answer in LOOKED_AT} & own - {finding.item}
    seen = looked or right is Answer.MET
    return [int(ResultKind.NOTHING_FOUND if seen else ResultKind.NO_SUCH_BUSINESS)]


def _end_order(finding: Finding, row: Objection, actor: Actor, at: datetime) -> None:
    """End an order to correct of which nothing is left: its clocks run no longer."""
    if finding.rectification is None:
        return
    left = Finding.select().where(Finding.rectification == finding.rectification, Finding.state != WITHDRAWN)
    order = Rectification.get_or_none(Rectification.case == finding.rectification)
    if order is None or left.exists() or order.case.closed_on is not None:
        return
    move_case(
        order.case,
        "withdraw",
        facts=order_facts(order),
        note=f"objection {row.case.uuid} {china_day(at).isoformat()}",
        actor=actor,
        at=at,
    )
