"""Writing what a list says into the register, within a running transaction: for imports and for answered doubts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import chunked

from supervision.clock import china_day
from supervision.database import insert_rows
from supervision.intake.facility_list import Progress
from supervision.intake.rows import FacilityValues, name_key
from supervision.models import Area, Facility, FacilityEvent, Operator, OperatorLink
from supervision.texts import mark
from supervision.usecases.facilities import facility_code, update_facility

ROWS_A_STATEMENT = 400
REASON = mark("名录更新")  # of a change that a list brought; public with the event
SAME_NAMES = ("name", "kind", "address", "zipcode", "beds", "opened_on", "ownership", "longitude", "latitude")


@dataclass(frozen=True, slots=True)
class Listed:
    """名单中的一家: what a row says in values, and cell by cell as it is remembered."""

    values: FacilityValues
    said: Mapping[str, str]


def create_listed(
    listed: Sequence[Listed], *, source: str, at: datetime, progress: Progress = iter
) -> list[int]:
    """Write new facilities with their first event and operator; return their ids in the same order.

    A source id that another facility of the source holds already stays with that one.
    """
    if not listed:
        return []
    codes = {code for (code,) in Facility.select(Facility.code).tuples()}
    keys = {key for (key,) in Facility.select(Facility.source_id).where(Facility.source == source).tuples()}
    areas = dict(Area.select(Area.code, Area.id).tuples())
    rows = []
    for one in listed:
        found = one.values
        key = found.source_id if found.source_id not in keys else None
        identity = key or f"{name_key(found.name)}\n{found.area}\n{at.isoformat()}"
        code = facility_code(source, identity, codes.__contains__)
        keys.add(key)
        codes.add(code)
        rows.append(
            {name: getattr(found, name) for name in SAME_NAMES}
            | {"code": code, "source": source, "source_id": key, "name_key": name_key(found.name)}
            | {
                "area": areas[found.area],
                "imported": {source: dict(one.said)},
                "created_at": at,
                "changed_at": at,
            }
        )
    ids: list[int] = []
    for some in progress(list(chunked(rows, ROWS_A_STATEMENT))):
        ids += _insert(some, at)
    for number, one in zip(ids, listed, strict=True):
        if one.values.uscc or one.values.operator:
            link_operator_row(number, one.values, since=one.values.opened_on)
    return ids


def _insert(rows: Sequence[Mapping[str, Any]], at: datetime) -> list[int]:
    """Insert facilities and the event that each begins with; return their ids in the same order."""
    insert_rows(Facility, rows)
    codes = [row["code"] for row in rows]
    by_code = dict(Facility.select(Facility.code, Facility.id).where(Facility.code.in_(codes)).tuples())
    begun = {"kind": "registered", "recorded_at": at, "data": {}}
    insert_rows(
        FacilityEvent,
        [begun | {"facility": by_code[row["code"]], "on": row["opened_on"] or china_day(at)} for row in rows],
    )
    return [by_code[code] for code in codes]


def write_changes(facility: Facility, changes: Mapping[str, Any], *, at: datetime) -> None:
    """Write changed columns with the event that says what they were; the operator is a dated link."""
    plain = {name: value for name, value in changes.items() if name not in ("uscc", "operator", "area")}
    if "area" in changes:
        plain["area_code"] = changes["area"]
    if {"longitude", "latitude"} & set(plain):
        plain["coordinate_system"] = "unknown"
    update_facility(facility, plain, at=at, reason=REASON)
    named = {name: changes[name] for name in ("uscc", "operator") if changes.get(name)}
    if named:
        bare = FacilityValues(facility.name, facility.kind, "", "", **named)
        link_operator_row(facility.id, bare, since=china_day(at))


def link_operator_row(facility: int, found: FacilityValues, *, since: date | None) -> None:
    """Let an operator run the facility from ``since`` on; it bears the facility's name where only a code is given."""
    name = found.operator or found.name
    by_code, by_name = Operator.uscc == found.uscc, (Operator.name == name) & Operator.uscc.is_null()
    operator = Operator.get_or_none(by_code if found.uscc else by_name)
    operator = operator or Operator.create(uscc=found.uscc or None, name=name)
    present = OperatorLink.get_or_none((OperatorLink.facility == facility) & OperatorLink.until.is_null())
    if present and present.operator_id == operator.id:
        return
    if present:
        present.until = since
        present.save()
    OperatorLink.create(facility=facility, operator=operator, since=since)
