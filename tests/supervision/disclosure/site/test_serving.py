"""What stands around the pages: the archive of notices, security.txt, and the settings of web servers."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from supervision.disclosure.invented.snapshot import invent
from supervision.disclosure.site.building import Site
from supervision.disclosure.site.feeds import security_contact
from supervision.disclosure.site.narrative import ROOT
from supervision.disclosure.site.register import register
from supervision.records.rules import Rule, RuleValue
from supervision.records.values import Reference, Text

POLICY = re.compile(r"default-src 'none'[^\"]*")


def directives(policy: str) -> set[str]:
    return {each.strip() for each in policy.split(";")}


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_sample_server_says_what_the_pages_say_and_forbids_framing(demonstration: Path, name: str) -> None:
    found = POLICY.search((ROOT / "portal_docs" / "serving" / name).read_text())
    assert found
    pages = set()
    for path in demonstration.rglob("*.html"):
        policy = POLICY.search(path.read_text())
        assert policy, path
        pages |= directives(policy[0])
    assert directives(found[0]) == pages | {"frame-ancestors 'none'"}


def test_security_txt_has_what_the_standard_asks_for() -> None:
    snapshot = invent(3, 1, 1)
    text = security_contact(register(snapshot))
    for field in (
        "Contact: https://mingjing.example/",
        "Expires: 2027-05-21T00:00:00Z",
        "Canonical: https://",
    ):
        assert field in text
    nowhere = msgspec.structs.replace(snapshot.meta, public_url="")
    assert security_contact(register(replace(snapshot, meta=nowhere))) == ""


def test_notices_are_found_by_year_and_subject_and_lead_to_what_they_are_about() -> None:
    snapshot = invent(12, 2, 7)
    plan = snapshot.plans[0]
    first = msgspec.structs.replace(snapshot.notices[0], about=plan.id)
    second = msgspec.structs.replace(snapshot.notices[1], about=plan.id)
    site = Site(replace(snapshot, notices=(first, second, *snapshot.notices[2:])))
    pages = {path: content.decode() for path, content in site.files(("rest", 0)) if path.endswith(".html")}
    year = f"notices/year-{first.published_on.year}.html"
    assert f'href="{year}"' in pages["notices.html"]
    assert f"{first.id}.html" in pages[year]
    subjects = [path for path in pages if path.startswith("notices/subject-")]
    assert subjects
    page = pages[f"notices/{first.id}.html"]
    assert f'href="../plans/{plan.id}.html"' in page
    assert f'href="{second.id}.html"' in page
    for field in ("索引号", "主题分类", "体裁分类", "发布机构", "成文日期", "发布日期", "发文字号", "有效性"):
        assert field in page, field


def test_time_to_publication_is_counted_in_working_days_and_lateness_is_said() -> None:
    snapshot = invent(12, 1, 7)
    on_time = msgspec.structs.replace(
        snapshot.results[0], confirmed_on=date(2026, 3, 2), published_on=date(2026, 3, 9)
    )
    late = msgspec.structs.replace(
        on_time, id="result-late", confirmed_on=date(2026, 3, 2), published_on=date(2026, 4, 30)
    )
    rule = Rule(
        id="publication.working_days.result",
        group="publication",
        name=Text(zh="结果公布期限"),
        values=(RuleValue(since=date(2020, 1, 1), value=20, reference=Reference(citation="示例")),),
    )
    bare = replace(snapshot, results=(on_time, late), findings=(), penalties=(), rules=(rule,))
    pages = dict(Site(bare).files(("lists", "zh-CN")))
    cells = re.findall(r'<td[^>]*data-label="([^"]*)"[^>]*>([^<]*)<', pages["publication.html"].decode())
    found = dict(cells)
    assert found["公布条数"] == "2"
    assert found["超期条数"] == "1"
    assert int(found["最长用时（工作日）"]) > 20
