"""What must hold of a procedure beyond its form: names resolve, every state is reached, no case is left standing.

Each problem points at the word in the file that has to change.
"""

import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

from scoring.rulebook import Problem, Rulebook, UnknownRuleError
from scoring.rulebook.days import Unit
from scoring.rulebook.loader import Document, Place
from supervision.permissions import ACTIONS
from supervision.procedures.definition import START
from supervision.procedures.effects import EFFECTS
from supervision.procedures.guards import FACTS, GUARDS
from supervision.procedures.shapes import STAY

Finding = tuple[Place, str, str]
UNITS: tuple[str, ...] = get_args(Unit)


def problems_of(document: Document, book: Rulebook) -> list[Problem]:
    """Return every problem of a document that has the right form."""
    data = document.data
    parts = (
        _names(data, document.file),
        _laws(data, book),
        _moves(data),
        _states(data),
        _clocks(data, book, document.file),
    )
    return [document.problem(*finding) for part in parts for finding in part]


def rule_ids(rule: str, facts: type[Any]) -> list[str]:
    """Return the ids that ``rule`` stands for: one for each value that a ``{fact}`` in it can have."""
    named = [name for _, name, _, _ in string.Formatter().parse(rule) if name]
    if not named:
        return [rule]
    hint = get_type_hints(facts)[named[0]]
    return [rule.replace(f"{{{named[0]}}}", str(value)) for value in get_args(hint)]


def _ids(data: Any, part: str) -> list[str]:
    return [each["id"] for each in data.get(part, ())]


def _unknown(names: Iterable[str], known: Iterable[str], place: Place, what: str) -> Iterator[Finding]:
    known = list(known)
    for number, name in enumerate(names):
        if name not in known:
            yield (*place, number), f"unknown-{what}", f"there is no {what} '{name}' here"


def _names(data: Any, file: str) -> Iterator[Finding]:
    if Path(file).stem not in (data["id"], f"{data['id']}-{data['version']}"):
        yield ("id",), "wrong-id", f"the file is called {Path(file).stem}.yaml"
    if data["facts"] not in FACTS:
        yield ("facts",), "unknown-facts", f"facts are one of {', '.join(FACTS)}"
    for part in ("states", "moves", "clocks"):
        seen: set[str] = set()
        for number, name in enumerate(_ids(data, part)):
            if name in seen or name in (START, STAY):
                yield (part, number, "id"), "taken-id", f"'{name}' is taken"
            seen.add(name)
    yield from _unknown(data["path"], _ids(data, "states"), ("path",), "state")


def _laws(data: Any, book: Rulebook) -> Iterator[Finding]:
    places: list[tuple[Place, Any]] = [(("basis",), data)]
    for part in ("moves", "clocks"):
        places += [((part, n, "basis"), each) for n, each in enumerate(data.get(part, ()))]
    for place, holder in places:
        for number, basis in enumerate(holder.get("basis", ())):
            if basis["law"] not in book.laws:
                yield (*place, number, "law"), "unknown-law", f"no law has the id {basis['law']}"


def _moves(data: Any) -> Iterator[Finding]:
    states, moves, clocks = (_ids(data, part) for part in ("states", "moves", "clocks"))
    for number, move in enumerate(data["moves"]):
        place: Place = ("moves", number)
        yield from _unknown(move["from"], [*states, START], (*place, "from"), "state")
        if move["to"] not in (*states, STAY) or (move["to"] == STAY and START in move["from"]):
            yield (*place, "to"), "unknown-state", f"there is no state '{move['to']}' to go to"
        yield from _unknown(move.get("effects", ()), EFFECTS, (*place, "effects"), "effect")
        yield from _unknown(move.get("papers", ()), data.get("papers", ()), (*place, "papers"), "paper")
        for key in ("not_same_person_as",):
            yield from _unknown(move.get(key, ()), moves, (*place, key), "move")
        for key in ("after_clock", "within_clock"):
            yield from _unknown(move.get(key, ()), clocks, (*place, key), "clock")
        yield from _guards(data, move, place)
        yield from _permission(move, place)


def _guards(data: Any, move: Any, place: Place) -> Iterator[Finding]:
    yield from _unknown(move.get("guards", ()), GUARDS, (*place, "guards"), "guard")
    for number, name in enumerate(move.get("guards", ())):
        guard = GUARDS.get(name)
        if guard and guard.facts is not FACTS.get(data["facts"]):
            yield (
                (*place, "guards", number),
                "wrong-facts",
                f"'{name}' reads {guard.facts.__name__}, not the facts of '{data['facts']}'",
            )


