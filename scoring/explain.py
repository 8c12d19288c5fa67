"""说明 Why this outcome, what is missing, and what would lift it; ``scoring.telling`` writes it down.

What would lift it is found by trying: each open item, unmet condition and veto is taken as settled, alone and in
pairs, and the same evaluation is run again. Nothing is guessed from the points alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from scoring import sentences
from scoring import sheet as words
from scoring.engine import evaluate, words_of
from scoring.facts import Fact
from scoring.language.context import Value
from scoring.language.exact import ZERO, Exact, subtract
from scoring.rulebook.book import Rulebook
from scoring.schemes import Scheme, Words
from scoring.sheet import Line, Sheet

TRIED_IN_PAIRS = 12
OPEN = frozenset({words.UNDECIDED, words.PENDING})
SHORT = frozenset({words.PARTLY, words.LOST, words.DEDUCTED, words.UNDECIDED})


@dataclass(frozen=True, slots=True)
class Lift:
    """提高途径 Things that, once settled, lead to ``outcome`` with ``value``."""

    names: tuple[Words, ...]
    outcome: str | None
    outcome_words: Words
    value: Exact | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """说明 A sheet, what could not be decided, and what would lift the outcome."""

    sheet: Sheet
    name: Words
    missing: tuple[Line, ...]
    lifts: tuple[Lift, ...]


def explain(
    book: Rulebook,
    scheme: Scheme,
    subject: str,
    facts: Iterable[Fact],
    *,
    on: date,
    known_at: datetime | None = None,
    rehearse: bool = False,
    standing: Mapping[str, Value] | None = None,
) -> Explanation:
    """Evaluate and explain; at most two lifts, those that settle least first."""
    facts = list(facts)

    def attempt(supposed: frozenset[str] = frozenset()) -> Sheet:
        return evaluate(
            book,
            scheme,
            subject,
            facts,
            on=on,
            known_at=known_at,
            rehearse=rehearse,
            supposed=supposed,
            standing=standing,
        )

    sheet = attempt()
    missing = tuple(line for line in sheet.lines if line.status in OPEN)
    names = _open_things(scheme, sheet)
    rank = list(scheme.outcome.names)

    def better(one: Sheet) -> tuple[bool, int, Exact]:
        place = rank.index(one.outcome) if one.outcome else len(rank)
        now = rank.index(sheet.outcome) if sheet.outcome else len(rank)
        gain = ZERO if one.value is None else subtract(one.value, sheet.value or ZERO)
        return place < now, now - place, gain

    singles = sorted(
        ((frozenset({name}), attempt(frozenset({name}))) for name in names),
        key=lambda pair: better(pair[1]),
        reverse=True,
    )
    found = [(things, one) for things, one in singles if better(one)[0]]
    if not found:
        first = [next(iter(things)) for things, _ in singles[:TRIED_IN_PAIRS]]
        pairs = [(frozenset(pair), attempt(frozenset(pair))) for pair in combinations(first, 2)]
        pairs.sort(key=lambda pair: better(pair[1]), reverse=True)
        found = [(things, one) for things, one in pairs if better(one)[0]][:1]
    if not found:
        found = [(things, one) for things, one in singles if better(one)[2] > 0]
    lifts = tuple(
        Lift(
            names=tuple(names[name] for name in names if name in things),
            outcome=one.outcome,
            outcome_words=words_of(scheme.outcome, one.outcome),
            value=one.value,
        )
        for things, one in found[:2]
    )
    return Explanation(sheet, scheme.name, missing, lifts)


def _open_things(scheme: Scheme, sheet: Sheet) -> dict[str, Words]:
    """Return what could be settled, in words: items short of their maximum, unmet conditions on facts, vetoes."""
    prefix = f"{scheme.id}."
    at: dict[str, set[str]] = {}
    for line in sheet.lines:
        at.setdefault(line.status, set()).add(line.rule.removeprefix(prefix))
    short = set().union(*(at.get(status, set()) for status in SHORT))
    things = {
        item.id: sentences.both("“{name}”得满分", "full marks for {name}", name=item.name)
        for item in scheme.items()
        if item.id in short
    }
    for level in scheme.outcome.levels:
        for need in level.needs:
            place = f"{level.outcome}.{need.id}"
            if place in at.get(words.NOT_MET, set()) and not need.by_points:
                things[place] = sentences.both("满足“{name}”", "meeting “{name}”", name=need.name)
    for veto in scheme.outcome.vetoes:
        if veto.id in at.get(words.VETO, set()):
            things[veto.id] = sentences.both("不再有“{name}”", "no longer “{name}”", name=veto.name)
    return things
