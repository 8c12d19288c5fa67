"""Who is supervised: areas, kinds, departments, facilities with what they publish about themselves."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from supervision.records.values import Code, Count, Office, Record, Text


class Area(Record, frozen=True, kw_only=True):
    """区划: one node of the tree of areas. ``depth``: 1 province, 2 city, 3 district, 4 street."""

    code: Code
    name: Text
    parent: Code | None = None
    depth: int


class FacilityKind(Record, frozen=True, kw_only=True):
    """机构类型: homes, street centres, stations, meal points …; a directory, so that an authority adds its own."""

    code: Code
    name: Text
    explanation: Text | None = None


class Department(Record, frozen=True, kw_only=True):
    """部门: a department that inspects or decides."""

    code: Code
    name: Text
    phone: str = ""


class LifeStage(StrEnum):
    """生命周期: where a facility stands between entry and exit."""

    REGISTERED = "registered"
    FILED = "filed"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    MERGED = "merged"


class Service(Record, frozen=True, kw_only=True):
    """服务项目: what is offered at which price; ``price`` in yuan per ``unit``, none where it is free or agreed."""

    name: Text
    price: Decimal | None = None
    unit: Text | None = None


class StaffCount(Record, frozen=True, kw_only=True):
    """人员配备: how many work in a post; counts only."""

    post: Text
    count: Count


class Insurance(Record, frozen=True, kw_only=True):
    """责任保险: liability insurance, half-open ``since``–``until``."""

    insurer: str
    since: date
    until: date


class Certificate(Record, frozen=True, kw_only=True):
    """证照: a licence or filing that the facility must show."""

    name: Text
    number: str
    issuer: str = ""
    until: date | None = None


class LifeEvent(Record, frozen=True, kw_only=True):
    """变更记录: one event of the life cycle with its reason."""

    on: date
    stage: LifeStage | None = None
    text: Text


class Location(Record, frozen=True, kw_only=True):
    """位置: coordinates with their reference system; ``system`` is ``wgs84``, ``gcj02``, ``bd09`` or ``unknown``."""

    longitude: Decimal
    latitude: Decimal
    system: str = "unknown"


class Vacancy(Record, frozen=True, kw_only=True):
    """空床: vacant beds as the facility reported them, with the day of the report."""

    beds: Count
    on: date


class Facility(Record, frozen=True, kw_only=True):
    """养老服务机构/设施: identity and what it publishes about itself. ``code`` is permanent; addresses rest on it."""

    code: Code
    name: Text
    initials: str = ""
    kind: Code
    area: Code
    stage: LifeStage
    operator: str = ""
    uscc: str = ""
    chain: str = ""
    ownership: str = ""
    opened_on: date | None = None
    address: str = ""
    phone: str = ""
    visiting_hours: Text | None = None
    beds: Count | None = None
    nursing_beds: Count | None = None
    vacancy: Vacancy | None = None
    location: Location | None = None
    services: tuple[Service, ...] = ()
    staff: tuple[StaffCount, ...] = ()
    insurance: Insurance | None = None
    certificates: tuple[Certificate, ...] = ()
    history: tuple[LifeEvent, ...] = ()
    office: Office | None = None
    reply: Text | None = None
    replied_on: date | None = None
    merged_into: Code | None = None
