"""评分 From facts to a score sheet: what counts, the points, the outcome.

How a score comes about:
1. Of all facts, those count that were on record at ``known_at``, are not superseded, and lie on or before ``on``;
   in a public scheme only those that may be shown.
2. Measures are worked out, then items get points, parts add them up, the whole is kept in bounds and rounded.
3. The outcome is the best level whose needs all hold; then vetoes lower or replace it.
4. What cannot be decided stays undecided: an outcome that hangs on a missing fact or an unknown rule is ``None``.

Worked example: 80 points to start with, 5 off for a penalty of last year, "good" from 75: the outcome is good.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from scoring.evaluation import Evaluation, Shared
from scoring.facts import Fact, known_facts
from scoring.judging import judge
from scoring.language.context import MISSING, Context, Row, Value
from scoring.language.exact import Exact
from scoring.levels import MAIN
from scoring.points import Scorer
from scoring.reach import Reach, check_types
from scoring.rulebook.book import Rulebook
from scoring.rulebook.values import DatedValue
from scoring.schemes import Scheme
from scoring.sheet import Sheet, hash_of


@dataclass(frozen=True, slots=True)
class Rated:
    """评定值 What is kept of everybody: the outcome, the value, the hash of the sheet that says why.

    ``turn`` is the first day after the one asked about on which, without a new fact and under the same rules, the sheet
    can say something else; ``date.max`` where there is none. ``observed`` of ``applicable`` items had evidence.
    """

    subject: str
    outcome: str | None
    value: Exact | None
    sha256: str
    turn: date
    observed: int
    applicable: int


@dataclass(frozen=True, slots=True)
class Run:
    """批次 One scheme on one day, as known at one moment: for one subject or for all of a country.

    What comes out alike for many subjects is worked out once (``shared``), so one run is for one scheme and one day;
    not so for one subject ``alone``. ``rehearse`` fills what the source does not give with the scheme's assumed values;
    ``supposed`` names items, needs and vetoes taken as settled, to see what that would change.
    """

    book: Rulebook
    scheme: Scheme
    on: date
    known_at: datetime | None = None
    rehearse: bool = False
    supposed: frozenset[str] = frozenset()
    shared: Shared = field(default_factory=Shared)
    alone: bool = False

    @property
    def reach(self) -> Reach:
        """Which facts can count in this run, and where."""
        found = self.shared.reach
        if found is None:
            bare = Context(self.on, {}, self.rule, self.book.calendar)
            found = self.shared.reach = Reach(self.scheme, bare)
        return found

    def rule(self, rule_id: str) -> DatedValue:
        """Return what a rule says on the day; looked up once."""
        found = self.shared.rules.get(rule_id)
        if found is None:
            found = self.shared.rules[rule_id] = self.book.on(rule_id, self.on)
        return found

    def prepare(self, facts: Iterable[Fact], standing: Mapping[str, Value] | None = None) -> Context:
        """Return what the expressions can see of one subject: the facts that count, and the measures."""
        scheme = self.scheme
        context = Context(self.on, {}, self.rule, self.book.calendar)
        counted = known_facts(facts, self.on, self.known_at, public=scheme.public)
        context.facts = _rows(scheme, counted) if self.alone else self.reach.rows(context, counted)
        for comparison in scheme.comparisons:
            context.names[comparison.id] = (standing or {}).get(comparison.id, MISSING)
        for measure in scheme.measures:
            if not measure.by_points:
                context.measure(measure.id, measure.compute)
        return context

    def sheet(
        self, subject: str, facts: Iterable[Fact], standing: Mapping[str, Value] | None = None
    ) -> Sheet:
        """Return the score sheet of one subject; ``facts`` are all facts about it.

        ``standing`` says where the subject stands among its peers (``scoring.standing``), without it that is missing.
        """
        return self._sheet(subject, self.prepare(facts, standing))

    def rate(self, subject: str, facts: Iterable[Fact], standing: Mapping[str, Value] | None = None) -> Rated:
        """Return what is kept of one subject among many, with the hash of its sheet."""
        facts = list(facts)
        context = self.prepare(facts, standing)
        for fact in facts:
            context.until(fact.on)
        sheet = self._sheet(subject, context)
        return Rated(
            subject,
            sheet.outcome,
            sheet.value,
            self.digest(sheet),
            context.turn,
            sheet.observed,
            sheet.applicable,
        )

    def _sheet(self, subject: str, context: Context) -> Sheet:
        scheme = self.scheme
        work = Evaluation(scheme, context, self.rehearse, self.supposed, self.shared, self.alone)
        scorer = Scorer(work)
        total = scorer.total()
        context.names["total"] = MISSING if total.points is None else total.points
        context.names["most"] = MISSING if total.most is None else total.most
        for measure in scheme.measures:
            if measure.by_points:
                context.measure(measure.id, measure.compute)
        settled = judge(work)
        main = settled[MAIN]
        also = [line for outcome in scheme.also for line in settled[outcome.id].lines]
        applicable = [item for item in scorer.items if item.applies]
        return Sheet(
            subject=subject,
            scheme=scheme.id,
            outcome=main.outcome,
            value=main.value,
            on=self.on,
            known_at=self.known_at,
            observed=sum(item.observed for item in applicable),
            applicable=len(applicable),
            lines=(*total.lines, *also, *main.lines),
            outcome_words=main.words,
            also={outcome.id: settled[outcome.id].outcome for outcome in scheme.also},
            rehearsal=self.rehearse,
        )

    def digest(self, sheet: Sheet) -> str:
        """Return the hash of a sheet of this run, as ``sheet.sha256`` gives it, from text that many sheets share."""
        return hash_of(sheet.canonical(self.shared.texts))


def evaluate(
    book: Rulebook,
    scheme: Scheme,
    subject: str,
    facts: Iterable[Fact],
    *,
    on: date,
    known_at: datetime | None = None,
    rehearse: bool = False,
    supposed: frozenset[str] = frozenset(),
    standing: Mapping[str, Value] | None = None,
) -> Sheet:
    """Return the score sheet of one subject; ``Run`` says what the words mean.

    Raises:
        TypeError: a fact says something of another type than the scheme declares.
        NotInForceError: a rule that the scheme uses says nothing for that day.
    """
    return Run(book, scheme, on, known_at, rehearse, supposed, alone=True).sheet(subject, facts, standing)


def prepare(
    book: Rulebook,
    scheme: Scheme,
    facts: Iterable[Fact],
    *,
    on: date,
    known_at: datetime | None = None,
    standing: Mapping[str, Value] | None = None,
) -> Context:
    """Return what the expressions of a scheme can see of one subject: the facts that count, and the measures."""
    return Run(book, scheme, on, known_at, alone=True).prepare(facts, standing)


def _rows(scheme: Scheme, facts: Iterable[Fact]) -> dict[str, list[Row]]:
    """Return the facts that a scheme reads, by their kind; each says what its kind declares."""
    rows: dict[str, list[Row]] = {}
    for fact in facts:
        if fact.kind in scheme.kinds:
            check_types(fact.id, scheme.kinds[fact.kind], fact.data)
            rows.setdefault(fact.kind, []).append(fact)
    return rows
