"""Hugo as the peer: the facility pages of a site made by it, from the values that our templates get.

Hugo is handed more than we are: names looked up, days in words, pictures drawn, everything but the page itself. We begin
with the records. Both write the same bytes but for how an address is escaped; ``same_pages`` makes sure of it.
"""

import json
import shutil
import subprocess
from pathlib import Path

import msgspec

from supervision.disclosure.site.building import Site
from supervision.disclosure.site.pages.facilities import facility_values
from tests.bench.hugo.translate import Translation, members_with_html

COMMAND = "hugo"
MISSING = "Hugo is not installed: apt-get install -y hugo"
WITHIN = 0.1  # of the bytes of all pages
# What the escaping of Go must not touch: HTML, JSON, the picture in an address; it takes ``data-on`` for a script.
SAFE = {"linked": "safeJS", "code_picture": "safeURL", "iso": "safeJS", "on": "safeJS"}
SETTINGS = {
    "baseURL": "https://mingjing.example/",
    "uglyURLs": True,
    "disablePathToLower": True,
    "disableHugoGeneratorInject": True,
    "disableKinds": ["home", "section", "taxonomy", "term", "RSS", "sitemap", "404", "robotsTXT"],
}


def is_there() -> bool:
    """Return whether Hugo is installed."""
    return shutil.which(COMMAND) is not None


def prepare(site: Site, folder: Path) -> None:
    """Write what Hugo needs for the Chinese facility pages: a JSON file each, its template, its settings."""
    edition = site.editions["zh-CN"]
    pages = folder / "content" / "f"
    pages.mkdir(parents=True)
    raw: dict[str, str] = {}
    for number, facility in enumerate(site.register.snapshot.facilities):
        values = facility_values(edition, facility)
        if number < 200:  # enough to meet every member that holds HTML
            raw |= dict.fromkeys(members_with_html(values), "safeHTML")
        values |= {"path": f"f/{facility.code}.html", "title": values["name"]}
        (pages / f"{facility.code}.md").write_bytes(msgspec.json.encode({"v": values}, enc_hook=str) + b"\n")
    known = {**edition._frame(1), **edition.marks, "section": "ratings"}
    del known["description"]
    layout = folder / "layouts" / "_default" / "single.html"
    layout.parent.mkdir(parents=True)
    layout.write_text(Translation(edition.environment, known, raw | SAFE, edition.say).page("facility.html"))
    (folder / "config.json").write_text(json.dumps(SETTINGS))


def run(folder: Path) -> None:
    """Let Hugo make its pages."""
    command = [COMMAND, "--quiet", "--source", str(folder), "--destination", str(folder / "out")]
    subprocess.run(command, check=True)


def same_pages(ours: Path, theirs: Path) -> None:
    """Raise where the two did not make as many pages of about as many bytes."""
    pages = [sorted(each.glob("*.html")) for each in (ours, theirs)]
    bytes_ = [sum(path.stat().st_size for path in each) for each in pages]
    if len(pages[0]) != len(pages[1]) or abs(bytes_[0] - bytes_[1]) > WITHIN * bytes_[0]:
        raise RuntimeError(
            f"not the same pages: {len(pages[0])} of {bytes_[0]} bytes, {len(pages[1])} of {bytes_[1]}"
        )
