"""A release made from the last one is the same bytes as one made from the beginning, whatever changed between them."""

import io
import random
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from supervision.disclosure.invented.snapshot import invent
from supervision.disclosure.log.entries import MANIFEST_PATH, Envelope, Kind
from supervision.disclosure.release import publisher as publisher_module
from supervision.disclosure.release.publisher import LEDGER, Publisher, demonstration_publisher
from supervision.disclosure.site import narrative as narrative_module
from supervision.disclosure.site.briefs import GONE
from supervision.disclosure.site.building import build_site
from supervision.disclosure.site.failing import PageError
from supervision.disclosure.site.pages import facilities as facility_pages
from supervision.disclosure.verification.site import verify_site
from supervision.records.decisions import ListName
from supervision.records.facilities import Facility, LifeStage
from supervision.records.inspections import FindingState
from supervision.records.snapshot import Snapshot
from supervision.records.values import Text

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
change = msgspec.structs.replace


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return invent(60, 2, 11)


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return demonstration_publisher(tmp_path / "public", tmp_path / "memory")


def publish(
    publisher: Publisher,
    name: str,
    snapshot: Snapshot,
    standing: dict[str, Envelope] | None = None,
    sealed: str = "",
) -> Path:
    """Publish; ``sealed``: the id of a result whose record enters the log now and then stands among ``standing``."""
    standing = {} if standing is None else standing
    path, record = f"records/result/{sealed}.json", {"id": sealed}
    fresh = {path: publisher.envelope(path, record, kind=Kind.RESULT, at=AT)} if sealed else {}
    as_of = snapshot.meta.as_of
    done = publisher.publish(name, snapshot, standing=standing, fresh=fresh, files={}, as_of=as_of, at=AT)
    standing |= {path: each.numbered(done.places[path]) for path, each in fresh.items()}
    return publisher.releases.folder(name)


def content(folder: Path) -> dict[str, bytes]:
    return {
        path: (folder / path).read_bytes()
        for path in sorted(
            each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()
        )
        if path != MANIFEST_PATH and not path.startswith("log/")
    }


def one_of(dice: random.Random, records: tuple[Any, ...], **values: Any) -> tuple[Any, ...]:
    place = dice.randrange(len(records))
    return (*records[:place], change(records[place], **values), *records[place + 1 :])


def without(dice: random.Random, records: tuple[Any, ...]) -> tuple[Any, ...]:
    place = dice.randrange(len(records))
    return (*records[:place], *records[place + 1 :])


def renamed(dice: random.Random, of: Snapshot) -> Snapshot:
    name = Text(zh=f"新名{dice.randrange(1000)}养老院", en=f"Renamed {dice.randrange(1000)}")
    return replace(of, facilities=one_of(dice, of.facilities, name=name))


def regraded(dice: random.Random, of: Snapshot) -> Snapshot:
    rated = [place for place, score in enumerate(of.scores) if score.points is not None]
    place = dice.choice(rated)
    score = change(
        of.scores[place], points=of.scores[place].points // 2, outcome_name=Text(zh="另评", en="Other")
    )
    return replace(of, scores=(*of.scores[:place], score, *of.scores[place + 1 :]))


def corrected(dice: random.Random, of: Snapshot) -> Snapshot:
    return replace(
        of, findings=one_of(dice, of.findings, state=FindingState.OPEN, corrected_on=None, verified_on=None)
    )


def closed(dice: random.Random, of: Snapshot) -> Snapshot:
    return replace(of, facilities=one_of(dice, of.facilities, stage=LifeStage.CLOSED, operator=""))


def gone(dice: random.Random, of: Snapshot) -> Snapshot:
    code = dice.choice(of.facilities).code
    tables = ("results", "findings", "scores", "listings", "penalties", "objections")
    kept = {table: tuple(each for each in getattr(of, table) if each.facility != code) for table in tables}
    return replace(of, facilities=tuple(each for each in of.facilities if each.code != code), **kept)


def less(dice: random.Random, of: Snapshot) -> Snapshot:
    table = dice.choice(
        [each for each in ("results", "penalties", "listings", "notices", "objections") if getattr(of, each)]
    )
    if table == "results":
        result = dice.choice(of.results)
        return replace(of, results=tuple(each for each in of.results if each is not result))
    return replace(of, **{table: without(dice, getattr(of, table))})


def ruled(dice: random.Random, of: Snapshot) -> Snapshot:
    return replace(of, rules=one_of(dice, of.rules, name=Text(zh="改过的规则", en="Changed rule")))


def moved_on(_: random.Random, of: Snapshot) -> Snapshot:
    return replace(of, meta=change(of.meta, as_of=of.meta.as_of + timedelta(days=1)))


CHANGES = (renamed, regraded, corrected, closed, gone, less, ruled, moved_on)


