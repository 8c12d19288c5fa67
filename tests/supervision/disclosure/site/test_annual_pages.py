"""Pages of closed years: who stands where and why, values against targets, sums due; nothing where nothing was closed."""

from dataclasses import replace

import msgspec
import pytest

from supervision.disclosure.invented.snapshot import invent
from supervision.disclosure.site.data.tables import lists
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.feeds import feeds
from supervision.disclosure.site.pages.annual_results import pages
from supervision.disclosure.site.pages.facilities import page as facility_page
from supervision.disclosure.site.register import Register, register
from supervision.disclosure.site.stamps import Stamps
from supervision.records.changes import difference
from supervision.records.snapshot import Snapshot
from tests.supervision.disclosure.with_years import REASON, with_years


@pytest.fixture(scope="module")
def bare() -> Snapshot:
    return invent(6, 1, 3)


@pytest.fixture(scope="module")
def found(bare: Snapshot) -> Register:
    return register(with_years(bare))


def test_where_nothing_was_closed_there_is_neither_page_nor_file_nor_feed(bare: Snapshot) -> None:
    empty = register(bare)
    edition = Edition(empty, "zh-CN")
    assert list(pages(edition)) == []
    assert not {"streets", "indicators", "subsidies"} & lists(empty).keys()
    assert not [path for path, _ in feeds(edition) if "streets" in path]
    _, page = facility_page(edition, bare.facilities[0].code)
    assert "subsidies.html" not in page


def test_the_ranking_shows_the_newest_version_and_says_what_was_put_right(found: Register) -> None:
    made = dict(pages(Edition(found, "zh-CN")))
    first = found.snapshot.street_rankings[0].area
    page = made["streets.html"]
    newest = page[page.index("<tbody>") :]
    assert newest.index(f"streets/{first}.html") < newest.index("第 2 名（共 2）")
    assert "数据不全，不排名" in newest
    assert REASON in made[f"streets/{first}.html"]
    assert "完成项数 31" in page or "第 1 名（共 2）" in made[f"streets/{first}.html"]


def test_an_indicator_shows_numerator_denominator_day_and_the_sentence_of_its_target(found: Register) -> None:
    made = dict(pages(Edition(found, "en")))
    assert "42 / 50" in made["indicators.html"]
    one = made["indicators/indicators.excellent.html"]
    for said in ("优秀率达到", "84 %", "72 %", "at least 80 %", "31 December 2025", "<svg"):
        assert said in one


def test_sums_are_told_on_the_list_and_in_one_line_of_the_facility(found: Register) -> None:
    edition = Edition(found, "zh-CN")
    assert "75,000" in dict(pages(edition))["subsidies.html"]
    _, page = facility_page(edition, found.snapshot.facilities[0].code)
    assert "¥75,000" in page


def test_a_changed_sum_changes_its_facility_alone(found: Register) -> None:
    snapshot = found.snapshot
    other = (msgspec.structs.replace(snapshot.subsidies[0], outcome_name=snapshot.areas[0].name),)
    before = Stamps(found)
    after = Stamps(register(replace(snapshot, subsidies=other)))
    changed = [code for code in before.own if before.own[code] != after.own[code]]
    assert changed == [snapshot.facilities[0].code]
    assert before.years != after.years


def test_what_a_year_came_to_is_new_and_waits_for_two_people(bare: Snapshot, found: Register) -> None:
    change = difference(bare, found.snapshot)
    assert not change.only_removes
    assert difference(found.snapshot, bare).only_removes
