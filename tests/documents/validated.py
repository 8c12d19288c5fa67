"""What other people's tools say of a whole site: ``python -m tests.documents.validated SITE`` prints a table.

It stands in ``portal_docs/ACCESS.md`` for the demonstration's site; the same checks run in the tests on smaller ones.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from frictionless import Package
from icalendar import Calendar

from tests.supervision.disclosure.atom import faults_of_atom, faults_of_json_feed
from tests.supervision.disclosure.words_of_the_web import faults_of_html, unknown_words

LINKED = re.compile(r'<script type="?application/ld\+json"?>(.*?)</script>', re.DOTALL)
Found = tuple[str, list[str]]  # a file, what is wrong with it


def pages(site: Path) -> Iterator[Found]:
    """Parse every page by the HTML standard."""
    for path in site.rglob("*.html"):
        yield str(path), faults_of_html(path.read_text())


def linked(site: Path) -> Iterator[Found]:
    """Look every type and property up in schema.org's vocabulary."""
    for path in site.rglob("*.html"):
        for text in LINKED.findall(path.read_text()):
            yield str(path), unknown_words(json.loads(text))


def feeds(site: Path) -> Iterator[Found]:
    """Hold every Atom feed against RFC 4287."""
    for path in site.rglob("*.xml"):
        if not path.name.startswith("sitemap"):
            yield str(path), faults_of_atom(path.read_bytes())


def json_feeds(site: Path) -> Iterator[Found]:
    """Hold the JSON feeds against version 1.1."""
    for path in site.rglob("feed.json"):
        yield str(path), faults_of_json_feed(path.read_bytes())


def calendars(site: Path) -> Iterator[Found]:
    """Read the calendars as a calendar program does."""
    for path in site.rglob("*.ics"):
        events = Calendar.from_ical(path.read_bytes())
        yield str(path), [str(error) for each in events.walk() for error in each.errors]


def tables(site: Path) -> Iterator[Found]:
    """Validate the open data: types, keys, foreign keys, hashes."""
    report = Package(str(site / "data" / "datapackage.json")).validate()
    for task in report.tasks:
        yield task.place, [error.message for error in task.errors]


def maps(site: Path) -> Iterator[Found]:
    """Read the site map, and look whether all that it names is there."""
    for path in site.glob("sitemap*.xml"):
        named = [each.text or "" for each in ElementTree.parse(path).iter() if each.tag.endswith("}loc")]
        yield str(path), [each for each in named if not (site / urlsplit(each).path[1:]).is_file()]


def sums(site: Path) -> Iterator[Found]:
    """Compare the data files with the checksums of their description."""
    described = json.loads((site / "data" / "datapackage.json").read_bytes())
    for resource in described["resources"]:
        path = site / "data" / resource["path"]
        same = resource["hash"] == "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
        yield str(path), [] if same else ["another hash"]


CHECKS = (
    (f"tinyhtml5 {version('tinyhtml5')}: parse errors of the HTML standard", "pages", pages),
    (f"msgspec-schemaorg {version('msgspec-schemaorg')}: types and properties of JSON-LD", "blocks", linked),
    ("RFC 4287: Atom", "feeds", feeds),
    ("JSON Feed 1.1", "feeds", json_feeds),
    (f"icalendar {version('icalendar')}: RFC 5545", "calendars", calendars),
    (f"frictionless {version('frictionless')}: data package", "tables", tables),
    ("SHA-256 in datapackage.json", "files", sums),
    ("site map: every page that it names is there", "maps", maps),
)


def counted(found: Iterable[Found]) -> tuple[int, list[str]]:
    """Return how many files were looked at, and everything that is wrong with them."""
    looked, wrong = 0, []
    for name, faults in found:
        looked += 1
        wrong += [f"{name}: {fault}" for fault in faults]
    return looked, wrong


def main(site: Path) -> int:
    """Print the table, and every fault."""
    print("| held against | looked at | faults |\n|---|--:|--:|")
    every = []
    for name, what, check in CHECKS:
        looked, wrong = counted(check(site))
        print(f"| {name} | {looked:,} {what} | {len(wrong)} |")
        every += wrong
    if every:
        print("\n".join(every), file=sys.stderr)
    return 1 if every else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
