"""位置 places: points that cannot be where the list says, seen only when rows are seen together.

The row enters the register without such a point; the office is asked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from math import cos, hypot, radians
from typing import TypeVar

from supervision.intake import values
from supervision.intake.divisions import Gazetteer
from supervision.intake.headings import Columns
from supervision.intake.rows import JudgedRow, Suggestion, problem_of
from supervision.intake.values import Reading
from supervision.texts import mark

GRID = 0.1  # degrees, about ten kilometres
FAR_KM = 8.0  # from the nearest facility of the own district …
STRANGERS = 5  # … with at least this many of other districts nearer
ENOUGH = 6  # a district with fewer points says nothing about where it lies
T = TypeVar("T")
Bucket = tuple[int, int]


def check_places(rows: list[JudgedRow], columns: Columns, gazetteer: Gazetteer) -> list[JudgedRow]:
    """Return the rows; points that are shared across districts or lie among strangers become doubts."""
    return _points_elsewhere(_shared_points(rows, columns), columns, gazetteer)


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """有坐标的行: where the row with this index says it lies, in degrees."""

    index: int
    district: str
    lng: Decimal
    lat: Decimal
    bucket: Bucket

    def around(self) -> Iterator[Bucket]:
        """Return the bucket of the point, then the eight around it."""
        x, y = self.bucket
        return ((x + dx, y + dy) for dx in (0, -1, 1) for dy in (0, -1, 1))

    def kilometres(self, other: "Located") -> float:
        """Return the distance of two points, flat-earth: good to a percent within a province."""
        east = float(self.lng - other.lng) * 111.32 * cos(radians(float(self.lat)))
        north = float(self.lat - other.lat) * 110.57
        return hypot(east, north)


def _located(rows: Iterable[JudgedRow]) -> list[Located]:
    """Return the rows that have a point."""
    located = []
    for index, row in enumerate(rows):
        found = row.values
        if found and found.longitude is not None and found.latitude is not None:
            bucket = int(float(found.longitude) / GRID), int(float(found.latitude) / GRID)
            located.append(Located(index, found.district, found.longitude, found.latitude, bucket))
    return located


def _has_neighbour(one: Located, own: Mapping[Bucket, list[Located]]) -> bool:
    """Return whether another facility of the same district lies near."""
    return any(
        other is not one and one.kilometres(other) <= FAR_KM
        for near in one.around()
        for other in own.get(near, ())
    )


def _shared_points(rows: list[JudgedRow], columns: Columns) -> list[JudgedRow]:
    """One exact point in two districts is the middle of the city, or a slip: no row keeps it."""
    at: dict[tuple[Decimal, Decimal], list[int]] = defaultdict(list)
    districts: dict[tuple[Decimal, Decimal], set[str]] = defaultdict(set)
    for one in _located(rows):
        at[one.lng, one.lat].append(one.index)
        districts[one.lng, one.lat].add(one.district)
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
    own: dict[str, dict[Bucket, list[Located]]] = defaultdict(lambda: defaultdict(list))
    for one in located:
        own[one.district][one.bucket].append(one)
    sizes = {district: sum(map(len, buckets.values())) for district, buckets in own.items()}
    wrong: dict[int, tuple[str, int]] = {}
    for one in located:
        if sizes[one.district] < ENOUGH or _has_neighbour(one, own[one.district]):
            continue
        others = (other for some in own[one.district].values() for other in some if other is not one)
        nearest_own = min(one.kilometres(other) for other in others)
        strangers = sorted(
            (distance, district)
            for district, buckets in own.items()
            if district != one.district
            for near in one.around()
            for other in buckets.get(near, ())
            if (distance := one.kilometres(other)) < nearest_own
        )
        if len(strangers) >= STRANGERS:
            wrong[one.index] = (strangers[0][1], round(nearest_own))
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
