"""订阅与索引 feeds and indexes: what is new as Atom, all pages as a site map, names for the search on the page."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import msgspec
from markupsafe import escape

from supervision.disclosure import words
from supervision.disclosure.edition import Edition
from supervision.disclosure.register import Register
from supervision.records.scores import Measure

NEWEST = 60
SITEMAP_PAGES = 40_000
SHARD = 2_000
# GB 2312 orders its first 3,755 characters by pinyin: the first character of each initial, in its order there.
_INITIALS = (
    ("a", 0xB0A1), ("b", 0xB0C5), ("c", 0xB2C1), ("d", 0xB4EE), ("e", 0xB6EA), ("f", 0xB7A2), ("g", 0xB8C1), ("h", 0xB9FE),
    ("j", 0xBBF7), ("k", 0xBFA6), ("l", 0xC0AC), ("m", 0xC2E8), ("n", 0xC4C3), ("o", 0xC5B6), ("p", 0xC5BE), ("q", 0xC6DA),
    ("r", 0xC8BB), ("s", 0xC8F6), ("t", 0xCBFA), ("w", 0xCDDA), ("x", 0xCEF4), ("y", 0xD1B9), ("z", 0xD4D1), ("", 0xD7FA),
)  # fmt: skip


class Entry(NamedTuple):
    """One entry of a feed."""

    on: date
    id: str
    title: str
    address: str


def feed(edition: Edition) -> str:
    """Return the newest results, listings, penalties and notices as an Atom feed."""
    meta = edition.register.snapshot.meta
    base = meta.public_url.rstrip("/") + "/" if meta.public_url else ""
    host = base.split("://")[-1].split("/")[0] or "mingjing.invalid"
    entries = sorted(_entries(edition), key=lambda entry: (entry.on, entry.id), reverse=True)[:NEWEST]
    body = "".join(
        f"<entry><id>tag:{host},2026:{entry.id}</id><title>{escape(entry.title)}</title>"
        f'<updated>{entry.on}T00:00:00+08:00</updated><link href="{escape(base + edition.prefix + entry.address)}"/></entry>\n'
        for entry in entries
    )
    updated = max((entry.on for entry in entries), default=meta.as_of)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{edition.language}">\n'
        f"<id>tag:{host},2026:feed-{edition.language}</id><title>{escape(edition.say('最新公示'))}</title>"
        f"<updated>{updated}T00:00:00+08:00</updated>"
        f"<author><name>{escape(edition.text(meta.authority))}</name></author>\n"
        f'<link rel="self" href="{escape(base + edition.prefix)}feed.xml"/>\n{body}</feed>\n'
    )


def _entries(edition: Edition) -> Iterator[Entry]:
    snapshot, say = edition.register.snapshot, edition.say

    def name(code: str) -> str:
        return edition.text(edition.register.facilities[code].name)

    def said(what: str, code: str) -> str:
        return f"{say(what)}{edition.marks['colon']}{name(code)}"

    for result in snapshot.results:
        title = said(words.VISIT[result.visit], result.facility)
        yield Entry(result.published_on, result.id, title, f"f/{result.facility}.html#{result.id}")
    for penalty in snapshot.penalties:
        title = said("行政处罚", penalty.facility)
        yield Entry(penalty.published_on, penalty.id, title, f"f/{penalty.facility}.html#{penalty.id}")
    for listing in snapshot.listings:
        title = said(words.LIST[listing.list], listing.facility)
        yield Entry(listing.since, listing.id, title, f"{listing.list.value}-list.html#{listing.id}")
    for notice in snapshot.notices:
        yield Entry(notice.published_on, notice.id, edition.text(notice.title), f"notices/{notice.id}.html")


def sitemap(base: str, pages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield ``sitemap.xml``, in parts where there are too many pages for one."""
    base = base.rstrip("/") + "/"
    ordered = sorted(pages)
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    parts = [ordered[start : start + SITEMAP_PAGES] for start in range(0, len(ordered), SITEMAP_PAGES)]
    names = (
        ["sitemap.xml"]
        if len(parts) == 1
        else [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    )
    for name, part in zip(names, parts, strict=True):
        rows = "".join(f"<url><loc>{escape(base + page)}</loc></url>\n" for page in part)
        yield name, f"{head}<urlset {space}>\n{rows}</urlset>\n"
    if len(parts) > 1:
        rows = "".join(f"<sitemap><loc>{escape(base + name)}</loc></sitemap>\n" for name in names)
        yield "sitemap.xml", f"{head}<sitemapindex {space}>\n{rows}</sitemapindex>\n"


def initials(name: str) -> str:
    """Return the pinyin initials of a name: 明镜 is ``mj``; letters and digits stay, other characters are left out."""
    found = []
    for character in name.lower():
        if character.isascii():
            found.append(character if character.isalnum() else "")
            continue
        code = character.encode("gb2312", "ignore")
        place = int.from_bytes(code, "big") if len(code) == 2 else 0
        found.append(next((letter for letter, first in reversed(_INITIALS) if place >= first), ""))
    return "".join(found)


def search_shards(register: Register) -> Iterator[tuple[str, str]]:
    """Yield ``assets/names-<n>.js``: classic scripts, so that searching works from a disk too.

    A row: code, name in Chinese, in English, initials, kind, area, outcome of the star grade.
    """
    rows = []
    for facility in register.snapshot.facilities:
        grade = register.current.get((facility.code, Measure.STAR_GRADE))
        rows.append(
            (
                facility.code,
                facility.name.zh,
                facility.name.en,
                facility.initials or initials(facility.name.zh),
                facility.kind,
                facility.area,
                [grade.outcome_name.zh, grade.outcome_name.en] if grade else [],
            )
        )
    parts = [rows[start : start + SHARD] for start in range(0, len(rows), SHARD)]
    kinds = {kind.code: [kind.name.zh, kind.name.en] for kind in register.snapshot.facility_kinds}
    areas = {area.code: [area.name.zh, area.name.en] for area in register.snapshot.areas}
    directory = {"shards": len(parts), "kinds": kinds, "areas": areas}
    yield "assets/names.js", f"mingjingNames({_script(directory)});\n"
    for number, part in enumerate(parts):
        yield f"assets/names-{number}.js", f"mingjingRows({_script(part)});\n"


def _script(value: object) -> str:
    """Return JSON that is safe inside a script file: no line separators that old engines take for line ends."""
    return (
        msgspec.json.encode(value, order="sorted")
        .decode()
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
