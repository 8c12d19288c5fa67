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
from datetime import date, datetime
from decimal import Decimal

from scoring.evaluation import Evaluation
from scoring.facts import Fact, known_facts
from scoring.judging import judge
from scoring.language.context import MISSING, TYPES, Context, Type, Value
from scoring.levels import MAIN, Outcome
from scoring.points import Scorer
from scoring.rulebook.book import Rulebook
from scoring.schemes import Scheme, Words
from scoring.sheet import Sheet

CLASSES: dict[Type, type] = dict(zip(TYPES, (Decimal, str, bool, date, frozenset), strict=True))


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
    context = prepare(book, scheme, facts, on=on, known_at=known_at, standing=standing)
    work = Evaluation(scheme, context, rehearse, supposed)
    scorer = Scorer(work)
    total, most, lines = scorer.total()
    context.names["total"] = MISSING if total is None else total
    context.names["most"] = MISSING if most is None else most
    for measure in scheme.measures:
        if measure.by_points:
            context.measure(measure.id, measure.compute)
    settled = judge(work)
    main = settled[MAIN]
    for outcome in scheme.also:
        lines += settled[outcome.id].lines
    applicable = [item for item in scorer.items if item.applies]
    return Sheet(
        subject=subject,
        scheme=scheme.id,
        outcome=main.outcome,
        value=main.value,
        on=on,
        known_at=known_at,
        observed=sum(item.observed for item in applicable),
        applicable=len(applicable),
        lines=(*lines, *main.lines),
        outcome_words=words_of(scheme.outcome, main.outcome),
        also={outcome.id: settled[outcome.id].outcome for outcome in scheme.also},
        rehearsal=rehearse,
    )


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
    context = Context(
        day=on,
        facts=_rows(scheme, known_facts(facts, on, known_at, public=scheme.public)),
        rule=lambda rule_id: book.on(rule_id, on),
        calendar=book.calendar,
    )
    for comparison in scheme.comparisons:
        context.names[comparison.id] = (standing or {}).get(comparison.id, MISSING)
    for measure in scheme.measures:
        if not measure.by_points:
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
