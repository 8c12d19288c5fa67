"""养老服务机构查询: the register as the office sees it, within the actor's area."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from peewee import ModelSelect, fn

from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Facility, FacilityEvent, ImportDoubt, Operator, OperatorLink
from supervision.queries._scope import sees_facility
from supervision.queries.areas import area_names
from supervision.texts import mark

KIND_NAMES = {
    "home": mark("养老机构"),
    "street_centre": mark("街道养老服务中心"),
    "station": mark("社区养老服务站"),
    "meal_point": mark("老年助餐点"),
    "home_bed_provider": mark("家庭养老床位服务机构"),
    "rural_home": mark("农村养老机构"),
}
LIFE_STATES = {
    "registered": mark("已登记"),
    "operating": mark("营业中"),
    "suspended": mark("暂停服务"),
    "closed": mark("已终止"),
}
EVENT_NAMES = {
    "registered": mark("登记"),
    "filed": mark("备案"),
    "changed": mark("变更"),
    "suspended": mark("暂停服务"),
    "resumed": mark("恢复服务"),
    "closed": mark("终止服务"),
    "merged": mark("合并"),
}
SORTS = {"name": Facility.name, "beds": Facility.beds, "opened": Facility.opened_on, "area": Area.code}
PAGE_SIZE = 50
MOST_CHOICES = 1_000  # areas in one select field


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """机构行: one facility in a list; ``open_doubts``: questions that the office has not answered."""

    code: str
    name: str
    kind: str
    area_code: str
    district: str
    street: str
    address: str
    beds: int | None
    opened_on: date | None
    ownership: str
    life_state: str
    open_doubts: int


@dataclass(frozen=True, slots=True)
class FacilityPage:
    """机构列表: one page of a list; ``pages`` counts from 1."""

    rows: tuple[FacilityRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class EventRow:
    """生命周期事件: what happened to a facility; ``changes`` as (column, before, after)."""

    kind: str
    on: date
    reason: str
    basis: str
    into: str | None
    changes: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """运营关系: who ran the facility from when until when."""

    name: str
    uscc: str | None
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class FacilityFile:
    """机构档案: one facility with its history."""

    row: FacilityRow
    zipcode: str
    telephone: str
    longitude: str
    latitude: str
    coordinate_system: str
    source: str
    source_id: str | None
    events: tuple[EventRow, ...]
    operators: tuple[OperatorRow, ...]


def list_facilities(
    *,
    actor: Actor,
    text: str = "",
    kind: str = "",
    area: str = "",
    state: str = "",
    sort: str = "area",
    page: int = 1,
) -> FacilityPage:
    """Return one page of the facilities that the actor may see; ``sort``: name, beds, opened, area, ``-`` falls."""
    query = _rows(actor)
    if text:
        query = query.where(
            Facility.name.contains(text) | Facility.address.contains(text) | (Facility.code == text)
        )
    if kind:
        query = query.where(Facility.kind == kind)
    if area:
        query = query.where(Area.code.startswith(area))
    if state:
        query = query.where(Facility.life_state == state)
    column = SORTS.get(sort.removeprefix("-"), Area.code)
    order = column.desc(nulls="LAST") if sort.startswith("-") else column.asc(nulls="LAST")
    total = query.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    found = list(query.order_by(order, Facility.name, Facility.id).paginate(page, PAGE_SIZE).dicts())
    names = area_names({code for row in found for code in (row["area_code"], row["area_code"][:6])})
    return FacilityPage(tuple(_row(row, names) for row in found), total, page, pages)


def get_facility(code: str, *, actor: Actor) -> FacilityFile:
    """Return one facility with its history.

    Raises:
        NotFoundError: there is none, or not within the actor's area.
    """
    row = _rows(actor).where(Facility.code == code).dicts().first()
    if row is None:
        raise NotFoundError(mark("没有编号为 {code} 的养老服务机构。"), code=code)
    events = (
        FacilityEvent.select().where(FacilityEvent.facility == row["id"]).order_by(FacilityEvent.id.desc())
    )
    links = (
        OperatorLink.select(OperatorLink, Operator)
        .join(Operator)
        .where(OperatorLink.facility == row["id"])
        .order_by(OperatorLink.id.desc())
    )
    names = area_names({row["area_code"], row["area_code"][:6]})
    return FacilityFile(
        row=_row(row, names),
        zipcode=row["zipcode"],
        telephone=row["telephone"],
        longitude=str(row["longitude"] or ""),
        latitude=str(row["latitude"] or ""),
        coordinate_system=row["coordinate_system"],
        source=row["source"],
        source_id=row["source_id"],
        events=tuple(_event(event) for event in events),
        operators=tuple(
            OperatorRow(link.operator.name, link.operator.uscc, link.since, link.until) for link in links
        ),
    )


def district_options(*, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return the districts in which the actor sees facilities, as (code, name)."""
    district = fn.SUBSTR(Area.code, 1, 6)
    query = Facility.select(district).join(Area).where(sees_facility(actor)).distinct().order_by(district)
    codes = [code for (code,) in query.tuples()]
    names = area_names(set(codes))
    return tuple((code, names.get(code, code)) for code in codes)


