"""Random facts for any scheme: values near every limit that its rules name, days at the edges of its windows, gaps."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from scoring.facts import Fact, start_of_day

AWAY = (0, 1, 2, 29, 30, 31, 60, 89, 90, 364, 365, 366, 729, 730, 731, 1094, 1095, 1096, 2000, -1, -400)
"""How many days before the day of the evaluation; below nought it lies ahead and does not count."""


def random_facts(program: dict[str, Any], dice: Random) -> list[dict[str, Any]]:
    """Return facts as the calculator takes them: ``{"kind", "on", "data": {member: ["number", "5"]}}``."""
    numbers = sorted({"0", *_numbers(program)}, key=Decimal)
    day = date.fromisoformat(program["day"])
    made: list[dict[str, Any]] = []
    for kind in program["facts"]:
        if kind["form"]["asks"] == "items":
            items = [item for item in kind["form"]["items"] if dice.random() < 0.97]
            made += [
                _fact(kind, day, numbers, dice, {kind["form"]["member"]: ["text", item]}) for item in items
            ]
        for _ in range(dice.choice((0, 0, 1, 1, 1, 2, 4))):
            made.append(_fact(kind, day, numbers, dice, {}))
    dice.shuffle(made)
    return made


def as_facts(given: list[dict[str, Any]]) -> list[Fact]:
    """Return the same facts as the engine takes them."""
    days = [date.fromisoformat(one["on"]) for one in given]
    return [
        Fact(
            f"given-{number + 1}",
            "S",
            one["kind"],
            on,
            start_of_day(min(days)),
            {name: _value(*said) for name, said in one["data"].items()},
        )
        for number, (one, on) in enumerate(zip(given, days, strict=True))
    ]


def _fact(kind: Any, day: date, numbers: list[str], dice: Random, data: dict[str, Any]) -> dict[str, Any]:
    data = dict(data)
    for member in kind["members"]:
        if member["id"] not in data and dice.random() < 0.93:
            data[member["id"]] = _said(member, day, numbers, dice)
    near = AWAY[:6] if dice.random() < 0.6 else AWAY
    return {"kind": kind["kind"], "on": (day - timedelta(days=dice.choice(near))).isoformat(), "data": data}


def _said(member: Any, day: date, numbers: list[str], dice: Random) -> list[Any]:
    match member["type"]:
        case "flag":
            return ["flag", dice.random() < 0.5]
        case "date":
            return ["date", (day - timedelta(days=dice.choice((*AWAY, -30, 4000)))).isoformat()]
        case "number":
            return ["number", _number(numbers, dice)]
        case "set":
            return ["set", sorted(one["value"] for one in member["choices"] if dice.random() < 0.5)]
    words = [choice["value"] for choice in member["choices"]]
    return ["text", dice.choice([*words, *words, *words, "other"])]


def _number(numbers: list[str], dice: Random) -> str:
    near = Decimal(dice.choice(numbers)) + Decimal(dice.choice(("0", "0", "1", "-1", "0.5", "0.01", "-0.01")))
    found = dice.choice((near, near, Decimal(dice.randrange(0, 12)), Decimal(dice.randrange(0, 70000)) / 100))
    return f"{abs(found):f}"


def _numbers(program: Any) -> Iterator[str]:
    """Yield every number that stands in a program."""
    if isinstance(program, list):
        if len(program) == 2 and program[0] == "number":
            yield program[1]
        for part in program:
            yield from _numbers(part)
    elif isinstance(program, dict):
        for part in program.values():
            yield from _numbers(part)


def _value(type_: str, said: Any) -> Any:
    match type_:
        case "number":
            return Decimal(said)
        case "date":
            return date.fromisoformat(said)
        case "set":
            return frozenset(said)
    return said
