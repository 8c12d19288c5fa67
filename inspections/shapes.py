"""形状: small checks that are put together into the shape of a request.

A shape is called with a value and its path; it returns nothing or refuses, naming the path of the member at fault.
Long lists of small things are checked column by column first, and one by one only to find the fault:
a roster may hold 400,000 targets.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from operator import itemgetter, lt
from typing import Any

from inspections.canonical import Doubled, Misspelt, RefusedError

Shape = Callable[[Any, str], None]
MAX_INTEGER = 2**53 - 1
NAME = re.compile(r"[A-Za-z0-9_]{1,64}")


class Pattern:
    """A string of one spelling, which can be checked in bulk."""

    def __init__(self, grammar: str, what: str) -> None:
        self._fits = re.compile(grammar).fullmatch
        self._what = what

    def __call__(self, value: Any, path: str) -> None:
        """Refuse what is not a string of this spelling."""
        if type(value) is not str or not self._fits(value):
            raise RefusedError(path, f"not {self._what}")

    def all(self, column: Iterable[Any]) -> bool:
        """Return whether every value of a column has this spelling."""
        try:
            return all(map(self._fits, column))
        except TypeError:
            return False


identifier = Pattern(r"[A-Za-z0-9._:-]{1,128}", "an id (1 to 128 of A-Z a-z 0-9 . _ : -)")
hex64 = Pattern(r"[0-9a-f]{64}", "64 lower-case hex digits")
_day = Pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day (YYYY-MM-DD)")
_moment = Pattern(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z",
    "a moment (YYYY-MM-DDThh:mm:ssZ)",
)


def string(value: Any, path: str) -> None:
    """Any string, as long as it is composed (NFC) and holds no half characters."""
    if type(value) is not str:
        raise RefusedError(path, "not a string")
    if value.isascii():
        return
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise RefusedError(path, "holds half a character (a lone surrogate)")
    if not unicodedata.is_normalized("NFC", value):
        raise RefusedError(path, "not in the composed form NFC")


def reason(value: Any, path: str) -> None:
    """Free text that says something."""
    string(value, path)
    if not value:
        raise RefusedError(path, "empty; say the reason")


def day(value: Any, path: str) -> None:
    """A day that exists, from year 0001 on."""
    _day(value, path)
    try:
        date.fromisoformat(value)
    except ValueError as fault:
        raise RefusedError(path, "no such day") from fault


def moment(value: Any, path: str) -> None:
    """A moment in UTC, to the second."""
    _moment(value, path)
    day(value[:10], path)


def exactly(expected: str) -> Shape:
    """Exactly this string."""

    def check(value: Any, path: str) -> None:
        if type(value) is not str or value != expected:
            raise RefusedError(path, f"not {expected!r}")

    return check


def integer(least: int, most: int = MAX_INTEGER) -> Shape:
    """An integer from ``least`` to ``most``, written without point or exponent."""

    def check(value: Any, path: str) -> None:
        if type(value) is Misspelt:
            raise RefusedError(
                path, "a number is written as an integer below 2^53, without point or exponent"
            )
        if type(value) is not int:
            raise RefusedError(path, "not an integer")
        if not least <= value <= most:
            raise RefusedError(path, f"{value} is not from {least} to {most}")

    return check


def nullable(shape: Shape) -> Shape:
    """Null, or a value of this shape."""
    return lambda value, path: None if value is None else shape(value, path)


def members(shapes: dict[str, Shape]) -> Shape:
    """An object with exactly these members."""

    def check(value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise RefusedError(path or "request", "not an object")
        if isinstance(value, Doubled):
            raise RefusedError(_member(path, value.name), "stands twice")
        for name in shapes:
            if name not in value:
                raise RefusedError(_member(path, name), "missing")
        if len(value) > len(shapes):
            unknown = next(name for name in value if name not in shapes)
            raise RefusedError(_member(path, unknown), f"unknown member {unknown[:80]!a}")
        for name, shape in shapes.items():
            shape(value[name], _member(path, name))

    return check


def items(*shapes: Shape) -> Shape:
    """A list of exactly as many values, of these shapes in turn."""

    def check(value: Any, path: str) -> None:
        if type(value) is not list or len(value) != len(shapes):
            raise RefusedError(path, f"not a list of {len(shapes)}")
        for index, shape in enumerate(shapes):
            shape(value[index], f"{path}[{index}]")

    return check


def listing(shape: Shape) -> Shape:
    """A list, of any length, of values of one shape."""

    def check(value: Any, path: str) -> None:
        if type(value) is not list:
            raise RefusedError(path, "not a list")
        for index, item in enumerate(value):
            shape(item, f"{path}[{index}]")

    return check


def mapping(shape: Shape) -> Shape:
    """An object with members of any name, all of one shape."""

    def check(value: Any, path: str) -> None:
        if isinstance(value, dict):
            members(dict.fromkeys(value, shape))(value, path)
        else:
            raise RefusedError(path, "not an object")

    return check


def table(columns: dict[str, Pattern]) -> Shape:
    """A long list of objects whose members are all spelt strings: checked by columns, searched by rows."""
    row_by_row = listing(members(dict(columns)))

    def check(value: Any, path: str) -> None:
        if not (type(value) is list and _rows_of(value, dict, len(columns)) and fits(value)):
            row_by_row(value, path)

    def fits(rows: list[dict[str, Any]]) -> bool:
        try:
            return all(pattern.all(map(itemgetter(name), rows)) for name, pattern in columns.items())
        except KeyError:  # a member is missing
            return False

    return check


def tuples(*patterns: Pattern) -> Shape:
    """A long list of short lists of spelt strings, checked like a table."""
    row_by_row = listing(items(*patterns))

    def check(value: Any, path: str) -> None:
        if type(value) is list and _rows_of(value, list, len(patterns)):
            columns = zip(*value, strict=True)
            if all(pattern.all(column) for pattern, column in zip(patterns, columns, strict=False)):
                return
        row_by_row(value, path)

    return check


def ascending(keys: Sequence[Any], path: str, key_path: str = "") -> None:
    """Refuse keys that are not strictly ascending by code point; a pair compares by its first, then its second."""
    if all(map(lt, keys, keys[1:])):
        return
    for index, (before, after) in enumerate(pairwise(keys), start=1):
        if not before < after:
            problem = "stands twice" if before == after else "out of order; the list is ascending"
            raise RefusedError(f"{path}[{index}]{key_path}", problem)


def unique(keys: Sequence[str], path: str, key_path: str = "") -> None:
    """Refuse keys of which one stands twice."""
    seen: set[str] = set()
    for index, key in enumerate(keys):
        if key in seen:
            raise RefusedError(f"{path}[{index}]{key_path}", "stands twice")
        seen.add(key)


def _rows_of(value: list[Any], kind: type, length: int) -> bool:
    return set(map(type, value)) <= {kind} and set(map(len, value)) <= {length}


def _member(path: str, name: str) -> str:
    if not NAME.fullmatch(name):
        return path or "request"
    return f"{path}.{name}" if path else name
