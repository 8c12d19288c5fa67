"""读取方案 From the documents of a rulebook to schemes that can run; every mistake is a problem with its place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from scoring.language.context import BUILT_IN, Compiled, Context, Kind, Row, Type, Value, Vocabulary
from scoring.language.exact import exact
from scoring.language.meaning import compile_node, compile_text
from scoring.language.queries import Chooser, compile_choice, find_source
from scoring.language.syntax import KEYWORDS, QUERIES, ExpressionError, parse_selection
from scoring.rulebook.book import NUMBER_UNITS, Rulebook
from scoring.rulebook.confidence import Confidence
from scoring.rulebook.errors import Problem
from scoring.rulebook.laws import reference_of
from scoring.rulebook.loader import Document, Place
from scoring.rulebook.schema import check
from scoring.scheme_file import ADOPTION, SCHEME, VERBS
from scoring.schemes import (
    Basis,
    Case,
    Item,
    Level,
    Measure,
    Need,
    Occurrence,
    Outcome,
    Part,
    Rounding,
    Scheme,
    Schemes,
    Score,
    Veto,
    collect,
)

RESERVED = (
    KEYWORDS
    | QUERIES
    | {"parts", "items", "rule", "this", "day", "total", "most", "points", "ratio", "status"}
)


@cache
def load_schemes(book: Rulebook) -> Schemes:
    """Return all schemes of the rulebook.

    Raises:
        RuleFileError: some scheme file cannot be used; names every problem of every file.
    """
    schemes, problems = examine_schemes(book)
    return collect(schemes, problems)


def examine_schemes(book: Rulebook) -> tuple[list[Scheme], list[Problem]]:
    """Return the schemes that could be read, and all that is wrong with the others and between them."""
    schemes: list[Scheme] = []
    problems: list[Problem] = []
    for document in (one for one in book.schemes if "scheme" in one.data):
        found = check(document, SCHEME)
        if not found:
            reader = _Reader(document, book)
            scheme = reader.scheme()
            found = reader.problems
            if not found:
                schemes.append(scheme)
        problems += found
    for document in (one for one in book.schemes if "adopts" in one.data):
        found = check(document, ADOPTION)
        if not found:
            adopted, found = _adopted(document, book, schemes)
            schemes += adopted
        problems += found
    return schemes, sorted(problems + _between(schemes))


def _adopted(document: Document, book: Rulebook, schemes: list[Scheme]) -> tuple[list[Scheme], list[Problem]]:
    """Return the versions of schemes that a local authority adopts, with its basis for what was open."""
    adopted: list[Scheme] = []
    problems: list[Problem] = []
    for number, said in enumerate(document.data["adopts"]):
        place: Place = ("adopts", number)
        versions = [
            scheme for scheme in schemes if scheme.id == said["scheme"] and scheme.in_force(said["since"])
        ]
        law = book.laws.get(said["reference"]["law"])
        if not versions:
            message = f"no scheme {said['scheme']} is in force on {said['since']}"
            problems.append(document.problem((*place, "scheme"), "unknown-scheme", message))
        if law is None:
            message = f"no law has the id {said['reference']['law']}"
            problems.append(document.problem((*place, "reference"), "unknown-law", message))
        if versions and law:
            basis = Basis(
                reference_of(said["reference"], book.laws),
                Confidence(said["confidence"]),
                said.get("note", ""),
            )
            adopted.append(
                replace(
                    max(versions, key=lambda scheme: scheme.since),
                    since=said["since"],
                    until=said.get("until"),
                    authority=document.data["authority"]["zh"],
                    adopted=basis,
                    examples=(),
                    example_lines=(),
                )
            )
    return adopted, problems


def _between(schemes: Iterable[Scheme]) -> list[Problem]:
    """Check what only shows between schemes: types that disagree, public schemes that read what is internal."""
    problems: list[Problem] = []
    types: dict[tuple[str, str], tuple[Type, str]] = {}
    seen: dict[tuple[str, date, str], str] = {}
    internal = {scheme.produces for scheme in schemes if scheme.produces and not scheme.public}
    for scheme in schemes:
        key = (scheme.id, scheme.since, scheme.authority)
        if key in seen:
            said = f"{scheme.id} since {scheme.since} stands already in {seen[key]}"
            problems.append(Problem(scheme.file, 1, 1, "duplicate-scheme", said))
        seen[key] = scheme.file
        for kind in scheme.kinds.values():
            if scheme.public and kind.id in internal:
                said = f"a public scheme reads {kind.id}, which a scheme that is not public produces"
                problems.append(Problem(scheme.file, 1, 1, "reads-internal", said))
            for member, type_ in kind.members.items():
                known, file = types.setdefault((kind.id, member), (type_, scheme.file))
                if known != type_:
                    said = f"{kind.id}.{member} is a {type_} here and a {known} in {file}"
                    problems.append(Problem(scheme.file, 1, 1, "types-disagree", said))
    return problems


class _Reader:
    """Reads one checked document; ``problems`` grows, and every part is read even after a mistake."""

    def __init__(self, document: Document, book: Rulebook) -> None:
        self.document = document
        self.data: dict[str, Any] = document.data
        self.book = book
        self.problems: list[Problem] = []
        self.kinds = {
            kind: Kind(kind, said["name"], said["members"]) for kind, said in self.data["facts"].items()
        }
        self.vocabulary = Vocabulary(self.kinds, self._rule_type)
        self.node_ids: set[str] = set()

    # --- the whole ---------------------------------------------------------------------------------------------

    def scheme(self) -> Scheme:
        data = self.data
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
        basis = self.basis(data, ())
        measures = tuple(
            self.measure(said, ("measures", n)) for n, said in enumerate(data.get("measures", ()))
        )
        score = self.score(data["score"], ("score",), basis) if "score" in data else None
        if score:
            self.vocabulary.names |= {"total": "number", "most": "number"}
        self.vocabulary.nodes = frozenset(self.node_ids)
        self.vocabulary.names.pop("this", None)
        outcome = self.outcome(data["outcome"], ("outcome",), basis)
        also = tuple(self.outcome(said, ("also", n), basis) for n, said in enumerate(data.get("also", ())))
        for kind_id in self.kinds:
            if kind_id not in self.vocabulary.reads:
                self.say(("facts", kind_id), "unread", f"nothing in this scheme reads {kind_id}")
        examples = tuple(data.get("examples", ()))
        return Scheme(
            id=data["scheme"],
            name=data["name"],
            about=data.get("about", {"zh": "", "en": ""}),
            public=data["public"],
            since=data["since"],
            until=data.get("until"),
            basis=basis,
            authority=data.get("authority", {}).get("zh", ""),
            produces=data.get("produces"),
            kinds=self.kinds,
            measures=measures,
            score=score,
            outcome=outcome,
            also=also,
            examples=examples,
            file=self.document.file,
            example_lines=tuple(self.document.where(("examples", n))[0] for n in range(len(examples))),
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

    # --- expressions -------------------------------------------------------------------------------------------

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

    # --- points ------------------------------------------------------------------------------------------------

    def score(self, said: Mapping[str, Any], place: Place, basis: Basis) -> Score:
        self.vocabulary.names["this"] = "text"
        defaults = {"when_missing": said.get("when_missing", "undecided")}
        rounding = said.get("round")
        step = Decimal(1) if not rounding else Decimal(rounding.get("step", 1))
        if rounding and "places" in rounding:
            step = Decimal(1).scaleb(-rounding["places"])
        if rounding and step == 0:
            self.say((*place, "round"), "bad-step", "a step is more than zero")
        not_applicable = said.get("not_applicable", "leave_out")
        return Score(
            parts=tuple(
                self.node(node, (*place, "parts", n), basis, defaults, not_applicable)
                for n, node in enumerate(said["parts"])
            ),
            start=self.maybe(said, "start", place),
            least=self.maybe(said, "least", place),
            max=self.maybe(said, "max", place),
            rounding=Rounding(step, rounding["how"]) if rounding else None,
            not_applicable=not_applicable,
        )

    def node(
        self,
        said: Mapping[str, Any],
        place: Place,
        above: Basis,
        defaults: Mapping[str, Any],
        not_applicable: str,
    ) -> Part | Item:
        if said["id"] in self.node_ids:
            self.say((*place, "id"), "duplicate-id", f"a part or item {said['id']} stands above")
        self.node_ids.add(said["id"])
        basis = self.basis(said, place, above)
        if "items" not in said:
            if any(verb in said for verb in VERBS):  # its own way of giving points, not the one of every item
                defaults = {key: value for key, value in defaults.items() if key not in VERBS}
            return self.item({**defaults, **said}, place, basis)
        inner = {**defaults, **said.get("every_item", {})}
        own = said.get("not_applicable", not_applicable)
        return Part(
            id=said["id"],
            name=said["name"],
            basis=basis,
            children=tuple(
                self.node(child, (*place, "items", n), basis, inner, own)
                for n, child in enumerate(said["items"])
            ),
            max=self.maybe(said, "max", place),
            least=self.maybe(said, "least", place),
            weight=self.maybe(said, "weight", place),
            applies=self.maybe(said, "applies", place, "flag"),
            not_applicable=own,
        )

    def item(self, said: Mapping[str, Any], place: Place, basis: Basis) -> Item:
        verbs = [verb for verb in VERBS if verb in said]
        if len(verbs) > 1:
            self.say(place, "two-verbs", f"an item gives points one way; here are {', '.join(verbs)}")
        verb = verbs[0] if verbs else None
        max_unknown = said.get("max", 0) is None
        if verb is None and "assumed" not in said and not max_unknown:
            self.say(
                place, "no-verb", f"says no points; use one of {', '.join(VERBS)}, or max: null if it is 待核"
            )
        if verb == "deduct" and "max" not in said:
            self.say(place, "no-max", "points are deducted from a max; give one")
        assumed = said.get("assumed", {})
        return Item(
            id=said["id"],
            name=said["name"],
            basis=basis,
            verb=verb,
            max=self.maybe(said, "max", place),
            max_unknown=max_unknown,
            unconfirmed=said.get("unconfirmed", False),
            least=self.maybe(said, "least", place),
            weight=self.maybe(said, "weight", place),
            applies=self.maybe(said, "applies", place, "flag"),
            when_missing=said["when_missing"],
            needs=tuple(
                self.selection(one, (*place, "needs", n))[0] for n, one in enumerate(said.get("needs", ()))
            ),
            points=self.maybe(said, "points", place),
            cases=self.cases(said, verb, place),
            occurrences=tuple(
                self.occurrence(one, (*place, verb or "", n)) for n, one in enumerate(_list(said, verb))
            ),
            assumed_max=Decimal(assumed["max"]) if "max" in assumed else None,
            assumed_points=self.maybe(assumed, "points", (*place, "assumed")),
        )

    def occurrence(self, said: Mapping[str, Any], place: Place) -> Occurrence:
        choose, kind = self.selection(said["each"], (*place, "each"))
        return Occurrence(
            each=said["each"],
            choose=choose,
            points=self.expression(said["points"], (*place, "points"), "number", kind),
            at_most=self.maybe(said, "at_most", place),
            name=said.get("name") or (kind.name if kind else {"zh": "", "en": ""}),
        )

    def cases(self, said: Mapping[str, Any], verb: str | None, place: Place) -> tuple[Case, ...]:
        if verb == "cases":
            listed = [
                Case(
                    self.maybe(one, "when", (*place, "cases", n), "flag"),
                    self.expression(one["points"], (*place, "cases", n, "points"), "number"),
                    one.get("name"),
                )
                for n, one in enumerate(said["cases"])
            ]
            for n, one in enumerate(listed[:-1]):
                if one.when is None:
                    self.say((*place, "cases", n), "overlap", "a case without 'when' comes last")
            return tuple(listed)
        if verb != "bands":
            return ()
        steps = said["bands"]["steps"]
        at: Place = (*place, "bands", "steps")
        self.descending(steps, at)
        if any("from" not in step for step in steps[:-1]) or "from" in steps[-1]:
            self.say(at, "gap", "every step but the last has 'from'; the last has none and takes the rest")
        of = said["bands"]["of"]
        return tuple(
            Case(
                self.expression(f"({of}) >= ({step['from']})", (*at, n), "flag") if "from" in step else None,
                self.expression(step["points"], (*at, n, "points"), "number"),
            )
            for n, step in enumerate(steps)
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

    # --- outcomes ----------------------------------------------------------------------------------------------

    def outcome(self, said: Mapping[str, Any], place: Place, above: Basis) -> Outcome:
        basis = self.basis(said, place, above)
        value = self.maybe(said, "value", place)
        if value is None and "score" in self.data:
            value = self.expression("total", place, "number")
        if "bands" in said:
            self.descending(said["bands"], (*place, "bands"))
            if value is None:
                self.say(place, "no-value", "bands need a value: give points under 'score', or 'value'")
            levels = tuple(self.band(one, (*place, "bands", n), basis) for n, one in enumerate(said["bands"]))
        else:
            levels = tuple(
                self.level(one, (*place, "levels", n), basis) for n, one in enumerate(said["levels"])
            )
        if "otherwise" not in said:
            self.say(place, "gap", "what holds where no level is reached? give 'otherwise'")
        names = [level.outcome for level in levels]
        names += [one["outcome"] for one in (said.get("otherwise"), *said.get("more", ())) if one]
        for name in {name for name in names if names.count(name) > 1}:
            self.say(place, "duplicate-outcome", f"the outcome {name} stands twice")
        otherwise = said.get("otherwise")
        return Outcome(
            id=said.get("id", "outcome"),
            name=said.get("name", self.data["name"]),
            value=value,
            levels=levels,
            otherwise=(otherwise["outcome"], otherwise["name"]) if otherwise else None,
            more={one["outcome"]: one["name"] for one in said.get("more", ())},
            vetoes=tuple(
                self.veto(one, (*place, "vetoes", n), basis, names)
                for n, one in enumerate(said.get("vetoes", ()))
            ),
        )

    def band(self, said: Mapping[str, Any], place: Place, above: Basis) -> Level:
        threshold = self.expression(said["from"], (*place, "from"), "number")
        return Level(said["outcome"], said["name"], self.basis(said, place, above), (), threshold)

    def level(self, said: Mapping[str, Any], place: Place, above: Basis) -> Level:
        basis = self.basis(said, place, above)
        needs = tuple(self.need(need, (*place, "needs", n), basis) for n, need in enumerate(said["needs"]))
        return Level(said["outcome"], said["name"], basis, needs, None)

    def need(self, said: Mapping[str, Any], place: Place, above: Basis) -> Need:
        self.vocabulary.reads_points = False
        holds = self.expression(said["is"], (*place, "is"), "flag")
        basis = self.basis(said, place, above)
        return Need(said["id"], said["name"], basis, holds, by_points=self.vocabulary.reads_points)

    def veto(self, said: Mapping[str, Any], place: Place, above: Basis, names: list[str]) -> Veto:
        then = said["then"]
        for key in ("outcome", "at_most"):
            if key in then and then[key] not in names:
                known = ", ".join(names)
                self.say(
                    (*place, "then", key), "unknown-outcome", f"no outcome {then[key]}; there are {known}"
                )
        return Veto(
            id=said["id"],
            name=said["name"],
            basis=self.basis(said, place, above),
            choose=self.selection(said["each"], (*place, "each"))[0] if "each" in said else None,
            when=self.maybe(said, "when", place, "flag"),
            outcome=then.get("outcome"),
            at_most=then.get("at_most"),
            lower_by=then.get("lower_by", 0),
        )


def _always(value: Value) -> Callable[[Context, Row | None], Value]:
    return lambda context, row: value


def _list(said: Mapping[str, Any], verb: str | None) -> list[Mapping[str, Any]]:
    return list(said[verb]) if verb in ("deduct", "add") else []
