"""语法 From the text of an expression to its tree.

Weakest first: ``if c then a else b`` · ``or`` · ``and`` · ``not`` · comparison, ``in [..]``, ``is missing`` ·
``+ -`` · ``* /`` · unary ``-``. Comparisons: ``= != < <= > >=``. Words stand in double quotes, days as 2026-11-22.
A query is a function over facts or parts: ``count(penalty where amount > 100 within 24 months)``; in full
``sum(max of penalty.amount where … within 12 to 24 months skip 1 last 3 per item, value * 2)``.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from scoring.language.tree import Call, ExpressionError, Literal, Name, Node, Operation, Query

DEEPEST = 60
LONGEST = 2000

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      |(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})
      |(?P<number>[0-9]+(\.[0-9]+)?)
      |(?P<text>"[^"]*")
      |(?P<name>[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*)
      |(?P<sign><=|>=|!=|[-+*/=<>(),\[\]])""",
    re.VERBOSE,
)
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
KEYWORDS = frozenset(
    ["if", "then", "else", "or", "and", "not", "in", "is", "missing", "where", "within", "true", "false"]
)
QUERIES = frozenset(
    ["count", "any", "none", "every", "sum", "max", "min", "average", "latest", "first", "distinct"]
)
UNITS = ("days", "months", "years", "working_days")


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


@lru_cache(maxsize=2_000)
def parse(text: str) -> Node:
    """Return the tree of an expression.

    Raises:
        ExpressionError: it is not one; says where.
    """
    return _Parser(text).whole()


def parse_selection(text: str) -> Query:
    """Return the query hidden in a selection such as ``penalty where amount > 100 within 24 months``."""
    return _Parser(text).whole_selection()


