"""Building a site from a snapshot: only what changed, nothing left behind, hostile and empty input."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from supervision.disclosure.invented.snapshot import invent
from supervision.disclosure.site.building import REST, Site, build_site
from supervision.disclosure.site.failing import PageError
from supervision.disclosure.site.narrative import ROOT
from supervision.disclosure.site.pages.history import HISTORY_SHOWN
from supervision.disclosure.site.pinyin import initials
from supervision.disclosure.site.writing import write_files
from supervision.records.facilities import LifeStage
from supervision.records.snapshot import Snapshot, SnapshotError, write_snapshot
from supervision.records.values import Text

HOSTILE = "<script>alert(1)</script>\"'&\u202e👵" + "长" * 150 + "{name}%s"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return invent(12, 2, 7)


def renamed(snapshot: Snapshot, name: str) -> Snapshot:
    first = msgspec.structs.replace(snapshot.facilities[0], name=Text(zh=name, en=name))
    return replace(snapshot, facilities=(first, *snapshot.facilities[1:]))


def test_only_what_changed_is_written_and_what_went_is_removed(snapshot, tmp_path):
    out = tmp_path / "site"
    first = build_site(snapshot, out)
    assert set(first.changed) == set(first.files)
    (out / "log").mkdir()
    (out / "log" / "checkpoint").write_text("kept")
    assert not build_site(snapshot, out).changed

    code, gone = snapshot.facilities[0].code, snapshot.facilities[-1].code
    changed = build_site(renamed(snapshot, "新名字"), out)
    assert f"f/{code}.html" in changed.changed
    assert f"f/{gone}.html" not in changed.changed
    assert all(path.startswith("assets/names/") for path in changed.removed)

    def stays(record):
        return record.facility != gone

    fewer = replace(
        snapshot,
        facilities=snapshot.facilities[:-1],
        results=tuple(filter(stays, snapshot.results)),
        findings=tuple(filter(stays, snapshot.findings)),
        scores=tuple(filter(stays, snapshot.scores)),
        listings=tuple(filter(stays, snapshot.listings)),
        penalties=tuple(filter(stays, snapshot.penalties)),
        objections=tuple(filter(stays, snapshot.objections)),
    )
    last = build_site(fewer, out)
    assert f"f/{gone}.html" in last.removed
    assert f"en/f/{gone}.html" in last.removed
    assert (out / "log" / "checkpoint").read_text() == "kept"
    left = [path for path in out.rglob("*") if path.is_file() and gone.encode() in path.read_bytes()]
    assert left == []


def test_the_same_snapshot_gives_the_same_files_anywhere(snapshot, tmp_path):
    extra = {"records/draws/x.json": b"{}"}
    first = build_site(snapshot, tmp_path / "a", records=extra)
    assert first.files == build_site(snapshot, tmp_path / "b", records=extra).files
    assert (tmp_path / "a" / "records/draws/x.json").read_bytes() == b"{}"


def test_the_richest_past_stays_below_60_kb_and_says_what_it_leaves_out(snapshot):
    code, finding, result = snapshot.facilities[0].code, snapshot.findings[0], snapshot.results[0]
    copy = msgspec.structs.replace
    findings = tuple(copy(finding, id=f"finding-{n:04d}", facility=code) for n in range(3000))
    results = tuple(copy(result, id=f"result-{n:04d}", facility=code) for n in range(500))
    site = Site(replace(snapshot, findings=findings, results=results))
    pages = dict(site.files(("facilities", 0)))
    for prefix in ("", "en/"):
        assert len(pages[f"{prefix}f/{code}.html"]) < 60_000
    text = pages[f"f/{code}.html"].decode()
    assert f"另有 {3000 - HISTORY_SHOWN} 个问题" in text
    assert f"另有 {500 - HISTORY_SHOWN} 次更早的检查" in text
    assert pages[f"f/{code}.json"].count(b'"order_number"') == 3000


def test_sealed_records_are_linked_where_they_stand(snapshot, tmp_path):
    result = snapshot.results[0]
    path = f"records/result/{result.id}.json"
    build_site(snapshot, tmp_path, records={path: b"{}\n"})
    assert f'href="../{path}"' in (tmp_path / f"f/{result.facility}.html").read_text()
    assert f'href="../../{path}"' in (tmp_path / f"en/f/{result.facility}.html").read_text()
    assert (tmp_path / f"f/{result.facility}.html").read_text().count("封存记录") == 1


def test_a_page_that_cannot_be_made_names_its_facility(snapshot):
    broken = msgspec.structs.replace(snapshot.facilities[3], stage="unheard-of")
    facilities = (*snapshot.facilities[:3], broken, *snapshot.facilities[4:])
    site = Site(replace(snapshot, facilities=facilities))
    with pytest.raises(PageError) as failed:
        list(site.files(("facilities", 0)))
    assert broken.code in str(failed.value)
    assert broken.name.zh in str(failed.value)


@pytest.mark.parametrize(
    ("made", "part", "path"),
    [
        ("finding._chains", ("finding", 0), r"assets/names\.js"),
        ("data.package.csv_rows", ("data", 0), r"data/\w+\.csv"),
        ("data.tables._ending", ("facilities", 0), r"f/[^/]+\.json"),
        ("data.deadlines._ahead", REST, r"deadlines\.ics"),
        ("feeds.newest_by", REST, r"feed\.xml"),
        ("feeds.told", REST, r"feed\.xml"),
        ("feeds.told", ("facilities", 0), r"f/[^/]+\.xml"),
    ],
)
def test_a_feed_data_file_or_index_that_cannot_be_made_is_named(
    snapshot, tmp_path, monkeypatch, made, part, path
):
    def broken(*_):
        raise ValueError("out of tune")

    monkeypatch.setattr(f"supervision.disclosure.site.{made}", broken)
    with pytest.raises(PageError, match="ValueError: out of tune") as failed:
        write_files(tmp_path, Site(snapshot).files(part))
    assert re.fullmatch(path, failed.value.path)


def test_hostile_names_are_escaped_everywhere(snapshot, tmp_path):
    built = build_site(renamed(snapshot, HOSTILE), tmp_path)
    for path in built.files:
        if path.endswith((".html", ".xml")):
            text = (tmp_path / path).read_text()
            assert "<script>alert" not in text, path
            assert "&lt;script&gt;" in text or "alert" not in text, path


def test_english_pages_say_nothing_in_chinese_of_themselves(snapshot):
    pages = dict(Site(snapshot).files(("lists", "en")))
    for path in ("en/results.html", "en/ratings.html", "en/not-visited.html"):
        main = re.search(r"<main.*</main>", pages[path].decode(), re.DOTALL)
        assert re.findall("[一-鿿]+", re.sub(r"<[^>]+>", " ", main[0])) == [], path


def test_a_name_without_english_is_marked_as_chinese_on_english_pages(snapshot):
    first = msgspec.structs.replace(snapshot.facilities[0], name=Text(zh="福寿院"))
    site = Site(replace(snapshot, facilities=(first, *snapshot.facilities[1:])))
    pages = dict(site.files(("facilities", 0)))
    assert "<h1><i lang=zh-CN>福寿院</i></h1>" in pages[f"en/f/{first.code}.html"].decode()
    assert "<h1>福寿院</h1>" in pages[f"f/{first.code}.html"].decode()


def test_a_bad_snapshot_stops_the_build_with_its_place(tmp_path, snapshot):
    write_snapshot(snapshot, tmp_path / "snapshot")
    (tmp_path / "snapshot" / "score.jsonl").write_text('{"id": "x"}\n')
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--site-dir", str(tmp_path / "site")]
    environment = {**os.environ, "MINGJING_DATA": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "score.jsonl:1" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_spreadsheet_never_takes_a_name_for_a_formula(snapshot, tmp_path):
    build_site(renamed(snapshot, "=cmd()"), tmp_path)
    assert ",'=cmd()" in (tmp_path / "data" / "facilities.csv").read_text(encoding="utf-8-sig")


def test_a_snapshot_with_nothing_in_it_is_a_whole_site(snapshot, tmp_path):
    empty = Snapshot(snapshot.meta)
    built = build_site(empty, tmp_path)
    assert {"index.html", "ratings.html", "black-list.html", "draws.html", "404.html"} <= set(built.files)
    assert "目前没有列入的机构" in (tmp_path / "black-list.html").read_text()


def test_the_black_list_can_be_switched_off(snapshot, tmp_path):
    meta = msgspec.structs.replace(snapshot.meta, black_list_shown=False)
    built = build_site(replace(invent(60, 1, 7), meta=meta), tmp_path)
    assert not [path for path in built.files if "black" in path]
    everything = "".join(
        (tmp_path / path).read_text() for path in built.files if path.endswith((".html", ".xml", ".json"))
    )
    assert "listing-black" not in everything
    assert "拒不接受依法检查" not in everything


def test_a_vanished_street_and_a_facility_without_past_are_shown(snapshot):
    stranger = msgspec.structs.replace(
        snapshot.facilities[0],
        code="X1",
        area="000000",
        beds=None,
        services=(),
        history=(),
        stage=LifeStage.SUSPENDED,
    )
    site = Site(replace(snapshot, facilities=(*snapshot.facilities, stranger)))
    pages = dict(site.files(("facilities", 0)))
    text = pages["f/X1.html"].decode()
    assert "没有结果不等于没有问题" in text
    assert "机构没有公布价格" in text


def test_a_record_of_a_facility_that_is_not_there_is_refused_by_name(snapshot):
    with pytest.raises(SnapshotError, match=snapshot.results[0].id):
        Site(replace(snapshot, facilities=()))


def test_ages_are_said_from_the_snapshots_day(snapshot):
    edition = Site(snapshot).editions["zh-CN"]
    assert edition.age(date(2026, 11, 22)) == "今天"
    assert edition.age(date(2026, 11, 21)) == "昨天"
    assert edition.age(date(2026, 10, 1)) == "52 天前"
    assert edition.age(date(2025, 9, 22)) == "14 个月前"
    assert edition.age(date(1999, 1, 1)) == "27 年前"
    assert edition.age(date(2027, 1, 1)) == ""


def test_initials_of_names_are_found():
    assert initials("明镜养老院") == "mjyly"
    assert initials("A区3号") == "aq3h"


def test_an_invented_snapshot_is_the_same_each_time_and_marked():
    assert invent(30, 2, 5) == invent(30, 2, 5)
    assert invent(30, 2, 5) != invent(30, 2, 6)
    assert invent(1, 1, 1).meta.demonstration
