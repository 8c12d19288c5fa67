"""The whole site of a register full of trouble: every page is well-formed HTML, nothing is said raw, nothing is lost."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import msgspec
import pytest
from icalendar import Calendar

from supervision.disclosure.site.building import Site, build_site
from supervision.disclosure.site.failing import PageError
from supervision.records.snapshot import VERSION, Snapshot, SnapshotError, read_snapshot, write_snapshot
from supervision.records.values import Text
from tests.supervision.disclosure.atom import faults_of_atom, faults_of_json_feed
from tests.supervision.disclosure.extremes import NAMES, nothing, too_much
from tests.supervision.disclosure.words_of_the_web import faults_of_html


@pytest.fixture(scope="module")
def much(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("much") / "site"
    build_site(too_much(), folder)
    return folder


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bare") / "site"
    build_site(nothing(), folder)
    return folder


def test_every_page_is_html_to_the_letter(much: Path, bare: Path, demonstration: Path) -> None:
    assert faults_of_html("<!doctype html><title>x</title><p><b></p>") != []
    wrong = {}
    for site in (much, bare, demonstration):
        seen: set[str] = set()
        for path in sorted(site.rglob("*.html")):
            folder = path.relative_to(site).parent.as_posix()
            if site is demonstration and folder not in (".", "en") and folder in seen:
                continue  # one of each kind: its pages are many and tidy
            seen.add(folder)
            if found := faults_of_html(path.read_text()):
                wrong[str(path)] = found[:3]
    assert wrong == {}


def test_nothing_that_somebody_typed_is_taken_for_markup(much: Path) -> None:
    for path in much.rglob("*"):
        if path.suffix in (".html", ".xml"):
            text = path.read_text()
            assert "<script>alert" not in text, path
            assert "{{ 7*7 }}" in text or "49" not in re.findall(r"<h1>([^<]*)</h1>", text), path
    for code, name in NAMES.items():
        page = (much / "f" / f"{code}.html").read_text()
        assert "<h1" in page
        assert json.loads((much / "f" / f"{code}.json").read_bytes())["facility"]["name"]["zh"] == name


def test_a_name_that_turns_the_text_around_stays_in_its_place(much: Path) -> None:
    """A right-to-left mark must end where the name ends: every element isolates its direction."""
    style = "".join(path.read_text() for path in (much / "assets").glob("*.css"))
    assert re.search(r"main :is\(a,[^{]*\{\s*unicode-bidi: isolate", style)


def test_data_feeds_and_calendar_of_trouble_are_valid(much: Path, bare: Path) -> None:
    for site in (much, bare):
        for path in sorted(site.rglob("*.xml")):
            if path.name.startswith("sitemap"):
                ElementTree.parse(path)
            else:
                assert faults_of_atom(path.read_bytes()) == [], path
        for language in ("", "en/"):
            assert faults_of_json_feed((site / language / "feed.json").read_bytes()) in ([], ["no items"])
            events = Calendar.from_ical((site / language / "deadlines.ics").read_bytes())
            assert not events.errors
            for event in events.walk("VEVENT"):
                assert not event.errors
                assert event["uid"]
                assert event.decoded("dtend") > event.decoded("dtstart")
        package = json.loads((site / "data" / "datapackage.json").read_bytes())
        for resource in package["resources"]:
            text = (site / "data" / resource["path"]).read_text("utf-8-sig")
            widths = {len(row) for row in csv.reader(io.StringIO(text))}
            assert widths == {len(resource["schema"]["fields"])}, resource["path"]


def test_every_link_of_trouble_leads_somewhere(much: Path, bare: Path) -> None:
    broken = set()
    for site in (much, bare):
        for path in site.rglob("*.html"):
            if path.name == "404.html":
                continue
            for link in re.findall(r'<a [^>]*?href="([^"]*)"', path.read_text()):
                parts = urlsplit(link.replace("&amp;", "&"))
                if not parts.scheme and parts.path and not (path.parent / unquote(parts.path)).is_file():
                    broken.add((path.relative_to(site).as_posix(), link))
    assert broken == set()


def test_thousands_of_findings_are_counted_and_the_page_stays_small(much: Path) -> None:
    page = (much / "f" / "X-markup.html").read_bytes()
    assert len(page) < 100_000  # its every sentence is forty times a usual one
    assert "一共公布 3000 个问题" in page.decode()


def test_what_was_long_ago_is_said_with_its_age(much: Path) -> None:
    page = (much / "f" / "X-old.html").read_text()
    assert "1988年2月29日" in page
    assert "38 年前" in page
    assert "民国以前" in page


def test_a_record_of_an_unknown_version_is_refused_by_name(tmp_path: Path) -> None:
    snapshot = nothing()
    write_snapshot(snapshot, tmp_path)
    meta = json.loads((tmp_path / "meta.json").read_bytes())
    (tmp_path / "meta.json").write_text(json.dumps({**meta, "version": VERSION + 1}))
    with pytest.raises(SnapshotError, match=rf"meta\.json: version {VERSION + 1}"):
        read_snapshot(tmp_path)
    (tmp_path / "meta.json").write_text(json.dumps(meta))
    (tmp_path / "hologram.jsonl").write_text("{}\n")
    with pytest.raises(SnapshotError, match=r"hologram\.jsonl"):
        read_snapshot(tmp_path)
    (tmp_path / "hologram.jsonl").unlink()
    (tmp_path / "tombstone.jsonl").write_text('{"record":"x","list":"red","on":"2026-01-01","mood":"blue"}\n')
    with pytest.raises(SnapshotError, match=r"tombstone\.jsonl:1.*mood"):
        read_snapshot(tmp_path)


def test_a_facility_without_a_name_is_refused_by_its_code() -> None:
    snapshot = too_much(1)
    nameless = msgspec.structs.replace(snapshot.facilities[4], name=Text(zh=" "))
    with pytest.raises(SnapshotError, match=f"facility {nameless.code}: it has no name"):
        Site(replace(snapshot, facilities=(*snapshot.facilities[:4], nameless, *snapshot.facilities[5:])))


def test_what_cannot_be_rendered_is_named_among_all_others() -> None:
    snapshot: Snapshot = too_much(1)
    broken = msgspec.structs.replace(snapshot.facilities[-1], opened_on=date(2020, 1, 1), stage="nowhere")
    site = Site(replace(snapshot, facilities=(*snapshot.facilities[:-1], broken)))
    with pytest.raises(PageError) as failed:
        list(site.files(("facilities", 0)))
    assert broken.code in str(failed.value)
    assert broken.name.zh in str(failed.value)
