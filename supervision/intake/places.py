"""位置 places: points that cannot be where the list says, seen only when rows are seen together.

The row enters the register without such a point; the office is asked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from math import cos, hypot, radians
from typing import TypeVar

from supervision.intake import values
from supervision.intake.divisions import Gazetteer
from supervision.intake.headings import Columns
from supervision.intake.rows import FacilityValues, JudgedRow, Suggestion, problem_of
from supervision.intake.values import Reading
from supervision.texts import mark

GRID = 0.1  # degrees, about ten kilometres
FAR_KM = 8.0  # from the nearest facility of the own district …
STRANGERS = 5  # … with at least this many of other districts nearer
ENOUGH = 6  # a district with fewer points says nothing about where it lies
T = TypeVar("T")


def check_places(rows: list[JudgedRow], columns: Columns, gazetteer: Gazetteer) -> list[JudgedRow]:
    """Return the rows; points that are shared across districts or lie among strangers become doubts."""
    return _points_elsewhere(_shared_points(rows, columns), columns, gazetteer)


def _located(rows: Iterable[JudgedRow]) -> list[tuple[int, FacilityValues, Decimal, Decimal]]:
    """Return index, values, longitude and latitude of the rows that have a point."""
    return [
        (index, row.values, row.values.longitude, row.values.latitude)
        for index, row in enumerate(rows)
        if row.values and row.values.longitude is not None and row.values.latitude is not None
    ]


def _shared_points(rows: list[JudgedRow], columns: Columns) -> list[JudgedRow]:
    """One exact point in two districts is the middle of the city, or a slip: no row keeps it."""
    at: dict[tuple[Decimal, Decimal], list[int]] = defaultdict(list)
    districts: dict[tuple[Decimal, Decimal], set[str]] = defaultdict(set)
    for index, found, lng, lat in _located(rows):
        at[lng, lat].append(index)
        districts[lng, lat].add(found.district)
    wrong = {
        index: len(indexes) - 1
        for point, indexes in at.items()
        if len(districts[point]) > 1
        for index in indexes
    }
    message = mark("坐标与其他区的机构完全相同（另有 {others} 行），像是默认值")
    return _without_points(
        rows, columns, wrong, lambda others: values.doubt("coordinates.shared", message, others=others)
    )


def _points_elsewhere(rows: list[JudgedRow], columns: Columns, gazetteer: Gazetteer) -> list[JudgedRow]:
    """A point among the facilities of another district, far from all of its own, belongs to somewhere else."""
    located = _located(rows)
    buckets: dict[tuple[int, int], set[int]] = defaultdict(set)
    by_district: dict[str, list[int]] = defaultdict(list)
    for position, (_, found, lng, lat) in enumerate(located):
        buckets[_bucket(lng, lat)].add(position)
        by_district[found.district].append(position)
    wrong: dict[int, tuple[str, int]] = {}
    for position, (index, found, lng, lat) in enumerate(located):
        own = by_district[found.district]
        if len(own) < ENOUGH:
            continue
        x, y = _bucket(lng, lat)
        around = {
            near for dx in (-1, 0, 1) for dy in (-1, 0, 1) for near in buckets.get((x + dx, y + dy), ())
        }
        if any(
            near != position
            and located[near][1].district == found.district
            and _kilometres(located[near], located[position]) <= FAR_KM
            for near in around
        ):
            continue
        nearest_own = min(
            _kilometres(located[other], located[position]) for other in own if other != position
        )
        strangers = sorted(
            (distance, located[near][1].district)
            for near in around
            if located[near][1].district != found.district
            and (distance := _kilometres(located[near], located[position])) < nearest_own
        )
        if len(strangers) >= STRANGERS:
            wrong[index] = (strangers[0][1], round(nearest_own))
    message = mark("坐标落在{other}的机构之间，离本区最近的机构 {distance} 公里")

    def reading(fact: tuple[str, int]) -> Reading:
        other = gazetteer.by_code[fact[0]].name
        return values.doubt("coordinates.elsewhere", message, other=other, distance=fact[1])

    return _without_points(rows, columns, wrong, reading)


def _without_points(
    rows: list[JudgedRow], columns: Columns, wrong: Mapping[int, T], reading: Callable[[T], Reading]
) -> list[JudgedRow]:
    """Return the rows; those in ``wrong`` lose their point and gain the doubt that ``reading`` makes."""
    checked = list(rows)
    for index, fact in wrong.items():
        row = rows[index]
        shown = f"{row.raw['lng']},{row.raw['lat']}"
        problem = problem_of(row, columns, "lng", reading(fact), (Suggestion(shown, shown),))
        found = row.values and replace(row.values, longitude=None, latitude=None)
        checked[index] = replace(row, values=found).with_problem(replace(problem, value=shown))
    return checked


def _bucket(lng: Decimal, lat: Decimal) -> tuple[int, int]:
    return int(float(lng) / GRID), int(float(lat) / GRID)


def _kilometres(
    first: tuple[int, FacilityValues, Decimal, Decimal], second: tuple[int, FacilityValues, Decimal, Decimal]
) -> float:
    """Return the distance of two points, flat-earth: good to a percent within a province."""
    (_, _, lng, lat), (_, _, other_lng, other_lat) = first, second
    east = float(lng - other_lng) * 111.32 * cos(radians(float(lat)))
    north = float(lat - other_lat) * 110.57
    return hypot(east, north)
