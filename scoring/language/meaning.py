"""语义 From the tree of an expression to something that can be evaluated, with every type checked beforehand.

Missing is contagious, but not blindly: ``false and missing`` is false, ``true or missing`` is true, a sum that
needs a missing number is missing. What divides by zero is missing too: a rate over nothing is not known.
"""

import operator
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from scoring.language import exact
from scoring.language.calls import compile_call
from scoring.language.context import (
    BUILT_IN,
    MISSING,
    Compiled,
    Context,
    Function,
    Kind,
    Row,
    Type,
    Value,
    Vocabulary,
)
from scoring.language.queries import compile_query
from scoring.language.syntax import parse
from scoring.language.today import today, with_today
from scoring.language.tree import ExpressionError, Literal, Name, Node, Operation, Query

ORDERED: tuple[Type, ...] = ("number", "date")
ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": exact.add,
    "-": exact.subtract,
    "*": exact.multiply,
    "/": exact.divide,
}
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compile_text(
    text: str, vocabulary: Vocabulary, expected: Type | None = None, row: Kind | None = None
) -> Compiled:
    """Return the expression in ``text``, ready to run.

    Raises:
        ExpressionError: it does not parse, uses a name nobody declared, or gives another type than ``expected``.
    """
    node = parse(text)
    compiled = compile_node(node, vocabulary, row)
    if expected and compiled.type != expected:
        raise ExpressionError(f"expected a {expected}, this is a {compiled.type}", node.at)
    return replace(compiled, text=text)


def compile_node(node: Node, vocabulary: Vocabulary, row: Kind | None) -> Compiled:
    """Return the tree ``node`` ready to run; ``row`` is the kind of fact that a condition speaks about."""
    if isinstance(node, Literal):
        return _literal(node)
    if isinstance(node, Name):
        return _name(node, vocabulary, row)
    if isinstance(node, Operation):
        return _operation(node, vocabulary, row)
    if isinstance(node, Query):
        return compile_query(node, vocabulary, row, compile_node)
    return compile_call(node, vocabulary, row, compile_node)


def _literal(node: Literal) -> Compiled:
    value = node.value
    kind: Type = "number"
    if isinstance(value, bool):
        kind = "flag"
    elif isinstance(value, str):
        kind = "text"
    elif isinstance(value, date):
        kind = "date"
    return Compiled(kind, lambda context, row: value, constant=True)


def _name(node: Name, vocabulary: Vocabulary, row: Kind | None) -> Compiled:
    name = node.name
    if row is not None and name in row.members:
        return Compiled(row.members[name], _member(name, own=row.of_facts and name not in BUILT_IN))
    if name == "day":
        return Compiled("date", today)
    if name in vocabulary.sets:
        words = vocabulary.sets[name]
        return Compiled("set", lambda context, at_hand: words)
    if name in vocabulary.names:
        vocabulary.reads_points = vocabulary.reads_points or name in ("total", "most")
        vocabulary.reads_names.add(name)
        return Compiled(vocabulary.names[name], _named(name), unit=vocabulary.units.get(name, ""))
    known = sorted({*(row.members if row else ()), *vocabulary.names, *vocabulary.sets})
    if name in vocabulary.kinds:
        raise ExpressionError(
            f"{name} is a kind of fact; ask with count({name}), latest({name}.…) and the like", node.at
        )
    if name in vocabulary.later:
        raise ExpressionError(f"{name} stands further below, or reads itself in a circle", node.at)
    raise ExpressionError(f"{name} is not known here; known are {', '.join(known)}", node.at)


def _member(name: str, *, own: bool) -> Function:
    """Return what reads a member of the row at hand; ``own`` where it stands in the data of a fact."""

    def run(context: Context, at_hand: Row | None) -> Value:
        return at_hand.get(name) if at_hand else MISSING

    def run_own(context: Context, at_hand: Any) -> Value:
        return at_hand.data.get(name, MISSING) if at_hand else MISSING

    return run_own if own else run


def _named(name: str) -> Function:
    def run(context: Context, at_hand: Row | None) -> Value:
        context.note(context.behind.get(name, ()))
        return context.names[name]

    return run


def _nought(context: Context, at_hand: Row | None) -> Value:
    return exact.ZERO


def _operation(node: Operation, vocabulary: Vocabulary, row: Kind | None) -> Compiled:
    parts = [compile_node(operand, vocabulary, row) for operand in node.operands]
    sign = node.sign
    if sign in ("and", "or", "not"):
        _all(parts, "flag", node)
        return Compiled("flag", _LOGIC[sign]([part.run for part in parts]))
    if sign == "missing":
        inner = parts[0].run
        return Compiled("flag", lambda context, at_hand: inner(context, at_hand) is MISSING)
    if sign == "if":
        return _if(node, parts)
    if sign == "in":
        return _in(node, parts)
    if sign == "negative":
        _all(parts, "number", node)
        run = _both(exact.subtract, _nought, parts[0].run)
        return Compiled("number", run, unit=parts[0].unit, constant=parts[0].constant)
    left, right = parts
    if sign in ARITHMETIC:
        return _arithmetic(node, left, right)
    if left.type != right.type:
        raise ExpressionError(f"a {left.type} cannot be compared with a {right.type}", node.at)
    if sign not in ("=", "!=") and left.type not in ORDERED:
        raise ExpressionError(f"a {left.type} is not more or less than another; use = or !=", node.at)
    _one_unit(left, right, node)
    if left.run is today or right.run is today:
        return Compiled("flag", with_today(COMPARISONS[sign], left, right))
    return Compiled("flag", _compared(COMPARISONS[sign], left, right))


