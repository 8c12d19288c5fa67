"""An invented snapshot of any size, for benchmarks and for a site before there is data. The same arguments, the same bytes.

``generate_snapshot(120, 2, 1, folder)`` is what ``snapshot generate --facilities 120 --years 2 --seed 1 --out folder`` does.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from supervision.disclosure.invented.papers import AUTHORITY, invented_draws, invented_notices, invented_plan
from supervision.disclosure.invented.runs import Runs
from supervision.disclosure.invented.scores import RULES, credit_score, performance_score, star_score
from supervision.disclosure.invented.visits import FacilityPast, listing_of, objection_of, penalty_of, visit
from supervision.disclosure.invented.words import (
    DEPARTMENTS,
    FIRST,
    ITEMS,
    KIND_SUFFIX,
    KIND_WEIGHTS,
    KINDS,
    LAWS,
    SECOND,
    STREETS,
    Dice,
)
from supervision.records.decisions import ListName, Tombstone
from supervision.records.facilities import (
    Area,
    Facility,
    Insurance,
    LifeEvent,
    LifeStage,
    Location,
    Service,
    StaffCount,
    Vacancy,
)
from supervision.records.inspections import VisitKind
from supervision.records.snapshot import (
    LARGE,
    PLURALS,
    Licence,
    Meta,
    Snapshot,
    read_snapshot,
    write_snapshot,
)
from supervision.records.values import Office, Record, Text

AS_OF = date(2026, 11, 22)
PER_DISTRICT = 400
PER_CITY = 99  # districts


def generate_snapshot(facilities: int, years: int, seed: int, out: Path, *, as_of: date = AS_OF) -> Snapshot:
    """Write an invented snapshot of ``facilities`` facilities with ``years`` of history into ``out``; return it.

    Facility after facility: however many there are, none is held longer than it takes to write it.
    """
    dice, visits, runs = Dice(seed), Counter[str | None](), Runs(out)
    for past in _pasts(dice, facilities, years, as_of):
        visits.update(result.draw for result in past.results)
        for kind, records in _records(past, dice, as_of).items():
            runs.add(kind, past.facility.code, records)
    write_snapshot(_common(facilities, years, visits, as_of), out)
    runs.join()
    return read_snapshot(out)


def invent(facilities: int, years: int, seed: int, as_of: date = AS_OF) -> Snapshot:
    """Return an invented snapshot, marked as demonstration."""
    dice, visits = Dice(seed), Counter[str | None]()
    found: dict[str, list[Any]] = {kind: [] for kind in LARGE}
    for past in _pasts(dice, facilities, years, as_of):
        visits.update(result.draw for result in past.results)
        for kind, records in _records(past, dice, as_of).items():
            found[kind] += records
    tables: dict[str, Any] = {PLURALS[kind]: tuple(records) for kind, records in found.items()}
    return replace(_common(facilities, years, visits, as_of), **tables)


def _common(facilities: int, years: int, visits: Mapping[str | None, int], as_of: date) -> Snapshot:
    """Return everything that belongs to no single facility."""
    return Snapshot(
        meta=_meta(as_of),
        areas=_areas(facilities),
        departments=DEPARTMENTS,
        draws=invented_draws(facilities, visits, as_of, years),
        facility_kinds=tuple(sorted(KINDS, key=lambda kind: kind.code)),
        items=ITEMS,
        laws=tuple(sorted(LAWS, key=lambda law: law.id)),
        notices=invented_notices(as_of),
        plans=tuple(invented_plan(as_of.year - back) for back in reversed(range(years))),
        rules=RULES,
        tombstones=(
            Tombstone(record="listing-2025-0003", list=ListName.BLACK, on=as_of - timedelta(days=96)),
        ),
    )


def _pasts(dice: Dice, facilities: int, years: int, as_of: date) -> Iterator[FacilityPast]:
    streets = [area for area in _areas(facilities) if area.depth == 4]
    return (_past(dice, number, streets, years, as_of) for number in range(1, facilities + 1))


def _records(past: FacilityPast, dice: Dice, as_of: date) -> dict[str, Sequence[Record]]:
    """Return the records about one facility, by their kind."""
    return {
        "facility": [past.facility],
        "finding": past.findings,
        "listing": listing_of(past, dice, as_of),
        "objection": objection_of(past, dice, as_of),
        "penalty": penalty_of(past, dice, as_of),
        "result": past.results,
        "score": past.scores,
    }


def _meta(as_of: date) -> Meta:
    office = Office(
        name=Text(
            zh="明镜示范区民政局养老服务科", en="Elderly Care Section, Mingjing Demonstration District"
        ),
        phone="（示例）010-0000-0000",
        address="明镜示范区示范大道1号（示例）",
    )
    return Meta(
        as_of=as_of,
        authority=Text(zh=AUTHORITY, en="Mingjing Demonstration District Civil Affairs Bureau"),
        area="990101",
        demonstration=True,
        licence=Licence(
            name=Text(zh="署名后自由使用(CC BY 4.0)", en="Free to use with attribution (CC BY 4.0)"),
            address="https://creativecommons.org/licenses/by/4.0/",
        ),
        office=office,
        organiser=Text(zh=AUTHORITY, en="Mingjing Demonstration District Civil Affairs Bureau"),
        site_code="9901010000(示例)",
        icp_number="示ICP备00000000号（示例）",
        public_url="https://mingjing.example/",
    )


def _areas(facilities: int) -> tuple[Area, ...]:
    areas = [Area(code="990000", name=Text(zh="示范省", en="Demonstration Province"), depth=1)]
    for district in range(max(1, -(-facilities // PER_DISTRICT))):
        city = 1 + district // PER_CITY
        code, above = f"99{city:02d}{district % PER_CITY + 1:02d}", f"99{city:02d}00"
        if district % PER_CITY == 0:
            areas.append(_city(city, above))
        name = Text(zh="明镜示范区", en="Mingjing Demonstration District")
        if district:
            name = Text(zh=f"示范{district + 1}区", en=f"Demonstration District {district + 1}")
        areas.append(Area(code=code, name=name, parent=above, depth=3))
        for street, (chinese, english) in enumerate(STREETS[: 3 if facilities <= 150 else 6], 1):
            areas.append(
                Area(code=f"{code}{street:03d}", name=Text(zh=chinese, en=english), parent=code, depth=4)
            )
    return tuple(sorted(areas, key=lambda area: area.code))


def _city(number: int, code: str) -> Area:
    name = Text(zh="示范市", en="Demonstration City")
    if number > 1:
        name = Text(zh=f"示范{number}市", en=f"Demonstration City {number}")
    return Area(code=code, name=name, parent="990000", depth=2)


def _past(dice: Dice, number: int, streets: list[Area], years: int, as_of: date) -> FacilityPast:
    facility = _facility(dice, number, streets[(number - 1) % len(streets)], as_of)
    past = FacilityPast(facility)
    if facility.stage in (LifeStage.CLOSED, LifeStage.MERGED):
        return past
    for year in range(as_of.year - years + 1, as_of.year + 1):
        visit(past, dice, VisitKind.JOINT, year, as_of)
        if dice.chance(f"{facility.code}|drawn|{year}", 30):
            visit(past, dice, VisitKind.DRAWN, year, as_of)
        past.scores.extend(credit_score(past, dice, year, as_of))
    past.scores.extend(star_score(past, dice, as_of))
    past.scores.extend(performance_score(past, dice, as_of))
    past.scores.sort(key=lambda score: score.id)
    return past


def _facility(dice: Dice, number: int, street: Area, as_of: date) -> Facility:
    code = f"D{number:06d}"
    kind = dice.pick(f"{code}|kind", KIND_WEIGHTS)
    chinese, english = KIND_SUFFIX[kind]
    first, second = dice.pick(f"{code}|n1", FIRST), dice.pick(f"{code}|n2", SECOND)
    branch = number // 60
    name = f"{street.name.zh[:2]}{first}{second}{chinese}" + (f"（{branch + 1}分院）" if branch else "")
    beds = dice.number(f"{code}|beds", 20, 260) if kind in ("home", "rural_home") else None
    opened = date(2004 + dice.number(f"{code}|opened", 0, 18), 1 + dice.number(f"{code}|month", 0, 11), 8)
    closed = number % 57 == 56
    history = [
        LifeEvent(on=opened, stage=LifeStage.REGISTERED, text=Text(zh="登记", en="Registered")),
        LifeEvent(on=opened + timedelta(days=12), stage=LifeStage.FILED, text=Text(zh="备案", en="Filed")),
    ]
    if closed:
        history.append(
            LifeEvent(
                on=as_of - timedelta(days=150),
                stage=LifeStage.CLOSED,
                text=Text(
                    zh="终止服务；入住老人均已妥善安置", en="Closed; every resident was resettled first"
                ),
            )
        )
    insured = as_of - timedelta(days=dice.number(f"{code}|insured", 0, 380))
    return Facility(
        code=code,
        name=Text(zh=name, en=f"{street.name.en.split()[0]} {english} No. {number}"),
        kind=kind,
        area=street.code,
        stage=LifeStage.CLOSED if closed else LifeStage.FILED,
        operator=f"示范{first}{second}养老服务有限公司（虚构）"
        if number % 3
        else "示范乐龄连锁养老服务有限公司（虚构）",
        chain="" if number % 3 else "示范乐龄连锁",
        ownership=dice.pick(f"{code}|ownership", ("公建公营", "公建民营", "民办")),
        opened_on=opened,
        address=f"{street.name.zh}示范路{dice.number(f'{code}|house', 1, 400)}号",
        phone=f"（示例）010-0000-{number % 10000:04d}",
        visiting_hours=Text(zh="每天 9:00–17:00", en="Every day 9:00–17:00"),
        beds=beds,
        nursing_beds=beds * 6 // 10 if beds else None,
        vacancy=Vacancy(beds=beds // 9, on=as_of - timedelta(days=dice.number(f"{code}|vacant", 3, 60)))
        if beds
        else None,
        location=_location(dice, code),
        services=_services(dice, code, kind),
        staff=tuple(
            StaffCount(post=post, count=dice.number(f"{code}|{post.en}", 1, 12))
            for post in (
                Text(zh="护理员", en="Carers"),
                Text(zh="护士", en="Nurses"),
                Text(zh="社会工作者", en="Social workers"),
            )
        ),
        insurance=Insurance(
            insurer="示范财产保险公司（虚构）", since=insured, until=insured.replace(year=insured.year + 1)
        ),
        history=tuple(history),
        office=None,
    )


def _location(dice: Dice, code: str) -> Location:
    east, north = dice.number(f"{code}|x", 0, 9999), dice.number(f"{code}|y", 0, 9999)
    return Location(longitude=Decimal(f"106.{east:04d}"), latitude=Decimal(f"29.{north:04d}"), system="wgs84")


def _services(dice: Dice, code: str, kind: str) -> tuple[Service, ...]:
    month, visit_, meal = Text(zh="月", en="month"), Text(zh="次", en="visit"), Text(zh="餐", en="meal")
    if kind in ("home", "rural_home"):
        bed = dice.number(f"{code}|bed", 9, 38) * 100
        return (
            Service(
                name=Text(zh="床位费（双人间）", en="Bed, shared by two"), price=Decimal(bed), unit=month
            ),
            Service(
                name=Text(zh="护理费（一级）", en="Care, level one"), price=Decimal(bed // 2), unit=month
            ),
            Service(name=Text(zh="护理费（三级）", en="Care, level three"), price=Decimal(bed), unit=month),
            Service(name=Text(zh="伙食费", en="Meals"), price=Decimal(780), unit=month),
        )
    if kind == "meal_point":
        return (Service(name=Text(zh="午餐（一荤两素）", en="Lunch"), price=Decimal("12.50"), unit=meal),)
    return (
        Service(name=Text(zh="助浴", en="Bathing"), price=Decimal(60), unit=visit_),
        Service(name=Text(zh="助餐", en="Meals"), price=Decimal(15), unit=meal),
        Service(name=Text(zh="日间照料", en="Day care"), price=Decimal(900), unit=month),
        Service(name=Text(zh="精神慰藉", en="Company and talk")),
    )
