"""等级评定办理: from the facility's application to the announced grade. The procedure file says who may when.

What belongs to an application is kept with its case: ``level`` applied for, the facility's own points (``self``),
``assessors``, the ``points`` found on site, the ``sheet`` and the ``result`` (1 to 5, 0: not passed). Points enter the
credit file once the other assessor has confirmed them; the sheet is computed from the credit file alone.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from supervision.actor import Actor
from supervision.clock import china_day
from supervision.documents.papers import Paper
from supervision.errors import NotFoundError
from supervision.models import Authority, Case
from supervision.queries.grading_items import Points, grade_number, grade_scheme, prefix_of
from supervision.queries.gradings import application_facts
from supervision.usecases._cases import Acts, move_case, open_case
from supervision.usecases._frame import record, usecase
from supervision.usecases._grade_papers import issue_answer, issue_result
from supervision.usecases._grading_cases import case_row, own_case, own_facility
from supervision.usecases._grading_results import (
    announce_grade,
    enter_failure,
    enter_grade,
    grade_words,
    tell_intended,
)
from supervision.usecases._numbers import next_number
from supervision.usecases._sheets import keep_sheet
from supervision.usecases.facts import append_fact

PROCEDURE = "grading"
SERIES = "等级"
RESPONSES = ("withdraw", "accept_result", "ask_review", "appeal")


def _move(
    row: Case,
    move: str,
    actor: Actor,
    at: datetime,
    *,
    note: str = "",
    acts: Acts | None = None,
    data: Mapping[str, Any] | None = None,
    **facts: Any,
) -> None:
    """Make a move; ``data`` is kept with the case when nothing stands against it."""
    on = china_day(at)
    kept = {**row.data, **(data or {})}
    found = application_facts(row.facility, kept, on, **facts)
    row.data = kept
    move_case(row, move, facts=found, note=note, actor=actor, at=at, acts=acts or {})
    record(f"grading:{row.uuid}", move=move)


def _kept() -> None:
    """What the move keeps stands in ``Case.data``, which is written with the case."""


def _out(paper: Paper) -> None:
    record(f"paper:{paper.number}", kind=paper.kind)


@usecase("grading.apply")
def apply_for_grade(
    *,
    facility_code: str,
    level: int,
    self_points: Points,
    uuid_: str | None = None,
    actor: Actor,
    at: datetime,
) -> str:
    """申报等级: with the facility's own points; ``uuid_`` names an application that was returned. Returns its id.

    Raises:
        RuleViolationError: another is under way, the grade is not open, something excludes, points are missing.
    """
    data, on = {"level": level, "self": dict(self_points)}, china_day(at)
    if uuid_ is not None:
        _move(
            own_case(uuid_, actor, PROCEDURE),
            "resubmit",
            actor,
            at,
            data=data,
            acts={"grading.keep_application": _kept},
        )
        return uuid_
    facility = own_facility(facility_code, actor)
    other = Case.select().where(
        Case.facility == facility, Case.procedure == PROCEDURE, Case.closed_on.is_null()
    )
    row, _ = open_case(
        PROCEDURE,
        "apply",
        facility=facility,
        title=f"{facility.name} 申报{grade_words(facility, level, on)}",
        facts=application_facts(facility, data, on, other_is_open=other.exists()),
        data=data,
        actor=actor,
        at=at,
        identity=f"grading:{facility_code}:{on}:{other.count()}",
    )
    record(f"grading:{row.uuid}", level=level, facility=facility_code)
    return str(row.uuid)


@usecase("grading.examine")
def examine_application(*, uuid_: str, verdict: str, reason: str = "", actor: Actor, at: datetime) -> None:
    """初审: ``accept``, ``return_it`` for completion, or ``refuse``."""
    _move(case_row(uuid_, PROCEDURE), verdict, actor, at, note=reason)


@usecase("grading.assign")
def assign_assessors(*, uuid_: str, assessors: tuple[str, ...], actor: Actor, at: datetime) -> None:
    """指派评定人员: at least as many as the rule asks for, by the keys of their accounts."""
    data = {"assessors": sorted(set(assessors))}
    _move(case_row(uuid_, PROCEDURE), "assign", actor, at, data=data, acts={"grading.keep_assessors": _kept})


@usecase("grading.assess")
def record_points(*, uuid_: str, points: Points, note: str = "", actor: Actor, at: datetime) -> None:
    """记录现场评分: by one of the named assessors; the other confirms."""
    data = {"points": dict(points), "assessed_on": china_day(at).isoformat()}
    _move(
        case_row(uuid_, PROCEDURE),
        "score",
        actor,
        at,
        note=note,
        data=data,
        acts={"grading.keep_points": _kept},
    )


@usecase("grading.confirm")
def confirm_points(*, uuid_: str, agree: bool, reason: str = "", actor: Actor, at: datetime) -> None:
    """核定评分: the other assessor agrees, and the points enter the credit file; or sends them back."""
    row = case_row(uuid_, PROCEDURE)
    if not agree:
        _move(row, "send_back", actor, at, note=reason)
        return
    acts = {"fact.record_points": lambda: _enter_points(row, at)}
    _move(row, "confirm_points", actor, at, note=reason, acts=acts)


def _enter_points(row: Case, at: datetime) -> None:
    prefix, on = prefix_of(row.facility.kind), date.fromisoformat(row.data["assessed_on"])
    said: list[tuple[str, dict[str, Any]]] = [(f"{prefix}.application", {"level": row.data["level"]})]
    for item, points in row.data["points"].items():
        applies = points is not None
        content = {"item": item, "points": points} if applies else {"item": item, "applicable": False}
        said.append((f"{prefix}.item", content))
    for kind, data in said:
        append_fact(
            facility_id=row.facility_id,
            kind=kind,
            on=on,
            at=at,
            source=f"grading:{row.uuid}",
            data=data,
            identity=f"{row.uuid}:{at.isoformat()}:{data.get('item', '')}",
        )


@usecase("grading.propose")
def propose_grade(*, uuid_: str, passed: bool, reason: str = "", actor: Actor, at: datetime) -> int:
    """提出结论: the sheet decides; ``passed`` gives public notice of its grade. Returns the grade, 0: not passed."""
    row, on = case_row(uuid_, PROCEDURE), china_day(at)
    scheme = grade_scheme(row.facility.kind, on)
    sheet = keep_sheet(row.facility, scheme.id, on=on, known_at=at, actor=actor, at=at)
    found = None if sheet.outcome is None else grade_number(sheet.outcome)
    result = (found or 0) if passed else 0
    kept = {"sheet": sheet.sha256, "result": result, "proposed_by": actor.key}
    acts: dict[str, Callable[[], None]] = {"grading.keep_result": _kept}
    if passed:
        acts["notice.publish"] = lambda: tell_intended(row, found or 0, on, at)
    _move(
        row, "propose" if passed else "not_pass", actor, at, note=reason, acts=acts, data=kept, result=found
    )
    return result


@usecase("grading.record_statement")
def record_statement(*, uuid_: str, text: str, actor: Actor, at: datetime) -> None:
    """登记公示期间的意见."""
    _move(case_row(uuid_, PROCEDURE), "record_statement", actor, at, note=text)


@usecase("grading.close_notice")
def close_notice(*, uuid_: str, actor: Actor, at: datetime) -> None:
    """公示期满."""
    _move(case_row(uuid_, PROCEDURE), "close_notice", actor, at)


@usecase("grading.decide")
def decide_grade(*, uuid_: str, verdict: str, reason: str, actor: Actor, at: datetime) -> str:
    """决定: ``agree`` (two people, the second makes it), ``disagree`` or ``reassess``. Returns the state then."""
    row = case_row(uuid_, PROCEDURE)
    agreed = "decide_again" if row.state == "decided_once" else "decide"
    move = agreed if verdict == "agree" else verdict
    acts: dict[str, Callable[[], None]] = {}
    if move == "decide_again":
        acts["paper.grade_result"] = lambda: _out(issue_result(row, actor=actor, at=at))
    _move(row, move, actor, at, note=reason, acts=acts, data={"decided_by": actor.key})
    return str(row.state)


@usecase("grading.respond")
def respond(*, uuid_: str, way: str, text: str = "", actor: Actor, at: datetime) -> None:
    """机构答复: ``withdraw``, ``accept_result``, ``ask_review`` or ``appeal``, by the facility itself."""
    if way not in RESPONSES:
        raise NotFoundError("没有这种办理方式。")
    _move(own_case(uuid_, actor, PROCEDURE), way, actor, at, note=text)


@usecase("grading.review")
def answer_review(*, uuid_: str, uphold: bool, reason: str, actor: Actor, at: datetime) -> None:
    """答复复核或申诉: ``uphold`` leads to a new assessment; else the decision stands."""
    row = case_row(uuid_, PROCEDURE)
    state = row.state
    stage = "appeal" if state == "under_appeal" else "review"
    acts = {
        "paper.grade_answer": lambda: _out(
            issue_answer(row, state, upheld=uphold, answer=reason, actor=actor, at=at)
        )
    }
    _move(row, f"{stage}_{'upheld' if uphold else 'rejected'}", actor, at, note=reason, acts=acts)


@usecase("grading.let_pass")
def let_pass(*, uuid_: str, actor: Actor, at: datetime) -> None:
    """期满未提出: the time to ask for a review, or to appeal, is over."""
    _move(case_row(uuid_, PROCEDURE), "let_pass", actor, at)


@usecase("grading.finish")
def finish_grading(*, uuid_: str, actor: Actor, at: datetime) -> str | None:
    """公告等级, or tell that the application has not passed. Returns the number of the award, None where there is none."""
    row, on = case_row(uuid_, PROCEDURE), china_day(at)
    if row.data["result"] == 0:
        _move(
            row, "close_failed", actor, at, acts={"fact.record_failure": lambda: enter_failure(row, on, at)}
        )
        return None
    authority = Authority.select().order_by(Authority.id).get()
    _, number = next_number(authority, SERIES, on.year)
    acts = {
        "award.enter": lambda: enter_grade(row, number, authority, on, at),
        "notice.publish": lambda: announce_grade(row, number, on, at),
    }
    _move(row, "announce", actor, at, acts=acts, data={"number": number})
    return str(number)
