"""抽签凭证: checking a revealed draw, by doing it again.

A record is what was published: the commitment (before the draw), roster, exclusions and rule files that hash to it, the
salt, the public random value, the events, and the result. Checking means three things.

1. Is the record whole and well formed, and does each part have the hash that was promised? If not, it is *refused*.
2. Does the same result follow from it? If not, it *differs*, and the first step that differs is named.
3. Is it the commitment that was published before the draw, and are these all of the events? That a record cannot say of
   itself: hand over the commitment as published then, and the events' hashes from the public log.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

from inspections import shapes
from inspections.canonical import RefusedError, hash_of
from inspections.draw import draw, seed_of_request
from inspections.protocol import PROTOCOL, Record, Request, Result, Team, commitment_sha256, quota
from inspections.request import check_commitment, check_request
from inspections.tickets import Tickets

Step = Literal[
    "commitment",
    "events",
    "beacon",
    "seed",
    "selection",
    "order",
    "reserve",
    "team",
    "day",
    "short",
    "current",
]

_TEAMS = shapes.listing(
    shapes.members(
        {
            "target": shapes.string,
            "inspectors": shapes.listing(shapes.string),
            "day": shapes.nullable(shapes.string),
        }
    )
)
_SHORT = shapes.listing(shapes.listing(shapes.string))
_RESULT = shapes.members(
    {
        "protocol": shapes.exactly(PROTOCOL),
        "commitment_sha256": shapes.string,
        "beacon": shapes.string,
        "seed": shapes.string,
        "selected": shapes.listing(shapes.string),
        "reserve": shapes.mapping(shapes.listing(shapes.string)),
        "teams": _TEAMS,
        "short": _SHORT,
        "current": shapes.members({"teams": _TEAMS, "short": _SHORT}),
    }
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """核验结论: ``differs`` is the first step that came out otherwise, or None if the record holds.

    ``commitment_compared`` and ``events_compared`` say whether it was held against anything outside itself.
    """

    differs: Step | None
    commitment_sha256: str
    commitment_compared: bool
    events_compared: bool

    @property
    def holds(self) -> bool:
        """Whether everything that was compared agrees."""
        return self.differs is None


@dataclass(frozen=True, slots=True)
class Standing:
    """排位: a target's ticket (hex), its place among the ``size`` tickets of the stratum, counted from 1, and the quota."""

    ticket: str
    place: int
    size: int
    quota: int

    @property
    def selected(self) -> bool:
        """Whether the ticket is among the smallest that are drawn."""
        return self.place <= self.quota


def verify(record: Any, *, commitment: Any = None, events: Any = None) -> Verdict:
    """Draw a record's request again and compare, step by step.

    ``commitment`` is the commitment object as it was published, ``events`` the list of the events' hashes in the log;
    without them the record is compared with itself alone.

    Raises:
        RefusedError: the record, or one of the two others, is not what it should be.
    """
    checked = check_record(record)
    if commitment is not None:
        check_published_commitment(commitment)
    if events is not None:
        check_published_events(events)
    expected = draw(checked)
    found = compare(checked, expected, commitment=commitment, events=events)
    return Verdict(
        differs=next(found, None),
        commitment_sha256=expected["commitment_sha256"],
        commitment_compared=commitment is not None,
        events_compared=events is not None,
    )


def check_record(value: Any) -> Record:
    """Return ``value`` as a record: a request with a result of the right form, whatever the result says."""
    check_request(value, extra={"result": _RESULT})
    record = cast("Record", value)
    strata = {stratum["key"] for stratum in record["roster"]["strata"]}
    if record["result"]["reserve"].keys() != strata:
        raise RefusedError("result.reserve", "does not name every stratum, and nothing else")
    return record


def check_published_commitment(value: Any) -> None:
    """Refuse, as ``commitment``, what is not a commitment."""
    try:
        check_commitment(value)
    except RefusedError as fault:
        raise RefusedError("commitment", f"the file given: {fault}") from fault


def check_published_events(value: Any) -> None:
    """Refuse, as ``events``, what is not a list of hashes."""
    try:
        shapes.listing(shapes.hex64)(value, "events")
    except RefusedError as fault:
        raise RefusedError("events", f"the file given: {fault}") from fault


def compare(
    record: Record, expected: Result, *, commitment: Any = None, events: Any = None
) -> Iterator[Step]:
    """Yield the steps that differ, in the order in which a draw is made."""
    stated = record["result"]
    committed = expected["commitment_sha256"]
    steps: dict[Step, bool] = {
        "commitment": stated["commitment_sha256"] == committed
        and (commitment is None or commitment_sha256(commitment) == committed),
        "events": events is None or events == event_hashes(record),
        "beacon": stated["beacon"] == expected["beacon"],
        "seed": stated["seed"] == expected["seed"],
        "selection": set(stated["selected"]) == set(expected["selected"]),
        "order": stated["selected"] == expected["selected"],
        "reserve": stated["reserve"] == expected["reserve"],
        "team": _people(stated["teams"]) == _people(expected["teams"]),
        "day": _days(stated["teams"]) == _days(expected["teams"]),
        "short": stated["short"] == expected["short"],
        "current": stated["current"] == expected["current"],
    }
    return (step for step, agrees in steps.items() if not agrees)


def standing_of(request: Request, target: str) -> Standing:
    """Return where a target's ticket stands in its stratum, which decides alone whether it was selected.

    Raises:
        KeyError: no such target in the roster.
    """
    roster = request["roster"]
    key = {row["id"]: row["stratum"] for row in roster["targets"]}[target]
    stratum = next(row for row in roster["strata"] if row["key"] == key)
    ticket = Tickets(seed_of_request(request)).series("target")
    tickets = sorted(ticket(row["id"]) for row in roster["targets"] if row["stratum"] == key)
    mine = ticket(target)
    return Standing(mine.hex(), bisect_left(tickets, mine) + 1, len(tickets), quota(stratum, len(tickets)))


def event_hashes(request: Request) -> list[str]:
    """Return the hashes under which the events stand in the public log, in the order of n."""
    return [hash_of(event) for event in request["events"]]


def _people(teams: list[Team]) -> list[tuple[str, list[str]]]:
    return [(team["target"], team["inspectors"]) for team in teams]


def _days(teams: list[Team]) -> list[str | None]:
    return [team["day"] for team in teams]
