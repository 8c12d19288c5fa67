"""检查日: on which day each team goes (the third random).

A target takes, of the days in the ascending order of its tickets, the first on which everybody of its team still has
time. Every target sorts the days anew, so that no day is everybody's first.
"""

from collections import Counter
from collections.abc import Iterable

from inspections.tickets import Tickets


class Diary:
    """日程: who is where on which day; nobody makes more than ``per_day`` visits on one."""

    def __init__(self, days: Iterable[str], per_day: int, tickets: Tickets) -> None:
        self.days = list(days)
        self._per_day = per_day
        self._tickets = tickets
        self._visits: Counter[tuple[str, str]] = Counter()
        self._full: dict[str, set[str]] = {}  # inspector -> days without time

    def take(self, target: str, team: list[str], after: str = "") -> str | None:
        """Return the day this team goes to ``target``, later than ``after``, and note the visits; None if there is none."""
        if not team:
            return None
        full = set().union(*(self._full.get(inspector, ()) for inspector in team))
        free = [day for day in self.days if day > after and day not in full]
        if not free:
            return None
        day = min(free, key=self._tickets.series("day", target))
        self.note(team, day)
        return day

    def note(self, team: list[str], day: str) -> None:
        """Note one visit of everybody in ``team`` on ``day``."""
        for inspector in team:
            self._visits[inspector, day] += 1
            if self._visits[inspector, day] >= self._per_day:
                self._full.setdefault(inspector, set()).add(day)

    def free(self, team: list[str], day: str | None) -> None:
        """Take back one visit of everybody in ``team`` on ``day``."""
        if day is None:
            return
        for inspector in team:
            self._visits[inspector, day] -= 1
            self._full.get(inspector, set()).discard(day)
