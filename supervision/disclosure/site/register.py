"""The snapshot looked up: what belongs to a facility, who its peers are, which area lies in which."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from supervision.disclosure.site.briefs import Brief, Ends, Grouped, Owners, briefs
from supervision.records.annual_results import Subsidy
from supervision.records.decisions import Listing, ListName, Objection, Penalty
from supervision.records.facilities import Area, Department, Facility, FacilityKind
from supervision.records.inspections import Draw, Finding, Item, Result
from supervision.records.methods import Method
from supervision.records.rules import Law, Rule
from supervision.records.scores import Score
from supervision.records.snapshot import Snapshot

R = TypeVar("R")


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
    """A snapshot with its look-ups; every list newest first. ``facilities`` holds the brief of each by its code."""

    snapshot: Snapshot
    areas: dict[str, Area] = field(default_factory=dict)
    inside: dict[str, list[Brief]] = field(default_factory=dict)
    kinds: dict[str, FacilityKind] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    facilities: dict[str, Brief] = field(default_factory=dict)
    owners: Owners = field(default_factory=dict)
    score_ends: Ends = field(default_factory=set)
    items: dict[str, Item] = field(default_factory=dict)
    laws: dict[str, Law] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    methods: dict[str, Method] = field(default_factory=dict)
    draws: dict[str, Draw] = field(default_factory=dict)
    peers: dict[tuple[str, str], Peers] = field(default_factory=dict)
    operated: dict[str, list[Brief]] = field(default_factory=dict)
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

    @property
    def results(self) -> Grouped[Result]:
        """The results of each facility."""
        return self._grouped("result", "on")

    @property
    def findings(self) -> Grouped[Finding]:
        """The findings of each facility."""
        return self._grouped("finding", "found_on")

    @property
    def scores(self) -> Grouped[Score]:
        """The scores of each facility, those of former years too."""
        return self._grouped("score", "on")

    @property
    def penalties(self) -> Grouped[Penalty]:
        """The penalties of each facility."""
        return self._grouped("penalty", "decided_on")

    @property
    def listings(self) -> Grouped[Listing]:
        """The entries of each facility on a list."""
        return self._grouped("listing", "since")

    @property
    def objections(self) -> Grouped[Objection]:
        """The objections of each facility."""
        return self._grouped("objection", "filed_on")

    @property
    def subsidies(self) -> Grouped[Subsidy]:
        """The subsidies due to each facility."""
        return self._grouped("subsidy", "on")

    def _grouped(self, kind: str, day: str) -> Grouped[Any]:
        return self.once(
            f"grouped {kind}",
            lambda: Grouped(self.snapshot.of(kind), self.owners[kind], self.facilities, day),
        )

    def facility(self, code: str) -> Facility:
        """Return the record of a facility."""
        return self.snapshot.facilities[self.facilities[code].number]

    def active(self) -> list[Brief]:
        """Return the facilities that have not left the market."""
        return [brief for brief in self.facilities.values() if not brief.gone]

    def lineage(self, code: str) -> list[Area]:
        """Return the area ``code`` and those above it, the widest first; empty for an unknown code."""
        found: list[Area] = []
        area = self.areas.get(code)
        while area and area not in found:
            found.insert(0, area)
            area = self.areas.get(area.parent or "")
        return found


def operator_of(facility: Facility | Brief) -> str:
    """Return by what the facilities of one operator are known: its code, else its name; empty where neither is public."""
    return facility.uscc or facility.operator


def _operated(facilities: Iterable[Brief]) -> dict[str, list[Brief]]:
    groups: dict[str, list[Brief]] = defaultdict(list)
    for brief in facilities:
        if not brief.gone and operator_of(brief):
            groups[operator_of(brief)].append(brief)
    return dict(groups)


def _peers(facilities: Iterable[Brief]) -> dict[tuple[str, str], Peers]:
    points: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for brief in facilities:
        for rating in () if brief.gone else brief.ratings:
            if rating.points is not None and rating.maximum:
                points[(brief.kind, rating.scheme)].append(rating.points * 100 / rating.maximum)
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
    facilities, owners, ends = briefs(snapshot)
    found = Register(
        snapshot=snapshot,
        areas={area.code: area for area in snapshot.areas},
        kinds={kind.code: kind for kind in snapshot.facility_kinds},
        departments={department.code: department for department in snapshot.departments},
        facilities=facilities,
        owners=owners,
        score_ends=ends,
        items={item.code: item for item in snapshot.items},
        laws={law.id: law for law in snapshot.laws},
        rules={rule.id: rule for rule in snapshot.rules},
        methods={method.id: method for method in snapshot.methods},
        draws={draw.id: draw for draw in snapshot.draws},
        peers=_peers(facilities.values()),
        operated=_operated(facilities.values()),
    )
    above = {code: found.lineage(code) for code in {brief.area for brief in facilities.values()}}
    for brief in facilities.values():
        for area in above[brief.area]:
            found.inside.setdefault(area.code, []).append(brief)
    return found
