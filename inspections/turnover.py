"""变动与缺口: who left after a draw, who came instead, and what stayed short; from the published record alone.

The authority knows the seed when it asks for an event, so it could try to be rid of an inspector by inventing a reason.
That cannot be proved wrong by computing; but whoever leaves again and again, and whichever department stays short again and
again, shows. Therefore the numbers are published, by department and by pseudonym. They rank nobody.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from inspections.draw import seed_of_request
from inspections.drawing import Drawing
from inspections.events import replayed
from inspections.tickets import Tickets

LEAVING = ("inspector_withdrawn", "recused")


@dataclass(frozen=True, slots=True)
class DepartmentTurnover:
    """部门变动 Places of one department: drawn, short when drawn, left by their people, filled anew, short in the end."""

    department: str
    places: int
    short: int
    left: int
    filled: int
    short_now: int


@dataclass(frozen=True, slots=True)
class PersonTurnover:
    """人员变动 One inspector, under the pseudonym of this draw: places dealt, left, and taken over from others."""

    inspector: str
    department: str
    dealt: int
    left: int
    taken_over: int


@dataclass(frozen=True, slots=True)
class Turnover:
    """变动 One draw: targets drawn, withdrawn and come in from the reserve, still to be visited; ``people`` who left or came."""

    drawn: int
    withdrawn: int
    substitutes: int
    remaining: int
    events: int
    departments: tuple[DepartmentTurnover, ...]
    people: tuple[PersonTurnover, ...]


def turnover(record: Any) -> Turnover:
    """Return what the events of a draw's record changed. The record holds: whoever doubts that verifies it first."""
    roster, result = record["roster"], record["result"]
    staff = roster["inspectors"] + roster["standby"]["inspectors"]
    department = {row["id"]: row["department"] for row in staff}
    dealt = Counter(name for team in result["teams"] for name in team["inspectors"])
    left, came, withdrawn, substitutes = _moves(record) if record["events"] else (Counter(), Counter(), 0, 0)
    gone, new, short, short_now = (
        Counter(department[name] for name in left.elements()),
        Counter(department[name] for name in came.elements()),
        Counter(each for _, each in result["short"]),
        Counter(each for _, each in result["current"]["short"]),
    )
    return Turnover(
        drawn=len(result["selected"]),
        withdrawn=withdrawn,
        substitutes=substitutes,
        remaining=len(result["current"]["teams"]),
        events=len(record["events"]),
        departments=tuple(
            DepartmentTurnover(
                part["department"],
                part["count"] * len(result["selected"]),
                short[part["department"]],
                gone[part["department"]],
                new[part["department"]],
                short_now[part["department"]],
            )
            for part in roster["team"]
        ),
        people=tuple(
            PersonTurnover(name, department[name], dealt[name], left[name], came[name])
            for name in sorted(left.keys() | came.keys())
        ),
    )


def together(rows: Iterable[DepartmentTurnover]) -> list[DepartmentTurnover]:
    """Return each department once, with the sums of its rows, in the order in which they come."""
    sums: dict[str, DepartmentTurnover] = {}
    for row in rows:
        before = sums.get(row.department, DepartmentTurnover(row.department, 0, 0, 0, 0, 0))
        sums[row.department] = DepartmentTurnover(
            row.department,
            before.places + row.places,
            before.short + row.short,
            before.left + row.left,
            before.filled + row.filled,
            before.short_now + row.short_now,
        )
    return list(sums.values())


def _moves(record: Any) -> tuple[Counter[str], Counter[str], int, int]:
    """Replay the events; count who left and who came at targets that stayed, and the targets that left and came."""
    tickets = Tickets(seed_of_request(record))
    drawing = Drawing(record["roster"], tickets)
    left, came = Counter[str](), Counter[str]()
    withdrawn = substitutes = 0
    before = {target: drawing.team(target) for target in drawing.order}
    for event in replayed(drawing, record["roster"], record["events"], tickets):
        after = {target: drawing.team(target) for target in drawing.order}
        for target in before.keys() & after.keys():
            came.update(set(after[target]) - set(before[target]))
            if event["kind"] in LEAVING:
                left.update(set(before[target]) - set(after[target]))
        withdrawn += len(before.keys() - after.keys())
        substitutes += len(after.keys() - before.keys())
        before = after
    return left, came, withdrawn, substitutes
