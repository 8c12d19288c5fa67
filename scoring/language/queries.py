"""查询 Questions about many facts at once: how many, the latest, the sum; also about parts and items.

``within 24 months`` keeps the facts whose day plus 24 months lies after the day of evaluation: a fact of
2024-03-15 counts until 2026-03-14. Where it cannot be said whether a fact counts, the answer is missing.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from scoring.language import exact
from scoring.language.context import (
    BUILT_IN,
    MISSING,
    NODE,
    Compiled,
    Context,
    Function,
    Kind,
    Row,
    Type,
    Value,
    Vocabulary,
)
from scoring.language.functions import LARGEST_PERIOD
from scoring.language.tree import ExpressionError, Literal, Node, Query
from scoring.rulebook.days import add_months, working_days_between

Compiler = Callable[[Node, Vocabulary, Kind | None], Compiled]
Chooser = Callable[[Context], "list[Row] | None"]
NEEDS_MEMBER = frozenset({"sum", "max", "min", "average", "latest", "first", "distinct"})
NODES = Kind("parts", {"zh": "部分", "en": "part"}, NODE)


def compile_query(query: Query, vocabulary: Vocabulary, row: Kind | None, compiler: Compiler) -> Compiled:
    """Return the query ready to run."""
    if row is not None:
        raise ExpressionError("a query inside the condition of a query; make it a measure", query.at)
    kind, member = find_source(query, vocabulary)
    choose = compile_choice(query, vocabulary, kind, compiler)
    if query.name in ("every", "none", "any", "count"):
        if member is not None:
            raise ExpressionError(f"{query.name} is about whole facts; leave out .{member}", query.at)
        return _of_rows(query, vocabulary, kind, choose, compiler)
    if member is None:
        raise ExpressionError(f"{query.name} needs a member, such as {query.name}({kind.id}.…)", query.at)
    if query.condition is not None:
        raise ExpressionError(f"{query.name} takes no second value; use where", query.condition.at)
    return _of_member(query, kind, member, choose)


def find_source(query: Query, vocabulary: Vocabulary) -> tuple[Kind, str | None]:
    """Return the kind a query walks over, and the member it is about."""
    path, _, member = query.source.rpartition(".")
    for name, rest in ((query.source, None), (path, member)):
        if name in ("parts", "items"):
            if not vocabulary.nodes:
                raise ExpressionError(
                    "parts and items have points only after scoring; use them in an outcome", query.at
                )
            vocabulary.reads_points = True
            return NODES, _member(NODES, rest, query)
        if name in vocabulary.kinds:
            vocabulary.reads.add(name)
            kind = vocabulary.kinds[name]
            seen = Kind(kind.id, kind.name, {**BUILT_IN, **kind.members})
            return seen, _member(seen, rest, query)
    known = ", ".join(sorted(vocabulary.kinds)) or "none"
    raise ExpressionError(
        f"{query.source} is no kind of fact this scheme declares; declared are {known}", query.at
    )


def _member(kind: Kind, member: str | None, query: Query) -> str | None:
    if member is not None and member not in kind.members:
        raise ExpressionError(f"{kind.id} has no member {member}; it has {', '.join(kind.members)}", query.at)
    return member


def compile_choice(query: Query, vocabulary: Vocabulary, kind: Kind, compiler: Compiler) -> Chooser:
    """Return what picks the facts a query is about; it gives nothing where that cannot be said."""
    source = kind.id if kind is not NODES else query.source.partition(".")[0]
    where: Function | None = None
    if query.where is not None:
        condition = compiler(query.where, vocabulary, kind)
        if condition.type != "flag":
            raise ExpressionError(
                f"after 'where' stands a condition, this is a {condition.type}", query.where.at
            )
        where = condition.run
    recent = _window(query, vocabulary, kind, compiler)

    def choose(context: Context) -> list[Row] | None:
        chosen: list[Row] = []
        for row in context.rows(source):
            inside = recent(context, row)
            wanted = where(context, row) if where and inside is not False else inside
            if inside is False or wanted is False:
                continue
            if inside is MISSING or wanted is MISSING:
                return None
            chosen.append(row)
        return chosen

    return choose


def _window(query: Query, vocabulary: Vocabulary, kind: Kind, compiler: Compiler) -> Function:
    if query.within is None:
        return lambda context, row: True
    if kind is NODES:
        raise ExpressionError("parts and items have no day; 'within' is for facts", query.within.at)
    length = compiler(query.within, vocabulary, None)
    if length.type != "number":
        raise ExpressionError(f"after 'within' stands a number, this is a {length.type}", query.within.at)
    if query.unit is None:
        raise ExpressionError(
            "'within' needs days, months, years or working_days after the number", query.within.at
        )
    if isinstance(query.within, Literal) and not isinstance(query.within.value, str | bool | date):
        number = query.within.value
        if number != int(number) or number > LARGEST_PERIOD:
            raise ExpressionError(f"a period has a whole number of {query.unit}", query.within.at)
    unit = query.unit

    def recent(context: Context, row: Row | None) -> Value:
        amount, on = length.run(context, None), row.get("on") if row else MISSING
        if (
            amount is MISSING
            or not isinstance(on, date)
            or amount != int(amount)
            or abs(amount) > LARGEST_PERIOD
        ):
            return MISSING
        return still_counts(on, int(amount), unit, context)

    return recent


def still_counts(on: date, amount: int, unit: str, context: Context) -> bool:
    """Return whether something of the day ``on`` still counts for ``amount`` units on the day of evaluation."""
    if unit == "working_days":
        return working_days_between(on, context.day, context.calendar) < amount
    if unit == "days":
        return context.day < on + timedelta(days=amount)
    return context.day < add_months(on, amount * (12 if unit == "years" else 1))


def _of_rows(
    query: Query, vocabulary: Vocabulary, kind: Kind, choose: Chooser, compiler: Compiler
) -> Compiled:
    condition: Function | None = None
    if query.condition is not None:
        compiled = compiler(query.condition, vocabulary, kind)
        if compiled.type != "flag":
            raise ExpressionError(f"expected a condition, this is a {compiled.type}", query.condition.at)
        condition = compiled.run
    elif query.name == "every":
        raise ExpressionError(f"every({query.source}, …) needs a condition after the comma", query.at)
    name = query.name

    def run(context: Context, at_hand: Row | None) -> Value:
        rows = choose(context)
        if rows is None:
            return MISSING
        if kind is not NODES:
            context.note([str(row.get("id")) for row in rows])
        holds = [condition(context, row) for row in rows] if condition else [True] * len(rows)
        return _QUANTIFIERS[name](holds)

    return Compiled("number" if name == "count" else "flag", run)


def _any(holds: list[Value]) -> Value:
    if any(value is True for value in holds):
        return True
    return MISSING if any(value is MISSING for value in holds) else False


def _every(holds: list[Value]) -> Value:
    if any(value is False for value in holds):
        return False
    return MISSING if any(value is MISSING for value in holds) else True


def _none(holds: list[Value]) -> Value:
    found = _any(holds)
    return MISSING if found is MISSING else not found


def _count(holds: list[Value]) -> Value:
    return MISSING if any(value is MISSING for value in holds) else exact.exact(sum(map(bool, holds)))


_QUANTIFIERS: dict[str, Callable[[list[Value]], Value]] = {
    "any": _any,
    "every": _every,
    "none": _none,
    "count": _count,
}


def _of_member(query: Query, kind: Kind, member: str, choose: Chooser) -> Compiled:
    gives: Type = kind.members[member]
    if query.name in ("sum", "average") and gives != "number":
        raise ExpressionError(f"{query.name} needs a number, {member} is a {gives}", query.at)
    if query.name in ("max", "min") and gives not in ("number", "date"):
        raise ExpressionError(f"{query.name} needs a number or a date, {member} is a {gives}", query.at)
    if query.name in ("latest", "first") and kind is NODES:
        raise ExpressionError(f"{query.name} is for facts, which have a day", query.at)
    work = _AGGREGATES[query.name]
    ordered = query.name in ("latest", "first")

    def run(context: Context, at_hand: Row | None) -> Value:
        rows = choose(context)
        if rows is None:
            return MISSING
        if ordered and rows:
            rows = [rows[-1] if query.name == "latest" else rows[0]]  # facts come in order of their day
        if kind is not NODES:
            context.note([str(row.get("id")) for row in rows])
        values = [row.get(member) for row in rows]
        return MISSING if any(value is MISSING for value in values) else work(values)

    return Compiled("number" if query.name == "distinct" else gives, run)


def _sum(values: list[Any]) -> Value:
    total: exact.Exact = exact.ZERO
    for value in values:
        total = exact.add(total, value)
    return total


def _average(values: list[Any]) -> Value:
    mean = exact.divide(_sum(values), exact.exact(len(values)))
    return MISSING if mean is None else mean


_AGGREGATES: dict[str, Callable[[list[Any]], Value]] = {
    "sum": _sum,
    "average": _average,
    "max": lambda values: max(values, default=MISSING),
    "min": lambda values: min(values, default=MISSING),
    "latest": lambda values: values[0] if values else MISSING,
    "first": lambda values: values[0] if values else MISSING,
    "distinct": lambda values: exact.exact(len(set(values))),
}
