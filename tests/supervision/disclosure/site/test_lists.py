"""Every list in its five forms, in any order; feeds that strangers' readers take; what follows from the records."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from supervision.disclosure.invented.snapshot import invent
from supervision.disclosure.site.building import build_site
from supervision.disclosure.site.catalogue import LISTS
from supervision.disclosure.site.derived import corrections, not_visited
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.feeds import feeds
from supervision.disclosure.site.pages import published
from supervision.disclosure.site.pages.sorting import WHOLE, Column, orders
from supervision.disclosure.site.pages.tables import ROWS
from supervision.disclosure.site.register import Register, register
from supervision.records.decisions import Objection, ObjectionState, Tombstone
from supervision.records.inspections import PlanChange
from supervision.records.rules import RuleCorrection
from supervision.records.snapshot import Snapshot
from supervision.records.values import Text
from tests.supervision.disclosure.atom import faults_of_atom, faults_of_json_feed
from tests.supervision.disclosure.with_years import with_years


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """A district in which everything has happened that a feed can tell."""
    made = invent(130, 3, 11)
    rule, plan, result = made.rules[0], made.plans[-1], made.results[0]
    wrong = RuleCorrection(on=date(2026, 5, 6), reason=Text(zh="印错", en="Misprint"), before=3)
    change = PlanChange(n=1, on=date(2026, 6, 7), kind="changed", name=plan.rows[0].name, reason="机构改革")
    upheld = Objection(id="objection-u", facility=result.facility, about=result.id, state=ObjectionState.UPHELD,
                       filed_on=date(2026, 7, 1), decided_on=date(2026, 7, 20), outcome=Text(zh="更正第三项", en="Item 3 corrected"))  # fmt: skip
    unseen = made.results[-1].facility  # its one visit of long ago
    kept = [each for each in made.results if each.facility != unseen]
    long_ago = msgspec.structs.replace(made.results[-1], on=date(2025, 2, 3))
    happened = replace(
        made,
        results=(*kept, long_ago),
        findings=tuple(each for each in made.findings if each.facility != unseen),
        rules=(msgspec.structs.replace(rule, corrections=(wrong,)), *made.rules[1:]),
        plans=(*made.plans[:-1], msgspec.structs.replace(plan, changes=(change,))),
        objections=(upheld,),
    )
    return with_years(happened)


@pytest.fixture(scope="module")
def found(snapshot: Snapshot) -> Register:
    return register(snapshot)


@pytest.mark.parametrize("of", LISTS, ids=lambda of: of.name)
def test_every_list_is_a_page_with_its_method_csv_json_and_feed(demonstration: Path, of) -> None:
    for language in ("", "en/"):
        page = (demonstration / language / of.page).read_text()
        assert (demonstration / language / of.method).is_file()
        assert re.search(f'href="?{re.escape(of.method)}[" >]', page)
        top = "../" if language else ""
        for form in (f"data/{of.name}.csv", f"data/{of.name}.jsonl"):
            assert re.search(f'href="?{re.escape(top + form)}[" >]', page), form
            assert (demonstration / form).is_file()
        if of.feed:
            assert re.search(f'href="?feeds/{of.name}.xml[" >]', page)
            assert faults_of_atom((demonstration / language / f"feeds/{of.name}.xml").read_bytes()) == []
    lines = (demonstration / f"data/{of.name}.jsonl").read_bytes().splitlines()
    rows = list(csv.reader(io.StringIO((demonstration / f"data/{of.name}.csv").read_text("utf-8-sig"))))
    assert len(lines) == len(rows) - 1


def test_every_list_and_every_file_about_a_facility_says_until_when_it_is_good(demonstration: Path) -> None:
    package = json.loads((demonstration / "data" / "datapackage.json").read_text())
    day = date.fromisoformat(package["version"])
    assert all(day < date.fromisoformat(each["valid_until"]) for each in package["resources"])
    about = json.loads(next((demonstration / "f").glob("*.json")).read_text())
    assert about["as_of"] < about["valid_until"]
    assert "前有效" in (demonstration / "red-list.html").read_text()
    assert "valid until" in (demonstration / "en" / "draws.html").read_text()


def test_all_feeds_keep_to_the_letter_of_their_standards(found: Register) -> None:
    told = set()
    for language in ("zh-CN", "en"):
        for path, text in feeds(Edition(found, language)):
            check = faults_of_json_feed if path.endswith(".json") else faults_of_atom
            assert check(text.encode()) == [], path
            told |= set(re.findall(r'<category term="([^"]+)"', text))
    assert told == {of.name for of in LISTS if of.feed}
    assert faults_of_atom(b'<feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>') != []
    assert faults_of_json_feed(b'{"items": [{}]}') != []


def test_what_was_removed_is_told_without_name_or_cause(found: Register) -> None:
    stone = Tombstone(
        record="listing-2026-0009", list=found.snapshot.tombstones[0].list, on=date(2026, 11, 20)
    )
    made = dict(feeds(Edition(register(replace(found.snapshot, tombstones=(stone,))), "zh-CN")))
    assert "失信惩戒对象名单 listing-2026-0009" in made["feeds/tombstones.xml"]
    assert "tag:mingjing.example,2026:listing-2026-0009-removed" in made["feed.json"]


def test_an_area_is_followed_by_itself(found: Register) -> None:
    made = dict(feeds(Edition(found, "zh-CN")))
    codes = set(re.findall(r"f/(D\d+)\.html", made["areas/990101001.xml"]))
    assert codes
    assert {found.facilities[code].area for code in codes} == {"990101001"}


@pytest.mark.parametrize("language", ["", "en/"])
def test_one_home_is_followed_by_a_feed_beside_its_page(demonstration: Path, language: str) -> None:
    told = 0
    for data in (demonstration / "f").glob("*.json"):  # one of each facility
        page = demonstration / language / "f" / f"{data.stem}.html"
        content = page.with_suffix(".xml").read_bytes()
        assert faults_of_atom(content) == [], page.stem
        assert set(re.findall(r"/f/(\w+)\.html", content.decode())) <= {page.stem}
        assert page.read_text().count(f"{page.stem}.xml") == 2  # for feed readers, and for people
        told += content.count(b"<entry>")
    assert told


def test_corrections_name_what_was_corrected_and_lead_there(found: Register) -> None:
    assert [each.kind for each in corrections(found)] == ["objection", "plan", "rule", "streets"]
    page = dict(published.pages(Edition(found, "en")))["corrections.html"]
    for words in (
        "Corrected after an objection",
        "Item 3 corrected",
        "Rule corrected",
        "Misprint",
        "Ranking of streets 2025",
    ):
        assert words in page
    assert f'href="rules/{found.snapshot.rules[0].id}.html"' in page


def test_whom_nobody_visited_is_counted_by_the_day(found: Register) -> None:
    code = found.active()[0].code
    older = tuple(
        msgspec.structs.replace(each, on=date(2025, 11, 22)) for each in found.results.get(code)[:1]
    )
    others = tuple(each for each in found.snapshot.results if each.facility != code)
    for results, on in ((older, date(2025, 11, 22)), ((), None)):
        rows = not_visited(register(replace(found.snapshot, results=(*others, *results), findings=())))
        assert [each.last_on for each in rows if each.facility == code] == [on]
    newer = (msgspec.structs.replace(older[0], on=date(2025, 11, 23)),)
    rows = not_visited(register(replace(found.snapshot, results=(*others, *newer), findings=())))
    assert code not in {each.facility for each in rows}


def test_a_long_list_has_a_page_for_each_order_and_says_which(found: Register) -> None:
    pages = dict(published.pages(Edition(found, "zh-CN")))
    total = len(found.snapshot.results)
    assert total > ROWS
    down = pages["results-by-not-met-down.html"]
    assert (
        '<th class="number" aria-sort="descending"><a href="results-by-not-met.html">不符合项</a></th>'
        in down
    )
    counts = [int(each) for each in re.findall(r'data-label="不符合项">(\d+)<', down)]
    assert len(counts) == ROWS
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == max(result.not_met for result in found.snapshot.results)
    dates = re.findall(r'data-label="检查日期">(\d+)年(\d+)月(\d+)日<', pages["results-by-date.html"])
    assert [tuple(map(int, each)) for each in dates] == sorted(tuple(map(int, each)) for each in dates)
    assert ("这里是前" in down) is (total > WHOLE)


def test_words_go_by_sound_ranks_by_rank_and_gaps_last() -> None:
    def order(cells, column=None, *, down=False):
        rows = [[cell] for cell in cells]
        return [
            rows[place][0] for place in orders(rows, [column or Column("", sort="x")], len(rows))[0, down]
        ]

    assert order(["王家坝", "朗山", "安平"]) == ["安平", "朗山", "王家坝"]
    assert order(["第10号", "第9号"]) == ["第9号", "第10号"]
    grades = Column("等级", sort="grade", order=("一级", "二级", "三级"))
    assert order(["二级", None, "三级", "一级"], grades, down=True) == ["三级", "二级", "一级", None]
    never, day = "没有公布过", date(2026, 1, 2)
    visited = Column("最近检查", sort="visited")
    assert order([never, day], visited) == order([never, day], visited, down=True) == [day, never]


def test_an_entry_that_was_removed_is_found_nowhere_in_the_next_release(
    found: Register, tmp_path: Path
) -> None:
    """Pages, search, feeds, calendar, data and what is packed in the archive: its number alone is left."""
    like, code = found.snapshot.listings[0], found.active()[0].code
    entry = msgspec.structs.replace(
        like, id="listing-9z", facility=code, number="示罚〔2026〕9zq号",
        cause=Text(zh="独一无二的事由", en="A cause like no other"), how_to_leave=Text(zh="独此一条出路", en="One way out"),
    )  # fmt: skip
    told = ("9zq", "独一无二的事由", "A cause like no other", "独此一条出路", "One way out")
    site = tmp_path / "site"

    def everything() -> str:
        texts = []
        for path in site.rglob("*"):
            if path.suffix == ".zip":
                with zipfile.ZipFile(path) as packed:
                    texts += [packed.read(name).decode() for name in packed.namelist()]
            elif path.is_file() and path.suffix not in (".png", ".woff2"):
                texts.append(path.read_text())
        return "\n".join(texts)

    listed = replace(found.snapshot, listings=(*found.snapshot.listings, entry))
    build_site(
        listed, site, records={"records/listing/listing-9z.json": '{"cause":"独一无二的事由"}'.encode()}
    )
    before = everything()
    assert all(word in before for word in told)
    stone = Tombstone(record=entry.id, list=entry.list, on=found.as_of)
    build_site(replace(found.snapshot, tombstones=(stone,)), site, records={})
    after = everything()
    assert [word for word in told if word in after] == []
    assert "listing-9z" in after
