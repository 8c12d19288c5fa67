"""公开的评价方法: every public scheme taken to pieces for its page. Schemes that are not public have no way in here."""

import difflib
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from scoring.describe import describe_scheme
from scoring.describe.points import ways
from scoring.describe.wording import in_words, selection_in_words
from scoring.engine import prepare
from scoring.engine.evaluation import Evaluation
from scoring.engine.judging import effect_of
from scoring.explain.outline import least_total
from scoring.language.context import Compiled
from scoring.language.exact import Exact, multiply
from scoring.portable import NotPortableError, program
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook
from scoring.schemes import Item, Part, Scheme
from scoring.schemes.basis import Basis
from scoring.schemes.graph import edges
from scoring.schemes.levels import Level, Need, Outcome, Veto
from supervision.queries.public.examples import example
from supervision.queries.public.words import both, reference
from supervision.records.methods import Answer, Bar, Condition, Example, Grade, Method, Version, Worth
from supervision.records.values import Reference, Text
from supervision.rulebook import rulebook

LANGUAGES = ("zh", "en")


def methods(as_of: date) -> tuple[Method, ...]:
    """Return the methods in force on a day; one that begins later is shown once it does."""
    book = rulebook()
    public = [scheme for scheme in load_schemes(book).all() if scheme.public]
    found = (
        _Taking(book, as_of, list(group)).method() for _, group in groupby(public, key=lambda each: each.id)
    )
    return tuple(method for method in found if method)


