"""执法检查人员办理: the directory and absences; particulars and recusals have files of their own."""

from datetime import date, datetime
from typing import Any

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Department, Inspector, InspectorAbsence
from supervision.usecases._frame import record, usecase

CHANGEABLE = [
    "name",
    "credential_number",
    "credential_until",
    "qualifications",
    "areas",
    "own_area",
    "capacity",
    "training",
    "since",
    "until",
]


def get_inspector_row(staff_number: str) -> Inspector:
    """Return the row of ``staff_number``."""
    inspector = Inspector.get_or_none(Inspector.staff_number == staff_number)
    if inspector is None:
        raise NotFoundError("没有工号为 {number} 的执法检查人员。", number=staff_number)
    return inspector


@usecase("inspector.register")
def register_inspector(
    *,
    staff_number: str,
    name: str,
    department: str,
    credential_number: str,
    credential_until: date | None = None,
    qualifications: tuple[str, ...] = (),
    areas: tuple[str, ...] = (),
    own_area: str = "",
    capacity: int = 6,
    since: date | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """登记执法检查人员: with credential, qualifications, areas and how many visits one task may give."""
    row = Department.get_or_none(Department.key == department)
    if row is None:
        raise NotFoundError("没有代码为 {key} 的部门。", key=department)
    if capacity < 0:
        raise RuleViolationError("capacity-negative", "承担检查数不能为负数。")
    if Inspector.get_or_none(Inspector.staff_number == staff_number):
        raise RuleViolationError(
            "staff-number-taken", "工号 {number} 已登记。", facts={"number": staff_number}
        )
    inspector = Inspector.create(
        staff_number=staff_number,
        name=name,
        department=row,
        credential_number=credential_number,
        credential_until=credential_until,
        qualifications=list(qualifications),
        areas=list(areas),
        own_area=own_area,
        capacity=capacity,
        since=since,
    )
    record(f"inspector:{staff_number}", department=department, capacity=capacity)
    return inspector.id


@usecase("inspector.change")
def change_inspector(*, staff_number: str, changes: dict[str, Any], actor: Actor, at: datetime) -> None:
    """变更执法检查人员: areas, capacity, credential, leaving the service; absences under ``absence``."""
    inspector = get_inspector_row(staff_number)
    absence = changes.pop("absence", None)
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise RuleViolationError(
            "field-unknown", "不能变更：{fields}", facts={"fields": ", ".join(sorted(unknown))}
        )
    for name, value in changes.items():
        setattr(inspector, name, value)
    inspector.save()
    if absence is not None:
        since, until, reason = absence
        if until <= since:
            raise RuleViolationError("absence-empty", "不在岗的结束日期须晚于开始日期。")
        InspectorAbsence.create(inspector=inspector, since=since, until=until, reason=reason)
    record(f"inspector:{staff_number}", fields=sorted([*changes, *(["absence"] if absence else [])]))
