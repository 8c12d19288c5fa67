"""现行评分查询: who must be rated again, and what comes out; everybody's in minutes, one day's news in moments.

1. A rating holds by itself until its ``turn``: until then only a new fact, a fact that may no longer be shown, another
   rule or another version of the scheme can change it. Who has none of these is not looked at. What compares somebody
   with others holds for its day alone, and news of one is news of all.
2. Facts come from the database in ranges of facilities, in one query each, without those that can never count again.
3. Many ranges are shared among processes, a range at a time, so that memory does not grow with the country.
"""

import gc
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from typing import Any, NamedTuple

from peewee import Case, fn

from scoring.engine import Run
from scoring.engine.rows import RowReader
from scoring.engine.standing import standings
from scoring.facts import WITHDRAWAL, members_of
from scoring.facts import Fact as EngineFact
from scoring.frozen.freezing import text_hash
from scoring.language.context import Value
from scoring.language.exact import text_of
from scoring.rulebook import use_local_rules
from scoring.rulebook.local import local_rules
from scoring.schemes import Scheme
from scoring.sheets import FORMAT
from supervision.database import connect, connection, database_url, db
from supervision.models import CurrentScore, Facility, Fact, ScoringRound
from supervision.queries.rehearsals import groups_of
from supervision.rulebook import rulebook, rules_sha256, schemes

THERE = Facility.life_state.not_in(("closed", "merged"))
FROM_LEDGER = ("credit_rating", "risk_class")
"""What follows from the ledger alone, for everybody: nobody applies for it and nobody decides it."""
ONE_DAY = timedelta(days=1)
AT_ONCE = 2_000  # facilities in one range: about 25,000 facts
SELDOM = 50_000  # new objects until a process that rates ranges looks for what it can give back
WORTH_SHARING = 8  # ranges from which on more than one process is begun


class Rating(NamedTuple):
    """一家的评分: what is kept of one facility; ``turn``: the day until which it holds by itself."""

    facility: int
    outcome: str | None
    value: str | None
    sheet_sha256: str
    turn: date
    observed: int
    applicable: int


@dataclass(frozen=True, slots=True)
class Round:
    """一轮评分: a scheme on a day as known at a moment, under rules with this hash; facts up to this row were there."""

    scheme: str
    on: date
    known_at: datetime
    newest_fact: int
    rules_sha256: str


@dataclass(frozen=True, slots=True)
class CurrentView:
    """现行评分: what a scheme says of one facility, since when, and until when by itself."""

    facility: str
    outcome: str | None
    value: str | None
    sheet_sha256: str
    on: date
    turn: date


def current_scores(scheme: str) -> Iterator[CurrentView]:
    """Give the current scores of a scheme in the order of the facilities' codes."""
    columns = (Facility.code, CurrentScore.outcome, CurrentScore.value, CurrentScore.sheet_sha256)
    query = CurrentScore.select(*columns, CurrentScore.on, CurrentScore.turn).join(Facility)
    rows = query.where(CurrentScore.scheme == scheme, THERE).order_by(Facility.code).tuples()
    for code, outcome, value, sha256, on, turn in rows.iterator():
        yield CurrentView(code, outcome, value, sha256, on, turn)


def next_round(scheme_id: str, on: date, known_at: datetime) -> Round:
    """Return the round that brings a scheme up to a day and a moment."""
    newest = Fact.select(fn.MAX(Fact.id)).scalar() or 0
    rules = text_hash(
        f"{FORMAT} {rules_sha256(schemes().on(scheme_id, on), on)}"
    )  # other sheets have other hashes
    return Round(scheme_id, on, known_at, newest, rules)


def due_ranges(now: Round, *, everybody: bool = False) -> list[tuple[int, ...]]:
    """Return the facilities to look at, in ranges: those of whom something can have changed since the last round."""
    last = (
        ScoringRound.select()
        .where(ScoringRound.scheme == now.scheme)
        .order_by(ScoringRound.id.desc())
        .first()
    )
    goes_on = last is not None and last.rules_sha256 == now.rules_sha256 and last.on <= now.on
    keys = sorted(_changed(now, last)) if goes_on and not everybody else _everybody()
    if schemes().on(now.scheme, now.on).comparisons:
        return [tuple(_everybody())] if keys else []
    return [tuple(keys[first : first + AT_ONCE]) for first in range(0, len(keys), AT_ONCE)]


def _everybody() -> list[int]:
    return [key for (key,) in Facility.select(Facility.id).where(THERE).order_by(Facility.id).tuples()]


def _changed(now: Round, last: ScoringRound) -> set[int]:
    """Return of whom there are new facts, facts no longer shown, a rating whose turn has come, or none at all."""
    rated = CurrentScore.select(CurrentScore.facility).where(CurrentScore.scheme == now.scheme)
    queries = (
        Fact.select(Fact.facility).where(Fact.id > last.newest_fact),
        Fact.select(Fact.facility).where(Fact.recorded_at > last.known_at, Fact.recorded_at <= now.known_at),
        Fact.select(Fact.facility).where(Fact.public_until > last.on, Fact.public_until <= now.on),
        rated.where(CurrentScore.turn <= now.on),
        Facility.select(Facility.id).where(Facility.id.not_in(rated)),
    )
    found = {key for query in queries for (key,) in query.tuples()}
    return found & {key for (key,) in Facility.select(Facility.id).where(THERE).tuples()}