def _permission(move: Any, place: Place) -> Iterator[Finding]:
    if move["permission"] not in ACTIONS:
        yield (
            (*place, "permission"),
            "unknown-permission",
            f"there is no permission '{move['permission']}'",
        )
        return
    for number, role in enumerate(move["role"]):
        if role not in ACTIONS[move["permission"]]:
            yield (
                (*place, "role", number),
                "role-without-permission",
                f"a {role} does not hold {move['permission']}",
            )


def _states(data: Any) -> Iterator[Finding]:
    states = {each["id"]: each for each in data["states"]}
    edges = [(origin, move["to"]) for move in data["moves"] for origin in move["from"] if move["to"] != STAY]
    reached = _closure({START}, edges)
    ending = _closure(
        {name for name, state in states.items() if state.get("closed")}, [(b, a) for a, b in edges]
    )
    for number, (name, state) in enumerate(states.items()):
        place: Place = ("states", number)
        if name not in reached:
            yield (*place, "id"), "unreachable-state", f"no move leads to '{name}'"
        leaving = [move for move in data["moves"] if name in move["from"]]
        if state.get("closed"):
            if "turn" in state:
                yield (*place, "turn"), "turn-when-closed", "a closed state is nobody's turn"
            if leaving:
                yield (*place, "closed"), "leaves-closed", f"'{leaving[0]['id']}' leaves a closed state"
            continue
        if name not in ending:
            yield (*place, "id"), "dead-end", f"from '{name}' no way leads to a closed state"
        if "turn" not in state:
            yield (*place, "id"), "nobodys-turn", f"'{name}' is open and nobody's turn"
        for which, role in enumerate(state.get("turn", ())):
            if not any(role in move["role"] for move in leaving):
                yield (*place, "turn", which), "idle-turn", f"it is the turn of a {role}, who has no move"


def _closure(start: set[str], edges: list[tuple[str, str]]) -> set[str]:
    found, fresh = set(start), set(start)
    while fresh:
        fresh = {b for a, b in edges if a in fresh} - found
        found |= fresh
    return found


def _clocks(data: Any, book: Rulebook, file: str) -> Iterator[Finding]:
    present = Path(file).stem == data["id"]  # an earlier version goes on counting as its cases were told
    states = _ids(data, "states")
    moves = {each["id"]: each for each in data["moves"]}
    facts = FACTS.get(data["facts"])
    for number, clock in enumerate(data.get("clocks", ())):
        place: Place = ("clocks", number)
        running = clock.get("while", [clock["from"]])
        yield from _unknown([clock["from"]], states, (*place, "from"), "state")
        yield from _unknown(running, states, (*place, "while"), "state")
        yield from _unknown(clock.get("until_made", ()), moves, (*place, "until_made"), "move")
        if clock["from"] not in running:
            yield (
                (*place, "while"),
                "stopped-clock",
                f"the clock starts in '{clock['from']}' and must run there",
            )
        if facts:
            units = (clock["unit"],) if present else UNITS
            yield from _rule(clock["rule"], units, facts, book, (*place, "rule"))
        if clock["kind"] == "term" and clock["unit"] != "months":
            yield (*place, "unit"), "wrong-unit", "a term is counted in months"
        extension = clock.get("extended_by")
        if extension:
            if extension["move"] not in moves:
                yield (*place, "extended_by", "move"), "unknown-move", f"no move '{extension['move']}'"
            if facts:
                where = (*place, "extended_by", "rule")
                yield from _rule(extension["rule"], UNITS, facts, book, where)
        if clock["when_over"] != "remind":
            yield from _over(clock, running, moves, (*place, "when_over"))


def _rule(
    rule: str, units: Sequence[str], facts: type[Any], book: Rulebook, place: Place
) -> Iterator[Finding]:
    known = {each.name for each in fields(facts)}
    named = {name for _, name, _, _ in string.Formatter().parse(rule) if name}
    if named - known:
        yield place, "unknown-fact", f"{facts.__name__} has no {', '.join(named - known)}"
        return
    for rule_id in rule_ids(rule, facts):
        try:
            found = book.rule(rule_id)
        except UnknownRuleError:
            yield place, "unknown-rule", f"no rule is called {rule_id}"
            continue
        if found.unit not in units:
            yield place, "wrong-unit", f"{rule_id} is in {found.unit}, not in {' or '.join(units)}"


def _over(clock: Any, running: list[str], moves: dict[str, Any], place: Place) -> Iterator[Finding]:
    move = moves.get(clock["when_over"])
    if move is None:
        yield place, "unknown-move", f"there is no move '{clock['when_over']}' here"
        return
    if "scheduler" not in move["role"]:
        yield place, "not-by-clock", f"'{move['id']}' is not a move of the scheduler"
    for state in running:
        if state not in move["from"]:
            yield place, "cannot-move", f"'{move['id']}' cannot be made in '{state}', where the clock runs"
