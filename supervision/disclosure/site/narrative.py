"""手写页面 the hand-written pages: MkDocs turns their Markdown into HTML, once for all releases that say the same.

MkDocs runs only where the Markdown, its settings or the theme differ from when it last ran; what it made is kept
without the frame of the site, which every release puts around it anew.
"""

import binascii
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec

from supervision.disclosure.files import write_durably
from supervision.disclosure.site.ledger import folder_digest
from supervision.disclosure.site.templates import THEME

ROOT = THEME.parents[1]
STYLE = "assets/portal.css"  # a part of ``assets/site.css``


class Page(msgspec.Struct, frozen=True):
    """手写页面: ``source`` is its path below ``portal_docs/pages`` as .html, ``content`` the HTML of its text."""

    source: str
    title: str
    content: str
    template: str


class Narrative(msgspec.Struct, frozen=True):
    """All hand-written pages and the assets of the theme, with the digest of what they were made from."""

    inputs: bytes
    pages: tuple[Page, ...]
    assets: dict[str, bytes]

    @classmethod
    def made(cls, kept: Path | None = None) -> "Narrative":
        """Return what MkDocs makes; from memory, or from the file ``kept``, where nothing differs from when it was made."""
        inputs = _inputs()
        stored = [each for each in _read(kept) if each.inputs == inputs]
        remembered = [each for each in _last if each.inputs == inputs]
        known = next(iter((*remembered, *stored)), None) or _mkdocs(inputs)
        if kept and not stored:
            write_durably(kept, msgspec.json.encode(known))
        _last[:] = [known]
        return known


_last: list[Narrative] = []


def _inputs() -> bytes:
    folders = (ROOT / "portal_docs" / "pages", THEME)
    sources = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return folder_digest([ROOT / "mkdocs.yml", ROOT / "portal_docs" / "hook.py", *sources])


def _read(path: Path | None) -> Iterable[Narrative]:
    try:
        return [msgspec.json.decode(path.read_bytes(), type=Narrative)] if path else []
    except (FileNotFoundError, msgspec.DecodeError, binascii.Error):
        return []


class _Listener:
    """Stands in for the site while MkDocs runs: takes down each page and puts no frame around it."""

    def __init__(self) -> None:
        self.pages: list[Page] = []

    def narrative(self, source: str, title: str, content: str, template: str = "page.html") -> str:
        """Take down a page."""
        self.pages.append(Page(source, title, content, template))
        return content


def _mkdocs(inputs: bytes) -> Narrative:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    listener = _Listener()
    with tempfile.TemporaryDirectory(prefix="mingjing-pages-") as folder:
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=folder)
        config["extra"] = {**config["extra"], "site": listener}
        build(config)
        pages = {page.source for page in listener.pages}
        assets = {
            path: (Path(folder) / path).read_bytes()
            for path in sorted(
                each.relative_to(folder).as_posix() for each in Path(folder).rglob("*") if each.is_file()
            )
            if path not in pages
        }
    return Narrative(inputs, tuple(listener.pages), assets)
