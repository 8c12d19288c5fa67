"""异议与回应: a facility says that something recorded about it is wrong; its own reply stands beside the record."""

from datetime import date, datetime
from typing import Any

from scoring.rulebook import RuleViolationError
from scoring.rulebook.days import deadline
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotAllowedError, NotFoundError
from supervision.models import (
    Facility,
    Fact,
    Finding,
    Inspector,
    Objection,
    Result,
    Visit,
    VisitMember,
)
from supervision.procedures.guards.objections import ObjectionFacts
from supervision.queries.public.inspections import result_id
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
    for who, role in _involved(against_kind, against):
        involve(case, who, role)
    Objection.create(
        case=case, facility=facility, against_kind=against_kind, against=against, filed_on=on, text=text
    )
    record(f"objection:{case.uuid}", against=against)
    return case.uuid


def _involved(against_kind: str, against: str) -> list[tuple[str, str]]:
    """Return who had to do with what is objected to: they decide nothing of the objection."""
    if against_kind != "result":
        return []
    visit = next((each for each in Visit.select() if result_id(each.uuid) == against), None)
    if visit is None:
        raise NotFoundError("没有编号为 {record} 的检查结果。", record=against)
    people = [(row.confirmed_by, "reviewer") for row in Result.select().where(Result.visit == visit)]
    team = Inspector.select(Inspector.staff_number).join(VisitMember).where(VisitMember.visit == visit)
    return [*people, *((staff, "inspector") for (staff,) in team.tuples())]


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

    ``lapse`` closes one that was rejected and that nobody took further; the decision stays as it was.

    What is upheld names the fact that was wrong and what is right: ``correction`` is its id and the changed members.

    Raises:
        RuleViolationError: ``correction-missing``; whatever the procedure refuses.
    """
    row = next((each for each in Objection.select() if each.case.uuid == uuid_), None)
    if row is None:
        raise NotFoundError("没有这件异议。")
    upheld = verdict.startswith("uphold")
    if upheld and correction is None:
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
        acts={"fact.supersede": lambda: _correct(row, correction, at)} if upheld and correction else {},
    )
    if verdict not in ("accept", "lapse"):
        row.answer, row.answered_on, row.upheld = answer, china_day(at), upheld
        row.save()
    record(f"objection:{uuid_}", verdict=verdict)


def _correct(row: Objection, correction: tuple[str, dict[str, Any]], at: datetime) -> None:
    """Supersede the fact that was wrong: appended, never edited; a finding says the same from now on."""
    key, changes = correction
    wrong = Fact.get_or_none(Fact.uuid == key, Fact.facility == row.facility_id)
    if wrong is None:
        raise NotFoundError("没有编号为 {uuid} 的事实。", uuid=key)
    append_fact(
        facility_id=row.facility_id,
        kind=wrong.kind,
        on=wrong.on,
        at=at,
        source=wrong.source,
        basis=wrong.basis,
        data={**wrong.data, **changes},
        visibility=wrong.visibility,
        supersedes=key,
    )
    if wrong.kind == "finding" and "scope" in changes:
        mine = Visit.select(Visit.id).where(Visit.number == wrong.source)
        Finding.update(scope=changes["scope"]).where(
            Finding.visit.in_(mine), Finding.item == wrong.data["item"]
        ).execute()


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
