"""The page that checks the log and the site: over http, from a disk, and on a site that somebody has changed."""

import functools
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from supervision.disclosure.invented.snapshot import invent
from supervision.disclosure.log.entries import Kind
from supervision.disclosure.log.note import SigningKey
from supervision.disclosure.release.publisher import Publisher, demonstration_publisher
from supervision.records.snapshot import canonical

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
WAIT = 20_000  # milliseconds, on a crowded machine


def publisher_of(root: Path) -> Publisher:
    return demonstration_publisher(root / "public", root / "memory")


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published site of a small invented district: every result and score stands in its log."""
    root = tmp_path_factory.mktemp("verified") / "first"
    snapshot, publisher = invent(6, 2, 5), publisher_of(root)
    records = [(Kind.RESULT, "result", each) for each in snapshot.results]
    records += [(Kind.RATING, "score", each) for each in snapshot.scores]
    fresh = {}
    for kind, folder, each in records:
        path = f"records/{folder}/{each.id}.json"
        fresh[path] = publisher.envelope(path, json.loads(canonical(each)), kind=kind, at=AT)
    day = snapshot.meta.as_of
    publisher.publish("r1", snapshot, standing={}, fresh=fresh, files={}, as_of=day, at=AT)
    return root


@pytest.fixture
def root(pristine: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pristine, tmp_path / "copy", symlinks=True))


@pytest.fixture
def address(root: Path) -> Iterator[str]:
    """The site over plain http, where browsers offer no WebCrypto."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

    handler = functools.partial(Quiet, directory=str(root / "public" / "live"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    context.set_default_timeout(WAIT)
    page = context.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    yield page
    context.close()
    assert failed == []


def live(root: Path) -> Path:
    return root / "public" / "live"


def a_facility(root: Path) -> str:
    return sorted(live(root).glob("f/*.json"))[0].stem


def test_a_whole_site_holds_and_is_remembered(root: Path, address: str, page: Page) -> None:
    witness = SigningKey("court.example/witness", b"\x07" * 32)
    log = publisher_of(root).log
    cosigned = log.head.signed_by(log.key, [witness.cosign(log.head.text, AT)]).encode()
    log.add_cosignatures(cosigned, [witness.cosigner_key])

    code = a_facility(root)
    page.goto(f"{address}/en/verify.html#f/{code}")
    steps = page.locator(".verify-steps")
    expect(steps.locator("li")).to_have_count(6, timeout=WAIT)
    expect(steps).to_contain_text("court.example/witness cosigned the first")
    expect(steps).to_contain_text(
        re.compile(rf"\({code}\): pages and data.*All \d+ published records stand", re.DOTALL)
    )
    expect(page.locator(".verify-verdict")).to_have_text("Everything holds.")
    page.get_by_role("button", name="Check every file").click()
    expect(steps).to_contain_text("files are exactly those of the manifest", timeout=WAIT)
    page.get_by_role("button", name="Remember").click()
    expect(steps).to_contain_text("Remembered on this device")
    page.reload()
    expect(steps).to_contain_text("The log continues the one this device remembered", timeout=WAIT)
    page.locator("#verify-code").fill("NOBODY")
    page.get_by_role("button", name="Check this facility").click()
    expect(steps).to_contain_text("This site has no facility with the code NOBODY")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def change(path: Path, put: Callable[[bytes], bytes]) -> None:
    data = put(path.read_bytes())
    path.unlink()  # other releases may share it
    path.write_bytes(data)


def a_record(root: Path) -> Path:
    about = json.loads((live(root) / f"f/{a_facility(root)}.json").read_text())
    return live(root) / f"records/result/{about['results'][0]['id']}.json"


def a_tile(root: Path) -> Path:
    """Return the first full tile, or the newest of the partial ones."""
    tiles = [path for path in live(root).glob("log/tile/0/**/*") if path.is_file()]
    return max(tiles, key=lambda path: path.stat().st_size)


def another_root(checkpoint: bytes) -> bytes:
    lines = checkpoint.split(b"\n")
    lines[2] = (b"B" if lines[2].startswith(b"A") else b"A") + lines[2][1:]
    return b"\n".join(lines)


CHANGES: dict[str, tuple[Callable[[Path], Path], Callable[[bytes], bytes], str]] = {
    "page": (
        lambda root: live(root) / f"f/{a_facility(root)}.html",
        lambda data: data + b" ",
        "文件与清单不符，内容被改动：f/",
    ),
    "record": (
        a_record,
        lambda data: data.replace(b'"met":', b'"met":1', 1),
        "文件与清单不符，内容被改动：records/",
    ),
    "tile": (a_tile, lambda data: bytes([data[0] ^ 1]) + data[1:], "日志条目得不出检查点上的根哈希"),
    "checkpoint": (lambda root: live(root) / "log/checkpoint", another_root, "的签名不对"),
    "manifest": (
        lambda root: live(root) / "records/release.json",
        lambda data: data.replace(b'"as_of":"2', b'"as_of":"3', 1),
        "记录不在日志里，或内容被改动：records/release.json",
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_what_was_changed_is_named(root: Path, address: str, page: Page, kind: str) -> None:
    where, put, said = CHANGES[kind]
    change(where(root), put)
    page.goto(f"{address}/verify.html#f/{a_facility(root)}")
    expect(page.locator(".verify-wrong")).to_contain_text(said, timeout=WAIT)
    expect(page.locator(".verify-verdict")).to_contain_text("请勿采信")


def test_another_history_is_found_at_the_next_visit(root: Path, address: str, page: Page) -> None:
    page.goto(f"{address}/verify.html")
    page.get_by_role("button", name="核验本站").click()
    page.get_by_role("button", name="在本机记住").click(timeout=WAIT)
    expect(page.locator(".verify-steps")).to_contain_text("已在本机记住")
    kept = page.evaluate("JSON.parse(localStorage.getItem('verify.remembered'))")
    for change_kept, said in (
        ({"size": kept["size"] + 5}, "条目被撤走"),
        ({"root": kept["root"][::-1]}, "有人看到的是另一份历史"),
        ({"origin": "elsewhere.example/log"}, "本机记住的是另一份日志"),
    ):
        value = json.dumps({**kept, **change_kept})
        page.evaluate("value => localStorage.setItem('verify.remembered', value)", value)
        page.get_by_role("button", name="核验本站").click()
        expect(page.locator(".verify-steps")).to_contain_text(said, timeout=WAIT)


def test_from_a_disk_the_reader_chooses_the_folder(root: Path, page: Page) -> None:
    folder = Path(
        shutil.copytree(live(root), root / "download")
    )  # the log with it, as a copy of the site has it
    page.goto(f"file://{folder}/verify.html")
    expect(page.get_by_role("button", name="核验本站")).to_be_hidden()
    page.set_input_files("#verify-folder", str(folder))
    expect(page.locator(".verify-verdict")).to_have_text("全部吻合。", timeout=WAIT)
