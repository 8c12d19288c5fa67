"""回避办理: declared by an inspector or asked for by a facility; a head decides; kin and former posts are registered."""

from datetime import date, datetime

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.disclosure.release.publisher import Publisher
from supervision.errors import InputError, NotAllowedError, NotFoundError
from supervision.models import Case, Facility, Inspector, InspectorTie, Recusal, RecusalRequest
from supervision.procedures.guards.recusals import RecusalFacts
from supervision.usecases._cases import involve, move_case, open_case
from supervision.usecases._frame import after_commit, record, usecase
from supervision.usecases.draw_recusals import follow_recusals
from supervision.usecases.facilities import get_facility_row
from supervision.usecases.inspectors import get_inspector_row
from supervision.vault import Vault

DECLARED = ("declared-interest", "kinship", "former-employer")
TIES = ("kinship", "former-employer")
REQUESTED = "facility-request"


@usecase("recusal.declare")
def declare_recusal(
    *,
    staff_number: str,
    facility_code: str,
    code: str,
    text: str,
    evidence: tuple[str, ...] = (),
    actor: Actor,
    at: datetime,
) -> str:
    """申报回避: an inspector says himself where he must not go, or a planner for him; returns the case's id.

    Raises:
        RuleViolationError: ``not-oneself``; ``recusal-pending``; ``recusal-standing``.
    """
    inspector = get_inspector_row(staff_number)
    _only_himself(inspector, actor)
    if code not in DECLARED:
        raise InputError("code", "没有这种回避事由。", "请从列出的事由中选择。")
    facility = get_facility_row(facility_code, actor)
    _not_twice(inspector, facility, china_day(at))
    return _file("declare", facility, code, text, evidence, actor, at, inspector=inspector)


@usecase("recusal.request")
def request_recusal(
    *, facility_code: str, person: str, text: str, evidence: tuple[str, ...] = (), actor: Actor, at: datetime
) -> str:
    """申请回避: a facility says whom it means in its own words; which inspector that is, the office finds out."""
    facility = Facility.get_or_none(Facility.code == facility_code)
    if facility is None or (actor.facility_id is not None and actor.facility_id != facility.id):
        raise NotAllowedError("只能为本机构办理。")
    if not person.strip():
        raise InputError("person", "请写明是哪一位检查人员。", "姓名或执法证号，知道多少写多少。")
    return _file("request", facility, REQUESTED, text, evidence, actor, at, person=person.strip())


def _file(
    move: str,
    facility: Facility,
    code: str,
    text: str,
    evidence: tuple[str, ...],
    actor: Actor,
    at: datetime,
    *,
    inspector: Inspector | None = None,
    person: str = "",
) -> str:
    case, _ = open_case(
        "recusal",
        move,
        facility=facility,
        title=facility.name,
        facts=RecusalFacts(inspector is not None),
        note=text,
        evidence=evidence,
        actor=actor,
        at=at,
    )
    if inspector is not None:
        involve(case, inspector.staff_number, "inspector")
    RecusalRequest.create(
        case=case,
        facility=facility,
        inspector=inspector,
        person=person,
        code=code,
        text=text.strip(),
        evidence=list(evidence),
        filed_on=china_day(at),
        filed_by=actor.key,
    )
    record(f"recusal:{case.uuid}", facility=facility.code, code=code)
    return str(case.uuid)


@usecase("recusal.identify")
def identify_inspector(*, uuid_: str, staff_number: str, actor: Actor, at: datetime) -> None:
    """核对: the office says which inspector the facility means."""
    row, inspector = request_row(uuid_, actor), get_inspector_row(staff_number)
    move_case(row.case, "identify", facts=RecusalFacts(inspector_known=True), actor=actor, at=at)
    row.inspector = inspector
    row.save()
    involve(row.case, inspector.staff_number, "inspector")
    record(f"recusal:{uuid_}", inspector=staff_number)


