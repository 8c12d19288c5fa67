"""事实的值 What facts say, read by declared types: exact numbers, days, moments, words, flags; never a float."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from scoring.language.context import Type, Value

NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,20})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class BadValueError(ValueError):
    """A value that is not what its place asks for."""


def no_float(text: str) -> Any:
    """Refuse a number with a point that is not written as text."""
    raise BadValueError(f'{text} is no exact number; write it as a string, "{text}"')


def no_double(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice in one object."""
    record = dict(pairs)
    if len(record) != len(pairs):
        raise BadValueError("a key stands twice in one object")
    return record


def as_text(value: Any) -> str:
    """Return text."""
    if not isinstance(value, str):
        raise BadValueError(f"expected text, got {value!r}")
    return value


def as_number(value: Any) -> Decimal:
    """Return an exact number from an integer or a decimal string."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise BadValueError(f"expected an integer or a decimal string, got {value!r}")
    if not NUMBER.fullmatch(str(value)):
        raise BadValueError(f"expected an integer or a decimal string, got {value!r}")
    return Decimal(str(value))


def as_flag(value: Any) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise BadValueError(f"expected true or false, got {value!r}")
    return value


def as_day(value: Any) -> date:
    """Return a day."""
    if type(value) is date:
        return value
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise BadValueError(f"expected a day such as 2026-11-22, got {value!r}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadValueError(f"there is no day {value}") from None


def as_moment(value: Any) -> datetime:
    """Return an aware moment."""
    if not isinstance(value, str):
        raise BadValueError(f"expected a moment such as 2026-11-22T04:00:00Z, got {value!r}")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise BadValueError(f"{value} says no time zone; end it with Z or +08:00")
    return moment


def as_set(value: Any) -> frozenset[str]:
    """Return a set of words from a list."""
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise BadValueError(f"expected a list of words, got {value!r}")
    return frozenset(value)


def anything(value: Any) -> Any:
    """Return what stands there."""
    return value


VALUES: dict[Type | None, Callable[[Any], Any]] = {
    "number": as_number,
    "text": as_text,
    "flag": as_flag,
    "date": as_day,
    "set": as_set,
    None: anything,
}
CELLS: dict[Type | None, Callable[[Any], Any]] = {
    **VALUES,
    "flag": lambda cell: as_flag({"true": True, "false": False}.get(cell.strip(), cell)),
    "set": lambda cell: as_set([word.strip() for word in cell.split(";") if word.strip()]),
}


def read_data(text: str, members: Mapping[str, Type]) -> dict[str, Value]:
    """Return what a fact says from its JSON text, by the types of its members; others are left out.

    Raises:
        ValueError: it is no JSON, or a member is of another type.
    """
    data = json.loads(text, parse_float=no_float, parse_constant=no_float, object_pairs_hook=no_double)
    if not isinstance(data, dict):
        raise BadValueError("data is a mapping, {…}")
    return {
        name: VALUES[members[name]](value)
        for name, value in data.items()
        if value is not None and name in members
    }
