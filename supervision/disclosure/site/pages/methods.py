"""方法页 method pages: every rule with its values, law and corrections; the items that may be inspected; the laws."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from supervision.disclosure.site import words
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.pages import law_register
from supervision.disclosure.site.pages.law_register import item_page
from supervision.disclosure.site.pages.method_page import method_values
from supervision.disclosure.site.pages.rule_words import in_force, plain, sureness, unit, value_text
from supervision.disclosure.site.pages.tables import forms
from supervision.records.inspections import Item
from supervision.records.rules import Rule

Pages = Iterator[tuple[str, str]]
ROWS_SHOWN = 300  # of one value; the rest is in the data


def pages(edition: Edition) -> Pages:
    """Yield the list of rules, a page for each, the item list and the laws."""
    yield from _rules(edition)
    yield from _items(edition)
    yield from law_register.pages(edition)


def group_name(edition: Edition, group: str) -> str:
    """Return the name of a group of rules, or its code where an authority made its own."""
    name = words.RULE_GROUP.get(group)
    return edition.say(name) if name else group


def _rules(edition: Edition) -> Pages:
    groups: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    shown = edition.register.methods
    for rule in (each for each in edition.register.snapshot.rules if each.id not in shown):
        groups[rule.group].append((rule.id, edition.text(rule.name), _now(edition, rule)))
    yield (
        "rules.html",
        edition.render(
            "rules.html",
            "rules.html",
            edition.say("规则与方法"),
            section="rules",
            methods=[(each.id, edition.text(each.name), edition.text(each.about)) for each in shown.values()],
            groups=[(group_name(edition, group), rules) for group, rules in sorted(groups.items())],
            corrections=[
                (rule.id, edition.text(rule.name), edition.day(each.on), edition.text(each.reason))
                for rule in edition.register.snapshot.rules
                for each in rule.corrections
            ],
        ),
    )
    for rule in edition.register.snapshot.rules:
        path, title = f"rules/{rule.id}.html", edition.text(rule.name)
        method = edition.register.methods.get(rule.id)
        values = _rule(edition, rule)
        if method:
            values |= method_values(edition, method)
        template = "method.html" if method else "rule.html"
        yield path, edition.render(template, path, title, section="rules", **values)


def _now(edition: Edition, rule: Rule) -> str:
    """Return the value in force on the snapshot's day, with its unit; empty where it is a table of its own."""
    value = in_force(rule, edition.register.as_of)
    if value is None or value.value is None or isinstance(value.value, dict | list):
        return ""
    return value_text(edition, rule, value.value)


def _rule(edition: Edition, rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule,
        "group": group_name(edition, rule.group),
        "about": edition.text(rule.description),
        "unit": unit(edition, rule.unit),
        "lines": [_line(edition.text(each)) for each in rule.lines],
        "example": edition.text(rule.example),
        "values": [
            {
                "since": edition.day(each.since),
                "iso": each.since.isoformat(),
                "rows": (rows := [] if each.value is None else _flat(each.value))[:ROWS_SHOWN],
                "more": max(0, len(rows) - ROWS_SHOWN),
                "law": edition.law(each.reference, "../"),
                "confidence": sureness(edition, each.confidence),
                "authority": each.authority,
                "note": edition.text(each.note),
            }
            for each in reversed(rule.values)
        ],
        "corrections": [
            (edition.day(each.on), edition.text(each.reason), json.dumps(each.before, ensure_ascii=False))
            for each in rule.corrections
        ],
        "checked": edition.day(rule.last_checked),
    }


def _line(text: str) -> tuple[int, str]:
    """Return how deep a line of a description stands (two spaces a step), and its words."""
    words = text.lstrip(" ")
    return min(4, (len(text) - len(words)) // 2), words.removeprefix("· ")


def _flat(value: Any, path: str = "") -> list[tuple[str, str]]:
    """Return a value as rows of (where, what), so that any scheme can be read as a table."""
    if isinstance(value, dict):
        return [
            row for key, each in value.items() for row in _flat(each, f"{path} › {key}" if path else str(key))
        ]
    if isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
        return [
            row for n, each in enumerate(value, 1) for row in _flat(each, f"{path} › {n}" if path else str(n))
        ]
    if isinstance(value, list):
        return [(path, ", ".join(plain(each) for each in value))]
    return [(path, plain(value))]


def _items(edition: Edition) -> Pages:
    categories: dict[str, list[Item]] = defaultdict(list)
    for item in edition.register.snapshot.items:
        categories[item_page(item.code)].append(item)
    yield (
        "items.html",
        edition.render(
            "items.html",
            "items.html",
            edition.say("抽查事项清单"),
            section="rules",
            categories=[
                (path, edition.text(items[0].category), len(items), sum(item.veto for item in items))
                for path, items in categories.items()
            ],
            count=len(edition.register.snapshot.items),
            forms=forms(edition, "items"),
        ),
    )
    for path, items in categories.items():
        values = [_item(edition, item) for item in items]
        title = edition.text(items[0].category)
        yield path, edition.render("items-of.html", path, title, section="rules", items=values)


def _item(edition: Edition, item: Item) -> dict[str, Any]:
    return {
        "code": item.code,
        "question": edition.text(item.question),
        "severity": edition.say(words.SEVERITY[item.severity]),
        "veto": item.veto,
        "law": edition.laws(item.references, "../"),
        "departments": edition.marks["comma_list"].join(
            edition.department(each) for each in item.departments
        ),
    }
