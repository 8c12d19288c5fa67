"""对照表 Tables with one, two or three keys: for every combination of keys exactly one row, else the file is refused.

A number is cut into stretches by the limits that the rows name: with rows ``below: 10`` and ``from: 10, to: 20`` there
are everything below 10, 10 itself, what lies between, 20 itself, and everything above, for which no row speaks: a gap.

Worked example (a test runs it): rows {scope: one, severity: {below: 3}, value: 1}, {scope: one, severity: {from: 3},
value: 2}, {scope: all, value: 4} give 2 for "one" and 3.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import ceil, floor, prod

from scoring.language.context import MISSING, Type, Value
from scoring.language.exact import Exact, text_of

MOST_CELLS = 20_000


class TableError(Exception):
    """表有误 What is wrong with a table; ``row`` is the number of the row, or nothing where a row is missing."""

    def __init__(self, code: str, message: str, row: int | None = None) -> None:
        self.code = code
        self.row = row
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Stretch:
    """区段 The numbers from ``low`` to ``high``; an end that is None is open, ``*_in`` says whether it belongs to it."""

    low: Exact | None = None
    low_in: bool = True
    high: Exact | None = None
    high_in: bool = True

    def holds(self, low: Exact | None, high: Exact | None) -> bool:
        """Return whether it covers the point ``low == high``, or the open stretch between two neighbouring limits."""
        point = low is not None and low == high
        above = self.low is None or (
            low is not None and (low > self.low or (low == self.low and (self.low_in or not point)))
        )
        below = self.high is None or (
            high is not None and (high < self.high or (high == self.high and (self.high_in or not point)))
        )
        return above and below

    @property
    def text(self) -> str:
        """The stretch in words: from 10 below 20."""
        if self.low is not None and self.low == self.high:
            return text_of(self.low)
        low = "" if self.low is None else f"{'from' if self.low_in else 'above'} {text_of(self.low)}"
        high = "" if self.high is None else f"{'to' if self.high_in else 'below'} {text_of(self.high)}"
        return f"{low} {high}".strip() or "any number"


Cell = Stretch | frozenset[Value] | None
"""What a row says of one key: numbers, words or flags; nothing where it holds for all."""


@dataclass(frozen=True, slots=True)
class Key:
    """键 What a table is asked by: words from a list, a flag, or a number within ``domain``, ``whole`` or not."""

    id: str
    type: Type
    words: tuple[Value, ...] = ()
    domain: Stretch = Stretch()
    whole: bool = False

    def pieces(self, cells: Iterable[Cell]) -> list[Stretch | Value]:
        """Return the smallest pieces that the cells of the rows tell apart, in order."""
        if self.type != "number":
            return list(self.words)
        limits = [self.domain.low, self.domain.high]
        for cell in cells:
            if isinstance(cell, Stretch):
                limits += [cell.low, cell.high]
        known = sorted({limit for limit in limits if limit is not None})
        pieces: list[Stretch | Value] = [Stretch(high=known[0], high_in=False)] if known else [Stretch()]
        for number, limit in enumerate(known):
            after = known[number + 1] if number + 1 < len(known) else None
            pieces += [Stretch(limit, True, limit, True), Stretch(limit, False, after, False)]
        return pieces

    def matters(self, piece: Stretch | Value) -> bool:
        """Return whether any value a key can have lies in the piece."""
        if not isinstance(piece, Stretch):
            return True
        if not self.domain.holds(piece.low, piece.high):
            return False
        if not self.whole or piece.low is None or piece.high is None:
            return True
        if piece.low == piece.high:
            return piece.low == int(piece.low)
        return ceil(piece.high) - 1 >= floor(piece.low) + 1

    def covers(self, cell: Cell, piece: Stretch | Value) -> bool:
        """Return whether a row's cell speaks of the piece."""
        if cell is None:
            return True
        if isinstance(cell, Stretch):
            return isinstance(piece, Stretch) and cell.holds(piece.low, piece.high)
        return piece in cell

    def place(self, value: Value, limits: Sequence[Exact], index: Mapping[Value, int]) -> int | None:
        """Return the number of the piece in which a value lies."""
        if self.type != "number":
            return index.get(value)
        if self.whole and value != value // 1:
            return None
        at = bisect_left(limits, value)
        return 2 * at + 1 if at < len(limits) and limits[at] == value else 2 * at


