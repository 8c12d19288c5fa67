"""调派: what happens where everybody who may go is full.

Somebody who is placed elsewhere is moved here, and another one takes his place there, by the shortest chain of such
moves. Where no chain exists the place stays short, and then no arrangement whatever could fill it together with those
filled before; so it is never the order of dealing that leaves a facility without inspectors.

The search is breadth first and opens one group after the other, only as far as needed. People whom a failed search went
through lead nowhere later either: they are full, and so is everybody who could ever take over from them.
"""

from collections import deque
from collections.abc import Iterator
from heapq import merge

from inspections.dealing import Packs
from inspections.places import Group, Places, Pool
from inspections.tickets import Tickets

Named = tuple[bytes, str]  # ticket("card", inspector, 0), inspector


class Mover:
    """调派者: finds and makes the shortest chain; made when dealing fails for the first time."""

    def __init__(self, places: Places, tickets: Tickets) -> None:
        self._places = places
        self._with_room = Packs(places, tickets, rank=lambda _: 0)
        first = {name: tickets.ticket("card", name, 0) for name in places.groups_of}
        self._people: dict[Pool, list[Named]] = {
            pool: sorted((first[name], name) for name in names) for pool, names in places.pools.items()
        }
        self._hopeless: set[str] = set()

    def move(self, group: Group) -> bool:
        """Fill one place of a group to which nobody with room may go; False if no chain leads to somebody with room."""
        search = _Search(self._places, self._people, self._hopeless)
        for there in search.groups(group):
            for helper in self._with_room.first(there, 1):
                self._shift(helper, there, search.came_from)
                return True
        self._hopeless |= search.passed
        self._people |= search.rest
        return False

    def _shift(self, helper: str, there: Group, came_from: dict[Group, tuple[Group, str]]) -> None:
        while there in came_from:
            before, given_up = came_from[there]
            position = self._places.leave(given_up, there)
            self._places.seat(helper, there, position)
            helper, there = given_up, before
        self._places.seat(helper, there)


class _Search:
    """One search: the groups it reached, from which group by which inspector, and everybody it went through."""

    def __init__(self, places: Places, people: dict[Pool, list[Named]], hopeless: set[str]) -> None:
        self.came_from: dict[Group, tuple[Group, str]] = {}
        self.passed: set[str] = set()
        self.rest: dict[Pool, list[Named]] = {}  # of the pools gone through: who has not been passed
        self._places = places
        self._people = people
        self._hopeless = hopeless

    def groups(self, start: Group) -> Iterator[Group]:
        """Yield the groups from which somebody could be given up, in the order of breadth."""
        reached = {start}
        queue = deque([start])
        while queue:
            here = queue.popleft()
            for name in self._go_through(here):
                for there in sorted(self._places.groups_of[name], key=lambda group: group.served):
                    if there not in reached:
                        reached.add(there)
                        self.came_from[there] = here, name
                        queue.append(there)
                        yield there

    def _go_through(self, group: Group) -> Iterator[str]:
        """Yield all who may go to the group, by first ticket; a second time through somebody would reach nothing new."""
        pools = self._places.pools_reaching(group)
        for _, name in merge(*(self._not_passed(pool) for pool in pools)):
            if name not in self.passed and name not in self._hopeless and self._places.may_go(name, group):
                self.passed.add(name)
                yield name
        for pool in pools:
            self.rest[pool] = [
                named
                for named in self._not_passed(pool)
                if named[1] not in self.passed and named[1] not in self._hopeless
            ]

    def _not_passed(self, pool: Pool) -> list[Named]:
        return self.rest.get(pool, self._people[pool])
