"""说明 Why this outcome, what is missing, and what would lift it; ``scoring.explain.telling`` writes it down.

What would lift it is found by trying: each open item, unmet condition and veto is taken as settled, alone and in
pairs, and the same evaluation is run again. Nothing is guessed from the points alone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations

from scoring import sheets as words
from scoring.engine import evaluate
from scoring.engine.judging import words_of
from scoring.explain.outlook import Turn, outlook
from scoring.facts import Fact, start_of_day
from scoring.language.context import Value
from scoring.language.exact import ZERO, Exact, subtract
from scoring.rulebook.book import Rulebook
from scoring.rulebook.errors import RuleViolationError
from scoring.schemes import Scheme, Words
from scoring.schemes.versions import Schemes
from scoring.sheets import Line, Sheet
from scoring.sheets.comparing import Change, change
from scoring.sheets.footing import Footing, footing
from scoring.sheets.said import both

TRIED_IN_PAIRS = 12
StandingOn = Callable[[Scheme, date, datetime | None], Mapping[str, Value]]
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
class Since:
    """自某日以来 What changed since ``on``; ``change`` is ``None`` where nothing did."""

    on: date
    change: Change | None


@dataclass(frozen=True, slots=True)
class Until:
    """到某日为止 What will happen by ``on`` if nothing changes, in the order of days.

    From ``ends`` on, where that is before, the scheme says nothing: it ends, or a rule that it reads does. Where the
    outcome rests on others too (``hangs_on_peers``), nothing is foreseen: their days are not looked at.
    """

    on: date
    turns: tuple[Turn, ...]
    ends: date | None = None
    hangs_on_peers: bool = False

    @property
    def moves(self) -> tuple[Turn, ...]:
        """The turns that move more than points which a maximum or a rounding swallows."""
        return tuple(turn for turn in self.turns if not turn.change.is_swallowed)


@dataclass(frozen=True, slots=True)
class Explanation:
    """说明 A sheet, what it rests on, what could not be decided, and what would lift the outcome."""

    sheet: Sheet
    scheme: Scheme
    footing: Footing
    missing: tuple[Line, ...]
    lifts: tuple[Lift, ...]
    since: Since | None = None
    until: Until | None = None

    @property
    def name(self) -> Words:
        """The name of the scheme."""
        return self.scheme.name


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
    missing = () if _is_settled(sheet) else tuple(line for line in sheet.lines if line.status in OPEN)
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
    return Explanation(sheet, scheme, footing(sheet, facts), missing, lifts)


def _is_settled(sheet: Sheet) -> bool:
    """Return whether a veto decides alone: points that are open then change nothing."""
    return (
        sheet.outcome is not None
        and sheet.value is None
        and any(line.status == words.VETO for line in sheet.lines)
    )


def what_changed(
    book: Rulebook,
    schemes: Schemes,
    scheme_id: str,
    subject: str,
    facts: Iterable[Fact],
    *,
    since: date,
    on: date,
    rehearse: bool = False,
    standing_on: StandingOn | None = None,
) -> Since:
    """Return how today's sheet differs from that of ``since``, made of what was on record by the end of that day.

    ``standing_on`` says how the subject stands among its peers on a day, for a scheme that compares them.

    Raises:
        NotInForceError: no version of the scheme applied on ``since``.
        RuleViolationError: ``compares-peers``: the scheme compares, and nothing is said of the peers.
    """
    facts, sheets = list(facts), []
    for day, known_at in ((since, start_of_day(since + timedelta(days=1))), (on, None)):
        scheme = schemes.on(scheme_id, day)
        if scheme.comparisons and standing_on is None:
            raise RuleViolationError("compares-peers", "这个方案与同组比较，只凭一家的事实说不出有什么变化。")
        standing = standing_on(scheme, day, known_at) if standing_on else None
        sheets.append(
            evaluate(
                book, scheme, subject, facts, on=day, known_at=known_at, rehearse=rehearse, standing=standing
            ).as_record()
        )
    return Since(since, change(*sheets))


def what_comes(
    book: Rulebook,
    schemes: Schemes,
    scheme_id: str,
    subject: str,
    facts: Iterable[Fact],
    *,
    on: date,
    until: date,
    rehearse: bool = False,
) -> Until:
    """Return what happens by ``until`` if nothing changes; ``scoring.explain.outlook`` does it."""
    if schemes.on(scheme_id, on).comparisons:
        return Until(until, (), hangs_on_peers=True)
    facts = list(facts)
    turns, ends = outlook(
        book, schemes, scheme_id, subject, lambda _: facts, on=on, until=until, rehearse=rehearse
    )
    return Until(until, turns, ends)


def _open_things(scheme: Scheme, sheet: Sheet) -> dict[str, Words]:
    """Return what could be settled, in words: items short of their maximum, unmet conditions on facts, vetoes."""
    prefix = f"{scheme.id}."
    at: dict[str, set[str]] = {}
    for line in sheet.lines:
        at.setdefault(line.status, set()).add(line.rule.removeprefix(prefix))
    short = set().union(*(at.get(status, set()) for status in SHORT))
    things = {
        item.id: both("“{name}”得满分", "full marks for {name}", name=item.name)
        for item in scheme.items()
        if item.id in short
    }
    for level in scheme.outcome.levels:
        for need in level.needs:
            place = f"{level.outcome}.{need.id}"
            if place in at.get(words.NOT_MET, set()) and not need.by_points:
                things[place] = both("满足“{name}”", "meeting “{name}”", name=need.name)
    for veto in scheme.outcome.vetoes:
        if veto.id in at.get(words.VETO, set()):
            things[veto.id] = both("不再有“{name}”", "no longer “{name}”", name=veto.name)
    return things