@usecase("recusal.decide")
def decide_recusal(
    *,
    uuid_: str,
    grant: bool,
    answer: str,
    until: date | None = None,
    publisher: Publisher,
    vault: Vault,
    actor: Actor,
    at: datetime,
) -> None:
    """决定回避: by a head, with the reason that inspector and facility read; granted, it holds from today on.

    A draw that is made already is changed by it through an event of the protocol (``draw_recusals``).

    Raises:
        RuleViolationError: ``recusal-oneself``: nobody decides on himself; whatever the procedure refuses.
        InputError: the end lies before today.
    """
    row, on = request_row(uuid_, actor), china_day(at)
    if row.inspector_id is not None and actor.inspector_id == row.inspector_id:
        raise RuleViolationError(
            "recusal-oneself",
            "不能决定自己是否回避。",
            basis="administrative-penalty-law",
            remedy="请由另一位负责人决定。",
        )
    if until is not None and until <= on:
        raise InputError("until", "回避的截止日须晚于今天。", "一直有效的，不填截止日。")

    def enter() -> None:
        Recusal.create(
            inspector=row.inspector,
            facility=row.facility,
            code=row.code,
            declared_by=row.filed_by,
            since=on,
            until=until,
            note=answer.strip()[:200],
            case=uuid_,
        )

    move_case(
        row.case,
        "grant" if grant else "refuse",
        facts=RecusalFacts(row.inspector_id is not None),
        note=answer,
        actor=actor,
        at=at,
        acts={"recusal.enter": enter} if grant else {},
    )
    row.granted, row.decided_on, row.decided_by, row.answer = grant, on, actor.key, answer.strip()
    row.save()
    record(f"recusal:{uuid_}", granted=grant)
    if grant:
        after_commit(lambda: follow_recusals(publisher=publisher, vault=vault, at=at))


@usecase("recusal.withdraw")
def withdraw_recusal(*, uuid_: str, actor: Actor, at: datetime) -> None:
    """撤回: by whoever filed it, before it is decided."""
    row = request_row(uuid_, actor)
    if row.filed_by != actor.key:
        raise NotAllowedError("只有提出的人可以撤回。")
    move_case(row.case, "withdraw", facts=RecusalFacts(row.inspector_id is not None), actor=actor, at=at)
    record(f"recusal:{uuid_}", withdrawn=True)


@usecase("tie.record")
def record_tie(
    *,
    staff_number: str,
    facility_code: str,
    kind: str,
    relation: str,
    since: date,
    until: date | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """登记利害关系: kin at a facility or a former post there; the recusal follows by rule, nobody need decide.

    Raises:
        RuleViolationError: ``not-oneself``; ``tie-known``.
    """
    inspector, facility = get_inspector_row(staff_number), get_facility_row(facility_code, actor)
    _only_himself(inspector, actor)
    if kind not in TIES:
        raise InputError("kind", "没有这种利害关系。", "请从列出的种类中选择。")
    if until is not None and until <= since:
        raise InputError("until", "结束日须晚于开始日。")
    same = (InspectorTie.inspector == inspector, InspectorTie.facility == facility, InspectorTie.kind == kind)
    known = InspectorTie.get_or_none(*same)
    if known is not None and known.until == until:
        raise RuleViolationError("tie-known", "这项利害关系已经登记。")
    if known is not None:  # it has ended, or goes on after all
        known.until = until
        known.save()
    else:
        InspectorTie.create(
            inspector=inspector,
            facility=facility,
            kind=kind,
            relation=relation.strip(),
            since=since,
            until=until,
            recorded_by=actor.key,
        )
    record(f"inspector:{staff_number}", tie=kind)


def request_row(uuid_: str, actor: Actor) -> RecusalRequest:
    """Return the row of a request that this person may see."""
    query = (
        RecusalRequest.select(RecusalRequest, Case, Facility).join(Case).switch(RecusalRequest).join(Facility)
    )
    row = query.where(Case.uuid == uuid_).first()
    if row is None or (actor.facility_id is not None and actor.facility_id != row.facility_id):
        raise NotFoundError("没有这件回避申请。")
    if actor.facility_id is None:
        get_facility_row(row.facility.code, actor)  # within the actor's area
    return row


def _only_himself(inspector: Inspector, actor: Actor) -> None:
    if not actor.roles - {"inspector"} and actor.inspector_id != inspector.id:
        raise RuleViolationError("not-oneself", "执法检查人员只能为本人申报回避。")


def _not_twice(inspector: Inspector, facility: Facility, on: date) -> None:
    pending = (
        RecusalRequest.select()
        .join(Case)
        .where(
            RecusalRequest.inspector == inspector,
            RecusalRequest.facility == facility,
            Case.closed_on.is_null(),
        )
    )
    if pending.exists():
        raise RuleViolationError(
            "recusal-pending", "对这家机构的回避已经申报，等待决定。", remedy="请在本页查看办理情况。"
        )
    standing = Recusal.select().where(
        Recusal.inspector == inspector,
        Recusal.facility == facility,
        Recusal.until.is_null() | (Recusal.until > on),
    )
    if standing.exists():
        raise RuleViolationError("recusal-standing", "已经对这家机构回避，不必再申报。")
