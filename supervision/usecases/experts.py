"""专家办理: who may be asked along. An expert assists and fills no place of the team (R1.14)."""

from datetime import date, datetime

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError
from supervision.models import Department, Expert, Inspector
from supervision.usecases._frame import record, usecase


@usecase("expert.register")
def register_expert(
    *,
    key: str,
    name: str,
    department: str,
    organisation: str = "",
    specialities: tuple[str, ...] = (),
    since: date | None = None,
    until: date | None = None,
    remark: str = "",
    actor: Actor,
    at: datetime,
) -> bool:
    """登记专家: entered, or changed where the number is known; returns whether he is new.

    Raises:
        RuleViolationError: ``expert-is-inspector``: who holds an inspector's number is one, and counts as one.
    """
    row = Department.get_or_none(Department.key == department)
    if row is None:
        raise NotFoundError("没有代码为 {key} 的部门。", key=department)
    if Inspector.get_or_none(Inspector.staff_number == key):
        raise RuleViolationError(
            "expert-is-inspector",
            "编号 {key} 是检查人员的工号，检查人员不能登记为专家。",
            basis="guobanfa-2024-54",
            remedy="专家只协助检查，请使用另外的编号。",
            facts={"key": key},
        )
    values = {
        "name": name,
        "department": row,
        "organisation": organisation,
        "specialities": list(specialities),
        "since": since,
        "until": until,
        "remark": remark,
        "confirmed_on": china_day(at),
    }
    known = Expert.get_or_none(Expert.key == key)
    if known is None:
        Expert.create(key=key, **values)
    else:
        Expert.update(**values).where(Expert.id == known.id).execute()
    record(f"expert:{key}", department=department)
    return known is None
