"""查询 Questions about many facts at once: how many, the latest, the sum; also about parts and items, and about groups.

Where it cannot be said which facts count, or one of them does not say what is asked, the answer is missing.
"""

from collections.abc import Callable, Sequence
from typing import Any

from scoring.language import exact
from scoring.language.choosing import NODES, Chooser, Compiler, compile_choice, find_source
from scoring.language.context import MISSING, Compiled, Context, Kind, Row, Type, Value, Vocabulary
from scoring.language.grouping import compile_groups
from scoring.language.tree import ExpressionError, Name, Query

Source = tuple[Kind, str | None, Chooser]
QUANTIFIERS = frozenset({"every", "none", "any", "count"})
ORDERED = frozenset({"latest", "first"})


def compile_query(query: Query, vocabulary: Vocabulary, row: Kind | None, compiler: Compiler) -> Compiled:
    """Return the query ready to run."""
    if row is not None:
        raise ExpressionError("a query inside the condition of a query; make it a measure", query.at)
    kind, member = find_source(query, vocabulary)
    choose = compile_choice(query, vocabulary, kind, compiler)
    if query.per is not None:
        by = compiler(query.per, vocabulary, kind)
        kind, member, choose = _grouped(query, vocabulary, (kind, member, choose), by, compiler)
    elif query.inner is not None:
        raise ExpressionError(f"'{query.inner} of' needs groups; say per what", query.at)
    if query.name in QUANTIFIERS:
        if member is not None and query.per is None:
            raise ExpressionError(f"{query.name} is about whole facts; leave out .{member}", query.at)
        return _of_rows(query, vocabulary, kind, choose, compiler)
    return _of_values(query, kind, choose, _asked(query, kind, member, vocabulary, compiler))


def _grouped(
    query: Query, vocabulary: Vocabulary, source: Source, by: Compiled, compiler: Compiler
) -> Source:
    (kind, member, choose), inner = source, query.inner
    if inner in ("any", "every", "none"):
        raise ExpressionError(f"'{inner} of' gives no value; use count, sum, max and the like", query.at)
    if inner in (None, "count") and member is not None:
        raise ExpressionError(f"say what to do with {member} in each group, such as sum of", query.at)
    if inner is None and query.each is None and query.name not in QUANTIFIERS:
        raise ExpressionError("say what each group gives, such as max of …", query.at)
    value, aggregate = None, _AGGREGATES["sum"]
    if inner not in (None, "count"):
        if member is None:
            raise ExpressionError(f"'{inner} of' needs a member, such as {kind.id}.…", query.at)
        value, aggregate = _member_of(kind, member, vocabulary, query, compiler), _AGGREGATES[inner or ""]
        _check(inner or "", value.type, query, ordered=kind is not NODES)
    groups, made = compile_groups(query, by, choose, value, aggregate)
    return groups, "value" if inner else None, made


def _member_of(kind: Kind, member: str, vocabulary: Vocabulary, query: Query, compiler: Compiler) -> Compiled:
    return compiler(Name(member, query.at), vocabulary, kind)


def _asked(
    query: Query, kind: Kind, member: str | None, vocabulary: Vocabulary, compiler: Compiler
) -> Compiled:
    """Return what is asked of each row: a member, or what stands after the comma."""
    if query.each is not None:
        if member is not None and query.per is None:
            raise ExpressionError(
                f"{query.name} is asked of .{member} or of what follows; leave out one", query.at
            )
        return compiler(query.each, vocabulary, kind)
    if member is None:
        raise ExpressionError(
            f"{query.name} needs a member, such as {query.name}({kind.id}.…), or a value after a comma",
            query.at,
        )
    return _member_of(kind, member, vocabulary, query, compiler)


def _of_rows(
    query: Query, vocabulary: Vocabulary, kind: Kind, choose: Chooser, compiler: Compiler
) -> Compiled:
    condition = None
    if query.each is not None:
        compiled = compiler(query.each, vocabulary, kind)
        if compiled.type != "flag":
            raise ExpressionError(f"expected a condition, this is a {compiled.type}", query.each.at)
        condition = compiled.run
    elif query.name == "every":
        raise ExpressionError(f"every({query.source}, …) needs a condition after the comma", query.at)
    decide = _DECIDE[query.name]
    notes = kind is not NODES and query.per is None

    def run(context: Context, at_hand: Row | None) -> Value:
        rows = choose(context)
        if rows is None:
            return MISSING
        if notes:
            context.note_rows(rows)
        return decide([condition(context, row) for row in rows] if condition else [True] * len(rows))

    return Compiled("number" if query.name == "count" else "flag", run)


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


_DECIDE: dict[str, Callable[[list[Value]], Value]] = {
    "any": _any,
    "every": _every,
    "none": _none,
    "count": _count,
}


def _check(name: str, gives: Type, query: Query, *, ordered: bool) -> None:
    if name in ("sum", "average") and gives != "number":
        raise ExpressionError(f"{name} needs a number, this is a {gives}", query.at)
    if name in ("max", "min") and gives not in ("number", "date"):
        raise ExpressionError(f"{name} needs a number or a date, this is a {gives}", query.at)
    if name in ORDERED and not ordered:
        raise ExpressionError(f"{name} is for facts, which have a day", query.at)


def _of_values(query: Query, kind: Kind, choose: Chooser, asked: Compiled) -> Compiled:
    name = query.name
    _check(name, asked.type, query, ordered=kind is not NODES and query.per is None)
    work = _AGGREGATES[name]
    notes = kind is not NODES and query.per is None

    def run(context: Context, at_hand: Row | None) -> Value:
        rows: Sequence[Row] | None = choose(context)
        if rows is None:
            return MISSING
        if name in ORDERED and rows:
            rows = (rows[-1] if name == "latest" else rows[0],)  # facts come in order of their day
        if notes:
            context.note_rows(rows)
        values = [asked.run(context, row) for row in rows]
        return MISSING if any(value is MISSING for value in values) else work(values)

    return Compiled(
        "number" if name == "distinct" else asked.type, run, unit=asked.unit if name != "distinct" else ""
    )


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
    "latest": lambda values: values[-1] if values else MISSING,
    "first": lambda values: values[0] if values else MISSING,
    "distinct": lambda values: exact.exact(len(set(values))),
}
