"""座次: who has which places, who has room, and who may go where.

Inspectors stand in **pools**, one for each department and each beginning of a region that somebody's area names.
A target is served by the few pools whose beginning its region has, so that nobody else need be looked at.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from inspections.protocol import Inspector


class Pool(NamedTuple):
    """人选池: everybody of a department whose area is the regions with this beginning ("" is everywhere)."""

    department: str
    beginning: str


@dataclass(slots=True, eq=False)
class Group:
    """小组: one target's need of one department; ``people`` are in their positions."""

    target: str
    department: str
    region: str
    count: int
    people: list[str] = field(default_factory=list)
    served: int = 0  # its turn when the groups were first served

    @property
    def missing(self) -> int:
        """How many places nobody has."""
        return self.count - len(self.people)


class Places:
    """座次: the places as they are now."""

    def __init__(self, inspectors: list[Inspector], recusals: list[list[str]]) -> None:
        self.groups_of: dict[str, list[Group]] = {}
        self.pools: dict[Pool, list[str]] = {}
        self.withdrawn: set[str] = set()
        self._inspectors: dict[str, Inspector] = {}
        self._recused: dict[str, set[str]] = {}
        self._reaching: dict[tuple[str, str], list[Pool]] = {}
        for inspector in inspectors:
            self.join(inspector)
        for name, target, _ in recusals:
            self.recuse(name, target)

    def join(self, inspector: Inspector) -> None:
        """Let somebody stand ready who has no place yet."""
        self._inspectors[inspector["id"]] = inspector
        self.groups_of[inspector["id"]] = []
        for pool in self.pools_of(inspector["id"]):
            self.pools.setdefault(pool, []).append(inspector["id"])
        self._reaching.clear()

    def recuse(self, name: str, target: str) -> None:
        """Note that this inspector must not go to this target."""
        self._recused.setdefault(target, set()).add(name)

    def is_recused(self, name: str, target: str) -> bool:
        """Return whether this inspector must not go to this target."""
        return name in self._recused.get(target, ())

    def may_go(self, name: str, group: Group) -> bool:
        """Return whether somebody of a pool that reaches the group may go there, full or not."""
        return not (name in group.people or self.is_recused(name, group.target) or name in self.withdrawn)

    def load(self, name: str) -> int:
        """Return how many places somebody has."""
        return len(self.groups_of[name])

    def has_room(self, name: str) -> bool:
        """Return whether somebody may be given one more place."""
        return len(self.groups_of[name]) < self._inspectors[name]["capacity"] and name not in self.withdrawn

    def pools_of(self, name: str) -> list[Pool]:
        """Return the pools in which an inspector stands."""
        inspector = self._inspectors[name]
        return [Pool(inspector["department"], beginning) for beginning in inspector["regions"] or [""]]

    def pools_reaching(self, group: Group) -> list[Pool]:
        """Return the pools whose people have the group's region in their area."""
        key = group.department, group.region
        if key not in self._reaching:
            beginnings = (group.region[:length] for length in range(len(group.region) + 1))
            pools = (Pool(group.department, beginning) for beginning in beginnings)
            self._reaching[key] = [pool for pool in pools if pool in self.pools]
        return self._reaching[key]

    def seat(self, name: str, group: Group, position: int | None = None) -> None:
        """Give somebody a place, at the end or in a position that another one has left."""
        group.people.insert(len(group.people) if position is None else position, name)
        self.groups_of[name].append(group)

    def leave(self, name: str, group: Group) -> int:
        """Take somebody's place away and return which position it was."""
        position = group.people.index(name)
        del group.people[position]
        self.groups_of[name].remove(group)
        return position