class _Taking:
    """Takes the version of one scheme that applies on a day to pieces."""

    def __init__(self, book: Rulebook, as_of: date, versions: Sequence[Scheme]) -> None:
        self.book, self.as_of, self.versions = book, as_of, versions

    def method(self) -> Method | None:
        if not any(scheme.in_force(self.as_of) for scheme in self.versions):
            return None
        scheme = self.scheme = load_schemes(self.book).on(self.versions[0].id, self.as_of)
        self.work = Evaluation(
            scheme, prepare(self.book, scheme, (), on=self.as_of), rehearse=True, supposed=frozenset()
        )
        made, refused = self._program()
        score = scheme.score
        return Method(
            id=scheme.id,
            name=both(scheme.name),
            about=both(scheme.about),
            maximum=self._number(score.max if score else None),
            start=self._number(score.start if score else None),
            adopted=scheme.adopted is not None,
            open=any(item.is_pending for item in scheme.items()),
            last_checked=scheme.last_checked,
            facts=tuple(both(kind.name) for kind in scheme.kinds.values()),
            worths=tuple(
                worth
                for node in (score.parts if score else ())
                for worth in self._worths(node, 0, Decimal(1))
            ),
            answers=tuple(self._answer(outcome) for outcome in (scheme.outcome, *scheme.also)),
            values=tuple(
                edge.rests_on.removeprefix("rule ")
                for edge in edges(self.book, [scheme])
                if edge.rests_on.startswith("rule ")
            ),
            examples=tuple(self._examples()),
            versions=tuple(self._versions()),
            program=made,
            refused=refused,
            source=Path(scheme.file).read_text(encoding="utf-8"),
        )

    def _program(self) -> tuple[object, str]:
        try:
            made = program(self.book, self.scheme, self.as_of)
        except NotPortableError as error:
            return None, error.what
        del made["day"]  # the page knows its own day; a method is new only where something it says is new
        return made, ""

    def _worths(self, node: Part | Item, depth: int, weight: Exact) -> Iterator[Worth]:
        own = self.work.value(node.weight)
        weight = weight if own is None else multiply(weight, own)
        most = self.work.value(node.max)
        if most is None and isinstance(node, Item):
            most = node.assumed_max
        is_part = isinstance(node, Part)
        open_ = isinstance(node, Item) and node.is_pending
        told = [] if isinstance(node, Part) else [ways(self.scheme, node, key) for key in LANGUAGES]
        basis = self.work.basis(node) if isinstance(node, Item) else node.basis
        yield Worth(
            id=node.id,
            name=both(node.name),
            depth=depth,
            maximum=None if most is None else _decimal(multiply(most, weight)),
            bonus=node.bonus,
            is_part=is_part,
            open=open_,
            ways=tuple(Text(zh=zh, en=en) for zh, en in zip(*told, strict=True)),
            when_missing=node.when_missing if isinstance(node, Item) else "",
            reference=self._reference(basis),
            confidence=str(basis.confidence),
        )
        if isinstance(node, Part):
            for child in node.children:
                yield from self._worths(child, depth + 1, weight)

    def _answer(self, outcome: Outcome) -> Answer:
        return Answer(
            name=both(outcome.name),
            grades=tuple(self._grade(level) for level in outcome.levels),
            otherwise=both(outcome.otherwise[1]) if outcome.otherwise else None,
            bars=tuple(self._bar(outcome, veto) for veto in outcome.vetoes),
        )

    def _grade(self, level: Level) -> Grade:
        limit = self._number(level.above)
        total = least_total(level)
        needs = [bar.need for bar in level.bars] + [
            need for need in level.needs if total is None or not _is_total(need)
        ]
        return Grade(
            name=both(level.name),
            limit=limit if limit is not None else None if total is None else _decimal(total),
            sign=level.sign if limit is not None else ">=" if total is not None else "",
            conditions=tuple(
                Condition(
                    name=both(need.name),
                    text=self._words(need.holds),
                    reference=self._reference(need.basis),
                    confidence=str(need.basis.confidence),
                )
                for need in needs
            ),
        )

    def _bar(self, outcome: Outcome, veto: Veto) -> Bar:
        if veto.each:
            zh, en = (selection_in_words(veto.each, self.scheme.lexicon, key) for key in LANGUAGES)
            picks = Text(zh=zh, en=en)
        else:
            picks = self._words(veto.when) if veto.when else Text(zh="")
        return Bar(
            name=both(veto.name),
            effect=both(effect_of(outcome, veto)),
            picks=picks,
            gate=veto.gate,
            reference=self._reference(veto.basis),
            confidence=str(veto.basis.confidence),
        )

    def _examples(self) -> Iterator[Example]:
        """Yield the examples of the file; where what was open is adopted, those that it decides otherwise now are left out."""
        for one in self.versions:
            if one.file == self.scheme.file:
                made = [example(self.book, one, each) for each in one.examples]
                yield from (each for each in made if not (self.scheme.adopted and each.awaits))

    def _versions(self) -> Iterator[Version]:
        ordered = sorted(self.versions, key=lambda each: each.since)
        told = {id(each): [describe_scheme(each, key)[2:] for key in LANGUAGES] for each in ordered}
        before: Scheme | None = None
        for each in ordered:
            gone, new = _changes(told[id(before)], told[id(each)]) if before else ((), ())
            basis = each.adopted or each.basis
            yield Version(
                since=each.since,
                until=each.until,
                authority=each.authority,
                adopted=each.adopted is not None,
                reference=self._reference(basis),
                confidence=str(basis.confidence),
                gone=gone,
                new=new,
            )
            before = each

    def _words(self, compiled: Compiled) -> Text:
        zh, en = (in_words(compiled.text, self.scheme.lexicon, key) for key in LANGUAGES)
        return Text(zh=zh, en=en)

    def _number(self, compiled: Compiled | None) -> Decimal | None:
        found = self.work.value(compiled)
        return None if found is None else _decimal(found)

    def _reference(self, basis: Basis) -> Reference:
        return reference(self.book, basis.reference.law.id, basis.reference.article, basis.confidence)


def _is_total(need: Need) -> bool:
    return need.holds.text.strip().startswith("total >=")


def _decimal(number: Exact) -> Decimal | None:
    """Return a number that ends; points of a page are never fractions."""
    return number if isinstance(number, Decimal) else None


def _changes(before: list[list[str]], after: list[list[str]]) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """Return the lines of two descriptions that only the one has, and only the other; told in both languages."""
    gone: list[Text] = []
    new: list[Text] = []
    matcher = difflib.SequenceMatcher(a=before[0], b=after[0], autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            gone += [Text(zh=before[0][n].strip(), en=before[1][n].strip()) for n in range(a, b)]
            new += [Text(zh=after[0][n].strip(), en=after[1][n].strip()) for n in range(c, d)]
    return tuple(gone), tuple(new)
