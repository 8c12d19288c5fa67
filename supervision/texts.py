"""Texts in two languages: the Chinese sentence is the key, one ``.po`` file a room holds the English one.

Used by all four faces, papers and the public site alike::

    say = translator("en")
    say("责令改正")                      # 'Order to correct'
    say("还有 {days} 个工作日", days=3)   # values are filled in after translation

Files stand in ``supervision/locale/en/<room>.po``. A text missing there is returned in Chinese;
``tests/architecture`` makes sure that none is missing.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Protocol, runtime_checkable

from babel.messages.pofile import read_po

LOCALE_FOLDER = Path(__file__).parent / "locale"
_PLAIN = (str, int)  # nearly all values are; asking a Protocol costs forty times as much
LANGUAGES = ("zh-CN", "en")
DEFAULT_LANGUAGE = "zh-CN"

Translator = Callable[..., str]


@runtime_checkable
class Bilingual(Protocol):
    """双语文字: a value that knows itself in both languages."""

    def say(self, language: str) -> str:
        """Return the text in ``language``."""


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return ``{Chinese: translated}`` of one language; empty for Chinese, which is its own translation."""
    texts: dict[str, str] = {}
    if language == DEFAULT_LANGUAGE:
        return texts
    for path in sorted((LOCALE_FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, abort_invalid=True):
                if message.id and message.string:
                    texts[str(message.id)] = str(message.string)
    return texts


@cache
def translator(language: str) -> Translator:
    """Return the function that says a Chinese text in ``language``, with named values filled in."""
    get = catalogue(language).get

    def say(text: str, **values: object) -> str:
        said = get(text, text)
        if not values:
            return said
        for name, value in values.items():
            if type(value) not in _PLAIN:
                values[name] = _in(language, value)
        return said.format_map(values)

    return say


def _in(language: str, value: object) -> object:
    """Return ``value``, or what it says in ``language`` if it is a text in both (a name in a procedure file)."""
    return value.say(language) if isinstance(value, Bilingual) else value


def mark(text: str) -> str:
    """Mark ``text`` for the catalogues without translating it yet (for constants and errors)."""
    return text
