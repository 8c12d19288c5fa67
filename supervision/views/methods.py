"""How ratings are made: every scheme in words, its versions as a log, its own examples, and the dated values of all rules."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from scoring.describe import describe_scheme
from scoring.describe_words import cited
from scoring.schemes import Basis, Scheme, title_of
from supervision.errors import NotFoundError
from supervision.filters import write_text
from supervision.rulebook import rulebook, schemes
from supervision.views.access import OFFICE, language, page
from supervision.views.steps import say

bp = Blueprint("methods", __name__, url_prefix="/office/methods")


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """评价方法: all schemes, then every dated value with its source; a local value stands beside the national one."""
    newest = {each.id: each for each in schemes().all()}
    return render_template(
        "methods/list.html",
        schemes=[(key, write_text(each.name, language()), each.public) for key, each in newest.items()],
        rules=[_rule(rule) for _, rule in sorted(rulebook().rules.items())],
    )


@bp.get("/<scheme>")
@page(OFFICE)
def show(scheme: str) -> ResponseReturnValue:
    """一个评价方案: what it does, line by line; its versions; worked examples from its own file."""
    versions = schemes().versions.get(scheme)
    if not versions:
        raise NotFoundError("没有这个评价方案。", remedy="请从评价方法中选择。")
    newest = versions[-1]
    said = describe_scheme(newest, language())
    lines = [
        ((len(line) - len(line.lstrip(" "))) // 2, line.lstrip(" ").removeprefix("· ")) for line in said[1:]
    ]
    return render_template(
        "methods/method.html",
        title=write_text(newest.name, language()),
        lines=lines,
        versions=[
            (each.since, each.until, each.authority, _basis(each.adopted or each.basis))
            for each in reversed(versions)
        ],
        examples=[_example(newest, each) for one in versions for each in one.examples if one.examples][:20],
    )


def _basis(basis: Basis) -> dict[str, Any]:
    return {"text": cited(basis, language()[:2]), "verified": basis.confidence.confirmed_for_citation}


def _rule(rule: Any) -> dict[str, Any]:
    entries = [*rule.national.entries, *rule.local.entries]
    return {
        "id": rule.id,
        "name": write_text(rule.name, language()),
        "unit": rule.unit,
        "values": [
            {
                "since": each.since,
                "value": say("待核") if each.value is None else each.value,
                "authority": each.authority,
                **_basis(Basis(each.reference, each.confidence)),
            }
            for each in entries
        ],
        "checked": rule.last_checked,
    }


def _example(scheme: Scheme, example: Any) -> dict[str, Any]:
    expect = example["expect"]
    outcome = expect.get("outcome")
    names = scheme.outcome.names
    return {
        "name": write_text(title_of(example), language()),
        "on": example["on"],
        "given": [
            (
                write_text(scheme.kinds[each["kind"]].name, language())
                if each["kind"] in scheme.kinds
                else each["kind"],
                each["on"],
                "; ".join(
                    f"{write_text(scheme.lexicon.get(key, key), language())} {value}"
                    for key, value in each.get("data", {}).items()
                ),
            )
            for each in scheme.given_in(example)
        ],
        "outcome": write_text(names[outcome], language()) if outcome in names else say("尚无结论"),
        "value": expect.get("value"),
    }
