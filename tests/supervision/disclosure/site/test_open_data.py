"""Open data is what other people's tools take it for: packages, forms, calendars and the words of schema.org."""

import csv
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from frictionless import Package
from icalendar import Calendar

from supervision.disclosure.invented.snapshot import invent
from supervision.disclosure.site.data import archive_name, files
from supervision.disclosure.site.data.deadlines import calendar
from supervision.disclosure.site.data.meanings import COLUMNS
from supervision.disclosure.site.data.official import PENALTY_COLUMNS, RESULT_COLUMNS, result_rows
from supervision.disclosure.site.data.tables import csv_tables, lists
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.register import Register, register
from supervision.records.decisions import Penalty, PenaltyKind
from supervision.records.inspections import Unobserved
from supervision.records.snapshot import Snapshot
from supervision.records.values import Reference, Text
from tests.supervision.disclosure.with_years import with_years


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return with_years(invent(40, 3, 11))


@pytest.fixture(scope="module")
def found(snapshot) -> Register:
    return register(snapshot)


@pytest.fixture(scope="module")
def written(found, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("open")
    for path, content in made(found).items():
        target = folder / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
    return folder / "data"


def made(found: Register) -> dict[str, bytes]:
    return {path: b"".join(content) for path, content in files(found)}


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_a_stranger_finds_the_package_valid(written):
    report = Package(str(written / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "fieldName", "message"])[:5]
    resources = json.loads((written / "datapackage.json").read_text())["resources"]
    assert {each["path"] for each in resources} == {path.name for path in written.glob("*.csv")}
    keyless = {each["name"] for each in resources if "primaryKey" not in each["schema"]}
    assert keyless == {"dictionary", "official-penalties", "official-results"}


def test_a_stranger_sees_a_result_whose_facility_is_missing(written, tmp_path):
    for path in written.iterdir():
        if path.suffix in (".csv", ".json"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
    facilities = (tmp_path / "facilities.csv").read_text("utf-8-sig").splitlines(keepends=True)
    gone = rows(written / "results.csv")[0]["facility"]
    kept = [line for line in facilities if not line.startswith(gone)]
    (tmp_path / "facilities.csv").write_text("".join(kept), "utf-8-sig")
    description = json.loads((tmp_path / "datapackage.json").read_text())
    for resource in description["resources"]:
        del resource["bytes"], resource["hash"]
    (tmp_path / "datapackage.json").write_text(json.dumps(description))
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert "foreign-key" in {kind for (kind,) in report.flatten(["type"])}


def test_every_column_of_every_table_is_explained_and_no_explanation_is_left_over(found, written):
    used = set()
    for name, (kind, records) in lists(found).items():
        for table in csv_tables(name, kind, records):
            for column in table.columns:
                used.add(column.removesuffix("_zh").removesuffix("_en").removeprefix("reference_"))
    assert set(COLUMNS) == used
    explained = rows(written / "dictionary.csv")
    assert all(row["meaning_zh"] != row["meaning_en"] != "" for row in explained)


def test_the_archive_is_the_same_files_and_the_same_bytes(snapshot, found, written):
    archive = written / archive_name(snapshot.meta)
    assert made(found)[f"data/{archive.name}"] == archive.read_bytes()
    with zipfile.ZipFile(archive) as packed:
        sums = packed.read("SHA256SUMS").decode().splitlines()
        assert len(sums) == len(packed.namelist()) - 1
        for line in sums:
            digest, path = line.split("  ")
            assert hashlib.sha256(packed.read(path)).hexdigest() == digest
            assert packed.read(path) == (written / path).read_bytes()


def test_results_have_the_columns_of_the_national_form(snapshot, written):
    official = rows(written / "official-results.csv")
    assert tuple(official[0]) == RESULT_COLUMNS
    drawn = [each for each in snapshot.results if each.visit.value in ("drawn", "joint")]
    assert len(official) == sum(len(each.results) for each in drawn) > 0
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row["抽查完成日期"]) for row in official)
    assert all(row["检查对象名称"] and row["抽查机关"] and row["抽查结果"] for row in official)


