"""养老服务机构办理: entering the register, changing, opening and closing, changing operators.

A facility's code is opaque and permanent; its operator is a dated link. What happened to it is a chain of
events (registered, filed, changed, suspended, resumed, closed, merged); history stays.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError
from supervision.intake import uscc as credit_code
from supervision.intake.rows import name_key
from supervision.models import Area, Facility, FacilityEvent, Operator, OperatorLink
from supervision.usecases._frame import record, usecase

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is mistaken for something else
CODE_LENGTH = 8
LIFE_STATES = {  # event -> state it leads to; None keeps the present one
    "registered": "registered",
    "filed": "operating",
    "changed": None,
    "suspended": "suspended",
    "resumed": "operating",
    "closed": "closed",
    "merged": "closed",
}
CHANGEABLE = [
    "name",
    "address",
    "zipcode",
    "beds",
    "opened_on",
    "ownership",
    "telephone",
    "longitude",
    "latitude",
    "coordinate_system",
    "kind",
    "about",
]


@dataclass(frozen=True, slots=True)
class NewFacility:
    """新登记机构: what is known of a facility when it enters the register."""

    source: str
    source_id: str | None
    name: str
    name_key: str
    kind: str
    area_code: str
    address: str = ""
    zipcode: str = ""
    beds: int | None = None
    opened_on: date | None = None
    ownership: str = ""
    telephone: str = ""
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    coordinate_system: str = "unknown"


def _code_taken(code: str) -> bool:
    return Facility.select().where(Facility.code == code).exists()


def facility_code(source: str, identity: str, taken: Callable[[str], bool] = _code_taken) -> str:
    """Return an opaque code for a row of a source; salted with a counter where it is taken already."""
    for attempt in range(100):
        digest = hashlib.sha256(f"{source}\n{identity}\n{attempt}".encode()).digest()
        number = int.from_bytes(digest, "big")
        code = ""
        for _ in range(CODE_LENGTH):
            number, digit = divmod(number, len(CODE_ALPHABET))
            code += CODE_ALPHABET[digit]
        if not taken(code):
            return code
    raise RuntimeError("no free facility code")


def insert_facility(new: NewFacility, *, at: datetime, basis: str = "", on: date | None = None) -> Facility:
    """Write a facility and its first event within a running transaction."""
    area = Area.get_or_none(Area.code == new.area_code)
    if area is None:
        raise NotFoundError("没有代码为 {code} 的区域。", remedy="请先导入行政区划。", code=new.area_code)
    values = {name: getattr(new, name) for name in NewFacility.__dataclass_fields__ if name != "area_code"}
    identity = new.source_id or f"{new.name_key}\n{new.area_code}\n{at.isoformat()}"
    facility: Facility = Facility.create(
        code=facility_code(new.source, identity), area=area, created_at=at, changed_at=at, **values
    )
    FacilityEvent.create(
        facility=facility,
        kind="registered",
        on=on or china_day(at),
        recorded_at=at,
        basis=basis,
        reason="",
    )
    return facility


def update_facility(
    facility: Facility, changes: dict[str, Any], *, at: datetime, reason: str
) -> dict[str, Any]:
    """Write changed fields and the event that says what they were; return ``{field: [before, after]}``."""
    difference = {}
    for name, value in changes.items():
        before = facility.area.code if name == "area_code" else getattr(facility, name)
        if before != value:
            difference[name] = [before, value]
            if name == "area_code":
                facility.area = Area.get(Area.code == value)
            else:
                setattr(facility, name, value)
    if "name" in difference:
        facility.name_key = name_key(facility.name)
    if difference:
        facility.changed_at = at
        facility.save()
        FacilityEvent.create(
            facility=facility,
            kind="changed",
            on=china_day(at),
            recorded_at=at,
            reason=reason,
            data=difference,
        )
    return difference


def get_facility_row(code: str, actor: Actor) -> Facility:
    """Return the row called ``code``; one outside the actor's area does not exist for them."""
    return get_facility_rows([code], actor)[0]


def get_facility_rows(codes: Sequence[str], actor: Actor) -> list[Facility]:
    """Return the rows called so, in this order; those outside the actor's area do not exist for them."""
    query = Facility.select(Facility, Area).join(Area).where(Facility.code.in_(codes))
    found = {row.code: row for row in query if row.area.code.startswith(actor.scope)}
    for code in codes:
        if code not in found:
            raise NotFoundError("没有编号为 {code} 的养老服务机构。", code=code)
    return [found[code] for code in codes]


