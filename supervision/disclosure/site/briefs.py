"""简目 briefs: the little that lists, neighbours and the search say of each facility, kept in memory for all of them.

Everything else about a facility stays with its records, which may lie on the disk and are looked up by its code.
"""

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from sys import intern
from typing import Any, Generic, TypeVar

import msgspec

from supervision.records.facilities import LifeStage
from supervision.records.inspections import FindingState
from supervision.records.scores import GRADES, Measure, ScoreState
from supervision.records.snapshot import Snapshot, SnapshotError
from supervision.records.stored import members
from supervision.records.values import Record, Text

R = TypeVar("R", bound=Record)
GONE = (LifeStage.CLOSED, LifeStage.MERGED)
OWNED = ("result", "finding", "score", "listing", "penalty", "objection", "subsidy")  # kinds
Owners = dict[str, "array[int]"]  # by kind: of each record the number of its facility
Ends = set[date | None]  # none: without an end
LIVE = (ScoreState.IN_FORCE, ScoreState.INCOMPLETE)


class Rating(msgspec.Struct, frozen=True, gc=False):
    """现行评价: what a score says without its sheet; facilities with the same share one."""

    measure: Measure
    scheme: str
    state: ScoreState
    outcome: str
    outcome_name: Text
    rank: int
    points: Decimal | None
    maximum: Decimal | None


class Brief(msgspec.Struct, gc=False):
    """机构简目: ``number`` is its place among the facilities of the snapshot, ``latest`` the day of its newest result."""

    number: int
    code: str
    name: Text
    kind: str
    area: str
    stage: LifeStage
    operator: str
    uscc: str
    merged_into: str | None
    ratings: tuple[Rating, ...] = ()
    latest: date | None = None
    open_findings: int = 0

    @property
    def gone(self) -> bool:
        """Whether it has left the market."""
        return self.stage in GONE

    def rating(self, measure: Measure) -> Rating | None:
        """Return its present rating of one kind."""
        return next((each for each in self.ratings if each.measure is measure), None)

    @property
    def grade(self) -> Rating | None:
        """Its newest grade, by whichever scheme its kind is graded."""
        return next((found for each in GRADES if (found := self.rating(each))), None)


def briefs(snapshot: Snapshot) -> tuple[dict[str, Brief], Owners, Ends]:
    """Return the brief of each facility by its code, in their order, whose each of the records is, and when scores end.

    Raises:
        SnapshotError: a facility has no name, or a record names one that is not in the snapshot.
    """
    found: dict[str, Brief] = {}
    shared: dict[Any, Any] = {}
    wanted = ("code", "name", "kind", "area", "stage", "operator", "uscc", "merged_into")
    for number, each in enumerate(members(snapshot.facilities, *wanted)):
        if not each.name.zh.strip():
            raise SnapshotError(f"facility {each.code}", "it has no name")
        kind, area, operator = intern(each.kind), intern(each.area), intern(each.operator)
        found[each.code] = Brief(
            number, each.code, each.name, kind, area, each.stage, operator, each.uscc, each.merged_into
        )
    owners = {kind: array("I") for kind in OWNED}
    for result in members(snapshot.results, "facility", "id", "on"):
        brief = _of(found, "result", result)
        owners["result"].append(brief.number)
        if brief.latest is None or result.on > brief.latest:
            brief.latest = shared.setdefault(result.on, result.on)
    for finding in members(snapshot.findings, "facility", "id", "state"):
        brief = _of(found, "finding", finding)
        owners["finding"].append(brief.number)
        brief.open_findings += finding.state is FindingState.OPEN
    ends = _rate(found, snapshot, shared, owners["score"])
    for kind in ("listing", "penalty", "objection", "subsidy"):
        for record in members(snapshot.of(kind), "facility", "id"):
            owners[kind].append(_of(found, kind, record).number)
    return found, owners, ends


def _rate(found: dict[str, Brief], snapshot: Snapshot, shared: dict[Any, Any], owners: "array[int]") -> Ends:
    """Enter whose the scores are, and the present ratings: of each kind the newest that is in force or rehearsed; of one
    day the last id. Return the days on which scores end.
    """
    kinds = {measure: place for place, measure in enumerate(Measure)}
    newest = array("i", bytes(4 * len(kinds) * len(found)))  # the day of what stands in ``ratings``
    ratings: list[Rating | None] = [None] * len(newest)
    ends: Ends = set()
    wanted = ("facility", "id", "on", "until", *Rating.__struct_fields__)
    for score in members(snapshot.scores, *wanted):
        ends.add(score.until)
        owners.append(_of(found, "score", score).number)
        place = owners[-1] * len(kinds) + kinds[score.measure]
        if score.state in LIVE and score.on.toordinal() >= newest[place]:
            newest[place] = score.on.toordinal()
            rating = Rating(*(getattr(score, name) for name in Rating.__struct_fields__))
            ratings[place] = shared.setdefault(rating, rating)
    for brief in found.values():
        first = brief.number * len(kinds)
        rated = tuple(each for each in ratings[first : first + len(kinds)] if each)
        brief.ratings = shared.setdefault(rated, rated)
    return ends


def _of(found: dict[str, Brief], kind: str, record: Any) -> Brief:
    brief = found.get(record.facility)
    if brief is None:
        raise SnapshotError(f"{kind} {record.id}", f"its facility {record.facility!r} is not in the snapshot")
    return brief


class Grouped(Generic[R]):
    """归组: the records of one kind by their facility, the newest first; eight bytes a record."""

    def __init__(
        self, records: Sequence[R], owners: "array[int]", facilities: dict[str, Brief], day: str
    ) -> None:
        self._records, self._facilities, self._day = records, facilities, day
        self._briefs = list(facilities.values())
        self._last: tuple[str, list[R]] = ("", [])  # one page asks for the same several times
        self._owners = owners
        self._ends = array(
            "I", bytes(4 * (len(facilities) + 1))
        )  # the end of each facility's part of ``_places``
        for owner in owners:
            self._ends[owner + 1] += 1
        for number in range(len(facilities)):
            self._ends[number + 1] += self._ends[number]
        free = array("I", self._ends)
        self._places = array("I", bytes(4 * len(owners)))
        for place, owner in enumerate(owners):
            self._places[free[owner]] = place
            free[owner] += 1

    def owner(self, place: int) -> Brief:
        """Return whose the record at a place among all of the kind is."""
        return self._briefs[self._owners[place]]

    def places(self, code: str) -> Sequence[int]:
        """Return where the facility's records stand among all of the kind, in their order there."""
        number = self._facilities[code].number
        return self._places[self._ends[number] : self._ends[number + 1]]

    def get(self, code: str) -> list[R]:
        """Return the records of a facility, the newest first; not to be changed."""
        if self._last[0] != code:
            found = [self._records[place] for place in self.places(code)]
            found.sort(key=lambda each: (getattr(each, self._day), each.id), reverse=True)  # type: ignore[attr-defined]
            self._last = code, found
        return self._last[1]


def all_ratings(found: dict[str, Brief]) -> Iterator[tuple[Brief, Rating]]:
    """Yield each present rating with its facility."""
    for brief in found.values():
        for rating in brief.ratings:
            yield brief, rating
