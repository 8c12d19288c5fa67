"""异议与回应: a facility says that something recorded about it is wrong; its own reply stands beside the record."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from scoring.rulebook import RuleViolationError
from scoring.rulebook.days import deadline
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotAllowedError, NotFoundError
from supervision.models import (
    Award,
    CaseMove,
    Facility,
    Inspector,
    Listing,
    Objection,
    Penalty,
    Result,
    Visit,
    VisitMember,
)
from supervision.procedures.guards.objections import ObjectionFacts
from supervision.queries.public.decisions import award_id, listing_id, penalty_id
from supervision.queries.public.inspections import result_id
from supervision.rulebook import rulebook
from supervision.usecases._awards import end_row
from supervision.usecases._cases import involve, move_case, open_case
from supervision.usecases._corrections import correct
from supervision.usecases._frame import record, usecase
from supervision.usecases.facts import append_fact
from supervision.usecases.listings import take_off
from supervision.usecases.penalties import withdraw_row


def own_facility(code: str, actor: Actor) -> Facility:
    """Return the facility that somebody acts for; a facility's people act for their own alone."""
    facility = Facility.get_or_none(Facility.code == code)
    if facility is None:
        raise NotFoundError("没有编号为 {code} 的养老服务机构。", code=code)
    if actor.facility_id is not None and actor.facility_id != facility.id:
        raise NotAllowedError("只能为本机构办理。")
    return facility


@usecase("objection.file")
def file_objection(
    *,
    facility_code: str,
    against_kind: str,
    against: str,
    text: str,
    told_on: date,
    actor: Actor,
    at: datetime,
) -> str:
    """提出异议: within the days of the rule, counted from when the facility was told; returns the case's id."""
    facility, on = own_facility(facility_code, actor), china_day(at)
    value = rulebook().on("objection.working_days.apply", on)
    last = deadline(told_on, int(value.value), "working_days", rulebook().calendar).on
    case, _ = open_case(
        "objection",
        "file",
        facility=facility,
        title=f"{facility.name} {against}",
        facts=ObjectionFacts(last_day=last),
        note=text,
        actor=actor,
        at=at,
        data={"last_day": last.isoformat()},
        identity=f"{facility_code}:{against}:{on}",
    )
    for who, role in _involved(against_kind, against):
        involve(case, who, role)
    Objection.create(
        case=case, facility=facility, against_kind=against_kind, against=against, filed_on=on, text=text
    )
    record(f"objection:{case.uuid}", against=against)
    return case.uuid


def _involved(against_kind: str, against: str) -> list[tuple[str, str]]:
    """Return who had to do with what is objected to: they decide nothing of the objection."""
    if against_kind == "result":
        return _made_result(against)
    if against_kind == "award":
        award = disputed(against_kind, against)
        return [(award.proposed_by, "reviewer"), (award.decided_by, "decider")]
    if against_kind == "penalty":
        return [(disputed(against_kind, against).recorded_by, "decider")]
    if against_kind == "listing":
        steps = CaseMove.select().where(CaseMove.case == disputed(against_kind, against).case)
        return [(step.by, "decider" if step.move in DECIDED else "reviewer") for step in steps]
    return []


def _made_result(against: str) -> list[tuple[str, str]]:
    visit = next((each for each in Visit.select() if result_id(each.uuid) == against), None)
    if visit is None:
        raise NotFoundError("没有编号为 {record} 的检查结果。", record=against)
    people = [(row.confirmed_by, "reviewer") for row in Result.select().where(Result.visit == visit)]
    team = Inspector.select(Inspector.staff_number).join(VisitMember).where(VisitMember.visit == visit)
    return [*people, *((staff, "inspector") for (staff,) in team.tuples())]