def _tokens(text: str) -> Iterator[_Token]:
    if len(text) > LONGEST:
        raise ExpressionError(f"an expression has {LONGEST} characters at most; name parts of it as measures")
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ExpressionError(f"'{text[at]}' is not understood here", at)
        kind = match.lastgroup or ""
        if kind != "space":
            said = match.group()
            if said == "=" and text.startswith("==", at):
                raise ExpressionError("compare with a single =", at)
            yield _Token("keyword" if said in KEYWORDS else kind, said, at)
        at = match.end()
    yield _Token("end", "", at)


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.number = 0
        self.depth = 0

    @property
    def here(self) -> _Token:
        return self.tokens[self.number]

    def whole(self) -> Node:
        node = self._expression()
        self._end()
        return node

    def whole_selection(self) -> Query:
        query = self._selection("count", 0)
        self._end()
        return query

    def _end(self) -> None:
        if self.here.kind != "end":
            raise ExpressionError(f"'{self.here.text}' is too much here", self.here.at)

    def _take(self, *texts: str) -> str | None:
        """Step over the next token if it is one of ``texts``."""
        token = self.tokens[self.number]
        if token.text in texts and token.kind in ("sign", "keyword"):
            self.number += 1
            return token.text
        return None

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise ExpressionError(f"expected '{text}', got '{self.here.text or 'the end'}'", self.here.at)

    def _expression(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(
                f"more than {DEEPEST} levels deep; name parts of it as measures", self.here.at
            )
        at = self.here.at
        if self._take("if"):
            condition = self._expression()
            self._expect("then")
            then = self._expression()
            self._expect("else")
            node: Node = Operation("if", (condition, then, self._expression()), at)
        else:
            node = self._or()
        self.depth -= 1
        return node

    def _or(self) -> Node:
        node = self._and()
        while self._take("or"):
            node = Operation("or", (node, self._and()), node.at)
        return node

    def _and(self) -> Node:
        node = self._not()
        while self._take("and"):
            node = Operation("and", (node, self._not()), node.at)
        return node

    def _not(self) -> Node:
        at, turns = self.here.at, 0
        while self._take("not"):
            turns += 1
        node = self._comparison()
        return Operation("not", (node,), at) if turns % 2 else node

    def _comparison(self) -> Node:
        node = self._sum()
        if sign := self._take(*_COMPARISONS):
            node = Operation(sign, (node, self._sum()), node.at)
            if self.here.text in _COMPARISONS:
                raise ExpressionError("compare two things at a time; join with 'and'", self.here.at)
        elif self._take("in"):
            node = Operation("in", (node, *self._choices()), node.at)
        elif self._take("is"):
            negated = self._take("not")
            self._expect("missing")
            node = Operation("missing", (node,), node.at)
            node = Operation("not", (node,), node.at) if negated else node
        return node

    def _choices(self) -> list[Node]:
        if not self._take("["):
            return [self._sum()]
        choices = [self._sum()]
        while self._take(","):
            choices.append(self._sum())
        self._expect("]")
        return choices

    def _sum(self) -> Node:
        node = self._product()
        while sign := self._take("+", "-"):
            node = Operation(sign, (node, self._product()), node.at)
        return node

    def _product(self) -> Node:
        node = self._unary()
        while sign := self._take("*", "/"):
            node = Operation(sign, (node, self._unary()), node.at)
        return node

    def _unary(self) -> Node:
        at, turns = self.here.at, 0
        while self._take("-"):
            turns += 1
        node = self._primary()
        return Operation("negative", (node,), at) if turns % 2 else node

    def _primary(self) -> Node:
        token = self.here
        if self._take("("):
            node = self._expression()
            self._expect(")")
            return node
        self.number += 1
        if token.kind == "name":
            return self._named(token)
        value = _literal(token)
        if value is None:
            raise ExpressionError(f"expected a value, got '{token.text or 'the end'}'", token.at)
        return Literal(value, token.at)

    def _named(self, token: _Token) -> Node:
        if not self._take("("):
            return Name(token.text, token.at)
        if token.text in QUERIES:
            query = self._selection(token.text, token.at)
            self._expect(")")
            return query
        arguments: list[Node] = []
        if not self._take(")"):
            arguments.append(self._expression())
            while self._take(","):
                arguments.append(self._expression())
            self._expect(")")
        return Call(token.text, tuple(arguments), token.at)

    def _selection(self, name: str, at: int) -> Query:
        inner = None
        if self.here.text in QUERIES and self.tokens[self.number + 1].text == "of":
            inner = self.here.text
            self.number += 2
        source = self.here
        if source.kind != "name":
            raise ExpressionError(f"expected a kind of fact, got '{source.text or 'the end'}'", source.at)
        self.number += 1
        where = self._expression() if self._take("where") else None
        within, since, unit = self._window() if self._take("within") else (None, None, None)
        return Query(
            name=name,
            source=source.text,
            at=at,
            where=where,
            within=within,
            since=since,
            unit=unit,
            skip=self._sum() if self._word("skip") else None,
            last=self._sum() if self._word("last") else None,
            per=self._sum() if self._word("per") else None,
            inner=inner,
            each=self._expression() if self._take(",") else None,
        )

    def _window(self) -> tuple[Node, Node | None, str]:
        """Read ``24 months`` or ``12 to 24 months``: the farther end, the nearer one, the unit."""
        within, since = self._sum(), None
        if self._word("to"):
            within, since = self._sum(), within
        unit = self.here
        if unit.text not in UNITS:
            expected = f"{', '.join(UNITS)} after the number of within"
            raise ExpressionError(f"expected {expected}, got '{unit.text or 'the end'}'", unit.at)
        self.number += 1
        return within, since, unit.text

    def _word(self, text: str) -> bool:
        """Step over a word that is one of the language at this place alone, and may be a name elsewhere."""
        found = self.here.kind == "name" and self.here.text == text
        self.number += found
        return found


def _literal(token: _Token) -> Any:
    if token.kind == "number":
        return Decimal(token.text)
    if token.kind == "text":
        return token.text[1:-1]
    if token.kind == "date":
        try:
            return date.fromisoformat(token.text)
        except ValueError:
            raise ExpressionError(f"there is no day {token.text}", token.at) from None
    if token.text in ("true", "false"):
        return token.text == "true"
    return None
