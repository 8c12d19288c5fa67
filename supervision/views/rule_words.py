"""规则取值的文字: a rule's value with its unit, and its basis with how sure we are, as office pages show them."""

from decimal import Decimal
from typing import Any

from scoring.describe.schemes import cited
from scoring.rulebook.values import DatedValue
from scoring.schemes import Basis
from supervision.disclosure.site.words import RULE_GROUP, UNIT
from supervision.texts import mark
from supervision.views.access import language
from supervision.views.steps import listed, say

UNITS = {key: word for key, word in UNIT.items() if key != "count"} | {  # a count says by its name of what
    "hours": mark("小时"),
    "years": mark("年"),
    "percent": mark("百分之一"),
    "grams": mark("克"),
}


def value_words(value: Any, unit: str) -> str:
    """Return a value as it is read: 10 个工作日, 5 %, 是; 待核 where the source does not give it."""
    if value is None:
        return say("待核")
    if isinstance(value, bool):
        return say("是") if value else say("否")
    if isinstance(value, list | tuple | set | frozenset):
        return listed(str(each) for each in value)
    if unit in ("ratio", "percent") and isinstance(value, int | Decimal):
        return f"{(Decimal(value) * (100 if unit == 'ratio' else 1)).normalize():f} %"
    return f"{value} {say(UNITS[unit])}" if unit in UNITS else str(value)


def basis_words(basis: Basis) -> dict[str, Any]:
    """Return a basis with its article, and whether it may be cited."""
    return {"text": cited(basis, language()[:2]), "verified": basis.confidence.confirmed_for_citation}


def dated_words(value: DatedValue) -> dict[str, Any]:
    """Return a dated value: from when, how much, by which law, and whose it is."""
    return {
        "since": value.since,
        "until": value.until,
        "value": value_words(value.value, value.unit),
        "authority": value.authority,
        **basis_words(Basis(value.reference, value.confidence)),
    }


def family_name(rule_id: str) -> str:
    """Return what the rules of one folder are about."""
    family = rule_id.partition(".")[0]
    return say(RULE_GROUP[family]) if family in RULE_GROUP else family
