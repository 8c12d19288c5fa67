"""The snapshot looked up: what belongs to a facility, who its peers are, which area lies in which."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from supervision.records.decisions import Listing, ListName, Objection, Penalty
from supervision.records.facilities import Area, Department, Facility, FacilityKind, LifeStage
from supervision.records.inspections import Draw, Finding, Item, Result
from supervision.records.methods import Method
from supervision.records.rules import Law, Rule
from supervision.records.scores import GRADES, Measure, Score, ScoreState
from supervision.records.snapshot import Snapshot, SnapshotError

R = TypeVar("R")
GONE = (LifeStage.CLOSED, LifeStage.MERGED)


@dataclass(frozen=True, slots=True)
class Peers:
    """同类机构: how the points of all facilities of one kind under one scheme are spread; ``bins`` of 2 points."""

    bins: dict[int, int]
    count: int
    sorted_points: tuple[Decimal, ...]

    def tenths_below(self, points: Decimal) -> int:
        """Return how many of ten have fewer points; in tenths, so that one new score does not change thousands of pages."""
        return min(9, (bisect_left(self.sorted_points, points) * 20 // self.count + 1) // 2)


@dataclass(slots=True)
class Register:
    """A snapshot with its look-ups; every list newest first."""

    snapshot: Snapshot
    areas: dict[str, Area] = field(default_factory=dict)
    inside: dict[str, list[Facility]] = field(default_factory=dict)
    kinds: dict[str, FacilityKind] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    facilities: dict[str, Facility] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    laws: dict[str, Law] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    methods: dict[str, Method] = field(default_factory=dict)
    draws: dict[str, Draw] = field(default_factory=dict)
    results: dict[str, list[Result]] = field(default_factory=dict)
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    penalties: dict[str, list[Penalty]] = field(default_factory=dict)
    listings: dict[str, list[Listing]] = field(default_factory=dict)
    objections: dict[str, list[Objection]] = field(default_factory=dict)
    scores: dict[str, list[Score]] = field(default_factory=dict)
    current: dict[tuple[str, Measure], Score] = field(default_factory=dict)
    peers: dict[tuple[str, str], Peers] = field(default_factory=dict)
    operated: dict[str, list[Facility]] = field(default_factory=dict)
    worked_out: dict[str, Any] = field(default_factory=dict)

    @property
    def as_of(self) -> date:
        """The day the snapshot speaks for."""
        return self.snapshot.meta.as_of

    def once(self, key: str, make: Callable[[], R]) -> R:
        """Return what ``make`` gave the first time; for what follows from the whole snapshot."""
        if key not in self.worked_out:
            self.worked_out[key] = make()
        found: R = self.worked_out[key]
        return found

    def active(self) -> list[Facility]:
        """Return the facilities that have not left the market."""
        return [facility for facility in self.snapshot.facilities if facility.stage not in GONE]

    def lineage(self, code: str) -> list[Area]:
        """Return the area ``code`` and those above it, the widest first; empty for an unknown code."""
        found: list[Area] = []
        area = self.areas.get(code)
        while area and area not in found:
            found.insert(0, area)
            area = self.areas.get(area.parent or "")
        return found

    def grade(self, code: str) -> Score | None:
        """Return the newest grade of a facility, by whichever scheme its kind is graded."""
        return next((found for each in GRADES if (found := self.current.get((code, each)))), None)

    def latest_result(self, code: str) -> Result | None:
        """Return the newest published result of a facility."""
        results = self.results.get(code)
        return results[0] if results else None


def operator_of(facility: Facility) -> str:
    """Return by what the facilities of one operator are known: its code, else its name; empty where neither is public."""
    return facility.uscc or facility.operator


def _operated(facilities: Iterable[Facility]) -> dict[str, list[Facility]]:
    groups: dict[str, list[Facility]] = defaultdict(list)
    for facility in facilities:
        if facility.stage not in GONE and operator_of(facility):
            groups[operator_of(facility)].append(facility)
    return dict(groups)


def _grouped(records: Iterable[R], day: str) -> dict[str, list[R]]:
    groups: dict[str, list[R]] = defaultdict(list)
    for record in records:
        groups[record.facility].append(record)  # type: ignore[attr-defined]
    for group in groups.values():
        group.sort(key=lambda record: (getattr(record, day), record.id), reverse=True)  # type: ignore[attr-defined]
    return dict(groups)


def _peers(
    current: dict[tuple[str, Measure], Score], facilities: dict[str, Facility]
) -> dict[tuple[str, str], Peers]:
    points: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for (code, _), score in current.items():
        if score.points is not None and score.maximum and facilities[code].stage not in GONE:
            points[(facilities[code].kind, score.scheme)].append(score.points * 100 / score.maximum)
    return {
        key: Peers(dict(Counter(int(each) // 2 * 2 for each in group)), len(group), tuple(sorted(group)))
        for key, group in points.items()
    }


def _without_what_is_switched_off(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot without the black list where the authority does not publish one."""
    if snapshot.meta.black_list_shown:
        return snapshot
    return replace(
        snapshot,
        listings=tuple(each for each in snapshot.listings if each.list is not ListName.BLACK),
        tombstones=tuple(each for each in snapshot.tombstones if each.list is not ListName.BLACK),
    )


def register(snapshot: Snapshot) -> Register:
    """Index ``snapshot``; raise ``SnapshotError`` where a facility has no name, or a record names one that is not in it."""
    snapshot = _without_what_is_switched_off(snapshot)
    for facility in snapshot.facilities:
        if not facility.name.zh.strip():
            raise SnapshotError(f"facility {facility.code}", "it has no name")
    facilities = {facility.code: facility for facility in snapshot.facilities}
    about: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("result", snapshot.results),
        ("finding", snapshot.findings),
        ("score", snapshot.scores),
        ("listing", snapshot.listings),
        ("penalty", snapshot.penalties),
        ("objection", snapshot.objections),
    )
    for kind, records in about:
        for record in records:
            if record.facility not in facilities:
                raise SnapshotError(
                    f"{kind} {record.id}", f"its facility {record.facility!r} is not in the snapshot"
                )
    scores = _grouped(snapshot.scores, "on")
    live = (ScoreState.IN_FORCE, ScoreState.INCOMPLETE)
    current: dict[tuple[str, Measure], Score] = {}
    for group in scores.values():
        for score in group:
            if score.state in live:
                current.setdefault((score.facility, score.measure), score)
    found = Register(
        snapshot=snapshot,
        areas={area.code: area for area in snapshot.areas},
        kinds={kind.code: kind for kind in snapshot.facility_kinds},
        departments={department.code: department for department in snapshot.departments},
        facilities=facilities,
        items={item.code: item for item in snapshot.items},
        laws={law.id: law for law in snapshot.laws},
        rules={rule.id: rule for rule in snapshot.rules},
        methods={method.id: method for method in snapshot.methods},
        draws={draw.id: draw for draw in snapshot.draws},
        results=_grouped(snapshot.results, "on"),
        findings=_grouped(snapshot.findings, "found_on"),
        penalties=_grouped(snapshot.penalties, "decided_on"),
        listings=_grouped(snapshot.listings, "since"),
        objections=_grouped(snapshot.objections, "filed_on"),
        scores=scores,
        current=current,
        peers=_peers(current, facilities),
        operated=_operated(snapshot.facilities),
    )
    above = {code: found.lineage(code) for code in {facility.area for facility in snapshot.facilities}}
    for facility in snapshot.facilities:
        for area in above[facility.area]:
            found.inside.setdefault(area.code, []).append(facility)
    return found
