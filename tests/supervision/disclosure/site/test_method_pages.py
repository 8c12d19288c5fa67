"""Method pages: what counts, from where on, what overrides, examples line by line, changes, and the laws below."""

import json
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scoring.portable import FORMAT
from supervision.disclosure.site.building import Site
from supervision.disclosure.site.method_files import method_files
from supervision.disclosure.site.pages.method_page import method_values
from supervision.disclosure.site.pages.rule_words import changes
from supervision.disclosure.site.register import register
from supervision.queries.public.methods import methods
from supervision.records.rules import Rule, RuleValue
from supervision.records.snapshot import Snapshot, canonical, read_snapshot
from supervision.records.values import Reference, Text
from tests.supervision.disclosure.with_methods import DEMONSTRATION

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """The demonstration's rules, laws, items and methods, without a single facility."""
    read = read_snapshot(DEMONSTRATION)
    none: dict[str, Any] = dict.fromkeys(
        (
            "facilities",
            "results",
            "findings",
            "scores",
            "listings",
            "penalties",
            "objections",
            "draws",
            "plans",
            "street_rankings",
            "indicator_values",
            "subsidies",
            "notices",
        ),
        (),
    )
    return replace(read, **none)


@pytest.fixture(scope="module")
def site(snapshot: Snapshot) -> Site:
    return Site(snapshot)


def test_every_public_method_stands_in_the_snapshot_and_no_other() -> None:
    found = {method.id: method for method in methods(DAY)}
    assert len(found) > 12
    assert not {name for name in found if "risk" in name or "tiers" in name or "watch" in name}
    assert all(method.program and not method.refused for method in found.values())
    assert all("day" not in method.program for method in found.values())  # or each day would be a change


def test_a_method_says_the_same_tomorrow() -> None:
    today, tomorrow = methods(DAY), methods(date(2026, 11, 23))
    assert [canonical(each) for each in today] == [canonical(each) for each in tomorrow]


def test_the_versions_of_a_method_say_what_changed() -> None:
    three = next(method for method in methods(DAY) if len(method.versions) == 3)
    first, second, third = three.versions
    assert not first.gone
    assert second.new
    assert third.gone
    assert [each.until for each in (first, second)] == [second.since, third.since]


def test_examples_add_up_line_by_line(snapshot: Snapshot) -> None:
    for method in snapshot.methods:
        for example in method.examples:
            if example.value and method.worths:
                total = sum(Fraction(line.points) for line in example.lines if line.points)
                assert total == Fraction(example.value), example.name


def test_the_page_tells_weights_bands_vetoes_and_what_is_not_seen(site: Site) -> None:
    chinese, english = site.editions.values()
    method = next(each for each in chinese.register.methods.values() if len(each.worths) > 40)
    values = method_values(chinese, method)
    assert [(row["name"], row["maximum"], row["share"]) for row in values["weights"]["rows"] if row["depth"] == 0] == [
        ("环境", "120", "12 %"), ("设施设备", "130", "13 %"), ("运营管理", "150", "15 %"), ("服务", "600", "60 %")
    ]  # fmt: skip
    main = values["answers"][0]
    assert main["grades"][0] == ("五级", "900 分起")
    assert main["picture"]
    assert any(bar["name"] == "未备案" and "不予评定" in bar["effect"] for bar in main["bars"])
    assert values["missing"]
    assert not any(
        re.search("[\u4e00-\u9fff]", line["name"])
        for line in method_values(english, method)["weights"]["rows"]
    )


def test_what_a_local_authority_set_stands_beside_the_national_rule(site: Site) -> None:
    chinese = site.editions["zh-CN"]
    rows = [
        row for each in chinese.register.methods.values() for row in method_values(chinese, each)["reads"]
    ]
    local = [row for row in rows if row["authority"]]
    assert local
    assert all(row["national"] and row["law"] and row["national_law"] for row in local)


def test_changes_go_from_old_to_new(site: Site) -> None:
    reference = Reference(citation="《某办法》第一条", law="x")
    rule = Rule(
        id="a.days",
        group="a",
        name=Text(zh="期限"),
        unit="days",
        values=(
            RuleValue(since=date(2020, 1, 1), value=15, reference=reference, confidence="S"),
            RuleValue(since=date(2024, 1, 1), value=30, reference=reference, confidence="M-m"),
            RuleValue(
                since=date(2025, 1, 1), value=20, reference=reference, confidence="S", authority="某区"
            ),
        ),
    )
    local, national, first = changes(site.editions["zh-CN"], [rule], "../")
    assert (first.before, first.after) == ("", "15 自然日")
    assert (national.before, national.after, national.confidence) == (
        "15 自然日",
        "30 自然日",
        "凭记忆写下，没有读到原文",
    )
    assert (local.before, local.after, local.authority) == ("30 自然日", "20 自然日", "某区")


def test_files_are_there_to_run_the_same_rules(snapshot: Snapshot) -> None:
    files = dict(method_files(register(snapshot)))
    method = snapshot.methods[0]
    program = json.loads(files[f"rules/{method.id}.program.json"])
    assert (program["format"], program["scheme"], program["day"]) == (
        FORMAT,
        method.id,
        snapshot.meta.as_of.isoformat(),
    )
    assert files[f"rules/{method.id}.yaml"].decode() == method.source
    assert files["rules/LANGUAGE.txt"].startswith(b"# The language of rule files")
    assert b"\n</script" not in files[f"rules/{method.id}.program.js"]


def test_the_pages_hang_together(site: Site) -> None:
    files = dict(site.files(("rest", 0)))
    for path, content in files.items():
        if path.startswith(("rules/", "en/rules/")) and path.endswith(".html"):
            for link in re.findall(r'(?:href|src)="([^"#:]+)["#]', content.decode()):
                target = (Path("/") / path).parent / link
                known = str(target.resolve()).lstrip("/")
                assert known in files or not known.startswith(("rules/", "en/rules/")), (path, link)


def test_the_register_of_laws_says_what_rests_on_each(site: Site) -> None:
    page = dict(site.files(("rest", 0)))["laws.html"].decode()
    law = page.split('<li id="minfa')[0]
    assert "强制性标准" in page
    assert re.search(r'<dt>第[^<]+条[^<]*(?:</dt>)?<dd><a href="rules/', page)
    assert re.search(r'<a href="items/[A-Z-]+\.html#CL-', page)
    assert law