def rated(now: Round, ranges: Sequence[tuple[int, ...]]) -> Iterator[list[Rating]]:
    """Give the ratings of each range; many ranges are shared among as many processes as there are processors.

    Raises:
        ValueError: a fact does not fit; says which and why.
    """
    processes = min(cpu_count() or 1, len(ranges))
    if len(ranges) < WORTH_SHARING or processes < 2 or database_url().endswith(":memory:"):
        rater = Rater(now)
        yield from map(rater.range, ranges)
        return
    place = (database_url(), local_rules(), now)
    with ProcessPoolExecutor(processes, get_context("spawn"), _begin, place) as pool:
        yield from pool.map(_range, ranges)


_rater: list["Rater"] = []


def _begin(url: str, folders: tuple[Path, ...], now: Round) -> None:
    """Make a process of its own ready; it reads and never writes."""
    connect(url)
    use_local_rules(folders)
    _rater[:] = [Rater(now)]
    gc.freeze()  # rules and schemes stay to the end; looking through them again and again costs a tenth of the time
    gc.set_threshold(SELDOM)


def _range(facilities: tuple[int, ...]) -> list[Rating]:
    with connection():
        return _rater[0].range(facilities)


class Rater:
    """评分人 Rates ranges of facilities in one round; what comes out alike for many is worked out once.

    A scheme that compares facilities with each other is asked about each alone; its range must hold everybody.
    """

    def __init__(self, now: Round) -> None:
        self.now = now
        self.scheme: Scheme = schemes().on(now.scheme, now.on)
        self.compares = bool(self.scheme.comparisons)
        self.run = Run(rulebook(), self.scheme, now.on, now.known_at, alone=self.compares)
        members = members_of(self.scheme.recorded_kinds()) | {WITHDRAWAL: {}}
        self.reader = RowReader(members, None if self.scheme.feeds or self.compares else self.run.reach)

    def range(self, facilities: tuple[int, ...]) -> list[Rating]:
        """Return the ratings of these facilities, in their order."""
        inside = among(Facility.id, facilities)
        codes = Facility.select(Facility.id, Facility.code).where(inside).order_by(Facility.id).tuples()
        facts = dict(self.reader.subjects(self._rows(facilities)))
        if self.compares:
            return self._compared({code: (key, facts.get(key, [])) for key, code in codes})
        return [self._rating(key, code, facts.get(key, [])) for key, code in codes]

    def _rating(
        self, key: int, code: str, facts: Sequence[EngineFact], standing: Mapping[str, Value] | None = None
    ) -> Rating:
        found = self.run.rate(code, facts, standing)
        value = None if found.value is None else text_of(found.value)
        return Rating(key, found.outcome, value, found.sha256, found.turn, found.observed, found.applicable)

    def _compared(self, known: Mapping[str, tuple[int, Sequence[EngineFact]]]) -> list[Rating]:
        """Return the ratings of everybody, each by where it stands among its peers."""
        facts = {code: own for code, (_, own) in known.items()}
        on, known_at = self.now.on, self.now.known_at
        stands = standings(rulebook(), self.scheme, facts, groups_of(known), on=on, known_at=known_at)
        return [
            self._rating(key, code, own, stands[code])._replace(turn=self.now.on + ONE_DAY)
            for code, (key, own) in known.items()
        ]

    def _rows(self, facilities: tuple[int, ...]) -> Any:
        """Return the facts of these facilities that can count, or that take the place of one that could."""
        first_days = self.run.reach.first_days()
        counts: Any = Case(Fact.kind, [(kind, Fact.on >= day) for kind, day in first_days.items()], False)
        if self.scheme.feeds or self.compares:  # how far back the schemes go that it reads is their business
            counts = Fact.kind.in_(list(self.reader.members))
        visibility: Any = Fact.visibility
        if self.scheme.public:  # one that may no longer be shown still supersedes
            visibility = Case(None, [(Fact.public_until <= self.now.on, "internal")], Fact.visibility)
        query = Fact.select(
            Fact.uuid,
            Fact.facility,
            Fact.kind,
            Fact.on,
            Fact.recorded_at,
            Fact.source,
            Fact.basis,
            Fact.data,
            visibility,
            Fact.supersedes,
        ).where(
            among(Fact.facility, facilities),
            Fact.recorded_at <= self.now.known_at,
            counts | Fact.supersedes.is_null(False),
        )
        return db.execute_sql(
            *query.order_by(Fact.facility).sql()
        )  # as they lie there: read by ``RowReader`` alone


def among(field: Any, facilities: Sequence[int]) -> Any:
    """Return the condition that a field names one of these facilities, which are in order: short where none lies between."""
    if facilities[-1] - facilities[0] < len(facilities):
        return field.between(facilities[0], facilities[-1])
    return field.in_(facilities)