def disputed(against_kind: str, against: str) -> Any:
    """Return the row of a penalty, listing or award by its public id.

    Raises:
        NotFoundError: there is none.
    """
    table, public_id = DISPUTED[against_kind]
    tail = against.removeprefix(f"{against_kind}-")
    row = next((each for each in table.select().where(table.uuid.startswith(tail)) if public_id(each.uuid) == against), None)  # fmt: skip
    if row is None:
        raise NotFoundError("没有编号为 {record} 的公开记录。", record=against)
    return row


UPHELD = ("uphold", "uphold_partly", "overturn")
DECIDED = ("decide", "decide_again", "disagree", "publish")
DISPUTED: dict[str, tuple[Any, Callable[[str], str]]] = {
    "penalty": (Penalty, penalty_id),
    "listing": (Listing, listing_id),
    "award": (Award, award_id),
}


@usecase("objection.decide")
def decide_objection(
    *,
    uuid_: str,
    verdict: str,
    answer: str,
    correction: tuple[str, dict[str, Any]] | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """决定异议: ``accept`` for examination, then ``uphold``, ``uphold_partly`` or ``reject``; by somebody not involved.

    After a review somebody else says ``overturn`` or ``sustain``. ``lapse`` closes one that was rejected and that nobody
    took further; the decision stays as it was.

    Of a result, what is upheld names the fact that was wrong and what is right: ``correction`` is its id and the
    changed members. A penalty, listing or award that is objected to rightly falls as a whole.

    Raises:
        RuleViolationError: ``correction-missing``, ``objection-whole``; whatever the procedure refuses.
    """
    row = next((each for each in Objection.select() if each.case.uuid == uuid_), None)
    if row is None:
        raise NotFoundError("没有这件异议。")
    upheld = verdict in UPHELD
    whole = row.against_kind in DISPUTED
    if whole and verdict == "uphold_partly":
        raise RuleViolationError(
            "objection-whole",
            "对处罚、名单和评定的异议，只能成立或者不成立。",
            remedy="部分有误的，请认定成立，再由作出机关重新作出决定。",
        )
    if upheld and correction is None and not whole:
        raise RuleViolationError(
            "correction-missing",
            "异议成立的，须写明更正哪一项事实、更正为什么。",
            remedy="请选择有误的事实并填写更正内容。",
        )
    move_case(
        row.case,
        verdict,
        facts=ObjectionFacts(last_day=date.fromisoformat(row.case.data["last_day"])),
        note=answer,
        actor=actor,
        at=at,
        acts={"fact.supersede": _act(row, answer, correction, actor, at)} if upheld else {},
    )
    if verdict not in ("accept", "lapse"):
        row.answer, row.answered_on, row.upheld = answer, china_day(at), upheld
        row.save()
    record(f"objection:{uuid_}", verdict=verdict)


def _act(
    row: Objection, answer: str, correction: tuple[str, dict[str, Any]] | None, actor: Actor, at: datetime
) -> Callable[[], None]:
    """Return what upholding does: the wrong fact is corrected, or the whole decision falls."""
    if correction is not None and row.against_kind not in DISPUTED:
        return partial(correct, row, correction, actor, at)
    entry = disputed(row.against_kind, row.against)
    if row.against_kind == "penalty":
        return partial(withdraw_row, entry, answer, at=at)
    if row.against_kind == "award":
        return partial(end_row, entry.uuid, answer, at=at)
    return partial(take_off, entry, "revoke", answer, (row.case.uuid,), actor, at)


@usecase("reply.publish")
def publish_reply(*, facility_code: str, text: str, actor: Actor, at: datetime) -> None:
    """公开回应: the facility's own words to families, shown beside what the inspectors found, marked as its own."""
    facility, on = own_facility(facility_code, actor), china_day(at)
    append_fact(
        facility_id=facility.id,
        kind="reply",
        on=on,
        at=at,
        source=actor.key,
        data={"text": {"zh": text.strip()[:600], "en": ""}},
    )
    record(f"facility:{facility_code}", reply=on)
