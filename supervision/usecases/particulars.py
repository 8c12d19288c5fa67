"""人员资料办理: an inspector keeps his own areas and leave up to date; a planner confirms; age of the directory shows."""

from datetime import date, datetime
from typing import Any

from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import InputError, NotAllowedError, NotFoundError, StaleError
from supervision.models import Area, Inspector, InspectorAbsence, ParticularsRequest
from supervision.usecases._frame import record, usecase
from supervision.usecases.inspectors import get_inspector_row


@usecase("particulars.ask")
def ask_particulars(
    *,
    areas: tuple[str, ...] | None = None,
    own_area: str | None = None,
    absence: tuple[date, date, str] | None = None,
    training: tuple[date, str] | None = None,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> int:
    """申报资料变更: what changed with oneself; it counts once a planner has confirmed it. Returns its number.

    Raises:
        InputError: nothing changed; an area that does not exist; a leave that ends before it begins.
    """
    inspector = Inspector.get_or_none(Inspector.id == actor.inspector_id)
    if inspector is None:
        raise NotAllowedError("只有检查人员本人可以申报自己的资料。")
    changes: dict[str, Any] = {}
    if areas is not None and sorted(areas) != sorted(inspector.areas):
        _known_areas(areas)
        changes["areas"] = sorted(areas)
    if own_area is not None and own_area != inspector.own_area:
        _known_areas((own_area,) if own_area else ())
        changes["own_area"] = own_area
    if absence is not None:
        if absence[1] <= absence[0]:
            raise InputError("until", "返岗之日须晚于开始之日。")
        changes["absence"] = [absence[0].isoformat(), absence[1].isoformat(), absence[2]]
    if training is not None:
        changes["training"] = {"on": training[0].isoformat(), "topic": training[1]}
    if not changes:
        raise InputError("changes", "没有任何变更。", "资料没有变化的，不必申报。")
    row = ParticularsRequest.create(inspector=inspector, changes=changes, note=note.strip(), asked_at=at)
    record(f"inspector:{inspector.staff_number}", request=row.id, fields=sorted(changes))
    return int(row.id)


def _known_areas(codes: tuple[str, ...]) -> None:
    known = {code for (code,) in Area.select(Area.code).where(Area.code.in_(codes)).tuples()}
    if unknown := sorted(set(codes) - known):
        raise InputError(
            "areas", "没有代码为 {codes} 的区域。", "请填写区划表里的代码。", codes="、".join(unknown)
        )


@usecase("particulars.decide")
def decide_particulars(*, request: int, accept: bool, answer: str = "", actor: Actor, at: datetime) -> None:
    """核定资料变更: confirmed, it holds at once; declined, the inspector reads why.

    Raises:
        InputError: declined without a reason. StaleError: decided already.
    """
    row = ParticularsRequest.get_or_none(ParticularsRequest.id == request)
    if row is None:
        raise NotFoundError("没有这项资料变更申请。")
    if row.decided_at is not None:
        raise StaleError("这项资料变更已经核定。")
    if actor.inspector_id == row.inspector_id:
        raise NotAllowedError("不能核定自己的资料变更。", remedy="请由另一位计划人员核定。")
    if not accept and not answer.strip():
        raise InputError("answer", "不予确认的，请写明原因。")
    if accept:
        _take_over(row.inspector, row.changes)
        row.inspector.confirmed_on = china_day(at)
        row.inspector.save()
    row.decided_at, row.decided_by, row.accepted, row.answer = at, actor.key, accept, answer.strip()
    row.save()
    record(f"inspector:{row.inspector.staff_number}", request=request, accepted=accept)


def _take_over(inspector: Inspector, changes: dict[str, Any]) -> None:
    inspector.areas = changes.get("areas", inspector.areas)
    inspector.own_area = changes.get("own_area", inspector.own_area)
    if "training" in changes:
        inspector.training = [*inspector.training, changes["training"]]
    if "absence" in changes:
        since, until, reason = changes["absence"]
        InspectorAbsence.create(
            inspector=inspector,
            since=date.fromisoformat(since),
            until=date.fromisoformat(until),
            reason=reason,
        )


@usecase("inspector.confirm")
def confirm_inspector(*, staff_number: str, actor: Actor, at: datetime) -> None:
    """确认资料: a planner has looked and all of it still holds."""
    inspector = get_inspector_row(staff_number)
    inspector.confirmed_on = china_day(at)
    inspector.save()
    record(f"inspector:{staff_number}", confirmed=china_day(at))