def test_what_nobody_looked_at_is_no_matter_of_an_inspection(snapshot):
    """抽查事项 names categories of which something was seen (the joint list of the first random visit)."""
    whole = next(each for each in snapshot.results if each.visit.value in ("drawn", "joint"))
    department = whole.results[0].department
    place = next(each for each in snapshot.facilities if each.code == whole.facility)
    listed = [
        item
        for item in snapshot.items
        if department in item.departments and (not item.kinds or place.kind in item.kinds)
    ]
    first = listed[0].category.zh
    unseen = tuple(Unobserved(item=item.code) for item in listed if item.category.zh == first)
    one, other = (
        next(result_rows(register(replace(snapshot, results=(msgspec.structs.replace(whole, unobserved=some),))), slice(0, 1)))
        for some in ((), unseen)
    )  # fmt: skip
    assert first in one["抽查事项"].split("；")
    assert other["抽查事项"].split("；") == one["抽查事项"].split("；")[1:]


def test_a_penalty_is_written_in_ten_thousand_yuan_and_names_no_person(snapshot):
    code = snapshot.facilities[0].code
    penalty = Penalty(
        id="p1", facility=code, number="示民罚〔2026〕1号", kinds=(PenaltyKind.WARNING, PenaltyKind.FINE),
        violation=Text(zh="占用疏散通道"), content=Text(zh="警告，罚款12345元"),
        references=(Reference(citation="《消防法》第六十条"),), fine=Decimal(12345), authority="示范局",
        forfeited=Decimal("200.50"), facts=Text(zh="东侧通道堆放床具"), authority_code="11990101500000017K",
        decided_on=date(2026, 3, 1), published_on=date(2026, 3, 3), until=date(2027, 3, 1),
    )  # fmt: skip
    data = made(register(replace(snapshot, penalties=(penalty,))))
    (row,) = json.loads(data["data/official-penalties.json"])
    assert list(PENALTY_COLUMNS) == sorted(row, key=list(PENALTY_COLUMNS).index)
    assert row["CF_NR_FK"] == "1.234500"
    assert row["CF_NR_WFFF"] == "0.020050"
    assert (row["CF_WFXW"], row["CF_SY"]) == ("占用疏散通道", "东侧通道堆放床具")
    assert row["CF_CFJGDM"] == row["CF_SJLYDM"] == "11990101500000017K"
    assert row["CF_CFLB"] == "警告；罚款"
    assert row["CF_GSJZQ"] == "2027-03-01"
    never = ("CF_FRDB", "CF_FR_ZJLX", "CF_FR_ZJHM", "CF_XDR_ZJLX", "CF_XDR_ZJHM")
    assert not any(row[column] for column in never)
    assert "示民罚〔2026〕1号" in data["data/official-penalties.csv"].decode("utf-8-sig")
    said = {
        row["column"]: row["meaning_zh"]
        for row in csv.DictReader(io.StringIO(data["data/dictionary.csv"].decode("utf-8-sig")))
        if row["table"] == "official-penalties"
    }
    assert list(said) == list(PENALTY_COLUMNS.values())
    for code, name in PENALTY_COLUMNS.items():
        assert code in said[name]
        assert row[code] or said[name] != f"{name}; {code}", f"{code} is empty and nothing says why"


def test_the_calendar_says_what_lies_ahead_and_nothing_that_is_over(found, snapshot):
    for language in ("zh-CN", "en"):
        events = Calendar.from_ical(calendar(Edition(found, language))).walk("VEVENT")
        assert events
        assert all(event.decoded("dtstart") >= snapshot.meta.as_of for event in events)
        assert len({str(event["uid"]) for event in events}) == len(events)
    due = {each.until for each in snapshot.listings}
    assert due <= {event.decoded("dtstart") for event in events}
