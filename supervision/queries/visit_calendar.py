"""检查日历查询: who is visited how often in a year, against cap and minimum; who has not been visited for how long.

Only what the reader may know of is counted: a drawn visit that has not begun stays secret here too.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.rulebook import NotInForceError
from scoring.rulebook.days import add_months
from supervision.actor import Actor
from supervision.models import Area, Authority, Case, Facility, Visit
from supervision.queries._scope import of_authority, sees_facility
from supervision.queries.visits import may_know
from supervision.rulebook import rulebook

CAP, MINIMUM = "inspection.visits.cap_per_organ", "inspection.visits.min_per_year"
COUNTED = (
    "drawn",
    "joint",
    "special",
)  # what the cap of an organ counts; a case, a re-check, an emergency it does not
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """日历行: visits of one facility by month; ``counted`` against the cap; ``last``: the latest one of any year."""

    code: str
    name: str
    kind: str
    area: str
    months: tuple[int, ...]
    counted: int
    last: date | None

    @property
    def total(self) -> int:
        """Return the visits of the year."""
        return sum(self.months)


@dataclass(frozen=True, slots=True)
class VisitCalendar:
    """检查日历: the rows asked for, and of all facilities how many stand where. ``cap`` None: there is none."""

    year: int
    cap: int | None
    minimum: int
    rows: tuple[CalendarRow, ...]
    everybody: int
    below: int
    reached: int
    over: int

    def page(self, number: int) -> tuple[CalendarRow, ...]:
        """Return a page of the rows, counted from 1."""
        return self.rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return -(-len(self.rows) // PAGE_SIZE)

    @property
    def months(self) -> tuple[int, ...]:
        """Return the visits of all rows by month."""
        return tuple(sum(row.months[month] for row in self.rows) for month in range(12))


def yearly_limits(day: date) -> tuple[int | None, int]:
    """Return the cap of one organ (None: there is or was none) and the minimum, in visits of a year."""
    book = rulebook()
    found = []
    for rule in (CAP, MINIMUM):
        try:
            found.append(book.on(rule, day).value)
        except NotInForceError:
            found.append(None)
    return found[0], int(found[1] or 0)


def counted_visits(authority: Authority | int, year: int) -> Mapping[int, int]:
    """Return how many visits of a year count against the cap of an organ, by facility; also those still to come."""
    query = (
        Visit.select(Visit.facility)
        .join(Case)
        .where(
            Visit.authority == authority,
            Visit.kind.in_(COUNTED),
            Visit.day.between(date(year, 1, 1), date(year, 12, 31)),
            Case.state != "cancelled",
        )
    )
    return Counter(number for (number,) in query.tuples())


def visit_calendar(
    *,
    actor: Actor,
    on: date,
    year: int,
    text: str = "",
    area: str = "",
    kind: str = "",
    show: str = "",
    unvisited: int | None = None,
) -> VisitCalendar:
    """Return the calendar of a year as it stands on a day.

    ``show``: ``below`` the minimum, cap ``reached`` or ``over`` it. ``unvisited``: only who has had no visit for so
    many months until ``on``, the longest first.
    """
    cap, minimum = yearly_limits(min(on, date(year, 12, 31)))
    every = _rows(actor, on, year, text, area, kind)
    found = [row for row in every if _is_shown(row, show, cap, minimum)]
    if unvisited is not None:
        found = [row for row in found if row.last is None or add_months(row.last, unvisited) <= on]
        found.sort(key=lambda row: row.last or date.min)
    return VisitCalendar(
        year=year,
        cap=cap,
        minimum=minimum,
        rows=tuple(found),
        everybody=len(every),
        below=sum(_is_shown(row, "below", cap, minimum) for row in every),
        reached=sum(_is_shown(row, "reached", cap, minimum) for row in every),
        over=sum(_is_shown(row, "over", cap, minimum) for row in every),
    )


def _is_shown(row: CalendarRow, show: str, cap: int | None, minimum: int) -> bool:
    match show:
        case "below":
            return row.total < minimum
        case "reached":
            return cap is not None and row.counted >= cap
        case "over":
            return cap is not None and row.counted > cap
    return True


def _rows(actor: Actor, on: date, year: int, text: str, area: str, kind: str) -> list[CalendarRow]:
    query = (
        Facility.select(Facility.id, Facility.code, Facility.name, Facility.kind, Area.code, Area.name)
        .join(Area)
        .where(sees_facility(actor), Facility.life_state != "closed")
        .order_by(Area.code, Facility.name)
    )
    if text:
        query = query.where(Facility.name.contains(text) | (Facility.code == text.upper()))
    if area:
        query = query.where(Area.code.startswith(area))
    if kind:
        query = query.where(Facility.kind == kind)
    months: dict[int, list[int]] = defaultdict(lambda: [0] * 12)
    counted: Counter[int] = Counter()
    last: dict[int, date] = {}
    for facility, day, sort in _visits(actor):
        if day.year == year:
            months[facility][day.month - 1] += 1
            counted[facility] += sort in COUNTED
        if day <= on:
            last[facility] = max(day, last.get(facility, day))
    return [
        CalendarRow(code, name, sort, place, tuple(months[number]), counted[number], last.get(number))
        for number, code, name, sort, _, place in query.tuples()
    ]


def _visits(actor: Actor) -> Any:
    """Return facility, day and kind of the visits that this person may know of; cancelled ones were none."""
    return (
        Visit.select(Visit.facility, Visit.day, Visit.kind)
        .join(Case)
        .switch(Visit)
        .join(Authority)
        .join(Area)
        .where(of_authority(actor), may_know(actor), Visit.day.is_null(False), Case.state != "cancelled")
        .tuples()
    )
