"""法规登记 the register of laws: each text with what is known of it, the places that are cited, and what rests on each."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.pages.rule_words import sureness
from supervision.records.rules import Law
from supervision.records.values import Reference
from supervision.texts import mark

Use = tuple[str, str]
"""What rests on a place in a law: its name, and the page that tells of it."""
LEVEL = {
    "law": mark("法律"),
    "regulation": mark("行政法规"),
    "rule": mark("部门规章"),
    "normative": mark("规范性文件"),
    "local-regulation": mark("地方性法规"),
    "local-normative": mark("地方规范性文件"),
    "standard-mandatory": mark("强制性标准"),
    "standard-recommended": mark("推荐性标准"),
    "policy": mark("政策文件"),
    "placeholder": mark("本地做法"),
    "design": mark("本系统设定"),
}
OTHER = mark("其他文件")


def pages(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the page of all laws, by level."""
    uses = _uses(edition)
    levels: dict[str, list[dict[str, Any]]] = {name: [] for name in (*LEVEL, "")}
    for law in edition.register.snapshot.laws:
        levels[law.level if law.level in LEVEL else ""].append(_law(edition, law, uses.get(law.id, {})))
    shown = [
        (name or "other", edition.say(LEVEL.get(name, OTHER)), laws) for name, laws in levels.items() if laws
    ]
    title = edition.say("法律法规与标准")
    yield (
        "laws.html",
        edition.render(
            "laws.html",
            "laws.html",
            title,
            section="rules",
            levels=shown,
            cited=sum(1 for law in edition.register.snapshot.laws if law.id in uses),
            count=len(edition.register.snapshot.laws),
        ),
    )


def _law(edition: Edition, law: Law, places: dict[str, dict[Use, None]]) -> dict[str, Any]:
    return {
        "id": law.id,
        "name": edition.text(law.title),
        "original": law.title.zh if edition.text(law.title) != law.title.zh else "",
        "number": law.number,
        "issuer": law.issuer,
        "since": edition.day(law.since),
        "repealed": edition.day(law.repealed_on),
        "address": law.address,
        "confidence": sureness(edition, law.confidence),
        "places": [
            (edition.article(article) or edition.say("未写明条款"), list(used))
            for article, used in sorted(places.items())
        ],
        "count": len({use for used in places.values() for use in used}),
    }


def _uses(edition: Edition) -> dict[str, dict[str, dict[Use, None]]]:
    """Return by law and article what rests on it, each thing once."""
    found: dict[str, dict[str, dict[Use, None]]] = defaultdict(lambda: defaultdict(dict))
    for reference, use in _references(edition):
        if reference.law:
            found[reference.law][reference.article][use] = None
    return found


def _references(edition: Edition) -> Iterator[tuple[Reference, Use]]:
    snapshot = edition.register.snapshot
    for rule in snapshot.rules:
        for value in rule.values:
            yield value.reference, (edition.text(rule.name), f"rules/{rule.id}.html")
    for method in snapshot.methods:
        use = (edition.text(method.name), f"rules/{method.id}.html")
        based: list[Any] = [*method.worths, *method.versions]
        for answer in method.answers:
            based += [*answer.bars, *(each for grade in answer.grades for each in grade.conditions)]
        for each in based:
            yield each.reference, use
    for item in snapshot.items:
        for reference in item.references:
            yield (
                reference,
                (item.code, f"{item_page(item.code)}#{item.code}"),
            )


def item_page(code: str) -> str:
    """Return the page on which an item stands: one for each letter of the item list."""
    return f"items/{code.rstrip('0123456789').rstrip('.-_') or 'other'}.html"
