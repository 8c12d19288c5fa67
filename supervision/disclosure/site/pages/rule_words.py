"""规则取值的文字 a rule's value in words, how sure we are of it, and what changed when: national beside local."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from supervision.disclosure.site import words
from supervision.disclosure.site.edition import Edition
from supervision.records.rules import Rule, RuleValue
from supervision.texts import mark

CONFIDENCE = {
    "S": mark("已读原文"),
    "S2": mark("见于转述，没有读到原文"),
    "M-h": mark("凭记忆写下，没有读到原文"),
    "M-m": mark("凭记忆写下，没有读到原文"),
    "M-l": mark("凭记忆写下，没有读到原文"),
    "design": mark("本系统设定"),
}
LONGEST = 60  # letters of a value in a table; the rest stands on its own page


@dataclass(frozen=True, slots=True)
class Change:
    """规则变更: on a day a value became another; ``authority`` where a local one set it, for itself."""

    on: date
    rule: str
    name: str
    before: str
    after: str
    law: Markup
    confidence: str
    authority: str


def sureness(edition: Edition, confidence: str) -> str:
    """Return how sure we are of a basis, plainly."""
    return edition.say(CONFIDENCE[confidence]) if confidence in CONFIDENCE else confidence


def plain(value: Any) -> str:
    """Return a simple value as it is read."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def unit(edition: Edition, name: str) -> str:
    """Return the name of a unit, nothing for one that needs none."""
    return edition.say(words.UNIT[name]) if name in words.UNIT else ""


def value_text(edition: Edition, rule: Rule, value: Any) -> str:
    """Return a value with its unit in one line; 待核 where the source does not give it."""
    if value is None:
        return edition.say("来源没有给出，待核")
    if isinstance(value, bool):
        return edition.say("是") if value else edition.say("否")
    if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
        said = edition.marks["comma_list"].join(plain(each) for each in value)
    elif isinstance(value, dict | list):
        return edition.say("一张表，见规则页")
    elif rule.unit == "ratio" and "/" not in plain(value):
        percent = (Decimal(plain(value)) * 100).normalize()
        said = f"{percent:f} %"
    else:
        said = f"{plain(value)} {unit(edition, rule.unit)}".strip()
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"


def in_force(rule: Rule, on: date) -> RuleValue | None:
    """Return the value that applies on a day: the local one if there is one, else the national one."""
    fitting = [each for each in rule.values if each.since <= on and (each.until is None or on < each.until)]
    return max(fitting, key=lambda each: (bool(each.authority), each.since), default=None)


def national(rule: Rule, on: date) -> RuleValue | None:
    """Return the national value of a day."""
    fitting = [each for each in rule.values if each.since <= on and not each.authority]
    return max(fitting, key=lambda each: each.since, default=None)


def changes(edition: Edition, rules: Iterable[Rule], root: str) -> list[Change]:
    """Return every change of the rules, the newest first: what it was before, by whom it was set."""
    found = [each for rule in rules for each in _changes_of(edition, rule, root)]
    return sorted(found, key=lambda each: (each.on, each.rule), reverse=True)


def _changes_of(edition: Edition, rule: Rule, root: str) -> Iterator[Change]:
    before: dict[str, str] = {}
    for each in sorted(rule.values, key=lambda value: value.since):
        after = value_text(edition, rule, each.value)
        yield Change(
            on=each.since,
            rule=rule.id,
            name=edition.text(rule.name),
            before=before.get(each.authority, before.get("", "")),
            after=after,
            law=edition.law(each.reference, root),
            confidence=sureness(edition, each.confidence),
            authority=each.authority,
        )
        before[each.authority] = after
