"""Feeds held against the letter of RFC 4287 (Atom) and JSON Feed 1.1, as a feed validator does: what is wrong, in words."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z")
ONCE, ANY = (1, 1), (0, 10**9)
CHILDREN = {  # element → how often each child may stand in it (RFC 4287, 4.1.1 and 4.1.2; author once, for the whole feed)
    "feed": {"id": ONCE, "title": ONCE, "updated": ONCE, "author": (1, 10**9), "link": ANY, "entry": ANY,
             "subtitle": (0, 1), "rights": (0, 1), "generator": (0, 1)},
    "entry": {"id": ONCE, "title": ONCE, "updated": ONCE, "link": (1, 10**9), "category": ANY, "summary": (0, 1),
              "content": (0, 1), "published": (0, 1), "author": ANY},
    "author": {"name": ONCE, "uri": (0, 1), "email": (0, 1)},
}  # fmt: skip
ATTRIBUTES = {
    "link": {"href", "rel", "type", "hreflang", "title"},
    "category": {"term", "scheme", "label"},
    "title": {"type"},
}


def faults_of_atom(content: bytes) -> list[str]:
    """Return what is wrong with an Atom feed; nothing where it is valid."""
    feed = ElementTree.fromstring(content)
    if feed.tag != f"{ATOM}feed":
        return [f"{feed.tag} is no feed"]
    ids = [each.text for each in feed.iter(f"{ATOM}id")]
    again = [f"id {name} stands {count} times" for name, count in Counter(ids).items() if count > 1]
    return [*_element(feed), *again, *_links(feed, "self"), *_newest(feed)]


def _element(element: Element) -> Iterator[str]:
    name = element.tag.removeprefix(ATOM)
    allowed = CHILDREN.get(name, {})
    counts = Counter(child.tag.removeprefix(ATOM) for child in element)
    yield from (f"{child} in {name}" for child in counts if child not in allowed)
    for child, (least, most) in allowed.items():
        if not least <= counts[child] <= most:
            yield f"{counts[child]} {child} in {name}"
    for attribute in element.attrib:
        if attribute not in ATTRIBUTES.get(name, set()) and not attribute.startswith(XML):
            yield f"attribute {attribute} of {name}"
    text = (element.text or "").strip()
    if name in ("updated", "published") and not MOMENT.match(text):
        yield f"{name} {text!r} is no moment"
    if name in ("id", "link") and not urlsplit(text or element.get("href", "")).scheme:
        yield f"{name} {text or element.get('href')!r} is not absolute"
    if name == "category" and not element.get("term"):
        yield "a category without term"
    if name in ("title", "name", "id") and not text:
        yield f"an empty {name}"
    if name == "entry":
        yield from _links(element, "alternate")
    for child in element:
        yield from _element(child)


def _links(element: Element, relation: str) -> Iterator[str]:
    """Yield a fault where an element has not exactly one link of a relation; one without relation is an alternate."""
    found = [each for each in element.findall(f"{ATOM}link") if each.get("rel", "alternate") == relation]
    if len(found) != 1:
        yield f"{len(found)} links of relation {relation}"


def _newest(feed: Element) -> Iterator[str]:
    moments = [each.findtext(f"{ATOM}updated") or "" for each in feed.findall(f"{ATOM}entry")]
    if moments and feed.findtext(f"{ATOM}updated") != max(moments):
        yield "the feed is not as new as its newest entry"


def faults_of_json_feed(content: bytes) -> list[str]:
    """Return what is wrong with a JSON feed (version 1.1)."""
    feed = json.loads(content)
    found = [f"no {name}" for name in ("version", "title", "items") if not feed.get(name)]
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        found.append("another version")
    for each in feed.get("items", []):
        if not each.get("id") or not (each.get("content_text") or each.get("content_html")):
            found.append(f"an item without id or content: {each}")
        if not MOMENT.match(each.get("date_modified", "")):
            found.append(f"{each.get('date_modified')!r} is no moment")
        if not urlsplit(each.get("url", "")).scheme:
            found.append(f"url {each.get('url')!r}")
    ids = [each.get("id") for each in feed.get("items", [])]
    return found if len(set(ids)) == len(ids) else [*found, "an id stands twice"]
