"""调用 What ``name(…)`` means: a function of values, a value of law, a table, points of a part, another outcome."""

from collections.abc import Callable, Sequence
from typing import Any

from scoring.language import exact
from scoring.language.context import (
    MISSING,
    NODE,
    Compiled,
    Context,
    Kind,
    Row,
    Type,
    Value,
    Vocabulary,
)
from scoring.language.functions import CALLS
from scoring.language.tree import Call, ExpressionError, Literal, Node

Compiler = Callable[[Node, Vocabulary, Kind | None], Compiled]
CONVERSIONS: dict[Type, Callable[[Any], Value]] = {"number": exact.exact, "set": frozenset}
OF_NODES = ("points", "most", "ratio", "status")
WORDS = ("rule", "lookup", *OF_NODES, "outcome", "place")
"""Functions whose first value is a word in quotes."""


def compile_call(node: Call, vocabulary: Vocabulary, row: Kind | None, compiler: Compiler) -> Compiled:
    """Return the call ready to run."""
    if node.name == "rule":
        return _rule(node, vocabulary)
    if node.name == "lookup":
        return _lookup(node, vocabulary, [compiler(one, vocabulary, row) for one in node.arguments[1:]])
    if node.name in OF_NODES:
        return _of_node(node, vocabulary)
    if node.name in ("outcome", "place"):
        return _of_outcome(node, vocabulary)
    if node.name not in CALLS:
        known = ", ".join(sorted({*CALLS, *WORDS}))
        raise ExpressionError(f"there is no function {node.name}; known are {known}", node.at)
    function = CALLS[node.name]
    arguments = [compiler(argument, vocabulary, row) for argument in node.arguments]
    function.check(node, [argument.type for argument in arguments])
    runs = [argument.run for argument in arguments]
    work, takes_missing = function.work, function.takes_missing

    def run(context: Context, at_hand: Row | None) -> Value:
        values = [part(context, at_hand) for part in runs]
        if not takes_missing and any(value is MISSING for value in values):
            return MISSING
        return work(context, *values)

    units = {argument.unit for argument in arguments}
    unit = function.unit or (units.pop() if function.keeps_unit and len(units) == 1 else "")
    return Compiled(function.gives or arguments[0].type, run, unit=unit)


def _word(node: Call, count: int = 1) -> str:
    first = node.arguments[0] if node.arguments else None
    if len(node.arguments) != count or not isinstance(first, Literal) or not isinstance(first.value, str):
        more = "" if count == 1 else f" and {count - 1} more"
        raise ExpressionError(f'{node.name}("…") takes one word in quotes{more}', node.at)
    return first.value


def _rule(node: Call, vocabulary: Vocabulary) -> Compiled:
    rule_id = _word(node)
    kind = vocabulary.rule_type(rule_id)
    if kind is None:
        raise ExpressionError(f"no rule is called {rule_id}", node.at)
    convert = CONVERSIONS.get(kind)

    def run(context: Context, at_hand: Row | None) -> Value:
        value = context.rule(rule_id).value
        if value is None:
            return MISSING
        return convert(value) if convert else value

    return Compiled(kind, run, unit=vocabulary.rule_unit(rule_id))


def _lookup(node: Call, vocabulary: Vocabulary, keys: Sequence[Compiled]) -> Compiled:
    table_id = _word(node, len(node.arguments))
    table = vocabulary.tables.get(table_id)
    if table is None:
        known = ", ".join(vocabulary.tables) or "none"
        raise ExpressionError(f"no table is called {table_id}; there are {known}", node.at)
    if len(keys) != len(table.takes):
        names = ", ".join(name for name, _ in table.takes)
        raise ExpressionError(f"the table {table_id} is asked by {names}; got {len(keys)} values", node.at)
    for key, argument, (name, expected) in zip(keys, node.arguments[1:], table.takes, strict=True):
        if key.type != expected:
            raise ExpressionError(f"{name} is a {expected}, this is a {key.type}", argument.at)
    runs = [key.run for key in keys]
    find = table.find

    def run(context: Context, at_hand: Row | None) -> Value:
        values = [part(context, at_hand) for part in runs]
        return MISSING if any(value is MISSING for value in values) else find(values)

    return Compiled(table.gives, run)


def _of_node(node: Call, vocabulary: Vocabulary) -> Compiled:
    place, member = _word(node), node.name
    if place not in vocabulary.nodes:
        known = ", ".join(sorted(vocabulary.nodes)) or "none yet: points stand only after scoring"
        raise ExpressionError(f"no part or item is called {place}; known are {known}", node.at)
    vocabulary.reads_points = vocabulary.reads_nodes = True

    def run(context: Context, at_hand: Row | None) -> Value:
        found = context.nodes.get(place)  # an item of a part that does not apply was never scored
        return MISSING if found is None else found.get(member)

    return Compiled(NODE[member], run)


def _of_outcome(node: Call, vocabulary: Vocabulary) -> Compiled:
    outcome_id = _word(node)
    if outcome_id not in vocabulary.outcomes:
        known = ", ".join(sorted(vocabulary.outcomes)) or "none here: outcomes come after points"
        raise ExpressionError(f"no outcome of this scheme is called {outcome_id}; known are {known}", node.at)
    vocabulary.reads_outcomes.add(outcome_id)
    which = 0 if node.name == "outcome" else 1

    def run(context: Context, at_hand: Row | None) -> Value:
        found = context.outcomes.get(outcome_id)
        if found is None:
            return MISSING
        return exact.exact(found[1]) if which else found[0]

    return Compiled("number" if which else "text", run)
