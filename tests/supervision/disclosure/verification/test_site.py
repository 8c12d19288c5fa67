"""A published site verifies; whatever is changed on it is found and named with its place."""

import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from supervision.disclosure.log.entries import MANIFEST_PATH, Kind, open_envelope, release, seal
from supervision.disclosure.log.keeping import Log
from supervision.disclosure.log.keys import demonstration_key
from supervision.disclosure.log.note import SigningKey
from supervision.disclosure.log.reading import join_bundle, split_bundle
from supervision.disclosure.verification.site import verify_site
from supervision.errors import InputError
from tests.supervision.disclosure import sites
from tests.supervision.disclosure.sites import AT, DRAW_FILE, Publisher, publish_first

RESULT = "records/results/R-7.json"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pristine")
    publish_first(root)
    return root


@pytest.fixture
def root(pristine: Path, tmp_path: Path) -> Path:
    """Return a copy of the published site in which a test may change what it likes."""
    return Path(shutil.copytree(pristine, tmp_path / "copy", symlinks=True))


def live(root: Path) -> Path:
    return root / "public" / "live"


def found(root: Path, remember: Path | None = None) -> list[tuple[str, str]]:
    report = verify_site(str(root / "public"), remember)
    return [(problem.name, problem.place) for problem in report.problems]


