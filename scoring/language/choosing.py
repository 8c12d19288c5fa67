"""选取 Which facts, parts or items a query is about: those where a condition holds, within a window, the newest few."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from scoring.language.context import (
    BUILT_IN,
    MISSING,
    NODE,
    Compiled,
    Context,
    Function,
    Kind,
    Row,
    Use,
    Value,
    Vocabulary,
)
from scoring.language.functions import LARGEST_PERIOD
from scoring.language.tree import ExpressionError, Node, Query
from scoring.language.windows import compile_window

Compiler = Callable[[Node, Vocabulary, Kind | None], Compiled]
Chooser = Callable[[Context], "Sequence[Row] | None"]
NODES = Kind("parts", {"zh": "部分", "en": "part"}, NODE, of_facts=False)


def find_source(query: Query, vocabulary: Vocabulary) -> tuple[Kind, str | None]:
    """Return the kind a query walks over, and the member it is about."""
    path, _, member = query.source.rpartition(".")
    for name, rest in ((query.source, None), (path, member)):
        if name in ("parts", "items"):
            if not vocabulary.nodes:
                raise ExpressionError(
                    "parts and items have points only after scoring; use them in an outcome", query.at
                )
            vocabulary.reads_points = vocabulary.reads_nodes = True
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
    """Return what picks the rows a query is about, oldest first; it gives nothing where that cannot be said."""
    if kind is NODES and (query.within or query.skip or query.last):
        raise ExpressionError("within, skip and last are for facts, which have a day", query.at)
    source = kind.id if kind is not NODES else query.source.partition(".")[0]
    where = _condition(query, vocabulary, kind, compiler)
    window = compile_window(query, vocabulary, compiler)
    newest = _newest(query, vocabulary, compiler)
    if kind is not NODES:
        vocabulary.reads_uses.add(len(vocabulary.uses))
        vocabulary.uses.append(Use(source, where, window, newest is not None, vocabulary.this))

    def choose(context: Context) -> Sequence[Row] | None:
        rows = context.rows(source)
        if not rows:
            return ()
        unsure = False
        if window is not None:
            days = window.days(context)
            if days is None:
                unsure = True
            else:
                rows = _between(rows, *days)
        if where is not None:
            kept = []
            for row in rows:
                wanted = where(context, row)
                if wanted is MISSING:
                    return None
                if wanted:
                    kept.append(row)
            rows = kept
        if unsure and rows:
            return None
        return newest(context, rows) if newest else rows

    return choose


def _between(rows: Sequence[Any], first: date, end: date) -> Sequence[Row]:
    """Return the facts of these days; facts come in order of their day, and most sooner or later count no more."""
    number = 0
    for row in rows:
        if row.on >= first:
            break
        number += 1
    if end is not date.max and rows[-1].on >= end:
        return [row for row in rows[number:] if row.on < end]
    return rows[number:] if number else rows


def _newest(
    query: Query, vocabulary: Vocabulary, compiler: Compiler
) -> Callable[[Context, Sequence[Row]], "Sequence[Row] | None"] | None:
    """Return what leaves out the ``skip`` newest rows and keeps the ``last`` of the rest."""
    if not query.skip and not query.last:
        return None
    skip = _number_of_facts(query.skip, vocabulary, compiler, 0)
    last = _number_of_facts(query.last, vocabulary, compiler, LARGEST_PERIOD)

    def newest(context: Context, rows: Sequence[Row]) -> Sequence[Row] | None:
        skipped, kept = skip(context), last(context)
        if skipped is None or kept is None:
            return None
        end = max(len(rows) - skipped, 0)
        return rows[max(end - kept, 0) : end]

    return newest


def _condition(query: Query, vocabulary: Vocabulary, kind: Kind, compiler: Compiler) -> Function | None:
    if query.where is None:
        return None
    condition = compiler(query.where, vocabulary, kind)
    if condition.type != "flag":
        raise ExpressionError(f"after 'where' stands a condition, this is a {condition.type}", query.where.at)
    return condition.run


def _number_of_facts(
    said: Node | None, vocabulary: Vocabulary, compiler: Compiler, otherwise: int
) -> Callable[[Context], int | None]:
    if said is None:
        return lambda context: otherwise
    compiled = compiler(said, vocabulary, None)
    if compiled.type != "number":
        raise ExpressionError(f"expected a number of facts, this is a {compiled.type}", said.at)
    if compiled.constant and _whole(compiled.fixed()) is None:
        raise ExpressionError("expected a whole number of facts", said.at)
    return lambda context: _whole(compiled(context))


def _whole(value: Value) -> int | None:
    return None if value is MISSING or value < 0 or value != int(value) else int(value)
