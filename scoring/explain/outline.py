"""评分表概览 What a kept sheet comes to: points and maximum of each part and item, what was not seen, what is open.

A sheet holds its lines alone; maxima, names and order stand in the version of the scheme that made it. Here the two are
laid side by side, without any fact.

Worked example (a test runs it): in a part of at most 20 points one item has 8 of 10 and another 5 of 10; the part has
13 of 20. Weighed by 0.70 it has 9.1 of 14.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from scoring import sheets as sheet
from scoring.engine import prepare
from scoring.engine.evaluation import Evaluation
from scoring.language.exact import ZERO, Exact, add, exact, multiply
from scoring.rulebook.book import Rulebook
from scoring.schemes import Item, Part, Scheme, Words, walk
from scoring.schemes.levels import Level
from scoring.sheets.sentences import MISSED

_OPEN = (sheet.UNDECIDED, sheet.PENDING)
_LEAST_TOTAL = re.compile(r"total >= ([0-9.]+)")


@dataclass(frozen=True, slots=True)
class Portion:
    """分项 One part at the top of a scheme: its points, none where undecided, of how many."""

    id: str
    name: Words
    points: Exact | None
    most: Exact | None


@dataclass(frozen=True, slots=True)
class Outline:
    """概览 ``part_of`` and ``most`` are by id of the item; ``unobserved`` items were not looked at."""

    portions: tuple[Portion, ...]
    most: Exact | None
    threshold: Exact | None
    part_of: Mapping[str, str]
    most_of: Mapping[str, Exact | None]
    unobserved: tuple[Item, ...]


def outline(book: Rulebook, scheme: Scheme, record: Mapping[str, Any]) -> Outline:
    """Return the outline of a sheet's record (``Sheet.as_record``) under the scheme that made it."""
    work = Evaluation(
        scheme,
        prepare(book, scheme, (), on=date.fromisoformat(record["on"])),
        bool(record.get("rehearsal")),
        frozenset(),
    )
    return _Reader(work, record).outline()


def least_total(level: Level) -> Exact | None:
    """Return the total that a need of a level asks for, where one does: ``total >= 780``."""
    for need in level.needs:
        if found := _LEAST_TOTAL.fullmatch(need.holds.text.strip()):
            return exact(Fraction(found[1]))
    return None


def rank(scheme: Scheme, outcome: str | None) -> tuple[int, int]:
    """Return the place of an outcome from below and how many places there are; 0 for none.

    Where levels are bands of points, the lowest band is one of them; where they have needs, nothing is below the first.
    """
    levels = [level.outcome for level in scheme.outcome.levels]
    if scheme.outcome.otherwise and all(level.above is not None for level in scheme.outcome.levels):
        levels.append(scheme.outcome.otherwise[0])
    return (len(levels) - levels.index(outcome) if outcome in levels else 0), len(levels)


class _Reader:
    def __init__(self, work: Evaluation, record: Mapping[str, Any]) -> None:
        self.work, self.scheme, self.record = work, work.scheme, record
        self.lines: dict[str, list[Mapping[str, Any]]] = {}
        for line in record["lines"]:
            self.lines.setdefault(line["rule"].removeprefix(f"{self.scheme.id}."), []).append(line)
        self.most_of: dict[str, Exact | None] = {}

    def outline(self) -> Outline:
        score = self.scheme.score
        tops = score.parts if score else ()
        portions = tuple(self._portion(top) for top in tops)
        whole = self.work.value(score.max) if score and score.max else _sum(each.most for each in portions)
        return Outline(
            portions=portions,
            most=whole,
            threshold=self._threshold(),
            part_of={node.id: top.id for top in tops for node in walk((top,))},
            most_of=self.most_of,
            unobserved=tuple(item for item in self.scheme.items() if not self._was_observed(item)),
        )

    def _portion(self, top: Part | Item) -> Portion:
        most = self._most(top, exact(1))
        lines = [line for node in walk((top,)) for line in self.lines.get(node.id, ())]
        if any(line["status"] in _OPEN for line in lines):
            return Portion(top.id, top.name, None, most)
        points = _sum(exact(Fraction(line["points"])) for line in lines if line["points"] is not None)
        return Portion(top.id, top.name, points, most)

    def _most(self, node: Part | Item, weight: Exact) -> Exact | None:
        """Return the maximum of a part or item with its weight, noting that of every item below."""
        own = self.work.value(node.weight) if node.weight else None
        weight = multiply(weight, own) if own is not None else weight
        if isinstance(node, Item):
            plain = self._item_most(node)
            most = self.most_of[node.id] = None if plain is None else multiply(plain, weight)
            return ZERO if self._is_left_out(node) else most
        below = _sum(self._most(child, weight) for child in node.children)
        left_out = any(self._is_left_out(each) for each in walk(node.children) if isinstance(each, Item))
        if node.max is None or (left_out and node.not_applicable == "leave_out"):
            return below
        limit = self.work.value(node.max)
        return None if limit is None else multiply(limit, weight)

    def _item_most(self, item: Item) -> Exact | None:
        if item.max is not None:
            return self.work.value(item.max)
        return item.assumed_max if self.work.assumes else None

    def _is_left_out(self, item: Item) -> bool:
        return any(line["status"] == sheet.NOT_APPLICABLE for line in self.lines.get(item.id, ()))

    def _was_observed(self, item: Item) -> bool:
        lines = self.lines.get(item.id, [])
        if not lines or self._is_left_out(item):
            return True  # not looked for
        return not (item.verb is None or lines[0]["status"] in _OPEN or lines[0].get("code") in MISSED)

    def _threshold(self) -> Exact | None:
        """Return the total that the outcome asks for, where it asks for one."""
        for level in self.scheme.outcome.levels:
            if level.outcome != self.record["outcome"]:
                continue
            if level.above is not None:
                return self.work.value(level.above)
            return least_total(level)
        return None


def _sum(numbers: Iterable[Exact | None]) -> Exact | None:
    total: Exact = ZERO
    for number in numbers:
        if number is None:
            return None
        total = add(total, number)
    return total
