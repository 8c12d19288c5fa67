"""A page saved long ago is proved by the manifest kept of its release and by the log of today."""

import gzip
import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from supervision.disclosure.invented.snapshot import invent
from supervision.disclosure.log.manifests import INDEX_PATH, kept_manifests, manifest_path
from supervision.disclosure.release.publisher import Publisher, demonstration_publisher
from supervision.disclosure.site.data.archives import DAYS as ARCHIVES
from supervision.disclosure.verification.saved import prove_file
from supervision.disclosure.verification.site import verify_site
from supervision.errors import InputError
from supervision.records.rules import Rule, RuleValue
from supervision.records.values import Reference, Text

LAW = Reference(law="system-design", citation="本系统设计", confirmed=True)
DAYS = (date(2026, 3, 30), date(2026, 3, 31), date(2026, 11, 22))


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """Return a folder of three releases, of which the first is gone from the disk, and a page saved of it."""
    folder = tmp_path_factory.mktemp("saved")
    publisher = demonstration_publisher(folder / "site", folder / "memory")
    for n, day in enumerate(DAYS, 1):
        publish(publisher, f"{n:06d}", day)
        if n == 1:
            live = folder / "site" / "live"
            page = sorted((live / "f").glob("*.html"))[0]
            shutil.copy(page, folder / "saved.html")
            (folder / "where").write_text(f"f/{page.name}")
    shutil.rmtree(folder / "site" / "releases" / "000001")
    return folder


def publish(publisher: Publisher, name: str, day: date) -> None:
    snapshot = invent(12, 2, 5)
    rule = Rule(
        id=ARCHIVES, group="publication", name=Text(zh="天数"),
        values=(RuleValue(since=date(2023, 1, 1), value=7, reference=LAW),),
    )  # fmt: skip
    snapshot = replace(
        snapshot, rules=(*snapshot.rules, rule), meta=msgspec.structs.replace(snapshot.meta, as_of=day)
    )
    at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
    publisher.publish(name, snapshot, standing={}, fresh={}, files={}, as_of=day, at=at)


@pytest.fixture
def place(built, tmp_path) -> Path:
    shutil.copytree(built, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy"


def test_a_page_saved_of_a_release_that_is_long_gone_is_proved(built):
    proof = prove_file(built / "saved.html", str(built / "site"), "000001")
    assert proof.report.holds
    assert (proof.paths, proof.as_of, proof.at) == (
        ((built / "where").read_text(),),
        "2026-03-30",
        "2026-03-30T03:00:00Z",
    )
    later = prove_file(built / "saved.html", str(built / "site"), "000003")
    assert [each.name for each in later.report.problems] == ["not-listed"]
    assert verify_site(str(built / "site")).holds


def test_a_page_that_was_touched_is_not_proved(place):
    (place / "saved.html").write_bytes((place / "saved.html").read_bytes() + b" ")
    proof = prove_file(place / "saved.html", str(place / "site"), "000001")
    assert [each.name for each in proof.report.problems] == ["not-listed"]


def test_a_manifest_that_was_made_to_fit_is_not_the_entry_of_the_log(place):
    kept = place / "site" / "log" / manifest_path("000001")
    (place / "saved.html").write_bytes(b"forged")
    said = json.loads(gzip.decompress(kept.read_bytes()))
    path = (place / "where").read_text()
    said["record"]["files"][path] = "97f6e9b44ff0ea8cb8fe2eb3c5a0fc11b4bd3a3b84e6c4d0a2d9f3a1ad9d6c2e"
    kept.write_bytes(gzip.compress(json.dumps(said, sort_keys=True, separators=(",", ":")).encode() + b"\n"))
    proof = prove_file(place / "saved.html", str(place / "site"), "000001")
    assert "manifest" in [each.name for each in proof.report.problems]


def test_a_manifest_that_is_cut_off_or_was_never_kept_is_named(place):
    kept = place / "site" / "log" / manifest_path("000002")
    kept.write_bytes(kept.read_bytes()[:200])
    for release in ("000002", "000009"):
        with pytest.raises(InputError) as told:
            prove_file(place / "saved.html", str(place / "site"), release)
        assert told.value.place == f"log/{manifest_path(release)}"


def test_the_index_names_every_release_and_what_was_missed_is_made_up_for(place):
    log = place / "site" / "log"
    assert [(each.release, each.as_of) for each in kept_manifests(log)] == [
        (f"{n:06d}", day) for n, day in enumerate(DAYS, 1)
    ]
    (log / INDEX_PATH).unlink()
    publish(demonstration_publisher(place / "site", place / "memory"), "000004", date(2026, 11, 23))
    assert [each.release for each in kept_manifests(log)] == ["000002", "000003", "000004"]


def test_the_data_page_names_the_manifest_beside_the_archive_of_its_day(place):
    publish(demonstration_publisher(place / "site", place / "memory"), "000004", date(2026, 11, 23))
    page = (place / "site" / "live" / "data.html").read_text()
    assert 'href="log/releases/index.json"' in page
    assert 'href="log/releases/000002.json.gz"' in page, "of the last day of March, whose archive stays"
    assert 'href="log/releases/000001.json.gz"' not in page
