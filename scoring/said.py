"""语句 A sentence in Chinese and in English that is put into words only when somebody reads it.

Most lines of most sheets are never read: a score of everybody needs their hash alone. What is the same for all
subjects is put into words once.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from scoring.basis import Words
from scoring.language.exact import Exact, plain_text

Part = str | Exact | Words
LANGUAGES = ("zh", "en")


class Said(Mapping[str, str]):
    """双语语句 Two sentences with ``{name}`` places; a place holds a word, a number, or a text in both languages."""

    __slots__ = ("around", "english", "places", "written", "zhongwen")

    def __init__(self, zh: str, en: str, places: Mapping[str, Part]) -> None:
        self.zhongwen = zh
        self.english = en
        self.places = places
        self.written: dict[str, str] = {}
        self.around: dict[
            object, tuple[str, str, object]
        ] = {}  # of lines that say this and differ by their facts

    def __getitem__(self, language: str) -> str:
        text = self.written.get(language)
        if text is None:
            sentence = {"zh": self.zhongwen, "en": self.english}[language]
            places = {name: _written(part, language) for name, part in self.places.items()}
            text = self.written[language] = sentence.format_map(places)
        return text

    def __iter__(self) -> Iterator[str]:
        return iter(LANGUAGES)

    def __len__(self) -> int:
        return len(LANGUAGES)

    def __repr__(self) -> str:
        return f"Said({dict(self)!r})"


def both(zh: str, en: str, **places: Part) -> Words:
    """Fill ``{name}`` places of a Chinese and an English sentence, when they are read."""
    return Said(zh, en, places)


def _written(part: Part, language: str) -> str:
    if type(part) is str:
        return part
    if type(part) is Decimal or type(part) is Fraction:
        return plain_text(part)
    return part[language]  # type: ignore[index]  # a text in both languages is all that is left