def _arithmetic(node: Operation, left: Compiled, right: Compiled) -> Compiled:
    _all([left, right], "number", node)
    constant = left.constant and right.constant
    if node.sign == "/" and right.constant and right.fixed() == 0:
        raise ExpressionError("division by zero", node.operands[1].at)
    unit = _one_unit(left, right, node) if node.sign in ("+", "-") else ""
    return Compiled("number", _both(ARITHMETIC[node.sign], left.run, right.run), unit=unit, constant=constant)


def _one_unit(left: Compiled, right: Compiled, node: Operation) -> str:
    """Return the unit of two numbers that are added or compared; months and days cannot be."""
    if left.unit and right.unit and left.unit != right.unit:
        raise ExpressionError(f"{left.unit} and {right.unit} cannot be added or compared", node.at)
    return left.unit or right.unit


def _all(parts: list[Compiled], expected: Type, node: Operation) -> None:
    for part, operand in zip(parts, node.operands, strict=True):
        if part.type != expected:
            raise ExpressionError(f"'{node.sign}' needs a {expected}, this is a {part.type}", operand.at)


def _both(work: Callable[[Any, Any], Any], left: Function, right: Function) -> Function:
    def run(context: Context, at_hand: Row | None) -> Value:
        a, b = left(context, at_hand), right(context, at_hand)
        if a is MISSING or b is MISSING:
            return MISSING
        result = work(a, b)
        return MISSING if result is None else result

    return run


def _compared(work: Callable[[Any, Any], bool], left: Compiled, right: Compiled) -> Function:
    """Return what compares two values; most rules compare with a plain one."""
    if not right.constant:
        return _both(work, left.run, right.run)
    inner, value = left.run, right.fixed()

    def run(context: Context, at_hand: Row | None) -> Value:
        found = inner(context, at_hand)
        return MISSING if found is MISSING else work(found, value)

    return run


def _and(runs: list[Function]) -> Function:
    return _until(runs, stop=False)


def _or(runs: list[Function]) -> Function:
    return _until(runs, stop=True)


def _until(runs: list[Function], *, stop: bool) -> Function:
    def run(context: Context, at_hand: Row | None) -> Value:
        unsure = False
        for part in runs:
            value = part(context, at_hand)
            if value is stop:
                return stop
            unsure = unsure or value is MISSING
        return MISSING if unsure else not stop

    return run


def _not(runs: list[Function]) -> Function:
    inner = runs[0]

    def run(context: Context, at_hand: Row | None) -> Value:
        value = inner(context, at_hand)
        return MISSING if value is MISSING else not value

    return run


_LOGIC = {"and": _and, "or": _or, "not": _not}


def _if(node: Operation, parts: list[Compiled]) -> Compiled:
    condition, then, otherwise = parts
    if condition.type != "flag":
        raise ExpressionError(
            f"after 'if' stands a condition, this is a {condition.type}", node.operands[0].at
        )
    if then.type != otherwise.type:
        raise ExpressionError(f"'then' gives a {then.type}, 'else' a {otherwise.type}", node.operands[2].at)

    def run(context: Context, at_hand: Row | None) -> Value:
        value = condition.run(context, at_hand)
        if value is MISSING:
            return MISSING
        return (then if value else otherwise).run(context, at_hand)

    return Compiled(then.type, run, unit=then.unit if then.unit == otherwise.unit else "")


def _in(node: Operation, parts: list[Compiled]) -> Compiled:
    wanted, *choices = parts
    if len(choices) == 1 and choices[0].type == "set":
        if wanted.type != "text":
            raise ExpressionError(f"a set holds words, this is a {wanted.type}", node.at)
        return Compiled("flag", _both(lambda word, words: word in words, wanted.run, choices[0].run))
    for choice, operand in zip(choices, node.operands[1:], strict=True):
        if choice.type != wanted.type:
            raise ExpressionError(f"a {wanted.type} cannot be a {choice.type}", operand.at)
    if all(choice.constant for choice in choices):
        values = frozenset(choice.fixed() for choice in choices)
        return Compiled("flag", _one_of(wanted.run, values))
    return Compiled("flag", _or([_compared(operator.eq, wanted, choice) for choice in choices]))


def _one_of(inner: Function, values: frozenset[Value]) -> Function:
    def run(context: Context, at_hand: Row | None) -> Value:
        found = inner(context, at_hand)
        return MISSING if found is MISSING else found in values

    return run