def change(path: Path) -> None:
    """Flip one bit in the middle of a file, on this release alone."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()
    path.write_bytes(bytes(data))


def test_a_whole_site_holds(root: Path) -> None:
    report = verify_site(str(root / "public"))
    size = Publisher(root).log.head.size
    records = size - 1  # every entry but the release's own is a published record
    assert report.as_json() == {
        "origin": demonstration_key().name,
        "size": size,
        "root": Publisher(root).log.head.root_text,
        "consistent": None,
        "records": records,
        "manifest": records + 3,  # two pages and the draw's own file
        "draws": 1,
        "problems": [],
    }
    assert verify_site(str(live(root))).problems == [], "the live folder alone will do"
    json.dumps(report.as_json())


def test_the_same_site_from_a_copy_without_links(root: Path, tmp_path: Path) -> None:
    shutil.copytree(live(root), tmp_path / "disk", symlinks=False)
    assert verify_site(str(tmp_path / "disk")).problems == []


# --- the log ----------------------------------------------------------------------------------------------------


def test_a_changed_tile_is_named(root: Path) -> None:
    change(root / "public/log/tile/0/000")
    assert found(root) == [("tile", "log/tile/0/000")]


def test_a_changed_tile_of_a_higher_level_is_named(root: Path) -> None:
    change(root / "public/log/tile/1/000.p/1")
    assert found(root) == [("tile", "log/tile/1/000.p/1")]


def test_a_missing_tile_is_named(root: Path) -> None:
    (root / "public/log/tile/0/000").unlink()
    assert found(root) == [("tile", "log/tile/0/000")]


def test_a_changed_entry_is_named_by_its_number(root: Path) -> None:
    path = root / "public/log/tile/entries/000"
    entries = list(split_bundle(path.read_bytes(), "entries"))
    entries[7] = entries[8]
    path.write_bytes(join_bundle(entries))
    problems = found(root)
    assert ("entry", "log/tile/entries/000#7") in problems
    assert ("root", "log/checkpoint") in problems
    assert ("record", RESULT) in problems, "and the record that stood there"


def test_a_forged_checkpoint_is_refused(root: Path) -> None:
    path = root / "public/log/checkpoint"
    path.write_bytes(path.read_bytes().replace(b"\n30", b"\n31", 1))
    assert found(root) == [("signature", "log/checkpoint")]


def test_a_checkpoint_signed_by_another_key_of_the_same_name_is_refused(root: Path) -> None:
    stranger = SigningKey(demonstration_key().name, b"\x09" * 32)
    path = root / "public/log/checkpoint"
    path.write_bytes(Publisher(root).log.head.signed_by(stranger).encode())
    assert found(root) == [("signature", "log/checkpoint")]


def test_a_cut_bundle_is_named(root: Path) -> None:
    path = root / "public/log/tile/entries/000"
    path.write_bytes(path.read_bytes()[:-1])
    assert ("entries", "log/tile/entries/000") in found(root)


# --- what was seen before ---------------------------------------------------------------------------------------


def test_the_next_visit_finds_the_log_continued(root: Path, tmp_path: Path) -> None:
    remember = tmp_path / "seen"
    assert verify_site(str(root / "public"), remember).consistent is None
    first = remember.read_bytes()
    Publisher(root).publish("r2", {"index.html": b"two"}, {})
    report = verify_site(str(root / "public"), remember)
    assert (report.consistent, report.problems) == (True, [])
    assert remember.read_bytes() != first


def test_a_rolled_back_log_is_found(root: Path, pristine: Path, tmp_path: Path) -> None:
    remember = tmp_path / "seen"
    Publisher(root).publish("r2", {"index.html": b"two"}, {})
    verify_site(str(root / "public"), remember)
    seen = remember.read_bytes()
    report = verify_site(str(pristine / "public"), remember)
    assert report.consistent is False
    assert [(each.name, each.place) for each in report.problems] == [("roll-back", "log/checkpoint")]
    assert remember.read_bytes() == seen, "what was seen is not forgotten"


def test_a_split_view_is_found(root: Path, pristine: Path, tmp_path: Path) -> None:
    """Two visitors are shown two histories, each signed and whole in itself."""
    other = Path(shutil.copytree(pristine, tmp_path / "other", symlinks=True))
    remember = tmp_path / "seen"
    Publisher(root).publish("r2", {"index.html": b"for you"}, {})
    verify_site(str(root / "public"), remember)
    publisher = Publisher(other)
    publisher.publish("r2", {"index.html": b"for others"}, sites.result_envelopes(302))
    assert verify_site(str(other / "public")).problems == []
    assert [name for name, _ in found(other, remember)] == ["split-view"]


def test_a_changed_key_is_found(root: Path, tmp_path: Path) -> None:
    remember = tmp_path / "seen"
    verify_site(str(root / "public"), remember)
    stranger = SigningKey(demonstration_key().name, b"\x09" * 32)
    log = root / "public/log"
    (log / "checkpoint").write_bytes(Publisher(root).log.head.signed_by(stranger).encode())
    (log / "key.txt").write_text(f"{stranger.verifier_key}\n", encoding="utf-8")
    assert found(root) == [], "to a first visitor it looks whole"
    assert found(root, remember) == [("key-changed", "log/key.txt")]


# --- the release ------------------------------------------------------------------------------------------------


def test_a_changed_page_is_named(root: Path) -> None:
    change(live(root) / "f/F-1.html")
    assert found(root) == [("file", "f/F-1.html")]


def test_a_missing_and_an_added_page_are_named(root: Path) -> None:
    (live(root) / "f/F-1.html").unlink()
    (live(root) / "f/F-2.html").write_bytes(b"never published")
    assert found(root) == [("file-missing", "f/F-1.html"), ("file-unlisted", "f/F-2.html")]


def test_a_changed_record_is_named(root: Path) -> None:
    path = live(root) / RESULT
    data = path.read_bytes().replace(b'"kinds":[1]', b'"kinds":[5]')
    path.unlink()
    path.write_bytes(data)
    assert set(found(root)) == {("file", RESULT), ("record", RESULT)}


def test_a_record_with_a_forged_place_is_named(root: Path) -> None:
    """The record of one facility claims the place of another's entry; the manifest was made to fit."""
    path = live(root) / RESULT
    forged = open_envelope(path.read_bytes(), RESULT).numbered(8)
    path.unlink()
    path.write_bytes(forged.encode())
    publisher = Publisher(root)
    (live(root) / MANIFEST_PATH).unlink()
    sites.seal_site(live(root).resolve(), publisher.log, "r1b", as_of=AT.date(), at=AT)
    assert found(root) == [("record", RESULT)]


def test_a_record_that_was_never_logged_is_named(root: Path) -> None:
    publisher = Publisher(root)
    forged = seal({"id": "R-999"}, kind=Kind.RESULT, at=AT).numbered(999_999)
    folder = publisher.releases.stage("r2", {"records/results/R-999.json": forged.encode()}, base="r1")
    sites.seal_site(folder, publisher.log, "r2", as_of=AT.date(), at=AT)
    publisher.releases.switch("r2")
    assert found(root) == [("record-not-logged", "records/results/R-999.json")]


def test_a_record_taken_down_leaves_its_entry_and_nothing_to_read(root: Path) -> None:
    publisher = Publisher(root)
    size = publisher.log.head.size
    folder = publisher.releases.stage("r2", {}, base="r1", removed=[RESULT])
    sites.seal_site(folder, publisher.log, "r2", as_of=AT.date(), at=AT)
    publisher.releases.switch("r2")
    report = verify_site(str(root / "public"))
    assert (report.problems, report.records, report.size) == ([], size - 2, size + 1)


