"""评分 From facts to a score sheet: what counts, the points, the outcome.

How a score comes about:
1. Of all facts, those count that were on record at ``known_at``, are not superseded, and lie on or before ``on``;
   in a public scheme only those that may be shown.
2. Measures are worked out, then items get points, parts add them up, the whole is kept in bounds and rounded.
3. The outcome is the best level whose needs all hold; then vetoes lower or replace it.
4. What cannot be decided stays undecided: an outcome that hangs on a missing fact or an unknown rule is ``None``.

Worked example: 80 points to start with, 5 off for a penalty of last year, "good" from 75: the outcome is good.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from scoring.engine.evaluation import Evaluation, Shared
from scoring.engine.judging import judge
from scoring.engine.points import Scorer
from scoring.engine.reach import Reach, check_types
from scoring.facts import Fact, Visibility, known_facts, start_of_day
from scoring.language.context import MISSING, Context, Row, Value
from scoring.language.exact import Exact
from scoring.rulebook.book import Rulebook
from scoring.rulebook.values import DatedValue
from scoring.schemes import Scheme, Versions
from scoring.schemes.levels import MAIN
from scoring.sheets import Sheet, hash_of


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

        ``standing`` says where the subject stands among its peers (``scoring.engine.standing``), without it that is missing.
        """
        facts = list(facts)
        made = [fact for fact, _ in self.fed(subject, facts)]
        return self._sheet(subject, self.prepare([*facts, *made], standing))

    def rate(self, subject: str, facts: Iterable[Fact], standing: Mapping[str, Value] | None = None) -> Rated:
        """Return what is kept of one subject among many, with the hash of its sheet."""
        sheet, digest, turn = self._rated(subject, list(facts), standing)
        return Rated(subject, sheet.outcome, sheet.value, digest, turn, sheet.observed, sheet.applicable)

    def _rated(
        self, subject: str, facts: Sequence[Fact], standing: Mapping[str, Value] | None = None
    ) -> tuple[Sheet, str, date]:
        """Return the sheet of one subject, its hash, and the first day on which it can say something else."""
        fed = self.fed(subject, facts)
        context = self.prepare([*facts, *(fact for fact, _ in fed)], standing)
        for day in (*(fact.on for fact in facts), *(turn for _, turn in fed)):
            context.until(day)
        sheet = self._sheet(subject, context)
        return sheet, self.digest(sheet), context.turn

    def fed(self, subject: str, facts: Sequence[Fact]) -> list[tuple[Fact, date]]:
        """Return what the schemes that this one reads say of the subject, each with the day on which that can change.

        The fact is called by the hash of the other sheet. One that stands among ``facts`` already, as when a frozen
        score is worked out again, is taken as it stands.
        """
        return [
            self._fed(subject, facts, kind, versions)
            for kind, versions in self.scheme.feeds.items()
            if all(fact.kind != kind for fact in facts)
        ]

    def _fed(self, subject: str, facts: Sequence[Fact], kind: str, versions: Versions) -> tuple[Fact, date]:
        run = self.shared.feeding.get(kind)
        if run is None:
            scheme = versions.on(self.scheme.kinds[kind].scheme, self.on)
            run = Run(self.book, scheme, self.on, self.known_at, self.rehearse, alone=self.alone)
            self.shared.feeding[kind] = run
        sheet, digest, turn = run._rated(subject, facts)
        said = {"outcome": sheet.outcome, "value": sheet.value, **sheet.also}
        told = {name: said[name] for name in self.scheme.kinds[kind].members if said.get(name) is not None}
        seen: Visibility = "public" if run.scheme.public else "internal"
        recorded_at = self.known_at or start_of_day(self.on)
        return Fact(f"sheet:{digest}", subject, kind, self.on, recorded_at, told, visibility=seen), turn

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


def with_fed(
    book: Rulebook,
    scheme: Scheme,
    subject: str,
    facts: Iterable[Fact],
    *,
    on: date,
    known_at: datetime | None = None,
    rehearse: bool = False,
) -> list[Fact]:
    """Return all facts about a subject, with what the schemes that this one reads say of it."""
    facts = list(facts)
    run = Run(book, scheme, on, known_at, rehearse, alone=True)
    return [*facts, *(fact for fact, _ in run.fed(subject, facts))]


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
