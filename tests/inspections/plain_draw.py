"""The protocol's second and third random and its events, word for word and without any thought of speed."""

from collections.abc import Callable
from typing import Any

from inspections.drawing import select
from inspections.tickets import Tickets

Group = tuple[str, str]  # target, department
Row = dict[str, Any]


class PlainDraw:
    """What the fast draw must equal after dealing, and after every event."""

    def __init__(self, roster: Row, tickets: Tickets) -> None:
        self.tickets = tickets
        self.team: list[Row] = roster["team"]
        self.standby: list[Row] = list(roster["standby"]["inspectors"])
        self.standby_days: list[str] = list(roster["standby"]["days"])
        self.calendar: list[str] = list(roster["calendar"]["days"])
        self.per_day: int = roster["calendar"]["per_day"]
        self.inspectors = {row["id"]: row for row in roster["inspectors"]}
        self.regions = {row["id"]: row["region"] for row in roster["targets"]}
        self.strata = {row["id"]: row["stratum"] for row in roster["targets"]}
        self.recusals = {(name, target) for name, target, _ in roster["recusals"]}
        self.withdrawn: set[str] = set()
        self.seats: dict[Group, list[str]] = {}  # in the order in which the groups were first served
        self.days: dict[str, str | None] = {}
        self.order, self.reserve = select(roster, tickets)
        for target in self.order:
            for part in self.team:
                self.serve((target, part["department"]), part["count"])
        for target in self.order:
            self.take_day(target)

    # what can be read off

    def people(self, target: str) -> list[str]:
        return [name for part in self.team for name in self.seats[target, part["department"]]]

    def teams(self) -> list[Row]:
        return [{"target": t, "inspectors": self.people(t), "day": self.days[t]} for t in self.order]

    def short(self) -> list[list[str]]:
        return [
            [target, part["department"]]
            for target in self.order
            for part in self.team
            for _ in range(part["count"] - len(self.seats[target, part["department"]]))
        ]

    # dealing and moving

    def load(self, name: str) -> int:
        return sum(name in seats for seats in self.seats.values())

    def has_room(self, name: str) -> bool:
        return self.load(name) < self.inspectors[name]["capacity"]

    def may_go(self, group: Group) -> list[str]:
        """All who may go there, full or not, in ascending order of their first card."""
        target, department = group
        return sorted(
            (
                name
                for name, row in self.inspectors.items()
                if row["department"] == department
                and (not row["regions"] or any(self.regions[target].startswith(r) for r in row["regions"]))
                and (name, target) not in self.recusals
                and name not in self.seats[group]
                and name not in self.withdrawn
            ),
            key=lambda name: self.tickets.ticket("card", name, 0),
        )

    def deal(self, group: Group, position: int | None = None) -> bool:
        with_room = [name for name in self.may_go(group) if self.has_room(name)]
        if with_room:
            chosen = min(
                with_room,
                key=lambda name: (self.load(name), self.tickets.ticket("card", name, self.load(name))),
            )
            self.seats[group].insert(len(self.seats[group]) if position is None else position, chosen)
        return bool(with_room)

    def serve(self, group: Group, count: int) -> None:
        self.seats[group] = []
        while len(self.seats[group]) < count and (self.deal(group) or self.move(group)):
            pass

    def move(self, start: Group) -> bool:
        queue, came_from = [start], {}
        for here in queue:
            for name in self.may_go(here):
                if self.has_room(name):
                    helper = name
                    while here != start:
                        before, given_up = came_from[here]
                        self.seats[here][self.seats[here].index(given_up)] = helper
                        here, helper = before, given_up
                    self.seats[here].append(helper)
                    return True
                for there, seats in self.seats.items():
                    if name in seats and there != start and there not in came_from:
                        came_from[there] = here, name
                        queue.append(there)
        return False

    def take_day(self, target: str, after: str = "") -> None:
        self.days[target] = None
        team = self.people(target)
        for day in sorted(self.calendar, key=lambda day: self.tickets.ticket("day", target, day)):
            taken = [self.people(other) for other, its_day in self.days.items() if its_day == day]
            if team and day > after and all(sum(name in t for t in taken) < self.per_day for name in team):
                self.days[target] = day
                return

    # events; what is not possible returns False and changes nothing

    def ahead(self, on: str) -> list[str]:
        return [target for target in self.order if self.days[target] is None or self.days[target] >= on]

    def apply(self, event: Row) -> bool:
        kinds: dict[str, Callable[[Row], bool]] = {
            "target_withdrawn": self.target_withdrawn,
            "inspector_withdrawn": self.inspector_withdrawn,
            "recused": self.recused,
            "standby_called": self.standby_called,
            "days_added": self.days_added,
        }
        return kinds[event["kind"]](event)

    def target_withdrawn(self, event: Row) -> bool:
        target = event["target"]
        reserve = self.reserve[self.strata[target]]
        if target in reserve:
            reserve.remove(target)
            return True
        if target not in self.ahead(event["on"]):
            return False
        self.order.remove(target)
        del self.days[target]
        for part in self.team:
            del self.seats[target, part["department"]]
        if reserve:
            new = reserve.pop(0)
            self.order.append(new)
            self.days[new] = None
            for part in self.team:
                self.seats[new, part["department"]] = []
            self.complete(new)
            self.take_day(new, event["on"])
        return True

    def inspector_withdrawn(self, event: Row) -> bool:
        known = {*self.inspectors, *(row["id"] for row in self.standby)}
        if event["inspector"] in self.withdrawn or event["inspector"] not in known:
            return False
        self.withdrawn.add(event["inspector"])
        for target in self.ahead(event["on"]):
            self.replace(event["inspector"], target, event["on"])
        return True

    def recused(self, event: Row) -> bool:
        pair = event["inspector"], event["target"]
        if pair in self.recusals:
            return False
        self.recusals.add(pair)
        if event["target"] in self.ahead(event["on"]):
            self.replace(*pair, event["on"])
        return True

    def standby_called(self, event: Row) -> bool:
        department = event["department"]
        waiting = [r for r in self.standby if r["department"] == department and r["id"] not in self.withdrawn]
        waiting.sort(key=lambda row: self.tickets.ticket("standby", row["id"]))
        ahead = self.ahead(event["on"])
        missing = [(target, dept) for target, dept in self.short() if target in ahead]
        if event["count"] > min(len(waiting), sum(dept == department for _, dept in missing)):
            return False
        for row in waiting[: event["count"]]:
            self.standby.remove(row)
            self.inspectors[row["id"]] = row
        for target in [target for target in ahead if target in {name for name, _ in missing}]:
            before, day = self.people(target), self.days[target]
            self.days[target] = None
            self.complete(target)
            if day and self.people(target) == before:
                self.days[target] = day
            else:
                self.take_day(target, event["on"])
        return True

    def days_added(self, event: Row) -> bool:
        waiting = [target for target in self.ahead(event["on"]) if self.days[target] is None]
        if not any(self.people(target) for target in waiting) or event["count"] > len(self.standby_days):
            return False
        self.calendar += self.standby_days[: event["count"]]
        self.standby_days = self.standby_days[event["count"] :]
        for target in waiting:
            self.take_day(target, event["on"])
        return True

    def complete(self, target: str) -> None:
        for part in self.team:
            group = target, part["department"]
            while len(self.seats[group]) < part["count"] and self.deal(group):
                pass

    def replace(self, name: str, target: str, on: str) -> None:
        for part in self.team:
            seats = self.seats[target, part["department"]]
            if name in seats:
                self.days[target] = None
                position = seats.index(name)
                seats.remove(name)
                self.deal((target, part["department"]), position)
                self.take_day(target, on)
