"""公示网站 the site: a snapshot becomes a folder of static files. The same snapshot and code, the same bytes.

``build_site`` is what a release and ``publish --out`` call. ``python -m mkdocs build`` makes the same files through the
hook: MkDocs turns the hand-written Markdown into pages and copies the theme's assets, everything else is rendered here.
Only what changed is written; what is no longer in the snapshot is removed; ``/log/`` is not ours and stays.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from supervision.disclosure.log.manifests import KeptManifest
from supervision.disclosure.site import data, feeds, finding, pinyin
from supervision.disclosure.site.after_draws import after_draws
from supervision.disclosure.site.draw_files import checker_files
from supervision.disclosure.site.edition import KEPT, Edition
from supervision.disclosure.site.ledger import Book, Family, Ledger
from supervision.disclosure.site.method_files import method_files
from supervision.disclosure.site.narrative import STYLE, Narrative
from supervision.disclosure.site.pages import (
    annual_results,
    facilities,
    fairness,
    listings,
    lists,
    methods,
    notices,
    papers,
    published,
)
from supervision.disclosure.site.pages.data import data_values
from supervision.disclosure.site.pages.history import grounds
from supervision.disclosure.site.pages.home import home_values
from supervision.disclosure.site.register import Register, register
from supervision.disclosure.site.stamps import PROGRAM, Stamps
from supervision.disclosure.site.styles import STATIC, style_sheet
from supervision.disclosure.site.writing import (
    LARGE,
    Files,
    Part,
    Tally,
    remove_others,
    remove_these,
    write_files,
    write_parts,
)
from supervision.records.snapshot import Snapshot
from supervision.texts import LANGUAGES

SHARED = ("logo.svg",)
CHUNK = 250
REST: Part = ("rest", 0)


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """已生成的网站: what this build wrote and took away, and its ledger: SHA-256 of every file, what pages are made from."""

    ledger: Ledger
    changed: Collection[str]
    removed: tuple[str, ...]

    @property
    def files(self) -> dict[str, str]:
        """SHA-256 of every file by its path, in their order."""
        return {path: sha256.hex() for path, sha256 in sorted(self.ledger.files.items())}


class Site:
    """One snapshot, indexed once, in every language; ``records``: files to stand beside its pages, by path.

    ``before``: the ledger of the last build, whose files stand in ``standing``; ``archives``: data of earlier days, which
    stand where the site is built.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        records: Mapping[str, bytes] | None = None,
        before: Ledger | None = None,
        archives: Sequence[data.Archive] = (),
        standing: Path | None = None,
        manifests: Sequence[KeptManifest] = (),
    ) -> None:
        self.register: Register = register(snapshot)
        self.records = records or {}
        self.archives, self.standing_in, self.manifests = archives, standing, manifests
        self.book = Book(before or Ledger())
        self.stamps = Stamps(self.register, self.records)
        self.editions = {
            language: Edition(self.register, language, self.records, self.stamps.stamped, self.book)
            for language in LANGUAGES
        }
        self.standing: list[str] = []  # the files of facilities that stand as they are
        self.facilities: list[str] = []  # the codes of those whose files are made
        for facility in self.register.facilities.values():
            paths = self._paths(facility.code)
            if self.book.keeps(self.stamps.page(facility), *paths):
                self.standing.extend(paths)
            else:
                self.facilities.append(facility.code)

    def _paths(self, code: str) -> list[str]:
        forms = [
            f"{each.prefix}f/{code}.{form}" for each in self.editions.values() for form in ("html", "xml")
        ]
        further = [each.prefix + facilities.further_path(code) for each in self.editions.values()]
        return [f"f/{code}.json", *forms, *(further if facilities.has_further(self.register, code) else [])]

    def warm(self) -> None:
        """Compile the templates, make one facility's pages and forget them: read once, before processes part."""
        if len(self.register.facilities) <= pinyin.MOST_KEPT:
            pinyin.load()
        for edition in self.editions.values():
            edition.environment.compile_all()
            for code in self.facilities[:1]:
                facilities.page(edition, code)

    def narrative(self, source: str, title: str, content: str, template: str = "page.html") -> str:
        """Return a hand-written page (``source``: its path below ``portal_docs/pages``, as .html) in the site's frame."""
        language = next((each for each in LANGUAGES if source.startswith(f"{each}/")), LANGUAGES[0])
        edition = self.editions[language]
        path = source.removeprefix(edition.prefix)
        values = home_values(edition) if template == "home.html" else {}
        if template == "data.html":
            values = data_values(edition, self.archives, self.manifests)
        section = "data" if template == "data.html" else ""
        return edition.render(template, path, title, content=content, **{"section": section, **values})

    def narratives(self, narrative: Narrative) -> Iterator[tuple[str, bytes]]:
        """Yield the hand-written pages in the site's frame, and the assets of the theme."""
        yield from ((path, content) for path, content in narrative.assets.items() if path != STYLE)
        for page in narrative.pages:
            yield page.source, self.narrative(page.source, page.title, page.content, page.template).encode()

    def parts(self) -> list[Part]:
        """Return the parts that can be rendered apart, the longest first."""
        count = len(self.facilities)
        several: list[Part] = [("lists", language) for language in self.editions]
        return [
            ("finding", 0),
            *several,
            ("data", 0),
            REST,
            *(("facilities", start) for start in range(0, count, CHUNK)),
        ]

    def files(self, part: Part) -> Files:
        """Yield the files of one part: path and content."""
        name, which = part
        if name == "facilities":
            yield from self._facility_files(int(which))
        elif name == "lists":
            yield from self._pages(self.editions[str(which)], lists.pages)
            yield from self._pages(self.editions[str(which)], published.pages)
        elif name == "finding":
            yield from self._family("finding", self.stamps.everything, self._finding)
        elif name == "data":
            yield from self._family("data", self.stamps.everything, self._data)
        else:
            yield from self._rest()

    def _finding(self) -> Files:
        for path, script in finding.shards(self.register):
            yield path, script.encode()

    def _data(self) -> Files:
        standing = data.Standing(self.standing_in, self.book.before)
        self.book.packed.update((yield from data.files(self.register, PROGRAM, standing)))

    def _family(self, name: str, inputs: bytes, make: Callable[[], Files]) -> Files:
        """Yield files that stand or fall together: made from the same, they stay as they are."""
        paths = self.book.before.family(name, inputs)
        if paths is not None:
            self.book.families[name] = Family(inputs, paths)
            known = self.book.before.packed
            self.book.packed.update((path, known[path]) for path in paths if path in known)
            yield from ((path, None) for path in paths)
            return
        made = []
        for path, content in make():
            made.append(path)
            yield path, content
        self.book.families[name] = Family(inputs, tuple(made))

    def _facility_files(self, start: int) -> Files:
        for code in self.facilities[start : start + CHUNK]:
            for edition in self.editions.values():
                for path, content in (facilities.page(edition, code), feeds.facility_feed(edition, code)):
                    yield edition.prefix + path, content.encode()
                if facilities.has_further(self.register, code):
                    path, content = facilities.further_page(edition, code)
                    yield edition.prefix + path, content.encode()
            yield f"f/{code}.json", data.facility_json(self.register, code)

    def _rest(self) -> Files:
        after = after_draws(papers.newest_draws(self.editions[LANGUAGES[0]]), self.records)
        for edition in self.editions.values():
            yield from self._pages(edition, listings.pages)
            yield from self._pages(edition, papers.pages)
            yield from self._pages(edition, notices.pages)
            yield from self._family(
                f"{edition.prefix}years",
                self.stamps.years,
                partial(self._pages, edition, annual_results.pages),
            )
            yield from self._family(
                f"{edition.prefix}rules", self.stamps.common, partial(self._pages, edition, methods.pages)
            )
            yield from self._pages(edition, lambda of: fairness.pages(of, after))
            yield from self._pages(edition, feeds.feeds)
            yield f"{edition.prefix}deadlines.ics", data.calendar(edition)
        yield data.INDEX, data.index(self.archives)
        yield "404.html", self._not_found().encode()
        if contact := feeds.security_contact(self.register):
            yield ".well-known/security.txt", contact.encode()
        yield from self.records.items()
        yield from checker_files(self.records)
        for path, picture in grounds(self.register):
            yield path, picture.encode()
        yield from self._family("methods", self.stamps.common, lambda: method_files(self.register))
        for name in SHARED:
            yield f"assets/{name}", (STATIC / name).read_bytes()
        yield "assets/site.css", style_sheet()

    def _pages(self, edition: Edition, pages: Callable[[Edition], Iterator[tuple[str, str]]]) -> Files:
        for path, page in pages(edition):
            yield edition.prefix + path, None if page is KEPT else page.encode()

    def _not_found(self) -> str:
        """Return the page for addresses that lead nowhere; its links are absolute, as it may stand at any depth."""
        base = urlsplit(self.register.snapshot.meta.public_url).path or "/"
        edition = self.editions[LANGUAGES[0]]
        links = {"root": base, "top": base, "other": f"{base}en/"}
        return edition.render("404.html", "index.html", edition.say("没有这一页"), **links)


