"""How ratings are made: every scheme in words, its versions as a log, its own examples, and the dated values of all rules."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from scoring.describe import describe_scheme
from scoring.schemes import Scheme
from supervision import clock
from supervision.errors import NotFoundError
from supervision.filters import write_text
from supervision.queries.local_rules import get_local_rules
from supervision.queries.public.examples import example
from supervision.rulebook import rulebook, schemes
from supervision.texts import mark
from supervision.views.access import OFFICE, language, page
from supervision.views.rule_words import basis_words, dated_words, family_name
from supervision.views.steps import listed, say

bp = Blueprint("methods", __name__, url_prefix="/office/methods")

PAGE_SIZE = 40
STATES = {
    "now": (mark("适用中"), "good"),
    "ahead": (mark("尚未生效"), "info"),
    "over": (mark("已被取代"), "closed"),
}
HELD = {  # what a local rule file may hold
    "rules": mark("{count} 个取值"),
    "adopts": mark("采用 {count} 个方案"),
    "laws": mark("{count} 个依据文件"),
    "schemes": mark("{count} 个方案"),
    "indicators": mark("{count} 个指标"),
}


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """评价方法: all schemes, and the dated values of all rules, a folder of them at a time or by what is looked for."""
    newest = {each.id: each for each in schemes().all()}
    family, text = (request.args.get(name, "").strip() for name in ("family", "text"))
    rules = [
        rule
        for _, rule in sorted(rulebook().rules.items())
        if (not family or rule.id.startswith(f"{family}."))
        and (not text or text.lower() in f"{rule.id} {' '.join(rule.name.values())}".lower())
    ]
    pages = max(1, -(-len(rules) // PAGE_SIZE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    families = sorted({rule_id.partition(".")[0] for rule_id in rulebook().rules})
    return render_template(
        "methods/list.html",
        schemes=[(key, write_text(each.name, language()), each.public) for key, each in newest.items()],
        rules=[_rule(rule) for rule in rules[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]],
        filters=[
            {"name": "text", "label": say("规则名称或编号"), "kind": "search"},
            {"name": "family", "label": say("关于"), "options": [(each, family_name(each)) for each in families]},
        ],
        page=number,
        pages=pages,
        total=len(rules),
    )  # fmt: skip


@bp.get("/local")
@page(OFFICE)
def local() -> ResponseReturnValue:
    """本地规定: which files apply here, and which of their values stands in the place of which national one."""
    found = get_local_rules(clock.china_day(clock.now()))
    return render_template(
        "methods/local.html",
        files=[(one.name, write_text(one.authority, language()), _holds(one.holds), one.last_checked) for one in found.files],
        overrides=[
            {
                "id": one.rule,
                "name": write_text(one.name, language()),
                "state": STATES[one.state],
                "local": dated_words(one.local),
                "national": one.national and dated_words(one.national),
                "same": one.national is not None and one.national.value == one.local.value,
            }
            for one in found.overrides
        ],
        versions=[
            {"id": each.id, "name": write_text(each.name, language()), "since": each.since, "until": each.until,
             "authority": each.authority, "adopted": each.adopted is not None, **basis_words(each.adopted or each.basis)}
            for each in found.versions
        ],
    )  # fmt: skip


def _holds(holds: Mapping[str, int]) -> str:
    return listed(say(HELD[part], count=count) for part, count in holds.items())


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
            (each.since, each.until, each.authority, basis_words(each.adopted or each.basis))
            for each in reversed(versions)
        ],
        examples=[_example(one, each) for one in versions for each in one.examples][:20],
    )


def _rule(rule: Any) -> dict[str, Any]:
    entries = [*rule.national.entries, *rule.local.entries]
    return {
        "id": rule.id,
        "name": write_text(rule.name, language()),
        "values": [dated_words(each) for each in entries],
        "checked": rule.last_checked,
    }


def _example(scheme: Scheme, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return an example as it was worked out, its facts in words."""
    made = example(rulebook(), scheme, said)
    key = "en" if language() == "en" else "zh"
    return {
        "name": getattr(made.name, key),
        "on": made.on,
        "given": [getattr(each, key) for each in made.facts],
        "outcome": getattr(made.outcome, key),
        "value": made.value,
    }
