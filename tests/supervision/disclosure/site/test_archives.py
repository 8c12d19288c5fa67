"""The data of earlier days stay where they were cited, in the words of then, less what is no longer public."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from frictionless import Package

from supervision.disclosure.invented.snapshot import invent
from supervision.disclosure.release.publisher import Publisher, demonstration_publisher
from supervision.disclosure.site.data.archives import DAYS, kept
from supervision.disclosure.site.data.withdrawal import StillPublic, cleaned
from supervision.disclosure.verification.site import verify_site
from supervision.records.changes import difference
from supervision.records.decisions import Objection, ObjectionState
from supervision.records.rules import Rule, RuleValue
from supervision.records.snapshot import Snapshot
from supervision.records.values import Reference, Text

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
FIRST = date(2026, 11, 22)
GONE = "将要移除的违法事实"
change = msgspec.structs.replace


def on(snapshot: Snapshot, day: date) -> Snapshot:
    return replace(snapshot, meta=change(snapshot.meta, as_of=day))


def archive_of(folder: Path, day: date) -> Path:
    return next((folder / "data").glob(f"mingjing-*-{day}.zip"))


def publish(publisher: Publisher, name: str, snapshot: Snapshot, before: Snapshot | None = None) -> Path:
    withdrawn = difference(before, snapshot).withdrawing if before else ()
    publisher.publish(name, snapshot, standing={}, fresh={}, files={}, as_of=snapshot.meta.as_of, at=AT,
                      withdrawn=withdrawn)  # fmt: skip
    return publisher.releases.folder(name)


def words_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a release, and of its archives every member."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                found |= {f"{path.name}:{name}": archive.read(name) for name in archive.namelist()}
        elif path.is_file() and "log" not in path.relative_to(folder).parts:
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


def rows(archive: Path, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(archive) as file:
        return list(csv.DictReader(io.StringIO(file.read(name).decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def first() -> Snapshot:
    found = invent(12, 2, 5)
    law = Reference(law="system-design", citation="本系统设计", confirmed=True)
    rule = Rule(
        id=DAYS, group="publication", name=Text(zh="天数"),
        values=(RuleValue(since=date(2023, 1, 1), value=7, reference=law),),
    )  # fmt: skip
    penalty = change(found.penalties[0], violation=Text(zh=GONE), number="将去〔2026〕1号")
    penalties = (penalty, *found.penalties[1:])
    return on(replace(found, rules=(*found.rules, rule), penalties=penalties), FIRST)


@pytest.fixture(scope="module")
def second(first: Snapshot) -> Snapshot:
    renamed = change(first.facilities[0], name=Text(zh="后来的名字", en="Later name"))
    return on(replace(first, facilities=(renamed, *first.facilities[1:])), FIRST + timedelta(days=1))


@pytest.fixture(scope="module")
def third(second: Snapshot) -> Snapshot:
    """A penalty and a result, with what was found there, are taken down."""
    result = second.findings[0].result
    return on(
        replace(
            second,
            penalties=second.penalties[1:],
            results=tuple(each for each in second.results if each.id != result),
            findings=tuple(each for each in second.findings if each.result != result),
        ),
        FIRST + timedelta(days=2),
    )


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    place = tmp_path_factory.mktemp("archives")
    return demonstration_publisher(place / "public", place / "memory")


@pytest.fixture(scope="module")
def releases(
    publisher: Publisher, first: Snapshot, second: Snapshot, third: Snapshot
) -> tuple[Path, Path, Path]:
    return (
        publish(publisher, "r1", first),
        publish(publisher, "r2", second, first),
        publish(publisher, "r3", third, second),
    )


def test_the_last_days_stay_and_of_each_month_its_last():
    every = [date(2026, month, day) for month in (8, 9, 10, 11) for day in (1, 15, 20, 28)]
    days = kept(every, date(2026, 11, 28), 7)
    assert days == {date(2026, 8, 28), date(2026, 9, 28), date(2026, 10, 28)}
    assert kept(every, date(2026, 12, 3), 7) == days | {date(2026, 11, 28)}
    assert date(2026, 11, 20) in kept(every, date(2026, 11, 27), 7)
    assert kept([], FIRST, 7) == set()


def test_an_earlier_day_is_the_same_file_at_the_same_address(releases):
    one, two, _ = releases
    assert archive_of(two, FIRST).samefile(archive_of(one, FIRST))
    (known,) = json.loads((two / "data/archives.json").read_text())
    content = archive_of(two, FIRST).read_bytes()
    assert known["sha256"] == hashlib.sha256(content).hexdigest()
    assert (known["day"], known["bytes"]) == (str(FIRST), len(content))
    assert known["path"] in (two / "data.html").read_text()
    with zipfile.ZipFile(archive_of(two, FIRST)) as archive:
        assert known["path"] in archive.read("CITATION.txt").decode()


def test_what_was_taken_down_is_in_no_archive_and_all_else_is_as_it_was(releases, first, second, third):
    _, two, three = releases
    assert any(GONE.encode() in text for text in words_of(two).values())
    result = second.findings[0].result
    marks = [GONE, first.penalties[0].number, first.penalties[0].id, result]
    found = words_of(three)
    assert [(path, mark) for path, text in found.items() for mark in marks if mark.encode() in text] == []
    old = archive_of(three, FIRST)
    assert rows(old, "facilities.csv")[0]["name_zh"] == first.facilities[0].name.zh != "后来的名字"
    assert len(rows(old, "results.csv")) == len(first.results) - 1
    assert len(rows(old, "official-results.csv")) < len(rows(archive_of(two, second.meta.as_of), "official-results.csv"))  # fmt: skip
    assert len(rows(old, "official-penalties.csv")) == len(first.penalties) - 1
    known = {each["day"]: each for each in json.loads((three / "data/archives.json").read_text())}
    gone = 2 + sum(each.result == result for each in first.findings)
    assert known[str(FIRST)]["left_out"] == known[str(second.meta.as_of)]["left_out"] >= gone
    assert known[str(FIRST)]["left_out_on"] == str(third.meta.as_of)
    assert f"{known[str(FIRST)]['left_out']} 条" in (three / "data.html").read_text()
    assert verify_site(str(three)).problems == []


def test_a_cleaned_archive_is_a_valid_package_with_its_checksums(releases, tmp_path):
    with zipfile.ZipFile(archive_of(releases[2], FIRST)) as archive:
        archive.extractall(tmp_path)
    assert Package(str(tmp_path / "datapackage.json")).validate().valid
    sums = dict(reversed(line.split("  ")) for line in (tmp_path / "SHA256SUMS").read_text().splitlines())
    assert sums == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in tmp_path.iterdir()
        if path.name != "SHA256SUMS"
    }


def test_what_was_found_wrong_leaves_the_days_before_and_stands_corrected_after(releases, first):
    about = first.results[0]
    upheld = Objection(
        id="objection-9", facility=about.facility, about=about.id, state=ObjectionState.UPHELD,
        filed_on=FIRST, decided_on=FIRST + timedelta(days=1),
    )  # fmt: skip
    public = StillPublic(replace(first, objections=(*first.objections, upheld)))
    content, left = cleaned(archive_of(releases[0], FIRST), FIRST, public) or (b"", 0)
    assert left >= 1
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert about.id.encode() not in archive.read("results.jsonl")
    assert cleaned(archive_of(releases[0], FIRST), FIRST + timedelta(days=1), public) is None


def test_an_archive_that_is_not_what_it_was_is_not_taken_over(publisher, releases, third):
    damaged = archive_of(releases[2], FIRST)
    content = damaged.read_bytes()
    damaged.unlink()
    damaged.write_bytes(content[:-9] + b"forged!!!")
    again = demonstration_publisher(publisher.root, publisher.memory)
    four = publish(again, "r4", on(third, FIRST + timedelta(days=3)), third)
    days = [each["day"] for each in json.loads((four / "data/archives.json").read_text())]
    assert days == [str(FIRST + timedelta(days=2)), str(FIRST + timedelta(days=1))]
    assert verify_site(str(four)).problems == []