def _refuse_known(new: NewFacility) -> None:
    """Refuse a second facility of one name in one district."""
    district = new.area_code[:6]
    known = (
        Facility.select(Facility.code)
        .join(Area)
        .where(Facility.name_key == new.name_key, Area.code.startswith(district))
        .first()
    )
    if known:
        raise RuleViolationError(
            "facility-known",
            "本区已经登记了同名的机构（{code}）。",
            remedy="如果是同一家，请在它的档案里变更；如果是分部，请在名称里写明。",
            facts={"code": known.code},
        )


@usecase("facility.register")
def register_facility(*, facility: NewFacility, on: date | None = None, actor: Actor, at: datetime) -> str:
    """登记机构: enter one facility by hand, registered ``on`` a day (today); returns its code."""
    if not facility.area_code.startswith(actor.scope):
        raise NotFoundError("区域 {code} 不在您的工作范围内。", code=facility.area_code)
    _refuse_known(facility)
    row = insert_facility(facility, at=at, on=on)
    record(f"facility:{row.code}", source=facility.source)
    return row.code


@usecase("facility.change")
def change_facility(
    *, code: str, changes: dict[str, Any], reason: str, actor: Actor, at: datetime
) -> dict[str, Any]:
    """变更登记: change what the register says; the change itself is an event with before and after."""
    facility = get_facility_row(code, actor)
    unknown = set(changes) - set(CHANGEABLE) - {"area_code"}
    if unknown:
        raise RuleViolationError(
            "field-unknown", "不能变更：{fields}", facts={"fields": ", ".join(sorted(unknown))}
        )
    difference = update_facility(facility, changes, at=at, reason=reason)
    if not difference:
        raise RuleViolationError("nothing-changed", "没有任何内容发生变化。")
    record(f"facility:{code}", fields=sorted(difference))
    return difference


@usecase("facility.record_event")
def record_event(
    *,
    code: str,
    kind: str,
    on: date,
    reason: str,
    basis: str = "",
    into_code: str | None = None,
    actor: Actor,
    at: datetime,
) -> str:
    """登记生命周期事件: filed, suspended, resumed, closed, merged (into another). Returns the new state."""
    facility = get_facility_row(code, actor)
    if kind not in LIFE_STATES or kind in ("registered", "changed"):
        raise RuleViolationError("event-unknown", "没有“{kind}”这种事件。", facts={"kind": kind})
    if facility.life_state == "closed":
        raise RuleViolationError(
            "facility-closed", "机构已经终止服务，不能再登记事件。", remedy="重新开业的机构请重新登记。"
        )
    if kind in ("suspended", "closed", "merged") and not reason:
        raise RuleViolationError("reason-missing", "暂停、终止或合并须写明原因。")
    if (kind == "merged") != (into_code is not None):
        raise RuleViolationError("merger-target", "合并须指明并入的机构，其他事件不能指明。")
    last = facility.events.order_by(FacilityEvent.on.desc(), FacilityEvent.id.desc()).first()
    if last is not None and on < last.on:
        raise RuleViolationError(
            "event-too-early",
            "事件日期 {on} 早于上一事件 {last}。",
            facts={"on": on.isoformat(), "last": last.on.isoformat()},
        )
    FacilityEvent.create(
        facility=facility,
        kind=kind,
        on=on,
        recorded_at=at,
        reason=reason,
        basis=basis,
        into=get_facility_row(into_code, actor) if into_code else None,
    )
    facility.life_state = LIFE_STATES[kind] or facility.life_state
    facility.changed_at = at
    facility.save()
    record(f"facility:{code}", event=kind, on=on)
    return facility.life_state


@usecase("operator.link")
def link_operator(
    *,
    code: str,
    name: str,
    uscc: str | None,
    nature: str = "",
    legal_representative: str = "",
    since: date,
    actor: Actor,
    at: datetime,
) -> None:
    """登记运营主体: from ``since`` this legal person runs the facility; the one before ends on that day."""
    facility = get_facility_row(code, actor)
    uscc = credit_code.normalise(uscc) if uscc else None
    wrong = credit_code.problem(uscc) if uscc else None
    if wrong:
        raise RuleViolationError("uscc-invalid", wrong, remedy="请与营业执照或登记证书核对。")
    condition = Operator.uscc == uscc if uscc else (Operator.name == name) & Operator.uscc.is_null()
    operator = Operator.get_or_none(condition) or Operator.create(
        uscc=uscc, name=name, nature=nature, legal_representative=legal_representative
    )
    OperatorLink.update(until=since).where(
        OperatorLink.facility == facility, OperatorLink.until.is_null()
    ).execute()
    OperatorLink.create(facility=facility, operator=operator, since=since)
    record(f"facility:{code}", operator=operator.id, since=since)
