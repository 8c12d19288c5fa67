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
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from scoring import sentences, sheet
from scoring.evaluation import Evaluation
from scoring.facts import Fact, known_facts
from scoring.language.context import MISSING, TYPES, Context, Type, Value
from scoring.language.exact import Exact
from scoring.points import Scorer
from scoring.rulebook.book import Rulebook
from scoring.schemes import Basis, Level, Outcome, Scheme, Veto, Words
from scoring.sheet import Line, Sheet

CLASSES: dict[Type, type] = dict(zip(TYPES, (Decimal, str, bool, date, frozenset), strict=True))


@dataclass(frozen=True, slots=True)
class Settled:
    """结果 The outcome of one block, the value it was judged by, and the lines that say why."""

    outcome: str | None
    value: Exact | None
    lines: tuple[Line, ...]


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
    """Return the score sheet of one subject; ``facts`` are all facts about it.

    ``rehearse`` fills what the source does not give with the scheme's assumed values; ``supposed`` names items,
    needs and vetoes taken as settled, to see what that would change; ``standing`` says where the subject stands
    among its peers (``scoring.peers``), without it that is missing.

    Raises:
        TypeError: a fact says something of another type than the scheme declares.
        NotInForceError: a rule that the scheme uses says nothing for that day.
    """
    context = prepare(book, scheme, facts, on=on, known_at=known_at)
    for comparison in scheme.comparisons:
        context.names[comparison.id] = (standing or {}).get(comparison.id, MISSING)
    work = Evaluation(scheme, context, rehearse, supposed)
    scorer = Scorer(work)
    total, most, lines = scorer.total()
    context.names["total"] = MISSING if total is None else total
    context.names["most"] = MISSING if most is None else most
    judge = _Judge(work)
    settled = judge.settle(scheme.outcome)
    also = {outcome.id: judge.settle(outcome) for outcome in scheme.also}
    for further in also.values():
        lines += further.lines
    applicable = [item for item in scorer.items if item.applies]
    return Sheet(
        subject=subject,
        scheme=scheme.id,
        outcome=settled.outcome,
        value=settled.value,
        on=on,
        known_at=known_at,
        observed=sum(item.observed for item in applicable),
        applicable=len(applicable),
        lines=(*lines, *settled.lines),
        outcome_words=words_of(scheme.outcome, settled.outcome),
        also={key: further.outcome for key, further in also.items()},
        rehearsal=rehearse,
    )


def prepare(
    book: Rulebook, scheme: Scheme, facts: Iterable[Fact], *, on: date, known_at: datetime | None = None
) -> Context:
    """Return what the expressions of a scheme can see of one subject: the facts that count, and the measures."""
    context = Context(
        day=on,
        facts=_rows(scheme, known_facts(facts, on, known_at, public=scheme.public)),
        rule=lambda rule_id: book.on(rule_id, on),
        calendar=book.calendar,
    )
    for measure in scheme.measures:
        context.measure(measure.id, measure.compute)
    return context


def words_of(outcome: Outcome, decided: str | None) -> Words:
    """Return the name of an outcome in both languages; of none, that it is not decided."""
    return outcome.names[decided] if decided else {"zh": "待定", "en": "not decided"}


