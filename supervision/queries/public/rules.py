"""公开的规则: every dated value and law that public outcomes rest on; the internal risk class and tiers excepted."""

from datetime import date
from typing import Any

from scoring.rulebook import Rulebook
from scoring.rulebook.values import Rule as RulebookRule
from scoring.schemes.graph import INTERNAL_RULES
from supervision.queries.public.schemes import schemes
from supervision.queries.public.words import reference
from supervision.records.rules import Law, Rule, RuleCorrection, RuleValue
from supervision.records.values import Text
from supervision.rulebook import rulebook


def laws() -> tuple[Law, ...]:
    """Return the registry of laws."""
    found = [
        Law(
            id=law.id,
            title=Text(zh=law.name["zh"], en=law.name.get("en", "")),
            number=law.number or "",
            issuer=law.issuer,
            since=law.effective,
            repealed_on=law.repealed,
            confidence=str(law.confidence),
            level=law.level,
        )
        for law in rulebook().laws.values()
    ]
    return tuple(sorted(found, key=lambda law: law.id))


def rules() -> tuple[Rule, ...]:
    """Return the dated rules and the public schemes, in the order of their ids."""
    book = rulebook()
    shown = (rule for rule in book.rules.values() if not rule.id.startswith(INTERNAL_RULES))
    return tuple(sorted((*(_rule(book, rule) for rule in shown), *schemes(book)), key=lambda rule: rule.id))


def _rule(book: Rulebook, rule: RulebookRule) -> Rule:
    entries = sorted((*rule.national.entries, *rule.local.entries), key=lambda entry: entry.since)
    return Rule(
        id=rule.id,
        group=rule.id.split(".")[0],
        name=Text(zh=rule.name["zh"], en=rule.name.get("en", "")),
        unit=rule.unit,
        values=tuple(
            RuleValue(
                since=entry.since,
                until=entry.until,
                authority=entry.authority,
                value=plain(entry.value),
                reference=reference(book, entry.reference.law.id, entry.reference.article, entry.confidence),
                confidence=str(entry.confidence),
                note=Text(zh=entry.note) if entry.note else None,
            )
            for entry in entries
        ),
        corrections=tuple(
            RuleCorrection(on=each["on"], reason=Text(zh=each["reason"]), before=plain(each["was"]))
            for each in rule.corrections
        ),
        local=bool(rule.local.entries),
        for_people=rule.for_people,
        last_checked=rule.last_checked,
    )


def plain(value: Any) -> Any:
    """Return a rule's value as plain JSON; decimals as strings."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, bool | int | str) or value is None:
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
