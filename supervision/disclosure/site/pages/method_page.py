"""评价方法页 the page of one method, for those whom it is about: what counts, from where on, what overrides, what if unseen."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from supervision.disclosure.site import method_pictures, pictures
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.method_files import CALCULATOR
from supervision.disclosure.site.pages import rule_words
from supervision.disclosure.site.pages.rule_words import sureness, value_text
from supervision.records.methods import Answer, Condition, Example, Grade, Method, Worth
from supervision.texts import mark

Values = dict[str, Any]
MISSING = {
    "undecided": mark("不推测：这一项不评定，总的结果也要等有了记录才能给出。"),
    "lose": mark("这一项不得分。"),
    "keep": mark("没有对它不利的记录，这一项保留满分；页面上写明没有看到。"),
    "not_applicable": mark("这一项不计，满分相应减少。"),
}
LIMITS = {
    ">=": mark("{limit} 分起"),
    ">": mark("{limit} 分以上，不含 {limit} 分"),
    "<=": mark("不超过 {limit} 分"),
    "<": mark("低于 {limit} 分"),
}
ROOT = "../"


def method_values(edition: Edition, method: Method) -> Values:
    """Return what the template ``method.html`` shows."""
    register = edition.register
    read = [register.rules[rule] for rule in method.values if rule in register.rules]
    adoption = next((each for each in reversed(method.versions) if each.adopted), None)
    return {
        "method": method,
        "calculator_scripts": CALCULATOR,
        "about": edition.text(method.about),
        "checked": edition.day(method.last_checked),
        "adoption": adoption and (adoption.authority, edition.law(adoption.reference, ROOT)),
        "facts": [edition.text(each) for each in method.facts],
        "weights": _weights(edition, method),
        "answers": [
            _answer(edition, method, answer, first=n == 0) for n, answer in enumerate(method.answers)
        ],
        "missing": list(_missing(edition, method)),
        "reads": [_value(edition, rule) for rule in read],
        "changes": [
            (edition.day(each.on), each) for each in rule_words.changes(edition, read, ROOT) if each.before
        ],
        "versions": [
            {
                "since": edition.day(each.since),
                "until": edition.day(each.until),
                "authority": each.authority,
                "adopted": each.adopted,
                "law": edition.law(each.reference, ROOT),
                "confidence": sureness(edition, each.confidence),
                "gone": [edition.text(line) for line in each.gone],
                "new": [edition.text(line) for line in each.new],
            }
            for each in reversed(method.versions)
        ],
        "examples": list(_examples(edition, method)),
    }


def number(value: Decimal) -> str:
    """Return a number without zeros at its end."""
    return f"{value.normalize():f}"


def _weights(edition: Edition, method: Method) -> Values | None:
    """Return the picture and the table of what counts how much."""
    if not method.worths:
        return None
    tops = [each for each in method.worths if each.depth == 0]
    known = [each.maximum for each in tops if each.maximum is not None and not each.bonus]
    whole = sum(known, Decimal(0))
    picture = None
    if whole and len(tops) > 1 and len(known) == len([each for each in tops if not each.bonus]):
        bars = [
            pictures.Bar(edition.text(each.name), each.maximum.normalize(), whole.normalize(), None)
            for each in tops
            if each.maximum is not None and not each.bonus
        ]
        picture = pictures.parts(
            bars, edition.say("什么占多少分"), edition.say("每一部分的满分在全部满分中占的长度；表格在旁边")
        )
    return {
        "picture": picture,
        "whole": number(whole) if whole else "",
        "start": "" if method.start is None else number(method.start),
        "rows": [_worth(edition, each, whole) for each in method.worths],
    }


def _worth(edition: Edition, worth: Worth, whole: Decimal) -> Values:
    share = ""
    if worth.maximum is not None and whole and not worth.bonus:
        share = f"{number((worth.maximum * 100 / whole).quantize(Decimal('0.1')))} %"
    return {
        "name": edition.text(worth.name),
        "depth": worth.depth,
        "maximum": "" if worth.maximum is None else number(worth.maximum),
        "share": share,
        "bonus": worth.bonus,
        "is_part": worth.is_part,
        "open": worth.open,
        "ways": [edition.text(each) for each in worth.ways],
        "law": edition.law(worth.reference, ROOT),
        "confidence": sureness(edition, worth.confidence),
    }


def _answer(edition: Edition, method: Method, answer: Answer, *, first: bool) -> Values:
    grades = [(edition.text(each.name), each) for each in answer.grades]
    rest = edition.text(answer.otherwise)
    limits = [(name, each.limit, each.sign) for name, each in grades if each.limit is not None]
    picture = None
    if len(limits) == len(grades) > 1:
        picture = method_pictures.bands(
            limits, rest, _most(method, limits), edition.say("多少分是什么结果"), edition.say("从低到高的分数线；表格在旁边")
        )  # fmt: skip
    return {
        "name": edition.text(answer.name),
        "first": first,
        "picture": picture,
        "grades": [(name, _limit(edition, each)) for name, each in grades],
        "rest": rest,
        "conditions": _conditions(edition, answer),
        "bars": [
            {
                "name": edition.text(each.name),
                "effect": edition.text(each.effect),
                "picks": edition.text(each.picks),
                "gate": each.gate,
                "law": edition.law(each.reference, ROOT),
                "confidence": sureness(edition, each.confidence),
            }
            for each in answer.bars
        ],
    }


def _most(method: Method, limits: list[tuple[str, Decimal, str]]) -> Decimal:
    """Return where the picture of the bands ends: the greatest number there can be, as far as it is known."""
    tops = [each.maximum for each in method.worths if each.depth == 0 and not each.bonus]
    known = sum((each for each in tops if each is not None), Decimal(0))
    highest = max(limit for _, limit, _ in limits)
    return max(method.maximum or known, highest * 11 / 10)


def _limit(edition: Edition, grade: Grade) -> str:
    return edition.say(LIMITS[grade.sign], limit=number(grade.limit)) if grade.limit is not None else ""


def _conditions(edition: Edition, answer: Answer) -> list[Values]:
    """Return the conditions, what several grades have in common once, with the grades that ask for it."""
    found: dict[tuple[str, str], Values] = {}
    for grade in answer.grades:
        for each in grade.conditions:
            key = (each.name.zh, each.text.zh)
            if key not in found:
                found[key] = _condition(edition, each)
            found[key]["grades"].append(edition.text(grade.name))
    return list(found.values())


def _condition(edition: Edition, condition: Condition) -> Values:
    return {
        "name": edition.text(condition.name),
        "text": edition.text(condition.text),
        "law": edition.law(condition.reference, ROOT),
        "confidence": sureness(edition, condition.confidence),
        "grades": [],
    }


def _missing(edition: Edition, method: Method) -> Iterator[tuple[str, list[str], bool]]:
    """Yield what happens where nobody looked, with the items it happens to, and whether to all of them."""
    items = [each for each in method.worths if not each.is_part]
    ways = {each.when_missing for each in items} or {"undecided"}
    for way, sentence in MISSING.items():
        if way in ways:
            names = [edition.text(each.name) for each in items if each.when_missing == way]
            yield edition.say(sentence), names, len(names) == len(items)


def _value(edition: Edition, rule: Any) -> Values:
    on = edition.register.as_of
    now, country = rule_words.in_force(rule, on), rule_words.national(rule, on)
    return {
        "id": rule.id,
        "name": edition.text(rule.name),
        "now": value_text(edition, rule, now.value) if now else edition.say("这一天没有规定"),
        "since": edition.day(now.since) if now else "",
        "law": edition.law(now.reference, ROOT) if now else "",
        "confidence": sureness(edition, now.confidence) if now else "",
        "authority": now.authority if now else "",
        "national": value_text(edition, rule, country.value) if now and now.authority and country else "",
        "national_law": edition.law(country.reference, ROOT) if now and now.authority and country else "",
    }


def _examples(edition: Edition, method: Method) -> Iterator[Values]:
    """Yield the examples; the first that comes to a number stands open."""
    shown = next((each for each in method.examples if each.value), next(iter(method.examples), None))
    for each in method.examples:
        yield {**_example(edition, each, assumed=not method.adopted), "open": each is shown}


def _example(edition: Edition, example: Example, *, assumed: bool) -> Values:
    return {
        "name": edition.text(example.name),
        "on": edition.day(example.on),
        "rehearsal": example.rehearsal and assumed,
        "facts": [edition.text(each) for each in example.facts],
        "peers": example.peers,
        "outcome": edition.text(example.outcome),
        "value": example.value,
        "lines": [
            (edition.text(each.text), each.points.replace("-", "−"), _sign(each.points))
            for each in example.lines
        ],
    }


def _sign(points: str) -> str:
    return "none" if points in ("", "0") else "lost" if points.startswith("-") else "won"
