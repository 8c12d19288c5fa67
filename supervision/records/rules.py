"""The rules as data, so that the public reads exactly what the engine reads."""

from datetime import date
from typing import Any

from supervision.records.values import Code, Record, Reference, Text


class Law(Record, frozen=True, kw_only=True):
    """法律法规: a text that rules and items refer to. ``confidence`` and ``level`` as in the rule files (S, S2, M-h …; law, regulation, policy …)."""

    id: Code
    title: Text
    number: str = ""
    issuer: str = ""
    since: date | None = None
    repealed_on: date | None = None
    address: str = ""
    confidence: str = ""
    level: str = ""


class RuleValue(Record, frozen=True, kw_only=True):
    """规则取值: the value in force from ``since``; ``value`` is plain JSON, decimals as strings.

    ``authority`` names the local authority that set it; empty where it is the national one.
    """

    since: date
    value: Any
    until: date | None = None
    authority: str = ""
    reference: Reference
    confidence: str = ""
    note: Text | None = None


class RuleCorrection(Record, frozen=True, kw_only=True):
    """规则更正: a published value is never edited; a mistake is corrected by an entry with day and reason."""

    on: date
    reason: Text
    before: Any = None


class Rule(Record, frozen=True, kw_only=True):
    """规则: one dated rule. ``group`` is its room (grading, credit, lists …); ``lines`` say in words what it does.

    ``local`` is true where an authority's own file overrides the national value; the page shows both. ``for_people``: people
    go by it, no program reads it.
    """

    id: Code
    group: Code
    name: Text
    description: Text | None = None
    unit: str = ""
    values: tuple[RuleValue, ...] = ()
    lines: tuple[Text, ...] = ()
    example: Text | None = None
    corrections: tuple[RuleCorrection, ...] = ()
    local: bool = False
    for_people: bool = False
    last_checked: date | None = None
    file_sha256: str = ""