def area_choices(*, actor: Actor, present: str = "") -> list[tuple[str, str]]:
    """Return districts and streets in which the actor may enter a facility, as (code, name); ``present`` among them."""
    within = [actor.scope] if len(actor.scope) >= 2 else [code for code, _ in district_options(actor=actor)]
    codes = [*within, present[:6]] if present else within
    query = Area.select(Area.code, Area.name).where(
        Area.level.in_(("district", "street")), Area.until.is_null()
    )
    if codes:
        query = query.where(reduce(or_, (Area.code.startswith(code) for code in codes)))
    found = dict(query.order_by(Area.code).limit(MOST_CHOICES).tuples())
    return [
        (code, f"{found.get(code[:6], '')} {name}" if len(code) > 6 else name) for code, name in found.items()
    ]


def current_values(file: FacilityFile) -> dict[str, Any]:
    """Return what the register says, by the names under which it is changed."""
    row = file.row
    return {
        "name": row.name,
        "kind": row.kind,
        "area_code": row.area_code,
        "address": row.address,
        "zipcode": file.zipcode,
        "beds": row.beds,
        "opened_on": row.opened_on,
        "ownership": row.ownership,
        "telephone": file.telephone,
        "longitude": Decimal(file.longitude) if file.longitude else None,
        "latitude": Decimal(file.latitude) if file.latitude else None,
    }


def _rows(actor: Actor) -> ModelSelect:
    """Return the query of the facilities that the actor sees, with area code and number of open questions."""
    doubts = (
        ImportDoubt.select(fn.COUNT(ImportDoubt.id))
        .where(ImportDoubt.facility == Facility.id, ImportDoubt.state == "open")
        .alias("open_doubts")
    )
    return (
        Facility.select(Facility, Area.code.alias("area_code"), doubts).join(Area).where(sees_facility(actor))
    )


def _row(row: Mapping[str, Any], names: Mapping[str, str]) -> FacilityRow:
    code = row["area_code"]
    same = ("code", "name", "kind", "address", "beds", "opened_on", "ownership", "life_state", "open_doubts")
    return FacilityRow(
        area_code=code,
        district=names.get(code[:6], code[:6]),
        street=names.get(code, "") if len(code) > 6 else "",
        **{name: row[name] for name in same},
    )


def _event(event: FacilityEvent) -> EventRow:
    changes = tuple((column, *pair) for column, pair in sorted(event.data.items()))
    into = event.into.name if event.into else None
    return EventRow(event.kind, event.on, event.reason, event.basis, into, changes)


def facility_codes() -> tuple[str, ...]:
    """Return the codes of all facilities that are there: the clock rates them all."""
    query = Facility.select(Facility.code).where(Facility.life_state.not_in(("closed", "merged")))
    return tuple(code for (code,) in query.order_by(Facility.id).tuples())
