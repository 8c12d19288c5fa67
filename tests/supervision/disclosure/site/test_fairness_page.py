"""抽得公平吗: the page says what can be counted in the published records, and stands without any."""

import json
import re
from pathlib import Path

import pytest

from inspections.draw import draw
from inspections.request import check_request
from supervision.disclosure.site.after_draws import after_draws
from supervision.disclosure.site.building import Site
from supervision.disclosure.site.pages.fairness import PATH, pages
from supervision.disclosure.site.writing import files_in
from supervision.records.snapshot import Snapshot, read_snapshot
from tests.inspections.draws import make_inspector, make_request, make_roster

SNAPSHOT = Path(__file__).parents[4] / "portal_docs" / "snapshot"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return read_snapshot(SNAPSHOT)


@pytest.fixture(scope="module")
def records() -> dict[str, bytes]:
    return {f"records/{path}": content for path, content in files_in(SNAPSHOT / "records")}


def page(snapshot: Snapshot, records: dict[str, bytes], language: str = "zh-CN") -> str:
    after = after_draws(snapshot.draws, records)
    ((path, html),) = pages(Site(snapshot, records).editions[language], after)
    assert path == PATH
    return re.sub(r"<[^>]+>", " ", html)


def test_it_counts_what_stands_in_the_records(snapshot: Snapshot, records: dict[str, bytes]) -> None:
    revealed = [draw_ for draw_ in snapshot.draws if f"records/{draw_.record}" in records]
    by_lot = [tier for draw_ in revealed for tier in draw_.strata if tier.selected < tier.targets]
    listed, drawn = (sum(getattr(tier, name) for tier in by_lot) for name in ("targets", "selected"))
    said = page(snapshot, records)
    assert f"{len(revealed)} 次抽取，在册 {listed} 家次，抽中 {drawn} 家次" in said
    assert "没有看出不公平" in said
    assert "No unfairness to be seen" in page(snapshot, records, "en")


def test_each_line_of_a_plan_says_what_came_of_it(snapshot: Snapshot, records: dict[str, bytes]) -> None:
    said = re.sub(r"\s+", " ", page(snapshot, records))
    for draw_ in (each for each in snapshot.draws if each.id == "draw-3"):
        listed, drawn = (
            sum(getattr(tier, name) for tier in draw_.strata) for name in ("targets", "selected")
        )
        row = next(
            row
            for plan in snapshot.plans
            if plan.id == draw_.plan
            for row in plan.rows
            if row.serial == draw_.line
        )
        done = sum(result.draw == draw_.id for result in snapshot.results)
        line = re.search(rf"{row.name.zh} 2026 {row.ratio.zh} \d+ 1 {listed} {drawn} \d+ % \d+ {done} ", said)
        assert line, said[:3000]


def test_who_left_is_shown_by_pseudonym(snapshot: Snapshot, records: dict[str, bytes]) -> None:
    request = make_request(
        make_roster(
            inspectors=[make_inspector(name) for name in ("Chen", "Li", "Wang")],
            strata=[{"key": "S1", "ratio": [1, 10], "minimum": 1, "reserve": 0}],
        )
    )
    leaving = draw(check_request(request))["teams"][0]["inspectors"][0]
    event = {"kind": "inspector_withdrawn", "inspector": leaving}
    request = make_request(request["roster"], events=(event,))
    record = request | {"result": draw(check_request(request))}
    only = {f"records/{snapshot.draws[0].record}": json.dumps(record).encode()}
    said = re.sub(r"\s+", " ", page(snapshot, only))
    assert f"{leaving} ca 1 1 0" in said
    assert "50 %" in said


def test_before_the_first_reveal_it_says_so(snapshot: Snapshot) -> None:
    said = page(snapshot, {})
    assert "还不能比较" in said
    assert "还没有揭示过抽取" in said


def test_it_is_reached_from_the_list_of_draws(snapshot: Snapshot, records: dict[str, bytes]) -> None:
    files = dict(Site(snapshot, records).files(("rest", 0)))
    for prefix in ("", "en/"):
        assert f"href={PATH}".encode() in files[f"{prefix}draws.html"]
        assert f"{prefix}{PATH}" in files
