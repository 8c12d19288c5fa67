"""语句 A sentence in Chinese and in English that is put into words only when somebody reads it.

Most lines of most sheets are never read: a score of everybody needs their hash alone, and the hash does not cover words.
A sentence is called by a ``code`` and has ``places``; both say exactly what it says, however it is worded.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.language.exact import Exact, plain_text
from scoring.schemes.basis import Words

Part = str | Exact | Words
LANGUAGES = ("zh", "en")
PLACE = re.compile(r"\{(\w+)(?:\?([^|{}]*)\|([^|{}]*))?\}")


class Said(Mapping[str, str]):
    """双语语句 Two sentences with places; a place holds a word, a number, or a text in both languages."""

    __slots__ = ("around", "code", "places", "sentence", "written")

    def __init__(self, code: str, sentence: Words, places: Mapping[str, Part]) -> None:
        self.code = code
        self.sentence = sentence
        self.places = places
        self.written: dict[str, str] = {}
        self.around: dict[
            object, tuple[str, str, object]
        ] = {}  # of lines that say this and differ by their facts

    def __getitem__(self, language: str) -> str:
        text = self.written.get(language)
        if text is None:
            text = self.written[language] = fill(self.sentence[language], self.places, language)
        return text

    def __iter__(self) -> Iterator[str]:
        return iter(LANGUAGES)

    def __len__(self) -> int:
        return len(LANGUAGES)

    def __repr__(self) -> str:
        return f"Said({dict(self)!r})"

    def told(self) -> dict[str, Any]:
        """Return what stands in its places, without names, which are only words: ``{"n": "4"}``.

        A sentence within the sentence gives an object with its ``code`` and its places.
        """
        told: dict[str, Any] = {}
        for name, part in self.places.items():
            if type(part) is Said:
                if part.code:
                    told[name] = {"code": part.code, **part.told()}
            elif type(part) is str or type(part) is Decimal or type(part) is Fraction:
                told[name] = _written(part, "")
        return told


def both(zh: str, en: str, **places: Part) -> Words:
    """Fill ``{name}`` places of a Chinese and an English sentence, when they are read."""
    return Said("", {"zh": zh, "en": en}, places)


def fill(sentence: str, places: Mapping[str, Part], language: str) -> str:
    """Put ``places`` into a sentence: ``{n}`` is what stands there, ``{n?point|points}`` the word that goes with it.

    Raises:
        KeyError: the sentence has a place for which nothing is given.
    """

    def put(found: re.Match[str]) -> str:
        name, one, many = found.groups()
        text = _written(places[name], language)
        return text if one is None else one if text == "1" else many

    return PLACE.sub(put, sentence)


def _written(part: Part, language: str) -> str:
    if type(part) is str:
        return part
    if type(part) is Decimal or type(part) is Fraction:
        return plain_text(part)
    return part[language]  # type: ignore[index]  # a text in both languages is all that is left
