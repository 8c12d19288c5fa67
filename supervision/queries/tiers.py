"""抽查档查询: which sampling tier each facility has on a day, as far as was known then; internal, never shown by name."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from inspections.candidates import Certain, Tier
from scoring.engine import evaluate
from scoring.facts import Fact
from scoring.rulebook import Rulebook
from scoring.schemes import Scheme
from supervision.models import Facility, Task
from supervision.queries.facts import LedgerFact, ledger
from supervision.queries.pools import GRADE_SAMPLE
from supervision.queries.scores import engine_facts
from supervision.rulebook import rulebook, schemes

KEYS = ("S1", "S2", "S3", "S4")  # neutral; the scheme of the tier says what leads to which


def tier_keys(facilities: Iterable[Facility], on: date, known_at: datetime) -> dict[str, str]:
    """Return the tier of each facility by its code."""
    codes = [row.code for row in facilities]
    facts: dict[str, list[LedgerFact]] = defaultdict(list)
    for fact in ledger(known_at=known_at):
        facts[fact.subject].append(fact)
    return {code: tier_of(code, facts[code], on, known_at) for code in codes}


def sampling_of(
    task: Task, facilities: Iterable[Facility], on: date, known_at: datetime
) -> tuple[dict[str, str], tuple[Tier, ...]]:
    """Return the tier of each facility of a task, and the tiers with their shares.

    Grades are re-checked by lot alone: all in one stratum, whatever their risk.
    """
    if task.visit_kind != GRADE_SAMPLE:
        return tier_keys(facilities, on, known_at), tiers_for(task.line.ratio, rulebook(), on)
    least = int(rulebook().on("sampling.draw_at_least", on).value)
    share = Fraction(*task.line.ratio).as_integer_ratio()
    return {row.code: KEYS[0] for row in facilities}, (Tier(KEYS[0], share, minimum=least),)


def tier_of(code: str, facts: Iterable[LedgerFact], on: date, known_at: datetime) -> str:
    """Return one facility's tier: the risk class is worked out first and handed to the tier's scheme as a fact."""
    book, facts = rulebook(), list(facts)
    risk, tier = scheme_of("risk_class", on), scheme_of("tier", on)
    found = evaluate(book, risk, code, engine_facts(facts, risk), on=on, known_at=known_at).outcome
    known = engine_facts(facts, tier)
    if isinstance(found, str):  # a class whose weights nobody adopted is none
        known.append(Fact(f"class:{code}", code, "risk_class", on, known_at, {"outcome": found}))
    outcome = evaluate(book, tier, code, known, on=on, known_at=known_at).outcome
    assert outcome is not None  # noqa: S101 - the scheme decides for everybody, as its scenarios show
    return outcome.upper()


def scheme_of(produces: str, on: date) -> Scheme:
    """Return the scheme that decides what it ``produces``, as in force on a day."""
    return schemes().on(next(each.id for each in schemes().all() if each.produces == produces), on)


def tiers_for(ratio: Iterable[int], book: Rulebook, on: date) -> tuple[Tier, ...]:
    """Return the tiers of a plan line: its share of the whole, times what the rule says of each tier."""
    share = Fraction(*ratio)
    return tuple(_tier(key, share, book, on) for key in KEYS)


def _tier(key: str, share: Fraction, book: Rulebook, on: date) -> Tier:
    own = share * Fraction(Decimal(str(book.on(f"sampling.tier.factor_{key.lower()}", on).value)))
    least, reserve = (int(book.on(rule, on).value) for rule in ("sampling.draw_at_least", "sampling.reserve"))
    if own >= 1 or share >= 1:  # a plan that says all means all
        return Tier(key, (1, 1), minimum=least, reason=Certain.FULL_COVERAGE.value)
    return Tier(key, own.as_integer_ratio(), minimum=least, reserve=reserve)
