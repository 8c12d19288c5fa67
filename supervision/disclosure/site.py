"""公示网站 the site: a snapshot becomes a folder of static files. The same snapshot and code, the same bytes.

``build_site`` is what a release and ``publish --out`` call. ``python -m mkdocs build`` makes the same files through the
hook: MkDocs turns the hand-written Markdown into pages and copies the theme's assets, everything else is rendered here.
Only what changed is written; what is no longer in the snapshot is removed; ``/log/`` is not ours and stays.
"""

import hashlib
import multiprocessing
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from supervision.disclosure import data, feeds
from supervision.disclosure.edition import THEME, Edition
from supervision.disclosure.pages import facilities, lists, methods, papers
from supervision.disclosure.pages.home import home_values
from supervision.disclosure.register import Register, register
from supervision.records.snapshot import Snapshot
from supervision.texts import LANGUAGES

ROOT = THEME.parents[1]
STATIC = ROOT / "supervision" / "static"
SHARED_STYLES = ("tokens.css", "components.css")
CHUNK = 250
MANY = 1_500
NOT_OURS = ("log/",)

Files = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """已生成的网站: SHA-256 of every file by its path, and what this build wrote and took away."""

    files: Mapping[str, str]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


class Site:
    """One snapshot, indexed once, in every language."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.register: Register = register(snapshot)
        self.editions = {language: Edition(self.register, language) for language in LANGUAGES}

    def narrative(self, source: str, title: str, content: str, template: str = "page.html") -> str:
        """Return a hand-written page (``source``: its path below ``portal_docs/pages``, as .html) in the site's frame."""
        language = next((each for each in LANGUAGES if source.startswith(f"{each}/")), LANGUAGES[0])
        edition = self.editions[language]
        path = source.removeprefix(edition.prefix)
        values = home_values(edition) if template == "home.html" else {}
        if template == "data.html":
            values = {
                "tables": [
                    (name, len(rows)) for name, (_, rows) in data.tables(self.register.snapshot).items()
                ]
            }
        section = "data" if template == "data.html" else ""
        return edition.render(template, path, title, content=content, **{"section": section, **values})

    def facility_files(self, first: int, last: int) -> Files:
        """Yield pages and data of some facilities, by their place in the snapshot."""
        some = self.register.snapshot.facilities[first:last]
        for edition in self.editions.values():
            for path, page in facilities.pages(edition, some):
                yield edition.prefix + path, page.encode()
        for facility in some:
            yield f"f/{facility.code}.json", data.facility_json(self.register, facility.code)

    def other_files(self) -> Files:
        """Yield everything else but the hand-written pages."""
        for edition in self.editions.values():
            for module in (lists, papers, methods):
                for path, page in module.pages(edition):
                    yield edition.prefix + path, page.encode()
            yield f"{edition.prefix}feed.xml", feeds.feed(edition).encode()
        yield "404.html", self._not_found().encode()
        yield from data.files(self.register.snapshot)
        for path, script in feeds.search_shards(self.register):
            yield path, script.encode()
        for name in SHARED_STYLES:
            yield f"assets/{name}", (STATIC / name).read_bytes()

    def _not_found(self) -> str:
        """Return the page for addresses that lead nowhere; its links are absolute, as it may stand at any depth."""
        base = urlsplit(self.register.snapshot.meta.public_url).path or "/"
        edition = self.editions[LANGUAGES[0]]
        links = {"root": base, "top": base, "other": f"{base}en/"}
        return edition.render("404.html", "index.html", edition.say("没有这一页"), **links)


def build_site(snapshot: Snapshot, out: Path, *, records: Mapping[str, bytes] | None = None) -> BuiltSite:
    """Make ``out`` the site of ``snapshot``; ``records``: further files by path, ``records/…`` with their salts."""
    site = Site(snapshot)
    with tempfile.TemporaryDirectory(prefix="mingjing-pages-") as folder:
        pages = Path(folder)
        build_narrative(site, pages)
        digests, changed = write_pages(site, out, (*files_in(pages), *(records or {}).items()))
    removed = _remove_others(out, digests)
    return BuiltSite(dict(sorted(digests.items())), tuple(sorted(changed)), removed)


def files_in(folder: Path) -> Files:
    """Yield the files of a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def build_narrative(site: Site, out: Path) -> None:
    """Let MkDocs make the hand-written pages and copy the assets of the theme into ``out``."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(out))
    config["extra"] = {**config["extra"], "site": site}
    build(config)


def write_pages(
    site: Site, out: Path, extra: Iterable[tuple[str, bytes]] = ()
) -> tuple[dict[str, str], set[str]]:
    """Write every rendered page and ``extra`` into ``out``; return all digests and the paths that changed."""
    digests: dict[str, str] = {}
    changed: set[str] = set()
    for written in _facility_chunks(site, out):
        _note(written, digests, changed)
    _note(write_files(out, site.other_files()), digests, changed)
    _note(write_files(out, extra), digests, changed)
    base = site.register.snapshot.meta.public_url
    if base:
        pages = [path for path in digests if path.endswith(".html") and path != "404.html"]
        sitemap = ((path, text.encode()) for path, text in feeds.sitemap(base, pages))
        _note(write_files(out, sitemap), digests, changed)
    return digests, changed


Written = list[tuple[str, str, bool]]


def write_files(out: Path, files: Iterable[tuple[str, bytes]]) -> Written:
    """Write files that are not there with the same bytes already; return ``(path, SHA-256, changed)`` of each."""
    written: Written = []
    folders: set[str] = set()
    for path, content in files:
        target = f"{out}/{path}"
        try:
            with open(target, "rb", buffering=0) as file:  # noqa: PTH123 - twice as fast for thousands of files
                same = file.read() == content
        except FileNotFoundError:
            same = False
        if not same:
            folder = target.rpartition("/")[0]
            if folder not in folders:
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103
                folders.add(folder)
            with open(target, "wb", buffering=0) as file:  # noqa: PTH123
                file.write(content)
        written.append((path, hashlib.sha256(content).hexdigest(), not same))
    return written


def _note(written: Written, digests: dict[str, str], changed: set[str]) -> None:
    for path, digest, new in written:
        digests[path] = digest
        if new:
            changed.add(path)


_inherited: list[tuple[Site, Path]] = []  # what forked workers find: nothing is copied or pickled


def _facility_chunks(site: Site, out: Path) -> Iterator[Written]:
    """Render facility pages, on all cores where there are many."""
    count = len(site.register.snapshot.facilities)
    starts = range(0, count, CHUNK)
    cores = os.cpu_count() or 1
    if count < MANY or cores < 2 or "fork" not in multiprocessing.get_all_start_methods():
        for start in starts:
            yield write_files(out, site.facility_files(start, start + CHUNK))
        return
    _inherited.append((site, out))
    try:
        with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("fork")) as pool:
            yield from pool.map(_facility_chunk, starts)
    finally:
        _inherited.clear()


def _facility_chunk(start: int) -> Written:
    site, out = _inherited[-1]
    return write_files(out, site.facility_files(start, start + CHUNK))


def _remove_others(out: Path, ours: Mapping[str, str]) -> tuple[str, ...]:
    """Remove files of an earlier build that this one does not have; empty folders go too."""
    removed = []
    for path in sorted(out.rglob("*"), reverse=True):
        name = PurePosixPath(path.relative_to(out)).as_posix()
        if name.startswith(NOT_OURS) or f"{name}/" in NOT_OURS:
            continue
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif name not in ours:
            path.unlink()
            removed.append(name)
    return tuple(sorted(removed))
