"""订阅与索引 feeds and indexes: what is new, corrected or gone as Atom and JSON, all pages as a site map."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from urllib.parse import urlsplit

import msgspec
from markupsafe import escape

from supervision.disclosure.site import words
from supervision.disclosure.site.catalogue import LISTED_FROM, lists_of
from supervision.disclosure.site.edition import KEPT, Edition
from supervision.disclosure.site.failing import named
from supervision.disclosure.site.happenings import Happening, happenings_of, newest_by, told
from supervision.disclosure.site.register import Register

NEWEST = 60
OF_ONE = 20  # entries in the feed of a facility
SITEMAP_PAGES = 40_000
SECURITY_TERM = timedelta(days=180)  # after that nobody should rely on an old copy


def feeds(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the feeds of one language: all that changes (Atom and JSON), each list, each area that lists facilities."""
    title = edition.say("最新公示")
    with named(f"{edition.prefix}feed.xml", title):
        newest = edition.register.once("newest", lambda: newest_by(edition.register, NEWEST))
    yield "feed.xml", atom(edition, "feed.xml", title, newest["all"])
    yield "feed.json", json_feed(edition, "feed.json", title, newest["all"])
    for each in lists_of(edition.register.snapshot):
        if each.feed:
            path = f"feeds/{each.name}.xml"
            name = edition.say(words.DATA_LIST[each.name])
            yield path, atom(edition, path, name, newest.get(f"lists/{each.name}", ()))
    for area in edition.register.snapshot.areas:
        if area.code in edition.register.inside and area.depth >= LISTED_FROM:
            path = f"areas/{area.code}.xml"
            some = newest.get(f"areas/{area.code}", ())
            if edition.keeps(path, tuple(_stamps(edition, some))):
                yield path, KEPT
            else:
                yield path, atom(edition, path, edition.text(area.name), some)


def _stamps(edition: Edition, some: Iterable[Happening]) -> Iterator[bytes]:
    """Yield what the feed of an area tells of: each entry is about a facility, whose stamp holds all that it says."""
    for each in some:
        yield f"{each.id} {each.on}".encode()
        yield edition.stamped.own[each.facility]


def facility_feed(edition: Edition, code: str) -> tuple[str, str]:
    """Return the feed of one facility, beside its page: ``f/<code>.xml``."""
    path, name = f"f/{code}.xml", edition.text(edition.register.facilities[code].name) or code
    with named(edition.prefix + path, name):
        newest = happenings_of(edition.register, code)[:OF_ONE]
        return path, atom(edition, path, name, newest)


def _site(edition: Edition) -> tuple[str, str]:
    """Return the address of the edition, and the name under which its entries are known for ever (RFC 4151)."""
    base = edition.address("")
    return base, f"tag:{urlsplit(base).hostname or 'mingjing.invalid'},2026:"


def atom(edition: Edition, path: str, title: str, some: Sequence[Happening]) -> str:
    """Return an Atom feed (RFC 4287) that stands at ``path``."""
    meta, (base, tag) = edition.register.snapshot.meta, _site(edition)
    with named(edition.prefix + path, title):
        body = "".join(
            f"<entry><id>{tag}{each.id}</id><title>{escape(said)}</title><updated>{_moment(each.on)}</updated>"
            f'<category term="{each.list}"/><link href="{escape(base + page)}"/></entry>\n'
            for each in some
            for said, page in (told(edition, each),)
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{edition.language}">\n'
        f"<id>{tag}{path}-{edition.language}</id><title>{escape(title)}</title>"
        f"<updated>{_moment(some[0].on if some else meta.as_of)}</updated>"
        f"<author><name>{escape(edition.text(meta.authority))}</name></author>\n"
        f'<link rel="self" href="{escape(base + path)}"/>\n{body}</feed>\n'
    )


def json_feed(edition: Edition, path: str, title: str, some: Sequence[Happening]) -> str:
    """Return the same as JSON Feed 1.1."""
    meta, (base, tag) = edition.register.snapshot.meta, _site(edition)
    items = []
    with named(edition.prefix + path, title):
        for each in some:
            said, page = told(edition, each)
            items.append({"id": tag + each.id, "url": base + page, "title": said, "content_text": said,
                          "date_modified": _moment(each.on), "tags": [each.list]})  # fmt: skip
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": base,
        "feed_url": base + path,
        "language": edition.language,
        "authors": [{"name": edition.text(meta.authority)}],
        "items": items,
    }
    return msgspec.json.encode(feed).decode() + "\n"


def _moment(on: date) -> str:
    return f"{on}T00:00:00+08:00"


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
