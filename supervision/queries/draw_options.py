"""变动的选择查询: whom a change of a draw can name now, in words; who comes instead is not among them."""

from dataclasses import dataclass
from typing import Any

from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Draw, DrawEvent
from supervision.queries.draw_names import names_of
from supervision.queries.draws import find_draw, sees_result


@dataclass(frozen=True, slots=True)
class ChangeOptions:
    """变动的选择: pseudonyms with their names; ``standbys`` and ``standby_days`` count what is left."""

    targets: tuple[tuple[str, str], ...]
    inspectors: tuple[tuple[str, str, str], ...]  # (pseudonym, name, department)
    departments: tuple[str, ...]
    standbys: int
    standby_days: int


def change_options(serial: int, *, actor: Actor) -> ChangeOptions:
    """Return what can be named in a change.

    Raises:
        NotFoundError: there is no result, or this person need not know it.
    """
    row = find_draw(serial, actor)
    if row.state != "drawn" or not sees_result(row, actor):
        raise NotFoundError("第 {serial} 号抽取现在不能变动。", serial=serial)
    names, roster = names_of(row), row.roster
    gone, called, added = _used(row)
    current = [team["target"] for team in row.result["current"]["teams"]]
    reserve = [each for held in row.result["reserve"].values() for each in held if each not in current]
    people = [*roster["inspectors"], *roster["standby"]["inspectors"]]
    return ChangeOptions(
        targets=tuple((each, names.target(each)) for each in [*current, *reserve]),
        inspectors=tuple(
            sorted(
                (
                    (each["id"], names.inspector(each["id"]), each["department"])
                    for each in people
                    if each["id"] not in gone
                ),
                key=lambda each: each[1:],
            )
        ),
        departments=tuple(part["department"] for part in roster["team"]),
        standbys=len(roster["standby"]["inspectors"]) - called,
        standby_days=len(roster["standby"]["days"]) - added,
    )


def _used(row: Draw) -> tuple[set[str], int, int]:
    """Return who has withdrawn, how many standbys were called and how many days added."""
    events = [each.event for each in DrawEvent.select().where(DrawEvent.draw == row)]
    return (
        {each["inspector"] for each in events if each["kind"] == "inspector_withdrawn"},
        sum(each["count"] for each in events if each["kind"] == "standby_called"),
        sum(each["count"] for each in events if each["kind"] == "days_added"),
    )


def current_teams(serial: int) -> list[dict[str, Any]]:
    """Return the teams of a draw as they stand now, in the present order."""
    row = Draw.get(Draw.serial == serial)
    return list(row.result["current"]["teams"])
