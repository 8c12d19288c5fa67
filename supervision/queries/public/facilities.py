"""公开的机构信息: identity, services, staff counts, insurance, life cycle, chain."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from inspections.checklist import FOLDER
from scoring.rulebook import load_yaml
from supervision.disclosure.site.pinyin import initials
from supervision.models import Area as AreaRow
from supervision.models import Authority as AuthorityRow
from supervision.models import Department as DepartmentRow
from supervision.models import Facility as FacilityRow
from supervision.models import FacilityEvent as EventRow
from supervision.models import Fact as FactRow
from supervision.models import Operator as OperatorRow
from supervision.models import OperatorLink as LinkRow
from supervision.records.facilities import (
    Area,
    Certificate,
    Department,
    Facility,
    FacilityKind,
    Insurance,
    LifeEvent,
    LifeStage,
    Location,
    Service,
    StaffCount,
    Vacancy,
)
from supervision.records.values import Office, Text

DEPTHS = {"province": 1, "city": 2, "district": 3, "street": 4, "community": 5}
STAGES = {
    "registered": LifeStage.REGISTERED,
    "operating": LifeStage.FILED,
    "suspended": LifeStage.SUSPENDED,
    "closed": LifeStage.CLOSED,
}
EVENT_TEXTS = {
    "registered": Text(zh="进入名录", en="Entered the register"),
    "filed": Text(zh="完成备案", en="Filed with civil affairs"),
    "changed": Text(zh="登记信息变更", en="Register entry changed"),
    "suspended": Text(zh="暂停服务", en="Service suspended"),
    "resumed": Text(zh="恢复服务", en="Service resumed"),
    "closed": Text(zh="终止服务", en="Service ended"),
    "merged": Text(zh="并入其他机构", en="Merged into another facility"),
}
EVENT_STAGES = {
    "registered": LifeStage.REGISTERED,
    "filed": LifeStage.FILED,
    "suspended": LifeStage.SUSPENDED,
    "resumed": LifeStage.FILED,
    "closed": LifeStage.CLOSED,
    "merged": LifeStage.MERGED,
}


@dataclass(frozen=True, slots=True)
class Register:
    """公开名录: areas, departments, kinds and facilities."""

    areas: tuple[Area, ...]
    departments: tuple[Department, ...]
    kinds: tuple[FacilityKind, ...]
    facilities: tuple[Facility, ...]


def text(value: Any) -> Text:
    """Return ``{"zh", "en"}`` or a plain sentence as a text in two languages."""
    if isinstance(value, dict):
        return Text(zh=value.get("zh", ""), en=value.get("en", ""))
    return Text(zh=str(value))


def read(as_of: date) -> Register:
    """Return the register as it stands; facilities that have left it stay, with their history."""
    rows = list(FacilityRow.select(FacilityRow, AreaRow).join(AreaRow).order_by(FacilityRow.code))
    events = _by_facility(EventRow.select().where(EventRow.on <= as_of).order_by(EventRow.on, EventRow.id))
    facts = _newest_facts(as_of)
    operators = _operators(as_of)
    codes = {row.id: row.code for row in rows}
    offices = {row.area_id: row for row in AuthorityRow.select()}
    office = next(iter(offices.values()), None)
    chains = _chains(operators)
    return Register(
        areas=_areas(rows),
        departments=tuple(
            Department(code=row.key, name=Text(zh=row.name, en=row.english), phone=row.authority.telephone)
            for row in DepartmentRow.select(DepartmentRow, AuthorityRow)
            .join(AuthorityRow)
            .order_by(DepartmentRow.key)
        ),
        kinds=facility_kinds(),
        facilities=tuple(
            _facility(row, events[row.id], facts[row.id], operators.get(row.id), chains, codes, office)
            for row in rows
        ),
    )


def facility_kinds() -> tuple[FacilityKind, ...]:
    """Return the directory of kinds, as the checklist names them."""
    newest = max(FOLDER.glob("*/version.yaml"))
    kinds = load_yaml(newest)["kinds"]
    found = [FacilityKind(code=k["code"], name=Text(zh=k["name"], en=k["name_en"])) for k in kinds]
    return tuple(sorted(found, key=lambda kind: kind.code))


def _areas(rows: list[FacilityRow]) -> tuple[Area, ...]:
    wanted = {
        row.area.code[:length] for row in rows for length in (2, 4, 6, 9, 12) if length <= len(row.area.code)
    }
    wanted |= {row.area.code for row in AuthorityRow.select(AuthorityRow, AreaRow).join(AreaRow)}
    found = AreaRow.select().where(AreaRow.code.in_(sorted(wanted))).order_by(AreaRow.code)
    return tuple(
        Area(code=row.code, name=Text(zh=row.name), parent=row.parent_code, depth=DEPTHS[row.level])
        for row in found
    )


def _by_facility(query: Any) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in query:
        grouped[row.facility_id].append(row)
    return grouped


def _newest_facts(as_of: date) -> dict[int, dict[str, Any]]:
    """Return for each facility the newest public fact of each kind that a page shows."""
    kinds = ("services", "staff", "insurance", "vacancy", "certificates", "about", "reply")
    grouped: dict[int, dict[str, Any]] = defaultdict(dict)
    query = (
        FactRow.select()
        .where(FactRow.kind.in_(kinds), FactRow.visibility == "public", FactRow.on <= as_of)
        .order_by(FactRow.on, FactRow.id)
    )
    for row in query:
        grouped[row.facility_id][row.kind] = row
    return grouped


def _operators(as_of: date) -> dict[int, OperatorRow]:
    query = (
        LinkRow.select(LinkRow, OperatorRow)
        .join(OperatorRow)
        .where(
            LinkRow.since.is_null() | (LinkRow.since <= as_of),
            LinkRow.until.is_null() | (LinkRow.until > as_of),
        )
        .order_by(LinkRow.id)
    )
    return {row.facility_id: row.operator for row in query}


def _chains(operators: dict[int, OperatorRow]) -> set[int]:
    count: dict[int, int] = defaultdict(int)
    for operator in operators.values():
        count[operator.id] += operator.nature == "enterprise"
    return {operator for operator, n in count.items() if n > 1}


def _facility(
    row: FacilityRow,
    events: list[EventRow],
    facts: dict[str, Any],
    operator: OperatorRow | None,
    chains: set[int],
    codes: dict[int, str],
    authority: AuthorityRow | None,
) -> Facility:
    merged = next((codes[event.into_id] for event in reversed(events) if event.kind == "merged"), None)
    about = facts["about"].data if "about" in facts else {}
    reply = facts.get("reply")
    insurance = facts.get("insurance")
    vacancy = facts.get("vacancy")
    return Facility(
        code=row.code,
        name=Text(zh=row.name),
        initials=initials(row.name),
        kind=row.kind,
        area=row.area.code,
        stage=LifeStage.MERGED if merged else STAGES[row.life_state],
        operator=operator.name if operator else "",
        uscc=(operator.uscc or "") if operator else "",
        chain=operator.name if operator and operator.id in chains else "",
        address=row.address,
        phone=row.telephone,
        visiting_hours=text(about["visiting_hours"]) if "visiting_hours" in about else None,
        beds=row.beds,
        nursing_beds=about.get("nursing_beds"),
        vacancy=Vacancy(beds=vacancy.data["beds"], on=vacancy.on) if vacancy else None,
        location=Location(longitude=row.longitude, latitude=row.latitude, system=row.coordinate_system)
        if row.longitude is not None and row.latitude is not None
        else None,
        services=tuple(
            Service(
                name=text(service["name"]),
                price=Decimal(service["price"]) if service.get("price") else None,
                unit=text(service["unit"]) if service.get("unit") else None,
            )
            for service in (facts["services"].data["services"] if "services" in facts else ())
        ),
        staff=tuple(
            StaffCount(post=text(post["post"]), count=post["count"])
            for post in (facts["staff"].data["posts"] if "staff" in facts else ())
        ),
        insurance=Insurance(
            insurer=insurance.data["insurer"],
            since=date.fromisoformat(insurance.data["since"]),
            until=date.fromisoformat(insurance.data["until"]),
        )
        if insurance
        else None,
        certificates=tuple(
            Certificate(
                name=text(each["name"]),
                number=each["number"],
                issuer=each.get("issuer", ""),
                until=date.fromisoformat(each["until"]) if each.get("until") else None,
            )
            for each in (facts["certificates"].data["certificates"] if "certificates" in facts else ())
        ),
        history=tuple(
            LifeEvent(on=event.on, stage=EVENT_STAGES.get(event.kind), text=_event_text(event))
            for event in events
        ),
        office=Office(name=Text(zh=authority.name), phone=authority.telephone, address=authority.address)
        if authority
        else None,
        reply=text(reply.data["text"]) if reply else None,
        replied_on=reply.on if reply else None,
        merged_into=merged,
    )


def _event_text(event: EventRow) -> Text:
    words = EVENT_TEXTS[event.kind]
    return Text(zh=f"{words.zh}：{event.reason}", en=words.en) if event.reason else words
