"""信用事实办理: appending to the ledger. A fact is superseded, never edited."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError
from supervision.models import Facility, Fact
from supervision.usecases._frame import record, usecase
from supervision.usecases.facilities import get_facility_row

NAMESPACE = uuid.UUID("6d696e67-6a69-5e67-8000-000000000001")  # names of facts derive from what they say


def fact_uuid(*parts: object) -> str:
    """Return a stable id made from what identifies the fact, so that a repeat writes nothing twice."""
    return str(uuid.uuid5(NAMESPACE, "\n".join(str(part) for part in parts)))


def append_fact(
    *,
    facility_id: int,
    kind: str,
    on: date,
    at: datetime,
    source: str,
    data: dict[str, Any],
    basis: str = "",
    visibility: str = "public",
    public_until: date | None = None,
    supersedes: str | None = None,
    identity: str = "",
) -> str:
    """Append one fact within a running transaction; return its id. The same fact again changes nothing."""
    key = fact_uuid(facility_id, kind, on, source, identity or sorted(data.items()), supersedes)
    Fact.insert(
        uuid=key,
        facility=facility_id,
        kind=kind,
        on=on,
        recorded_at=at,
        source=source,
        basis=basis,
        data=data,
        visibility=visibility,
        public_until=public_until,
        supersedes=supersedes,
    ).on_conflict_ignore().execute()
    return key


@dataclass(frozen=True, slots=True)
class NewFact:
    """新事实: what happened on a day; ``supersedes`` names the fact that it corrects."""

    kind: str
    on: date
    data: dict[str, Any]
    basis: str = ""
    visibility: str = "public"
    supersedes: str | None = None


@usecase("fact.record")
def record_facts(
    *, facility_code: str, source: str, facts: tuple[NewFact, ...], actor: Actor, at: datetime
) -> tuple[str, ...]:
    """记录信用事实: insurance, staff counts, prices, surveys, honours …, each with source and legal basis.

    Raises:
        RuleViolationError: ``fact-in-future``; ``fact-superseded`` where the old one is not of this facility.
    """
    facility = get_facility_row(facility_code, actor)
    keys = tuple(_record(facility, source, fact, at) for fact in facts)
    record(f"facility:{facility_code}", facts=list(keys), kinds=sorted({fact.kind for fact in facts}))
    return keys


def _record(facility: Facility, source: str, fact: NewFact, at: datetime) -> str:
    if fact.on > china_day(at):
        raise RuleViolationError(
            "fact-in-future", "事实日期 {on} 晚于今天。", facts={"on": fact.on.isoformat()}
        )
    if fact.supersedes is not None:
        old = Fact.get_or_none(Fact.uuid == fact.supersedes)
        if old is None:
            raise NotFoundError("没有编号为 {uuid} 的事实。", uuid=fact.supersedes)
        if old.facility_id != facility.id or old.kind != fact.kind:
            raise RuleViolationError("fact-superseded", "更正的事实须属于同一机构、同一种类。")
    return append_fact(
        facility_id=facility.id,
        kind=fact.kind,
        on=fact.on,
        at=at,
        source=source,
        data=fact.data,
        basis=fact.basis,
        visibility=fact.visibility,
        supersedes=fact.supersedes,
    )