def test_a_changed_manifest_is_named(root: Path) -> None:
    path = live(root) / MANIFEST_PATH
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"f/F-1.html"', b'"f/F-3.html"'))
    assert found(root) == [("record", MANIFEST_PATH)]
    path.write_bytes(b"{}")
    assert found(root) == [("manifest", MANIFEST_PATH)]
    path.unlink()
    assert found(root) == [("manifest-missing", MANIFEST_PATH)]


def test_a_manifest_that_leaves_the_site_is_named_and_not_followed(root: Path) -> None:
    publisher = Publisher(root)
    outside = root / "public" / "secret"
    outside.write_bytes(b"not part of the site")
    record = release(
        "r2", "2026-11-22", {"../../secret": hashlib.sha256(b"not part of the site").hexdigest()}
    )
    envelope = seal(record, kind=Kind.RELEASE, at=AT)
    [place] = publisher.log.append([envelope.entry], at=AT)
    path = live(root) / MANIFEST_PATH
    path.unlink()
    path.write_bytes(envelope.numbered(place).encode())
    assert ("path", "../../secret") in found(root)
    assert verify_site(str(root / "public")).manifest == 0


def test_an_old_release_put_back_is_found(root: Path) -> None:
    publisher = Publisher(root)
    publisher.publish("r2", {"index.html": b"two"}, {})
    publisher.releases.switch("r1")
    assert found(root) == [("old-release", MANIFEST_PATH)]


# --- draws ------------------------------------------------------------------------------------------------------


def test_a_draw_with_another_outcome_is_named(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path / "site")
    publisher.record["result"]["selected"].reverse()
    publisher.publish("r1", {}, sites.draw_envelopes(publisher.record))
    assert found(tmp_path / "site") == [("draw-differs:order", DRAW_FILE)]


def test_a_draw_that_lacks_a_logged_event_is_named(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path / "site")
    whole = sites.draw_envelopes(publisher.record)
    publisher.record = sites.draw_record(3)
    publisher.record["events"].pop()
    cut = sites.draw_envelopes(publisher.record)
    publisher.publish("r1", {}, {**whole, **cut})
    assert found(tmp_path / "site") == [("draw-differs:events", DRAW_FILE)]


def test_a_draw_without_its_commitment_in_the_log_is_named(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path / "site")
    envelopes = sites.draw_envelopes(publisher.record)
    del envelopes["records/draws/D-1-committed.json"]
    publisher.publish("r1", {}, envelopes)
    assert found(tmp_path / "site") == [("draw-uncommitted", DRAW_FILE)]


def test_a_draw_record_that_is_none_is_named(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path / "site")
    envelopes = sites.draw_envelopes(publisher.record)
    del publisher.record["salt"]
    envelopes |= {
        path: each for path, each in sites.draw_envelopes(publisher.record).items() if "revealed" in path
    }
    publisher.publish("r1", {}, envelopes)
    [(name, place)] = found(tmp_path / "site")
    assert name.startswith("draw-refused:")
    assert place == DRAW_FILE


def test_a_changed_draw_file_is_named(root: Path) -> None:
    change(live(root) / DRAW_FILE)
    assert set(found(root)) == {("file", DRAW_FILE), ("draw-changed", DRAW_FILE)}


# --- over the network -------------------------------------------------------------------------------------------


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def address(root: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(live(root))))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_site_is_verified_over_the_network(address: str, root: Path, tmp_path: Path) -> None:
    remember = tmp_path / "seen"
    report = verify_site(address, remember)
    assert report.as_json() == verify_site(str(root / "public")).as_json()
    assert verify_site(f"{address}/", remember).consistent is True
    change(live(root) / "f/F-1.html")
    assert [(each.name, each.place) for each in verify_site(address).problems] == [("file", "f/F-1.html")]


def test_nothing_to_verify_says_so(tmp_path: Path, address: str) -> None:
    with pytest.raises(InputError, match="没有这个目录"):
        verify_site(str(tmp_path / "nowhere"))
    with pytest.raises(InputError, match="没有公开日志"):
        verify_site(str(tmp_path))
    with pytest.raises(InputError, match="没有公开日志"):
        verify_site(f"{address}/f")
    with pytest.raises(InputError, match="无法连接"):
        verify_site("http://127.0.0.1:9")


def test_the_memory_of_another_log_is_not_mixed_up(root: Path, tmp_path: Path) -> None:
    remember = tmp_path / "seen"
    other = SigningKey("elsewhere.example/log", b"\x0a" * 32)
    log = Log(tmp_path / "other" / "log", other, tmp_path / "other" / "memory")
    log.append([], at=AT)
    remember.write_bytes(f"{other.verifier_key}\n".encode() + (log.folder / "checkpoint").read_bytes())
    assert ("key-changed", "log/key.txt") in found(root, remember)