def build_site(
    snapshot: Snapshot,
    out: Path,
    *,
    records: Mapping[str, bytes] | None = None,
    before: Ledger | None = None,
    narrative: Path | None = None,
    archives: Callable[[], Sequence[data.Archive]] = tuple,
    manifests: Sequence[KeptManifest] = (),
) -> BuiltSite:
    """Make ``out`` the site of ``snapshot``; ``records``: further files by path, ``records/…`` with their salts.

    ``before``: the ledger of what stands in ``out``: only what differs is made.
    ``narrative``: where what MkDocs made is kept for the next time. ``archives`` gives the data of earlier days that stand
    in ``out``; it is called once the snapshot is indexed, and nothing is done in ``out`` before.
    ``manifests``: those that the log keeps of earlier releases.
    """
    site = Site(snapshot, records, before, standing=out, manifests=manifests)
    site.archives = archives()
    tally = write_site(site, out, site.narratives(Narrative.made(narrative)))
    known = before is not None and before.files
    removed = remove_these(out, tally.gone()) if known else remove_others(out, tally.digests)
    ledger = Ledger(
        files=tally.digests,
        inputs=site.book.inputs,
        families=site.book.families,
        packed=site.book.packed,
    )
    return BuiltSite(ledger, tally.changed, removed)


def write_site(site: Site, out: Path, extra: Iterable[tuple[str, bytes]] = ()) -> Tally:
    """Write every rendered page and the ``extra`` files into ``out``, then the site map of them all."""
    tally, known = Tally(), site.book.before.files
    for archive in site.archives:
        sha256 = bytes.fromhex(archive.sha256)
        tally.add([(archive.path, sha256, known.get(archive.path) != sha256)])
    large = len(site.register.facilities) >= LARGE
    if large:
        site.warm()

    def files(part: Part) -> Files:
        yield from site.files(part)
        if part == REST:  # which shares with them what is counted once
            yield from extra

    parts = write_parts(out, site.parts(), files, site.book, large=large)
    tally.add(next(parts))
    tally.stand(site.standing, known)  # while other parts are made
    for written in parts:
        tally.add(written)
    base = site.register.snapshot.meta.public_url
    if base:
        pages = [path for path in tally.digests if path.endswith(".html") and path != "404.html"]
        tally.add(write_files(out, ((path, text.encode()) for path, text in feeds.sitemap(base, pages))))
    return tally
