"""服务事项查询: who offers which item of the catalogue, by the names under which services are registered."""

from collections import defaultdict
from dataclasses import dataclass

from inspections.services import ServiceGroup, ServiceItem, service_catalogue
from supervision.actor import Actor
from supervision.models import Area, Facility, Fact
from supervision.queries._scope import sees_facility

GONE = ("closed", "merged")


@dataclass(frozen=True, slots=True)
class Offered:
    """提供情况 One item of the catalogue and the facilities that offer it: (code, name)."""

    group: ServiceGroup
    item: ServiceItem
    facilities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Registration:
    """登记情况 All items in order, and the services that are no item of the catalogue with who offers them."""

    offered: tuple[Offered, ...]
    outside: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def registration(*, actor: Actor) -> Registration:
    """Return what the facilities of the actor's area have registered, by the newest fact of each."""
    rows = (
        Fact.select(Fact, Facility)
        .join(Facility)
        .join(Area)
        .where(sees_facility(actor), Fact.kind == "services", Facility.life_state.not_in(GONE))
        .order_by(Fact.on, Fact.id)
    )
    newest = {row.facility.code: row for row in rows}
    catalogue = service_catalogue()
    by_item: dict[str, list[tuple[str, str]]] = defaultdict(list)
    outside: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, row in sorted(newest.items()):
        for name in dict.fromkeys(_name(each["name"]) for each in row.data["services"]):
            item = catalogue.item_of(name)
            (by_item[item.id] if item else outside[name]).append((code, row.facility.name))
    return Registration(
        tuple(
            Offered(group, item, tuple(dict.fromkeys(by_item[item.id])))
            for group in catalogue.groups
            for item in group.items
        ),
        tuple((name, tuple(who)) for name, who in sorted(outside.items())),
    )


def _name(name: str | dict[str, str]) -> str:
    return name if isinstance(name, str) else name["zh"]
