"""异议与回应: a facility says that something recorded about it is wrong; its own reply stands beside the record."""

from datetime import date, datetime

from scoring.rulebook.days import deadline
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotAllowedError, NotFoundError
from supervision.models import Facility, Objection
from supervision.procedures.guards.objections import ObjectionFacts
from supervision.rulebook import rulebook
from supervision.usecases._cases import involve, move_case, open_case
from supervision.usecases._frame import record, usecase
from supervision.usecases.facts import append_fact


def _own(code: str, actor: Actor) -> Facility:
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
    involved: tuple[str, ...] = (),
    actor: Actor,
    at: datetime,
) -> str:
    """提出异议: within the days of the rule, counted from when the facility was told; returns the case's id."""
    facility, on = _own(facility_code, actor), china_day(at)
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
    for person in involved:
        involve(case, person, "reviewer")
    Objection.create(
        case=case, facility=facility, against_kind=against_kind, against=against, filed_on=on, text=text
    )
    record(f"objection:{case.uuid}", against=against)
    return case.uuid


@usecase("objection.decide")
def decide_objection(*, uuid_: str, verdict: str, answer: str, actor: Actor, at: datetime) -> None:
    """决定异议: ``accept`` it for examination, then ``uphold``, ``uphold_partly`` or ``reject``; by somebody not involved."""
    row = next((each for each in Objection.select() if each.case.uuid == uuid_), None)
    if row is None:
        raise NotFoundError("没有这件异议。")
    facts = ObjectionFacts(last_day=date.fromisoformat(row.case.data["last_day"]))
    move_case(row.case, verdict, facts=facts, note=answer, actor=actor, at=at)
    if verdict != "accept":
        row.answer, row.answered_on, row.upheld = answer, china_day(at), verdict != "reject"
        row.save()
    record(f"objection:{uuid_}", verdict=verdict)


@usecase("reply.publish")
def publish_reply(*, facility_code: str, text: str, actor: Actor, at: datetime) -> None:
    """公开回应: the facility's own words to families, shown beside what the inspectors found, marked as its own."""
    facility, on = _own(facility_code, actor), china_day(at)
    append_fact(
        facility_id=facility.id,
        kind="reply",
        on=on,
        at=at,
        source=actor.key,
        data={"text": {"zh": text.strip()[:600], "en": ""}},
    )
    record(f"facility:{facility_code}", reply=on)