@dataclass(frozen=True, slots=True)
class Table:
    """对照表 Ready to be asked; ``values`` by the numbers of the pieces, None where the source does not say (待核)."""

    id: str
    name: Mapping[str, str]
    keys: tuple[Key, ...]
    gives: Type
    values: Mapping[tuple[int, ...], Value]
    limits: tuple[tuple[Exact, ...], ...]
    index: tuple[Mapping[Value, int], ...]
    rows: tuple[tuple[tuple[Cell, ...], Value], ...] = field(default=(), repr=False)

    @property
    def takes(self) -> Sequence[tuple[str, Type]]:
        """Name and type of each key."""
        return [(key.id, key.type) for key in self.keys]

    def find(self, keys: Sequence[Value]) -> Value:
        """Return what stands there; missing for a word the table does not know and a number outside its domain."""
        places = []
        for key, value, limits, index in zip(self.keys, keys, self.limits, self.index, strict=True):
            place = key.place(value, limits, index)
            if place is None:
                return MISSING
            places.append(place)
        return self.values.get(tuple(places), MISSING)


def build_table(
    table_id: str,
    name: Mapping[str, str],
    keys: Sequence[Key],
    gives: Type,
    rows: Sequence[tuple[tuple[Cell, ...], Value]],
) -> tuple[Table, list[TableError]]:
    """Return the table and everything that is wrong with it: gaps, overlaps, too many cells."""
    pieces = [key.pieces(cells[number] for cells, _ in rows) for number, key in enumerate(keys)]
    errors: list[TableError] = []
    values: dict[tuple[int, ...], Value] = {}
    if prod(map(len, pieces)) > MOST_CELLS:
        errors.append(TableError("too-large", f"the table has more than {MOST_CELLS} cells"))
        pieces = [[] for _ in keys]
    owner: dict[tuple[int, ...], int] = {}
    gaps: list[str] = []
    clashes: set[tuple[int, int]] = set()
    for places in product(*(range(len(one)) for one in pieces)):
        here = [one[place] for one, place in zip(pieces, places, strict=True)]
        if not all(key.matters(piece) for key, piece in zip(keys, here, strict=True)):
            continue
        for number, (cells, value) in enumerate(rows):
            if all(key.covers(cell, piece) for key, cell, piece in zip(keys, cells, here, strict=True)):
                if places in owner:
                    clashes.add((owner[places], number))
                owner.setdefault(places, number)
                values.setdefault(places, MISSING if value is None else value)
        if places not in owner:
            gaps.append(", ".join(f"{key.id} {_said(piece)}" for key, piece in zip(keys, here, strict=True)))
    for first, second in sorted(clashes):
        errors.append(
            TableError("overlap", f"row {second + 1} and row {first + 1} both say what holds", second)
        )
    if gaps:
        more = f", and {len(gaps) - 3} more" if len(gaps) > 3 else ""
        errors.append(TableError("gap", f"no row says what holds for {'; '.join(gaps[:3])}{more}"))
    limits = tuple(
        tuple(
            one.low for one in row if isinstance(one, Stretch) and one.low is not None and one.low == one.high
        )
        for row in pieces
    )
    index = tuple(
        {} if key.type == "number" else {word: number for number, word in enumerate(key.words)}
        for key in keys
    )
    return Table(table_id, name, tuple(keys), gives, values, limits, index, tuple(rows)), errors


def _said(piece: Stretch | Value) -> str:
    if isinstance(piece, Stretch):
        return piece.text
    return str(piece).lower() if isinstance(piece, bool) else str(piece)
