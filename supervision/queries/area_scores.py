"""区域评价查询: the index of streets and the performance targets of areas: pure functions of what was reported and awarded.

An area is scored from its own facts (``AreaFact``), the area it belongs to, and, for the targets, the performance ratings
of the facilities in it. Streets are ranked within their district; how equals are placed, the scheme says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from scoring.engine import evaluate, prepare
from scoring.engine.standing import standings
from scoring.facts import Fact, moment_text
from scoring.facts.files import fact_from_record
from scoring.language.context import MISSING, Value
from scoring.schemes import Scheme
from scoring.sheets import Sheet
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError
from supervision.models import Area, AreaFact, Award, Facility
from supervision.queries._scope import within_area
from supervision.rulebook import rulebook, schemes

STREETS = "street_index"
TARGETS = "area_targets"
LEVELS = {STREETS: ("street",), TARGETS: ("district", "street")}


@dataclass(frozen=True, slots=True)
class AreaScore:
    """区域评价 One area: its sheet with every line, the measures behind it, and where it stands (``place`` of ``peers``)."""

    code: str
    name: str
    sheet: Sheet
    measures: Mapping[str, Value]
    facts: Mapping[str, Fact]
    standing: Mapping[str, Value]

    @property
    def place(self) -> Value:
        """Its place among its peers, or missing."""
        return self.standing.get("place", MISSING)

    @property
    def peers(self) -> Value:
        """How many were placed, or missing."""
        return self.standing.get("streets", MISSING)


def area_scheme(produces: str, on: date) -> Scheme:
    """Return the scheme that scores areas."""
    return schemes().producing(produces, on)


def area_scores(
    produces: str, *, actor: Actor, on: date, known_at: datetime | None = None
) -> tuple[AreaScore, ...]:
    """Return the score of every area of the actor's scope, the best place first, those without one last."""
    scheme, book = area_scheme(produces, on), rulebook()
    areas = list(_areas(produces, actor))
    facts = {row.code: list(_facts(row, scheme, on)) for row in areas}
    standing = standings(book, scheme, facts, {}, on=on, known_at=known_at)
    found = []
    for row in areas:
        own, stands = facts[row.code], standing[row.code]
        context = prepare(book, scheme, own, on=on, known_at=known_at, standing=stands)
        found.append(
            AreaScore(
                row.code,
                row.name,
                evaluate(book, scheme, row.code, own, on=on, known_at=known_at, standing=stands),
                {each.id: context.names.get(each.id, MISSING) for each in scheme.measures},
                {fact.id: fact for fact in own},
                stands,
            )
        )
    return tuple(sorted(found, key=lambda each: (each.place is MISSING, each.place, each.code)))


def area_score(produces: str, code: str, *, actor: Actor, on: date) -> AreaScore:
    """Return the score of one area.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    found = next((each for each in area_scores(produces, actor=actor, on=on) if each.code == code), None)
    if found is None:
        raise NotFoundError("没有这个区域，或它不在您的工作范围内。")
    return found


@dataclass(frozen=True, slots=True)
class AreaFactRow:
    """区域事实行: what was reported, by whom."""

    kind: str
    on: date
    source: str
    data: dict[str, Any]
    recorded_by: str


def area_facts(code: str, produces: str, *, on: date) -> tuple[AreaFactRow, ...]:
    """Return what was reported of an area for a scheme, the newest first."""
    kinds = list(area_scheme(produces, on).kinds)
    rows = AreaFact.select().join(Area).where(Area.code == code, AreaFact.kind.in_(kinds))
    ordered = rows.order_by(AreaFact.on.desc(), AreaFact.id.desc())
    return tuple(AreaFactRow(row.kind, row.on, row.source, row.data, row.recorded_by) for row in ordered)


def _areas(produces: str, actor: Actor) -> Iterable[Area]:
    query = Area.select().where(within_area(actor), Area.level.in_(LEVELS[produces]))
    return list(query.order_by(Area.code))


def _facts(area: Area, scheme: Scheme, on: date) -> Iterable[Fact]:
    members = {kind.id: kind.members for kind in scheme.kinds.values()}
    rows = AreaFact.select().where(AreaFact.area == area, AreaFact.kind.in_(list(members)), AreaFact.on <= on)
    said = [
        _record(row.uuid, row.kind, row.on, row.recorded_at, row.data)
        for row in rows.order_by(AreaFact.on, AreaFact.id)
    ]
    if "street.place" in members:
        said.append(
            _known(f"place:{area.code}", "street.place", scheme.since, {"district": area.parent_code})
        )
    if "area.rated" in members:
        said += _rated(area, on)
    for record in said:
        yield fact_from_record({"subject": area.code, **record}, members, str(record["id"]))


def _record(key: str, kind: str, on: date, at: datetime, data: dict[str, Any]) -> dict[str, Any]:
    return {"id": key, "kind": kind, "on": on.isoformat(), "recorded_at": moment_text(at), "data": data}


def _known(key: str, kind: str, on: date, data: dict[str, Any]) -> dict[str, Any]:
    """Return what the register itself says as a fact of the day on which it came about."""
    return _record(key, kind, on, datetime(on.year, on.month, on.day, tzinfo=UTC), data)


def _rated(area: Area, on: date) -> Iterable[dict[str, Any]]:
    """Yield the performance ratings in force in an area, as the facts that the targets count."""
    scheme = schemes().producing("performance_rating", on)
    query = (
        Award.select(Award, Facility)
        .join(Facility)
        .join(Area)
        .where(Area.code.startswith(area.code), Award.scheme == scheme.id, Award.decided_on.is_null(False))
        .where(Award.since <= on, Award.until > on, Award.ended_on.is_null() | (Award.ended_on > on))
        .order_by(Facility.code, Award.since)
    )
    newest = {row.facility.code: row for row in query}
    for code, row in newest.items():
        opened = row.facility.opened_on
        months = (
            (row.since.year - opened.year) * 12
            + row.since.month
            - opened.month
            - (row.since.day < opened.day)
        )
        data = {"facility": code, "outcome": row.outcome, "open_months": months} if opened else None
        if data is not None:
            yield _known(f"award:{row.uuid}", "area.rated", china_day(row.decided_at), data)
