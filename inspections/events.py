"""变动: what may happen to a draw after it was made, replayed in order.

Nothing is chosen by hand: an event says who drops out or how many are added, and the tickets decide who comes instead.
Only targets that are *ahead* (without a day yet, or with one that is not over) change. An event that could not have
happened is refused.
"""

from collections.abc import Iterator

from inspections.canonical import RefusedError
from inspections.drawing import Drawing
from inspections.protocol import Event, Inspector, Roster
from inspections.tickets import Tickets


def replay(drawing: Drawing, roster: Roster, events: list[Event], tickets: Tickets) -> None:
    """Change ``drawing`` by these events, or refuse the first that is not possible."""
    for _ in replayed(drawing, roster, events, tickets):
        pass


def replayed(drawing: Drawing, roster: Roster, events: list[Event], tickets: Tickets) -> Iterator[Event]:
    """Yield each event when ``drawing`` has been changed by it; refuse the first that is not possible."""
    if not events:
        return  # a roster may hold 400,000 targets to look through
    changes = _Changes(drawing, roster, tickets)
    for index, event in enumerate(events):
        changes.apply(event, f"events[{index}]")
        yield event


class _Changes:
    """The events of one draw: what they may still call upon, and one method for each kind."""

    def __init__(self, drawing: Drawing, roster: Roster, tickets: Tickets) -> None:
        self._drawing = drawing
        self._places = drawing.places
        self._standby: list[Inspector] = sorted(
            roster["standby"]["inspectors"], key=lambda inspector: tickets.ticket("standby", inspector["id"])
        )
        self._days = list(roster["standby"]["days"])
        self._departments = {part["department"] for part in roster["team"]}
        self._known = {row["id"] for row in roster["inspectors"]} | {row["id"] for row in self._standby}
        self._strata = {row["id"]: row["stratum"] for row in roster["targets"]}

    def apply(self, event: Event, path: str) -> None:
        """Let one event happen, or refuse it."""
        match event["kind"]:
            case "target_withdrawn":
                self._withdraw_target(event["target"], event["on"], path)
            case "inspector_withdrawn":
                self._withdraw_inspector(event["inspector"], event["on"], path)
            case "recused":
                self._recuse(event["inspector"], event["target"], event["on"], path)
            case "standby_called":
                self._call_standby(event["department"], event["count"], event["on"], path)
            case "days_added":
                self._add_days(event["count"], event["on"], path)

    def _withdraw_target(self, target: str, on: str, path: str) -> None:
        reserve = self._drawing.reserve.get(self._strata.get(target, ""), [])
        if target in reserve:
            reserve.remove(target)
            return
        if target not in self._ahead(on):
            raise RefusedError(f"{path}.target", "neither ahead in the order nor in the unused reserve")
        self._drawing.free_day(target)
        for group in self._drawing.groups[target]:
            for name in list(group.people):
                self._drawing.dealer.release(name, group)
        self._drawing.order.remove(target)
        if reserve:
            substitute = reserve.pop(0)
            self._drawing.order.append(substitute)
            for group in self._drawing.open_groups(substitute):
                self._drawing.dealer.deal(group)
            self._drawing.take_day(substitute, on)

    def _withdraw_inspector(self, name: str, on: str, path: str) -> None:
        if name not in self._known:
            raise RefusedError(f"{path}.inspector", "no inspector or standby of the roster")
        if name in self._places.withdrawn:
            raise RefusedError(f"{path}.inspector", "withdrawn before")
        self._places.withdrawn.add(name)
        for target in self._ahead(on):
            self._replace(name, target, on)

    def _recuse(self, name: str, target: str, on: str, path: str) -> None:
        if name not in self._known:
            raise RefusedError(f"{path}.inspector", "no inspector or standby of the roster")
        if target not in self._strata:
            raise RefusedError(f"{path}.target", "no target of the roster")
        if self._places.is_recused(name, target):
            raise RefusedError(path, "a recusal already")
        self._places.recuse(name, target)
        if target in self._ahead(on):
            self._replace(name, target, on)

    def _call_standby(self, department: str, count: int, on: str, path: str) -> None:
        if department not in self._departments:
            raise RefusedError(f"{path}.department", "not in the team")
        ready = [
            inspector
            for inspector in self._standby
            if inspector["department"] == department and inspector["id"] not in self._places.withdrawn
        ]
        short = [target for target in self._ahead(on) if self._missing(target)]
        wanted = sum(self._missing(target, department) for target in short)
        if count > min(len(ready), wanted):
            raise RefusedError(
                f"{path}.count", f"{len(ready)} standbys are there and {wanted} places are missing"
            )
        for inspector in ready[:count]:
            self._standby.remove(inspector)
            self._drawing.dealer.join(inspector)
        for target in short:
            self._complete(target, on)

    def _add_days(self, count: int, on: str, path: str) -> None:
        waiting = [target for target in self._ahead(on) if self._drawing.days[target] is None]
        if not any(self._drawing.team(target) for target in waiting):
            raise RefusedError(path, "no target ahead has a team and no day")
        if count > len(self._days):
            raise RefusedError(f"{path}.count", f"{len(self._days)} standby days are left")
        self._drawing.diary.days += self._days[:count]
        del self._days[:count]
        for target in waiting:
            self._drawing.take_day(target, on)

    def _ahead(self, on: str) -> list[str]:
        days = self._drawing.days
        return [target for target in self._drawing.order if (days[target] or on) >= on]

    def _missing(self, target: str, department: str | None = None) -> int:
        return sum(
            group.missing for group in self._drawing.groups[target] if department in (None, group.department)
        )

    def _replace(self, name: str, target: str, on: str) -> None:
        """Let somebody leave a target if he belongs to it; another one comes if there is one, and the day is new."""
        for group in self._drawing.groups[target]:
            if name in group.people:
                self._drawing.free_day(target)
                self._drawing.dealer.replace(name, group)
                self._drawing.take_day(target, on)

    def _complete(self, target: str, on: str) -> None:
        """Deal a target's missing places; a team that stays as it was keeps its day."""
        before = self._drawing.team(target)
        day = self._drawing.free_day(target)
        for group in self._drawing.groups[target]:
            self._drawing.dealer.deal(group)
        if day is not None and self._drawing.team(target) == before:
            self._drawing.days[target] = day
            self._drawing.diary.note(before, day)
        else:
            self._drawing.take_day(target, on)
