"""语义 From the tree of an expression to something that can be evaluated, with every type checked beforehand.

Missing is contagious, but not blindly: ``false and missing`` is false, ``true or missing`` is true, a sum that
needs a missing number is missing. What divides by zero is missing too: a rate over nothing is not known.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from scoring.language import exact
from scoring.language.context import (
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
from scoring.language.functions import CALLS
from scoring.language.queries import compile_query
from scoring.language.syntax import parse
from scoring.language.tree import Call, ExpressionError, Literal, Name, Node, Operation, Query

ORDERED: tuple[Type, ...] = ("number", "date")
ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": exact.add,
    "-": exact.subtract,
    "*": exact.multiply,
    "/": exact.divide,
}
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
}


def _as_it_is(value: Any) -> Value:
    return value


CONVERSIONS: dict[Type, Callable[[Any], Value]] = {"number": exact.exact, "set": frozenset}


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
    return Compiled(compiled.type, compiled.run, text)


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
    return _call(node, vocabulary, row)


def _literal(node: Literal) -> Compiled:
    value = node.value
    kind: Type = "number"
    if isinstance(value, bool):
        kind = "flag"
    elif isinstance(value, str):
        kind = "text"
    elif isinstance(value, date):
        kind = "date"
    return Compiled(kind, lambda context, row: value)


def _name(node: Name, vocabulary: Vocabulary, row: Kind | None) -> Compiled:
    name = node.name
    if row is not None and name in row.members:
        return Compiled(row.members[name], lambda context, at_hand: at_hand.get(name) if at_hand else MISSING)
    if name == "day":
        return Compiled("date", lambda context, at_hand: context.day)
    if name in vocabulary.names:
        vocabulary.reads_points = vocabulary.reads_points or name in ("total", "most")
        return Compiled(vocabulary.names[name], _named(name))
    known = sorted({*(row.members if row else ()), *vocabulary.names})
    if name in vocabulary.kinds:
        raise ExpressionError(
            f"{name} is a kind of fact; ask with count({name}), latest({name}.…) and the like", node.at
        )
    raise ExpressionError(f"{name} is not known here; known are {', '.join(known)}", node.at)


def _named(name: str) -> Function:
    def run(context: Context, at_hand: Row | None) -> Value:
        context.note(context.behind.get(name, ()))
        return context.names[name]

    return run


def _call(node: Call, vocabulary: Vocabulary, row: Kind | None) -> Compiled:
    if node.name == "rule":
        return _rule(node, vocabulary)
    if node.name in ("points", "most", "ratio", "status"):
        return _of_node(node, vocabulary)
    if node.name not in CALLS:
        raise ExpressionError(
            f"there is no function {node.name}; known are {', '.join(sorted(CALLS))}", node.at
        )
    function = CALLS[node.name]
    arguments = [compile_node(argument, vocabulary, row) for argument in node.arguments]
    function.check(node, [argument.type for argument in arguments])
    runs = [argument.run for argument in arguments]
    work, takes_missing = function.work, function.takes_missing

    def run(context: Context, at_hand: Row | None) -> Value:
        values = [part(context, at_hand) for part in runs]
        if not takes_missing and any(value is MISSING for value in values):
            return MISSING
        return work(context, *values)

    return Compiled(function.gives or arguments[0].type, run)


def _only_text(node: Call) -> str:
    if len(node.arguments) != 1 or not isinstance(node.arguments[0], Literal):
        raise ExpressionError(f'{node.name}("…") takes one word in quotes', node.at)
    word = node.arguments[0].value
    if not isinstance(word, str):
        raise ExpressionError(f'{node.name}("…") takes one word in quotes', node.at)
    return word


def _rule(node: Call, vocabulary: Vocabulary) -> Compiled:
    rule_id = _only_text(node)
    kind = vocabulary.rule_type(rule_id)
    if kind is None:
        raise ExpressionError(f"no rule is called {rule_id}", node.at)
    convert = CONVERSIONS.get(kind, _as_it_is)

    def run(context: Context, at_hand: Row | None) -> Value:
        value = context.rule(rule_id).value
        return MISSING if value is None else convert(value)

    return Compiled(kind, run)


def _of_node(node: Call, vocabulary: Vocabulary) -> Compiled:
    place, member = _only_text(node), node.name
    if place not in vocabulary.nodes:
        known = ", ".join(sorted(vocabulary.nodes)) or "none yet: points stand only after scoring"
        raise ExpressionError(f"no part or item is called {place}; known are {known}", node.at)
    vocabulary.reads_points = True
    return Compiled(NODE[member], lambda context, at_hand: context.nodes[place].get(member))


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
        return Compiled("number", _both(exact.subtract, _nought, parts[0].run))
    left, right = parts
    if sign in ARITHMETIC:
        _all(parts, "number", node)
        if sign == "/" and isinstance(node.operands[1], Literal) and node.operands[1].value == 0:
            raise ExpressionError("division by zero", node.operands[1].at)
        return Compiled("number", _both(ARITHMETIC[sign], left.run, right.run))
    if left.type != right.type:
        raise ExpressionError(f"a {left.type} cannot be compared with a {right.type}", node.at)
    if sign not in ("=", "!=") and left.type not in ORDERED:
        raise ExpressionError(f"a {left.type} is not more or less than another; use = or !=", node.at)
    return Compiled("flag", _both(COMPARISONS[sign], left.run, right.run))


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

    return Compiled(then.type, run)


def _in(node: Operation, parts: list[Compiled]) -> Compiled:
    wanted, *choices = parts
    if len(choices) == 1 and choices[0].type == "set":
        if wanted.type != "text":
            raise ExpressionError(f"a set holds words, this is a {wanted.type}", node.at)
        return Compiled("flag", _both(lambda word, words: word in words, wanted.run, choices[0].run))
    for choice, operand in zip(choices, node.operands[1:], strict=True):
        if choice.type != wanted.type:
            raise ExpressionError(f"a {wanted.type} cannot be a {choice.type}", operand.at)
    return Compiled("flag", _or([_both(COMPARISONS["="], wanted.run, choice.run) for choice in choices]))