@pytest.mark.parametrize("seed", range(2))
def test_after_random_changes_it_is_what_a_whole_build_gives(
    snapshot: Snapshot, publisher: Publisher, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    standing: dict[str, Envelope] = {}
    publish(publisher, "r0", snapshot)
    for number in range(1, 5):
        for act in dice.sample(CHANGES, 2):
            snapshot = act(dice, snapshot)
        if number == 3:  # another program: only what lies on the disk is known
            publisher = demonstration_publisher(publisher.root, publisher.memory)
        made = publish(publisher, f"r{number}", snapshot, standing, dice.choice(snapshot.results).id)
    build_site(snapshot, tmp_path / "whole", records={path: each.encode() for path, each in standing.items()})
    assert content(made) == content(tmp_path / "whole")
    assert verify_site(str(made)).problems == []


def test_only_what_differs_is_made(
    snapshot: Snapshot, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(publisher, "r0", snapshot)
    made: list[str] = []
    values = facility_pages.facility_values

    def counted(edition: Any, facility: Facility) -> Any:
        made.append(facility.code)
        return values(edition, facility)

    monkeypatch.setattr(facility_pages, "facility_values", counted)
    monkeypatch.setattr(narrative_module, "_mkdocs", lambda _: pytest.fail("MkDocs ran again"))
    alone = next(each for each in snapshot.facilities[30:] if not each.chain and each.stage not in GONE)
    others = tuple(each for each in snapshot.facilities if each is not alone)
    changed = replace(
        snapshot,
        meta=change(snapshot.meta, audit_head="a" * 64),  # every act moves it, and no page shows it
        facilities=tuple(sorted((*others, change(alone, beds=7)), key=lambda each: each.code)),
    )
    publish(publisher, "r1", changed)
    assert made == [alone.code] * 2
    made.clear()
    narrative_module._last.clear()
    publish(demonstration_publisher(publisher.root, publisher.memory), "r2", snapshot)
    assert made == [alone.code] * 2


def test_an_entry_that_was_taken_down_is_nowhere_in_the_next_release(
    snapshot: Snapshot, publisher: Publisher
) -> None:
    listing = next(each for each in snapshot.listings if each.list is ListName.RED)
    listing = change(listing, id="listing-to-go", cause=Text(zh="将要移除的事由", en="a cause to go"))
    first = publish(publisher, "r0", replace(snapshot, listings=(*snapshot.listings, listing)))
    marks = (b"listing-to-go", "将要移除的事由".encode(), b"a cause to go")
    assert any(mark in text for text in content(first).values() for mark in marks)
    second = publish(publisher, "r1", snapshot)
    for path, text in content(second).items():
        parts = {path: text}
        if path.endswith(".zip"):
            archive = zipfile.ZipFile(io.BytesIO(text))
            parts = {f"{path}:{name}": archive.read(name) for name in archive.namelist()}
        assert [(name, mark) for name, part in parts.items() for mark in marks if mark in part] == []


@pytest.mark.parametrize("running", [True, False])
def test_a_damaged_release_is_not_built_upon(snapshot: Snapshot, publisher: Publisher, running: bool) -> None:
    first = publish(publisher, "r0", snapshot)
    page, script = first / f"f/{snapshot.facilities[0].code}.html", first / "assets" / "names.js"
    whole = content(first)
    script.unlink()
    if not running:
        page.write_text("somebody was here")
        (publisher.root / LEDGER).rename(publisher.root / "kept")
        (publisher.root / "kept").rename(publisher.root / LEDGER)
        publisher = demonstration_publisher(publisher.root, publisher.memory)
    second = publish(publisher, "r1", snapshot)
    assert content(second) == whole


def test_an_old_release_is_turned_into_the_next(
    snapshot: Snapshot, publisher: Publisher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(publisher_module, "KEPT_RELEASES", 2)
    dice = random.Random(1)
    for number in range(4):
        if number == 3:
            (publisher.releases.folder("r0") / "stray.html").write_text("not of this site")
            (publisher.releases.folder("r0") / "index.html").unlink()
        snapshot = renamed(dice, snapshot)
        made = publish(publisher, f"r{number}", snapshot)
    assert publisher.releases.names() == ["r1", "r2", "r3"]
    assert verify_site(str(made)).problems == []
    build_site(snapshot, tmp_path / "whole")
    assert content(made) == content(tmp_path / "whole")


def test_a_page_that_cannot_be_made_stops_the_release_and_the_old_one_stays(
    snapshot: Snapshot, publisher: Publisher
) -> None:
    first = publish(publisher, "r0", snapshot)
    before = content(first)
    broken = change(snapshot.facilities[3], stage="unheard-of")
    bad = replace(snapshot, facilities=(*snapshot.facilities[:3], broken, *snapshot.facilities[4:]))
    with pytest.raises(PageError) as failed:
        publish(publisher, "r1", bad)
    assert broken.code in str(failed.value)
    assert broken.name.zh in str(failed.value)
    assert publisher.releases.live == "r0"
    assert publisher.releases.names() == ["r0"]
    assert content(first) == before
    assert content(publish(publisher, "r1", snapshot)) == before
