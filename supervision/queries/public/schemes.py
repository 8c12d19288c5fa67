"""公开的评价办法: every public scheme in words, as the engine reads it. Schemes that are not public have no way in here."""

from itertools import groupby

from scoring.describe import describe_scheme
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook
from scoring.schemes import Scheme
from supervision.queries.public.words import both, reference
from supervision.records.rules import Rule, RuleValue
from supervision.records.values import Text


def schemes(book: Rulebook) -> tuple[Rule, ...]:
    """Return a rule for each public scheme: its versions by date, and what the newest does, line by line."""
    public = sorted(
        (each for each in load_schemes(book).all() if each.public), key=lambda each: (each.id, each.since)
    )
    return tuple(_rule(book, list(versions)) for _, versions in groupby(public, key=lambda each: each.id))


def _rule(book: Rulebook, versions: list[Scheme]) -> Rule:
    newest = versions[-1]
    said = 2 if newest.about["zh"] else 1  # name and description stand above the lines already
    lines = zip(describe_scheme(newest, "zh")[said:], describe_scheme(newest, "en")[said:], strict=True)
    return Rule(
        id=newest.id,
        group=newest.id.split(".")[0],
        name=both(newest.name),
        description=both(newest.about),
        values=tuple(
            RuleValue(
                since=each.since,
                value=None,
                reference=reference(
                    book, each.basis.reference.law.id, each.basis.reference.article, each.basis.confidence
                ),
                confidence=str(each.basis.confidence),
            )
            for each in versions
        ),
        lines=tuple(Text(zh=zh, en=en) for zh, en in lines),
    )
