"""读表达式 One document being read: its names, its mistakes, and the expressions that stand in it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from scoring.language.choosing import Chooser, compile_choice, find_source
from scoring.language.context import BUILT_IN, Compiled, Context, Kind, Row, Type, Value, Vocabulary
from scoring.language.exact import exact
from scoring.language.meaning import compile_node, compile_text
from scoring.language.syntax import KEYWORDS, QUERIES, parse_selection
from scoring.language.tree import ExpressionError
from scoring.rulebook.book import NUMBER_UNITS, Rulebook
from scoring.rulebook.confidence import Confidence
from scoring.rulebook.errors import Problem
from scoring.rulebook.laws import reference_of
from scoring.rulebook.loader import Document, Place
from scoring.schemes import Basis

STEP_ASIDE = (("above", "from"), ("below", "to"))
"""Limits at one number that leave just that number to the second."""
SIGNS = {"from": ">=", "above": ">", "to": "<=", "below": "<"}
RESERVED = (
    KEYWORDS
    | QUERIES
    | {"parts", "items", "rule", "this", "day", "total", "most", "points", "ratio", "status"}
)


class Reading:
    """读取中的文件 A document that has the right shape; ``problems`` grows, and reading goes on after a mistake."""

    def __init__(self, document: Document, book: Rulebook) -> None:
        self.document = document
        self.data: dict[str, Any] = document.data
        self.book = book
        self.problems: list[Problem] = []
        self.kinds = {
            kind: Kind(kind, said["name"], said["members"], scheme=said.get("from", ""))
            for kind, said in self.data["facts"].items()
        }
        self.vocabulary = Vocabulary(self.kinds, self._rule_type, rule_unit=self._rule_unit)

    @contextmanager
    def noting(self) -> Iterator[tuple[set[int], set[str]]]:
        """Give the selections and the names that are read inside; those outside know them too."""
        uses, names = self.vocabulary.reads_uses, self.vocabulary.reads_names
        self.vocabulary.reads_uses, self.vocabulary.reads_names = set(), set()
        try:
            yield self.vocabulary.reads_uses, self.vocabulary.reads_names
        finally:
            uses |= self.vocabulary.reads_uses
            names |= self.vocabulary.reads_names
            self.vocabulary.reads_uses, self.vocabulary.reads_names = uses, names

    def check_kinds(self) -> None:
        """Refuse kinds and members whose names mean something else in the language."""
        for kind in self.kinds.values():
            place: Place = ("facts", kind.id)
            if kind.id in RESERVED:
                self.say(place, "reserved", f"{kind.id} is a word of the language; choose another")
            for member in kind.members:
                if member in BUILT_IN or member in KEYWORDS | {"this", "day"}:
                    self.say(
                        (*place, "members", member),
                        "reserved",
                        f"every fact has '{member}' already, or it is a word",
                    )

    def say(self, place: Place, code: str, message: str) -> None:
        self.problems.append(self.document.problem(place, code, message))

    def say_inside(self, place: Place, error: ExpressionError, text: str) -> None:
        """Note what is wrong with an expression, at the character where it is."""
        message = f"{error} (in: {text})"
        self.problems.append(self.document.inside(place, error.at, "bad-expression", message))

    def _rule_type(self, rule_id: str) -> Type | None:
        rule = self.book.rules.get(rule_id)
        if rule is None:
            return None
        if rule.unit in NUMBER_UNITS:
            return "number"
        return {"flag": "flag", "set": "set"}.get(rule.unit, "text")  # type: ignore[return-value]

    def _rule_unit(self, rule_id: str) -> str:
        unit = self.book.rules[rule_id].unit
        return unit if unit in NUMBER_UNITS and unit != "count" else ""

    def is_reserved(self, name: str) -> bool:
        """Return whether a name means something else in this scheme or in the language."""
        return name in RESERVED or name in self.kinds or name in self.vocabulary.sets

    def basis(self, data: Mapping[str, Any], place: Place, above: Basis | None = None) -> Basis:
        reference = above.reference if above else None
        if "reference" in data:
            if data["reference"]["law"] in self.book.laws:
                reference = reference_of(data["reference"], self.book.laws)
            else:
                said = f"no law has the id {data['reference']['law']}"
                self.say((*place, "reference", "law"), "unknown-law", said)
        if reference is None:
            reference = self.book.reference("system-design")
        confidence = Confidence(data["confidence"]) if "confidence" in data else above and above.confidence
        return Basis(reference, confidence or Confidence.DESIGN, data.get("note", ""))

    def expression(
        self, said: Any, place: Place, expected: Type | None = None, row: Kind | None = None
    ) -> Compiled:
        """Compile what stands at ``place``: a number, a flag, or a line of text."""
        if isinstance(said, bool):
            return Compiled("flag", _always(said), str(said).lower(), constant=True)
        if isinstance(said, int | Decimal):
            return Compiled("number", _always(exact(said)), str(said), constant=True)
        try:
            return compile_text(said, self.vocabulary, expected, row)
        except ExpressionError as error:
            self.say_inside(place, error, said)
            return Compiled(expected or "number", _always(None), said)

    def maybe(
        self, data: Mapping[str, Any], key: str, place: Place, expected: Type = "number"
    ) -> Compiled | None:
        """Compile ``data[key]`` if it is there."""
        if data.get(key) is None:
            return None
        return self.expression(data[key], (*place, key), expected)

    def selection(self, said: str, place: Place, *, asked: bool = False) -> tuple[Chooser, Kind | None]:
        """Compile a selection of facts; of one that is ``asked`` only matters whether it finds any."""
        if asked:
            self.vocabulary.asked.add(len(self.vocabulary.uses))
        try:
            query = parse_selection(said)
            kind, member = find_source(query, self.vocabulary)
            if member is not None or query.each or query.per or query.inner:
                raise ExpressionError("a selection names a kind of fact, with where, within, skip and last")
            return compile_choice(query, self.vocabulary, kind, compile_node), kind
        except ExpressionError as error:
            self.say_inside(place, error, said)
            return (lambda context: []), None

    def limit(self, step: Mapping[str, Any], place: Place) -> "Limit | None":
        """Read the one limit that a step or a band has, if it has any."""
        for word, sign in SIGNS.items():
            if word in step:
                return Limit(word, sign, step[word], (*place, word))
        return None

    def one_way(self, limits: Sequence["Limit | None"], place: Place, asks_more: Sequence[bool] = ()) -> None:
        """Say where plain limits do not go one way: down for those from which on, up for those up to which.

        One that ``asks_more`` than its limit may share it with the next, which is for those who fall short of the rest.
        """
        known = [limit for limit in limits if limit]
        shared = {limit for limit, more in zip(limits, asks_more, strict=False) if more}
        if len({limit.upward for limit in known}) > 1:
            self.say(
                place, "overlap", "some limits say from where on, others up to where; use one of the two"
            )
            return
        plain = [limit for limit in known if isinstance(limit.said, int | Decimal)]
        for before, after in pairwise(plain):
            words = (before.word, after.word)
            if before.said == after.said and (before in shared or words in STEP_ASIDE):
                continue
            if (after.said >= before.said) if after.upward else (after.said <= before.said):
                hint = (
                    "lie below {}; write the highest first"
                    if after.upward
                    else "lie above {}; write the lowest first"
                )
                said = f"{after.word} {after.said} does not {hint.format(before.said)}"
                self.say(after.place[:-1], "overlap", said)


@dataclass(frozen=True, slots=True)
class Limit:
    """界限 Where a step begins or ends: ``from`` or ``above`` a number, or ``to`` or ``below`` it."""

    word: str
    sign: str
    said: Any
    place: Place

    @property
    def upward(self) -> bool:
        """Whether the numbers from here on up belong to the step."""
        return self.sign in (">=", ">")


def _always(value: Value) -> Callable[[Context, Row | None], Value]:
    return lambda context, row: value
