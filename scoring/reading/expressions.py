"""读表达式 One document being read: its names, its mistakes, and the expressions that stand in it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from scoring.language.context import BUILT_IN, Compiled, Context, Kind, Row, Type, Value, Vocabulary
from scoring.language.exact import exact
from scoring.language.meaning import compile_node, compile_text
from scoring.language.queries import Chooser, compile_choice, find_source
from scoring.language.syntax import KEYWORDS, QUERIES, parse_selection
from scoring.language.tree import ExpressionError
from scoring.rulebook.book import NUMBER_UNITS, Rulebook
from scoring.rulebook.confidence import Confidence
from scoring.rulebook.errors import Problem
from scoring.rulebook.laws import reference_of
from scoring.rulebook.loader import Document, Place
from scoring.schemes import Basis, Comparison, Measure

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
            kind: Kind(kind, said["name"], said["members"]) for kind, said in self.data["facts"].items()
        }
        self.vocabulary = Vocabulary(self.kinds, self._rule_type)

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

    def say(self, place: Place, code: str, message: str, offset: int = 0) -> None:
        problem = self.document.problem(place, code, message)
        self.problems.append(
            Problem(problem.file, problem.line, problem.column + offset, problem.code, problem.message)
        )

    def _rule_type(self, rule_id: str) -> Type | None:
        rule = self.book.rules.get(rule_id)
        if rule is None:
            return None
        if rule.unit in NUMBER_UNITS:
            return "number"
        return {"flag": "flag", "set": "set"}.get(rule.unit, "text")  # type: ignore[return-value]

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
            return Compiled("flag", _always(said), str(said).lower())
        if isinstance(said, int | Decimal):
            return Compiled("number", _always(exact(said)), str(said))
        try:
            return compile_text(said, self.vocabulary, expected, row)
        except ExpressionError as error:
            self.say(place, "bad-expression", f"{error} (in: {said})", error.at)
            return Compiled(expected or "number", _always(None), said)

    def maybe(
        self, data: Mapping[str, Any], key: str, place: Place, expected: Type = "number"
    ) -> Compiled | None:
        """Compile ``data[key]`` if it is there."""
        if data.get(key) is None:
            return None
        return self.expression(data[key], (*place, key), expected)

    def selection(self, said: str, place: Place) -> tuple[Chooser, Kind | None]:
        """Compile a selection of facts."""
        try:
            query = parse_selection(said)
            kind, member = find_source(query, self.vocabulary)
            if member is not None or query.condition is not None:
                raise ExpressionError("a selection names a kind of fact, with where and within")
            return compile_choice(query, self.vocabulary, kind, compile_node), kind
        except ExpressionError as error:
            self.say(place, "bad-expression", f"{error} (in: {said})", error.at)
            return (lambda context: []), None

    def measure(self, said: Mapping[str, Any], place: Place) -> Measure:
        name = said["id"]
        if name in RESERVED or name in self.kinds:
            self.say((*place, "id"), "reserved", f"{name} is taken; choose another")
        if name in self.vocabulary.names:
            self.say((*place, "id"), "duplicate-id", f"a measure {name} stands above")
        compute = self.expression(said["is"], (*place, "is"))
        self.vocabulary.names[name] = compute.type
        return Measure(name, said.get("name", {"zh": name, "en": name}), compute)

    def comparison(self, said: Mapping[str, Any], place: Place) -> Comparison:
        """Read one comparison with peers, which then has a name of its own."""
        name, measure = said["id"], said["measure"]
        if name in RESERVED or name in self.kinds or name in self.vocabulary.names:
            self.say((*place, "id"), "reserved", f"{name} is taken; choose another")
        if self.vocabulary.names.get(measure) != "number" or measure == "day":
            self.say((*place, "measure"), "unknown-measure", f"{measure} is no measure that gives a number")
        self.vocabulary.names[name] = "number"
        return Comparison(
            id=name,
            name=said.get("name", {"zh": name, "en": name}),
            measure=measure,
            gives=said["gives"],
            highest_first=said.get("best", "highest") == "highest",
            fewest=said.get("fewest", 2),
        )

    def descending(self, steps: list[Mapping[str, Any]], place: Place) -> None:
        """Say where plain thresholds do not go down."""
        last: Decimal | None = None
        for number, step in enumerate(steps):
            said = step.get("from")
            if isinstance(said, int | Decimal):
                if last is not None and said >= last:
                    self.say(
                        (*place, number),
                        "overlap",
                        f"from {said} does not lie below {last}; write the highest first",
                    )
                last = Decimal(said)


def _always(value: Value) -> Callable[[Context, Row | None], Value]:
    return lambda context, row: value
