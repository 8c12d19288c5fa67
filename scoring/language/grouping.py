"""分组 Facts in groups, each group with one value: ``sum(max of finding.points per item)`` is the worst of each item.

What follows the comma may speak of a group by three names: ``key`` is what its facts have in common, ``value`` what
the inner word gave, ``size`` how many facts it has. So ``sum(sum of late.days per year_of(on), least(value, 10))``
lets every year count for ten at most.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.language.choosing import Chooser
from scoring.language.context import MISSING, Compiled, Context, Kind, Row, Type, Value
from scoring.language.tree import ExpressionError, Query

Aggregate = Callable[[list[Value]], Value]


@dataclass(frozen=True, slots=True)
class Group:
    """组 Facts that have a key in common, oldest first."""

    said: Mapping[str, Value]

    def get(self, name: str) -> Value:
        """Return its key, its value or its size."""
        return self.said[name]


def compile_groups(
    query: Query, by: Compiled, choose: Chooser, value: Compiled | None, aggregate: Aggregate
) -> tuple[Kind, Chooser]:
    """Return the kind of the groups of a query, and what makes them.

    ``by`` gives the key of each fact, ``value`` what is asked of it and then put together by ``aggregate``.
    """
    if by.type == "set":
        raise ExpressionError("a set cannot tell groups apart", query.at)
    members: dict[str, Type] = {"key": by.type, "size": "number"}
    if query.inner:
        members["value"] = "number" if query.inner in ("count", "distinct") or value is None else value.type

    def groups(context: Context) -> Sequence[Row] | None:
        rows = choose(context)
        if rows is None:
            return None
        found: dict[Value, list[Row]] = {}
        for row in rows:
            key = by.run(context, row)
            if key is MISSING:
                return None
            found.setdefault(key, []).append(row)
        context.note_rows(rows)
        return [
            Group({"key": key, "size": Decimal(len(own)), "value": _value(context, own, value, aggregate)})
            for key, own in found.items()
        ]

    return Kind("group", {"zh": "组", "en": "group"}, members, of_facts=False), groups


def _value(context: Context, rows: Sequence[Row], value: Compiled | None, aggregate: Aggregate) -> Value:
    if value is None:
        return Decimal(len(rows))
    values = [value.run(context, row) for row in rows]
    return MISSING if any(one is MISSING for one in values) else aggregate(values)
