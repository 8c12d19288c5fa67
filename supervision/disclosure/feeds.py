"""订阅与索引 feeds and indexes: what is new as Atom, all pages as a site map."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from markupsafe import escape

from supervision.disclosure import words
from supervision.disclosure.edition import Edition
from supervision.disclosure.register import Register

NEWEST = 60
SITEMAP_PAGES = 40_000
SECURITY_TERM = timedelta(days=180)  # after that nobody should rely on an old copy


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


def security_contact(register: Register) -> str:
    """Return ``security.txt`` (RFC 9116): whom to tell of a weakness; empty where the site has no address yet."""
    meta = register.snapshot.meta
    if not meta.public_url.startswith("https://"):
        return ""
    base = meta.public_url.rstrip("/")
    lines = [f"Contact: {base}/rights.html", *(f"Contact: tel:{number}" for number in meta.hotlines)]
    lines += [
        f"Expires: {meta.as_of + SECURITY_TERM}T00:00:00Z",
        "Preferred-Languages: zh, en",
        f"Canonical: {base}/.well-known/security.txt",
    ]
    return "\n".join(lines) + "\n"
