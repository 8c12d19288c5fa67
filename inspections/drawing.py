"""抽签现状: a draw as it stands, first as drawn, then as the events have changed it."""

from itertools import count

from inspections.dealing import Dealer
from inspections.moving import Mover
from inspections.places import Group, Places
from inspections.protocol import Roster, Team, quota
from inspections.tickets import Tickets
from inspections.visits import Diary


def select(roster: Roster, tickets: Tickets) -> tuple[list[str], dict[str, list[str]]]:
    """Return the selected targets in the draw's order, and the reserve of every stratum (the first random)."""
    targets: dict[str, list[str]] = {stratum["key"]: [] for stratum in roster["strata"]}
    for target in roster["targets"]:
        targets[target["stratum"]].append(target["id"])
    selected: list[str] = []
    reserve: dict[str, list[str]] = {}
    for stratum in roster["strata"]:
        ranked = sorted(targets[stratum["key"]], key=tickets.series("target"))
        drawn = quota(stratum, len(ranked))
        selected += ranked[:drawn]
        reserve[stratum["key"]] = ranked[drawn : drawn + stratum["reserve"]]
    return sorted(selected, key=tickets.series("order")), reserve


class Drawing:
    """抽签现状: the order, the reserve, the groups and the days; made by dealing and moving, changed by events."""

    def __init__(self, roster: Roster, tickets: Tickets) -> None:
        self.order, self.reserve = select(roster, tickets)
        self.days: dict[str, str | None] = {}
        self.groups: dict[str, list[Group]] = {}
        self.places = Places(roster["inspectors"], roster["recusals"])
        self.dealer = Dealer(self.places, tickets)
        self.diary = Diary(roster["calendar"]["days"], roster["calendar"]["per_day"], tickets)
        self._team = roster["team"]
        drawable = set(self.order).union(*self.reserve.values())
        self._regions = {row["id"]: row["region"] for row in roster["targets"] if row["id"] in drawable}
        self._serve_all(tickets)
        for target in self.order:
            self.take_day(target)

    def open_groups(self, target: str) -> list[Group]:
        """Return the empty groups of a target, one for each department of the team."""
        self.groups[target] = [
            Group(target, part["department"], self._regions[target], part["count"]) for part in self._team
        ]
        return self.groups[target]

    def team(self, target: str) -> list[str]:
        """Return who goes to a target, in the order of the departments and of their positions."""
        return [name for group in self.groups[target] for name in group.people]

    def take_day(self, target: str, after: str = "") -> None:
        """Let a target take its day anew, later than ``after``; the one it had is free again."""
        self.days[target] = self.diary.take(target, self.team(target), after)

    def free_day(self, target: str) -> str | None:
        """Take a target's day away and return it."""
        day, self.days[target] = self.days[target], None
        self.diary.free(self.team(target), day)
        return day

    def teams(self) -> list[Team]:
        """Return the teams as they are now, in the present order."""
        return [
            {"target": target, "inspectors": self.team(target), "day": self.days[target]}
            for target in self.order
        ]

    def short(self) -> list[list[str]]:
        """Return [target, department] once for each missing place, in the present order."""
        return [
            [group.target, group.department]
            for target in self.order
            for group in self.groups[target]
            for _ in range(group.missing)
        ]

    def _serve_all(self, tickets: Tickets) -> None:
        mover: Mover | None = None
        turn = count()
        for target in self.order:
            for group in self.open_groups(target):
                group.served = next(turn)
                self.dealer.deal(group)
                while group.missing:
                    mover = mover or Mover(self.places, tickets)
                    if not mover.move(group):
                        break
