"""等级复核办理: the yearly sample and forced re-checks of grades in force; correction, downgrade, withdrawal.

``intended`` is the grade that would remain (1 to 5), 0 where it would be withdrawn. What is lowered keeps its term.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import StaleError
from supervision.models import Authority, Award, Case, Facility
from supervision.queries.grade_reviews import drawn_samples, review_facts
from supervision.queries.grading_items import GRADES, grade_scheme
from supervision.queries.gradings import held_grade
from supervision.queries.public.decisions import award_id
from supervision.usecases._awards import end, enter_award
from supervision.usecases._cases import Acts, move_case, open_case
from supervision.usecases._frame import record, usecase
from supervision.usecases._grade_papers import issue_correction
from supervision.usecases._grading_cases import case_row, own_case
from supervision.usecases._grading_results import SUBJECT
from supervision.usecases._notices import enter_notice
from supervision.usecases._numbers import next_number
from supervision.usecases.facilities import get_facility_row
from supervision.usecases.gradings import SERIES

PROCEDURE = "grade_review"
REASONS = ("sample", "name_or_address", "operator", "people_in_charge", "complaint", "other")


def _move(
    row: Case,
    move: str,
    actor: Actor,
    at: datetime,
    *,
    note: str = "",
    acts: Acts | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    row.data = {**row.data, **(data or {})}
    facts = review_facts(row, china_day(at))
    move_case(row, move, facts=facts, note=note, actor=actor, at=at, acts=acts or {})
    record(f"grade_review:{row.uuid}", move=move)


def _kept() -> None:
    """What the move keeps stands in ``Case.data``, which is written with the case."""


@usecase("grade_review.open")
def open_review(*, facility_code: str, cause: str, reason: str, actor: Actor, at: datetime) -> str:
    """提起复核: of the grade that a facility holds; ``cause`` is one of ``REASONS``. Returns the case's id."""
    return _open(get_facility_row(facility_code, actor), {"cause": cause}, reason, actor, at)


def _open(facility: Facility, data: dict[str, Any], reason: str, actor: Actor, at: datetime) -> str:
    draft, on = Case(facility=facility, data=data), china_day(at)
    row, _ = open_case(
        PROCEDURE,
        "open",
        facility=facility,
        title=f"{facility.name} 等级复核",
        facts=review_facts(draft, on),
        note=reason,
        data=data,
        actor=actor,
        at=at,
        identity=f"grade_review:{facility.code}:{data['draw']}" if "draw" in data else None,
    )
    record(f"grade_review:{row.uuid}", facility=facility.code, **data)
    return str(row.uuid)


@usecase("grade_review.open_drawn")
def open_drawn(*, serial: int, actor: Actor, at: datetime) -> tuple[str, ...]:
    """按抽取结果提起复核: of every graded facility that a draw selected; again: only of those still waiting."""
    sample = next((each for each in drawn_samples(actor=actor) if each.serial == serial), None)
    if sample is None:
        raise StaleError("第 {serial} 号抽取没有待提起的复核。", serial=serial)
    reason = f"年度等级抽查复核，第 {serial} 号抽取抽中"
    return tuple(
        _open(get_facility_row(code, actor), {"cause": "sample", "draw": serial}, reason, actor, at)
        for code in sample.waiting
    )


@usecase("grade_review.record")
def record_review(*, uuid_: str, found: str, verdict: str = "", actor: Actor, at: datetime) -> None:
    """记录复核情况, or whether what was asked for is corrected (``verify``, ``not_corrected``)."""
    _move(case_row(uuid_, PROCEDURE), verdict or "record", actor, at, note=found)


@usecase("grade_review.handle")
def handle_review(
    *, uuid_: str, way: str, reason: str, intended: int | None = None, actor: Actor, at: datetime
) -> None:
    """处理: ``keep`` the grade, ``ask_correction``, or ``tell`` of the intended change."""
    row = case_row(uuid_, PROCEDURE)
    if way == "tell":
        acts: Acts = {"grade_review.keep_intention": _kept}
        _move(row, "tell", actor, at, note=reason, acts=acts, data={"intended": intended})
    else:
        _move(
            row,
            way,
            actor,
            at,
            note=reason,
            acts=_paper(row, reason, actor, at) if way == "ask_correction" else {},
        )


def _paper(row: Case, asked: str, actor: Actor, at: datetime) -> Acts:
    def issued() -> None:
        paper = issue_correction(row, asked=asked, actor=actor, at=at)
        record(f"paper:{paper.number}", kind=paper.kind)

    return {"paper.grade_correction": issued}


@usecase("grade_review.report")
def answer(*, uuid_: str, text: str, actor: Actor, at: datetime) -> None:
    """机构答复: report of the correction, or the facility's own case against the change."""
    row = own_case(uuid_, actor, PROCEDURE)
    _move(row, "report" if row.state == "correcting" else "state_case", actor, at, note=text)


@usecase("grade_review.run_out")
def run_out(*, uuid_: str, actor: Actor, at: datetime) -> None:
    """期满: the time to correct, or to state one's case, is over."""
    row = case_row(uuid_, PROCEDURE)
    _move(row, "overdue" if row.state == "correcting" else "close_hearing", actor, at)


@usecase("grade_review.decide")
def decide_review(*, uuid_: str, verdict: str, reason: str, actor: Actor, at: datetime) -> str:
    """决定变更: ``change`` by two people, ``disagree`` or ``drop``. Returns the state then."""
    row, on = case_row(uuid_, PROCEDURE), china_day(at)
    if verdict != "change":
        _move(row, verdict, actor, at, note=reason)
    elif row.state != "decided_once":
        _move(row, "decide", actor, at, note=reason, data={"decided_by": actor.key})
    else:
        held = held_grade(row.facility, on)
        acts: Acts = {
            "award.change": lambda: _change(row, held, actor, on, at),
            "notice.publish": lambda: _announce(row, on, at),
        }
        _move(row, "decide_again", actor, at, note=reason, acts=acts)
    return str(row.state)


def _change(row: Case, held: Award | None, actor: Actor, on: date, at: datetime) -> None:
    """Withdraw the grade, or put the lower one in its place until the same day."""
    assert held is not None  # noqa: S101 - the guard of the move asked for it
    intended = row.data["intended"]
    end(held, on, "复核后降低等级" if intended else "复核后撤销等级", at)
    if not intended:
        return
    authority = Authority.select().order_by(Authority.id).get()
    _, number = next_number(authority, SERIES, on.year)
    enter_award(
        uuid_=row.uuid,
        scheme=held.scheme,
        facility=row.facility,
        outcome=GRADES[intended - 1],
        on=on,
        until=held.until,
        number=number,
        organ=authority.name,
        sheet_sha256=None,
        proposed_by=row.data["decided_by"],
        decided_by=actor.key,
        at=at,
    )


def _announce(row: Case, on: date, at: datetime) -> None:
    names, intended = grade_scheme(row.facility.kind, on).outcome.names, row.data["intended"]
    change = f"等级降低为{names[GRADES[intended - 1]]['zh']}" if intended else "等级予以撤销"
    enter_notice(
        title=f"关于变更{row.facility.name}等级的公告",
        body=f"经复核并听取机构意见，{row.facility.name}{change}，自{on}起生效。",
        subject=SUBJECT,
        genre="公告",
        facility=row.facility,
        about=award_id(row.uuid) if intended else "",
        at=at,
    )
