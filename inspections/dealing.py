"""派人: which inspectors go to each target (the second random), dealt like cards.

Everybody holds as many cards as he can make visits. Of those who may go to a target and have room, the one with the
fewest places goes; among equals the smaller ticket decides, and each new card has a new ticket. So everybody's load
stays even, equals have equal chances, and nobody is picked by hand.

Looking at everybody for every place would take hours for a province. Each pool is therefore kept as a pack of cards
with the next one on top, and only the tops of the few packs that reach a target are compared.
"""

from collections.abc import Callable
from heapq import heapify, heappop, heappush, heapreplace

from inspections.places import Group, Places, Pool
from inspections.protocol import Inspector
from inspections.tickets import Tickets

Card = tuple[int, bytes, str]  # rank, ticket("card", inspector, rank), inspector


class Packs:
    """牌: everybody with room, pool by pool, in the order of (rank, ticket).

    A card may be older than its owner's present rank, which only makes it come up too early: it is then exchanged
    for the present one, or dropped if its owner is full. A rank that has fallen needs `offer`.
    """

    def __init__(self, places: Places, tickets: Tickets, rank: Callable[[str], int]) -> None:
        self._places = places
        self._tickets = tickets
        self._rank = rank
        self._cards: dict[Pool, list[Card]] = {
            pool: [self._card(name) for name in names] for pool, names in places.pools.items()
        }
        for cards in self._cards.values():
            heapify(cards)

    def offer(self, name: str) -> None:
        """Put somebody's present card into his packs."""
        for pool in self._places.pools_of(name):
            heappush(self._cards.setdefault(pool, []), self._card(name))

    def first(self, group: Group, places: int) -> list[str]:
        """Return the first who have room and may go to the group, at most ``places`` of them; nobody is seated."""
        packs = [self._cards[pool] for pool in self._places.pools_reaching(group)]
        chosen: list[str] = []
        turned: list[tuple[list[Card], Card]] = []
        while len(chosen) < places and (packs := [pack for pack in packs if self._has_top(pack)]):
            pack = min(packs)
            turned.append((pack, heappop(pack)))
            name = turned[-1][1][2]
            if name not in chosen and self._places.may_go(name, group):
                chosen.append(name)
        for pack, card in turned:
            heappush(pack, card)
        return chosen

    def _card(self, name: str) -> Card:
        rank = self._rank(name)
        return rank, self._tickets.ticket("card", name, rank), name

    def _has_top(self, pack: list[Card]) -> bool:
        while pack:
            rank, _, name = pack[0]
            if not self._places.has_room(name):
                heappop(pack)
            elif rank != self._rank(name):
                heapreplace(pack, self._card(name))
            else:
                return True
        return False


class Dealer:
    """派人者: gives places to those whose turn it is."""

    def __init__(self, places: Places, tickets: Tickets) -> None:
        self._places = places
        self._packs = Packs(places, tickets, rank=places.load)

    def deal(self, group: Group) -> None:
        """Fill the group's missing places, as far as somebody with room may go."""
        for name in self._packs.first(group, group.missing):
            self._places.seat(name, group)

    def replace(self, name: str, group: Group) -> None:
        """Let somebody leave the group, and deal one other into his position if there is one."""
        position = self.release(name, group)
        for other in self._packs.first(group, 1):
            self._places.seat(other, group, position)

    def release(self, name: str, group: Group) -> int:
        """Take somebody's place away, which makes him one of those with fewer places, and return the position."""
        position = self._places.leave(name, group)
        self._packs.offer(name)
        return position

    def join(self, inspector: Inspector) -> None:
        """Let a standby stand ready with the others."""
        self._places.join(inspector)
        self._packs.offer(inspector["id"])
