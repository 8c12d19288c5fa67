"""表达式成数据 The tree of an expression as nested lists: ``["+", ["name", "beds"], ["number", "1"]]``.

The first word says what a list is; names are already told apart: a member of the fact at hand, a measure, a set. What
the format has no word for is refused by its name.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.language.choosing import find_source
from scoring.language.context import BUILT_IN, Compiled, Kind, Vocabulary
from scoring.language.exact import plain_text
from scoring.language.syntax import parse, parse_selection
from scoring.language.tables import Table
from scoring.language.tree import Call, Literal, Name, Node, Operation, Query
from scoring.schemes import Scheme

CALENDAR = frozenset({"working_days_since", "working_days_between", "working_days_after", "is_working_day"})
WITH_A_WORD = frozenset({"rule", "lookup", "points", "most", "ratio", "status", "outcome", "place"})
GROUP = frozenset({"key", "value", "size"})


class NotPortableError(ValueError):
    """不可携带 Something in a scheme that the data form cannot say; ``what`` names it."""

    def __init__(self, scheme: str, what: str, why: str) -> None:
        self.what = what
        super().__init__(f"{scheme}: {what} cannot be written as data: {why}")


@dataclass(slots=True)
class Trees:
    """表达式转写 Turns the expressions of one scheme into data; keeps each tree with the kind of fact at hand, if any."""

    scheme: Scheme
    rules: set[str] = field(default_factory=set)
    roots: list[tuple[Node, str]] = field(default_factory=list)
    vocabulary: Vocabulary = field(init=False)

    def __post_init__(self) -> None:
        nodes = frozenset(node.id for node in self.scheme.nodes())
        self.vocabulary = Vocabulary(self.scheme.kinds, lambda rule: None, nodes=nodes)

    def value(self, compiled: Compiled | None, kind: str | None = None) -> Any:
        """Return an expression of the scheme, which may speak of a fact of ``kind``; null for none."""
        if compiled is None:
            return None
        row = frozenset({*BUILT_IN, *self.scheme.kinds[kind].members}) if kind else None
        node = parse(compiled.text)
        self.roots.append((node, kind or ""))
        return self.tree(node, row)

    def selection(self, text: str) -> dict[str, Any]:
        """Return which facts a selection picks."""
        query = parse_selection(text)
        self.roots.append((query, ""))
        return self._chosen(query, self.source(query)[0])

    def kind_of(self, text: str) -> str:
        """Return the kind of fact that a selection is about."""
        return self.source(parse_selection(text))[0].id

    def tree(self, node: Node, row: Collection[str] | None = None) -> list[Any]:
        """Return the data of a tree; ``row`` are the members of the fact or group at hand."""
        if isinstance(node, Literal):
            return constant(node.value)
        if isinstance(node, Name):
            return self._name(node.name, row)
        if isinstance(node, Operation):
            return [node.sign, *(self.tree(operand, row) for operand in node.operands)]
        if isinstance(node, Query):
            return self._query(node)
        return self._call(node, row)

    def table(self, table: Table) -> dict[str, Any]:
        """Return a table: its keys, the limits of their stretches, and what stands in each cell."""
        return {
            "keys": [
                {
                    "whole": key.whole,
                    "words": [constant(word) for word in key.words],
                    "limits": [plain_text(limit) for limit in limits],
                    "number": key.type == "number",
                }
                for key, limits in zip(table.keys, table.limits, strict=True)
            ],
            "cells": {
                " ".join(map(str, places)): constant(value)
                for places, value in table.values.items()
                if isinstance(value, (Decimal, Fraction, str, bool, date, frozenset, int))
            },
        }

    def _name(self, name: str, row: Collection[str] | None) -> list[Any]:
        if row is not None and name in row:
            return ["member", name]
        if name == "day":
            return ["day"]
        if name in self.scheme.sets:
            return constant(self.scheme.sets[name])
        return ["name", name]

    def _call(self, node: Call, row: Collection[str] | None) -> list[Any]:
        if node.name in CALENDAR:
            raise NotPortableError(
                self.scheme.id, node.name, "it needs the calendar of working days, which is not part of it"
            )
        if node.name not in WITH_A_WORD:
            return ["call", node.name, *(self.tree(one, row) for one in node.arguments)]
        first, *rest = node.arguments
        word = first.value if isinstance(first, Literal) else ""
        if node.name == "rule":
            self.rules.add(str(word))
        return [node.name, word, *(self.tree(one, row) for one in rest)]

    def _query(self, query: Query) -> list[Any]:
        kind, member = self.source(query)
        said = self._chosen(query, kind)
        row: Collection[str] = frozenset(kind.members)
        if query.per is not None:
            said |= {"per": self.tree(query.per, row), "inner": query.inner}
            if query.inner not in (None, "count"):
                said["asks"] = ["member", member]
            row, member = GROUP, "value" if query.inner else None
        if query.each is not None:
            said["each"] = self.tree(query.each, row)
        elif member is not None:
            said["each"] = ["member", member]
        return ["query", query.name, said]

    def source(self, query: Query) -> tuple[Kind, str | None]:
        """Return the kind of fact a query is about, and the member it asks for."""
        return find_source(query, self.vocabulary)

    def _chosen(self, query: Query, kind: Kind) -> dict[str, Any]:
        """Return which rows a query is about; what it does not say is not there."""
        own = query.source if query.source in ("parts", "items") else kind.id
        source = query.source.partition(".")[0] if kind.id == "parts" else own
        said: dict[str, Any] = {"of": source}
        row = frozenset(kind.members)
        if query.where is not None:
            said["where"] = self.tree(query.where, row)
        if query.within is not None:
            if query.unit == "working_days":
                what = f"within … working_days ({kind.id})"
                raise NotPortableError(self.scheme.id, what, "it needs the calendar of working days")
            said["within"] = {"far": self.tree(query.within), "unit": query.unit}
            if query.since is not None:
                said["within"]["near"] = self.tree(query.since)
        for name, node in (("skip", query.skip), ("last", query.last)):
            if node is not None:
                said[name] = self.tree(node)
        return said


def constant(value: Any) -> list[Any]:
    """Return a plain value as data: numbers and days as text, a set in order."""
    if isinstance(value, bool):
        return ["flag", value]
    if isinstance(value, int | Decimal | Fraction):
        return ["number", plain_text(Decimal(value) if isinstance(value, int) else value)]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, frozenset):
        return ["set", sorted(value)]
    return ["text", value]
