"""公开用语: legal references and small phrases that several public records share."""

from collections.abc import Mapping
from typing import Any

from scoring.rulebook import Confidence, Rulebook
from scoring.rulebook.laws import Reference as RuleReference
from supervision.records.values import Reference, Text


def reference(book: Rulebook, law: str, place: str | None, confidence: Confidence | str | None) -> Reference:
    """Return a legal reference as people read it; unconfirmed where nobody has read the article."""
    known = book.laws.get(law)
    citation = RuleReference(known, place or "").cite() if known else f"{law} {place or ''}".strip()
    sure = confidence is None or Confidence(confidence).confirmed_for_citation
    return Reference(citation=citation, law=law, article=place or "", confirmed=sure)


def both(words: Mapping[str, str]) -> Text:
    """Return a text of the rules in both languages."""
    return Text(zh=words["zh"], en=words.get("en", ""))


def percentage(ratio: list[int]) -> str:
    """Return ``[1, 4]`` as ``25 %``; what is no whole percentage as a fraction."""
    if not ratio:
        return ""
    numerator, denominator = ratio
    whole, rest = divmod(numerator * 100, denominator)
    return f"{numerator}/{denominator}" if rest else f"{whole} %"


HANDLING = {
    5: Text(zh="已责令改正", en="Ordered to correct"),
    8: Text(zh="待后续处理", en="Further handling pending"),
}


def result_handling(kinds: list[int]) -> Text | None:
    """Return what follows from a set of result kinds, in one phrase."""
    found: list[Any] = [HANDLING[kind] for kind in kinds if kind in HANDLING]
    return found[0] if found else None
