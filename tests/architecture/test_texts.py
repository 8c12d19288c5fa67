"""Every text that a person sees exists in both languages, once."""

import re
from collections import defaultdict

from babel.messages.pofile import read_po

from supervision.texts import LOCALE_FOLDER
from tests.architecture.reading import (
    CHINESE,
    PACKAGES,
    Place,
    bare_chinese_in_template,
    files,
    listed,
    name_of,
    texts_in_python,
    texts_in_template,
)

TEMPLATES = files(
    "*.html", "*.xml", "*.txt", under=("supervision/templates", "supervision/documents", "portal_docs/theme")
)
OWN_NAMES = {"明镜", "中文", "简体中文"}  # the same in every language


def entries() -> dict[str, dict[str, str]]:
    """Return ``{Chinese: {catalogue: English}}``."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted((LOCALE_FOLDER / "en").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, abort_invalid=True):
                if message.id:
                    found[str(message.id)][path.name] = str(message.string)
    return found


def texts() -> dict[str, Place]:
    """Return every text with one place where it is used."""
    found: dict[str, Place] = {}
    for path in files("*.py", under=PACKAGES):
        found |= dict(texts_in_python(path.read_text(), name_of(path)))
    for path in TEMPLATES:
        found |= dict(texts_in_template(path.read_text(), name_of(path)))
    return {text: place for text, place in found.items() if CHINESE.search(text)}


def test_no_text_is_glued_together() -> None:
    glued = [
        place
        for path in files("*.py", under=PACKAGES)
        for text, place in texts_in_python(path.read_text(), name_of(path))
        if text == "<f-string>"
    ]
    assert not glued, "a text made by an f-string cannot be translated: name its values, say('…{n}…', n=n)"


def test_every_text_has_its_english() -> None:
    known = entries()
    missing = {text: place for text, place in texts().items() if text not in known and text not in OWN_NAMES}
    assert not missing, f"{len(missing)} texts are missing in supervision/locale/en/:\n{listed(missing)}"


def test_named_places_are_the_same_in_both_languages() -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"\{(\w+)", text))

    wrong = {zh: en for zh, by in entries().items() for en in by.values() if places(zh) != places(en)}
    assert not wrong


def test_no_entry_is_empty_or_says_two_things() -> None:
    known = entries()
    assert not [zh for zh, by in known.items() if not all(by.values())]
    assert not {zh: by for zh, by in known.items() if len(set(by.values())) > 1}


def test_no_entry_is_left_over() -> None:
    sources = "".join(
        path.read_text()
        for path in files("*.py", "*.html", "*.xml", "*.yaml", "*.js", under=(*PACKAGES, "portal_docs"))
    )
    used = set(texts())
    assert not [zh for zh in entries() if zh not in used and zh not in sources]


def test_templates_say_nothing_in_chinese_alone() -> None:
    bare = {
        text: place
        for path in TEMPLATES
        for text, place in bare_chinese_in_template(path.read_text(), name_of(path))
        if text not in OWN_NAMES
    }
    assert not bare, f"wrap it in _('…'):\n{listed(bare)}"
