"""区域事实办理: what is reported of a street or a district; a later report stands beside an earlier one."""

import uuid
from datetime import date, datetime
from typing import Any

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError
from supervision.models import Area, AreaFact
from supervision.queries._scope import within_area
from supervision.rulebook import schemes
from supervision.usecases._frame import record, usecase

NAMESPACE = uuid.UUID("6d696e67-6a69-5e67-8000-000000000014")
WHOLE = {  # a part of something is never more than the whole
    "satisfied": "valid",
    "very_satisfied": "valid",
    "valid": "asked",
    "asked": "population",
    "done": "listed",
    "registered": "elders",
    "covered": "communities",
    "met": "found",
    "adapted": "asked",
}


@usecase("area_fact.record")
def record_area_fact(
    *, area: str, kind: str, on: date, source: str, data: dict[str, Any], actor: Actor, at: datetime
) -> str:
    """记录区域事实; returns its id. The same fact again changes nothing.

    Raises:
        RuleViolationError: ``fact-in-future``; ``area-fact-kind``; ``area-fact-part`` where a part exceeds its whole.
    """
    row = Area.select().where(Area.code == area, within_area(actor)).first()
    if row is None:
        raise NotFoundError("没有这个区域，或它不在您的工作范围内。")
    if on > china_day(at):
        raise RuleViolationError("fact-in-future", "事实日期 {on} 晚于今天。", facts={"on": on.isoformat()})
    if not any(
        kind in scheme.kinds
        for scheme in schemes().all()
        if scheme.produces in ("street_index", "area_targets")
    ):
        raise RuleViolationError("area-fact-kind", "评价方案里没有这一种事实。")
    for part, whole in WHOLE.items():
        if part in data and whole in data and data[part] > data[whole]:
            raise RuleViolationError("area-fact-part", "部分不能大于总数。", remedy="请核对填写的数。")
    key = str(uuid.uuid5(NAMESPACE, "\n".join(map(str, (area, kind, on, source, sorted(data.items()))))))
    AreaFact.insert(
        uuid=key, area=row, kind=kind, on=on, source=source, data=data, recorded_at=at, recorded_by=actor.key
    ).on_conflict_ignore().execute()
    record(f"area:{area}", fact=key, kind=kind)
    return key