def _rows(scheme: Scheme, facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    rows: dict[str, list[Fact]] = {kind: [] for kind in scheme.kinds}
    for fact in facts:
        if fact.kind not in rows:
            continue
        for name, type_ in scheme.kinds[fact.kind].members.items():
            value = fact.data.get(name)
            if value is not None and not isinstance(value, CLASSES[type_]):
                raise TypeError(f"fact {fact.id}: {fact.kind}.{name} is a {type_}, got {value!r}")
        rows[fact.kind].append(fact)
    return rows


class _Judge:
    """Turns points and needs into outcomes."""

    def __init__(self, work: Evaluation) -> None:
        self.work = work
        self.context = work.context
        self.prefix = ""

    def line(self, place: str, status: str, words: Words, basis: Basis, facts: tuple[str, ...] = ()) -> Line:
        """Return a line about an outcome; those of further outcomes carry the name of their block."""
        return self.work.line(self.prefix + place, None, status, words, basis, facts)

    def settle(self, outcome: Outcome) -> Settled:
        """Return the outcome: the best level that holds, changed by the vetoes that apply."""
        self.prefix = "" if outcome is self.work.scheme.outcome else f"{outcome.id}."
        value = self.work.value(outcome.value)
        place, lines = self._level(outcome, value)
        names = list(outcome.names)
        verdicts: list[tuple[Veto, bool | None]] = []
        for veto in outcome.vetoes:
            applies, said = self._veto(outcome, veto)
            lines += said
            verdicts.append((veto, applies))
        place = _after(verdicts, place, names)
        decided = None if place is None else names[place]
        if decided is None:
            words = sentences.open_outcome(outcome.name)
            lines.append(self.line("outcome", sheet.UNDECIDED, words, self.work.scheme.basis))
        return Settled(decided, value, tuple(lines))

    def _level(self, outcome: Outcome, value: Exact | None) -> tuple[int | None, list[Line]]:
        """Return the place of the best level that holds, with lines for it and for the next better one."""
        above: list[Line] = []
        for place, level in enumerate(outcome.levels):
            holds, lines = self._holds(outcome, level, value)
            if holds is None:
                return None, above + lines
            if holds:
                return place, above + lines
            above = [line for line in lines if line.status != sheet.MET]
        if outcome.otherwise is None:
            return None, above
        words = sentences.reached(outcome.otherwise[1], None, None)
        reached = self.line(outcome.otherwise[0], sheet.REACHED, words, self.work.scheme.basis)
        return len(outcome.levels), [*above, reached]

    def _holds(self, outcome: Outcome, level: Level, value: Exact | None) -> tuple[bool | None, list[Line]]:
        if level.above is not None:
            threshold = self.work.value(level.above)
            if value is None or threshold is None:
                return None, []
            words = sentences.reached(level.name, value, threshold)
            line = self.line(level.outcome, sheet.REACHED, words, level.basis)
            return (True, [line]) if value >= threshold else (False, [])
        lines: list[Line] = []
        verdicts: list[object] = []
        for need in level.needs:
            self.context.used.clear()
            place = f"{level.outcome}.{need.id}"
            verdict = True if place in self.work.supposed else need.holds(self.context)
            verdicts.append(verdict)
            facts = tuple(self.context.used)
            if verdict is MISSING:
                status, words = sheet.UNDECIDED, sentences.need_undecided(level.name, need.name)
            elif verdict:
                status, words = sheet.MET, sentences.met(level.name, need.name)
            else:
                status, words = sheet.NOT_MET, sentences.not_met(level.name, need.name)
            lines.append(self.line(place, status, words, need.basis, facts))
        if any(verdict is False for verdict in verdicts):
            return False, lines
        return (None if any(verdict is MISSING for verdict in verdicts) else True), lines

    def _veto(self, outcome: Outcome, veto: Veto) -> tuple[bool | None, list[Line]]:
        if veto.id in self.work.supposed:
            return False, []
        self.context.used.clear()
        facts: list[tuple[str, ...]] = []
        applies: bool | None = False
        if veto.choose is not None:
            rows = veto.choose(self.context)
            applies = None if rows is None else bool(rows)
            facts = [(str(row.get("id")),) for row in rows or ()]
        elif veto.when is not None:
            verdict = veto.when(self.context)
            applies = None if verdict is MISSING else verdict
            facts = [tuple(self.context.used)]
        if applies is None:
            words = sentences.veto_undecided(veto.name)
            return None, [self.line(veto.id, sheet.UNDECIDED, words, veto.basis)]
        words = sentences.vetoed(veto.name, _effect(outcome, veto))
        lines = [self.line(veto.id, sheet.VETO, words, veto.basis, one) for one in facts]
        return applies, lines if applies else []


def _effect(outcome: Outcome, veto: Veto) -> Words:
    if veto.outcome:
        return sentences.becomes(outcome.names[veto.outcome])
    if veto.at_most:
        return sentences.no_better_than(outcome.names[veto.at_most])
    return sentences.lowered(veto.lower_by)


def _after(verdicts: Sequence[tuple[Veto, bool | None]], place: int | None, names: list[str]) -> int | None:
    """Return the place of the outcome once every veto has been looked at.

    A veto that sets the outcome decides, the worst one where there are several. Otherwise a veto that cannot be
    decided leaves everything undecided; the rest lower and cap in the order of the file.
    """
    applied = [veto for veto, applies in verdicts if applies]
    replaced = [names.index(veto.outcome) for veto in applied if veto.outcome]
    if replaced:
        return max(replaced)
    if place is None or any(applies is None for _, applies in verdicts):
        return None
    for veto in applied:
        place = min(place + veto.lower_by, len(names) - 1)
        if veto.at_most:
            place = max(place, names.index(veto.at_most))
    return place
