"""读过的文件 What rule files said when they were read before, found again by the hash of their text.

Reading YAML is two thirds of the work of loading rules, and seeing whether it has the shape of a rule file a quarter of
the rest. This package writes nothing: whoever starts it may hand in what an earlier run gave out (``believe``) and take
it away again (``as_bytes``); where it is kept, and how it is known to be one's own, is theirs to settle. A text is looked
up by its SHA-256, so a changed file is always read again; another version of the program believes nothing. What a file
means, its laws and its expressions, is made out each time.
"""

import hashlib
import json
import platform
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

MOST_KEPT = 1_000
"""Texts; an installation has about a hundred."""
READERS = ("language", "reading", "rulebook")
NUMBER, DAY, MAP = "\0number", "\0day", "\0map"

_believed: dict[str, Any] = {}
_read: dict[str, Any] = {}
_fitting: dict[str, None] = {}  # "<shape> <key>" of texts that have the shape
_news: set[str] = set()


def key_of(text: str) -> str:
    """Return the key of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def recall(key: str) -> tuple[Any, bool]:
    """Return what a text said, and whether that is known."""
    if key in _read:
        return _read[key], True
    if key in _believed:
        _read[key] = _believed.pop(key)
        return _read[key], True
    return None, False


def remember(key: str, data: Any) -> None:
    """Keep what a text without mistakes says."""
    if len(_read) < MOST_KEPT:
        _read[key] = data
        _news.add(key)


def fits(shape: str, key: str) -> bool:
    """Return whether a text is known to have the shape of this name."""
    return f"{shape} {key}" in _fitting


def found_to_fit(shape: str, key: str) -> None:
    """Keep that a text which is kept has the shape of this name."""
    if key in _read:
        _fitting[f"{shape} {key}"] = None
        _news.add(key)


def believe(raw: bytes) -> bool:
    """Take what ``as_bytes`` gave out; return whether it was written by this version of the reader, and could be read."""
    try:
        program, said, fitting = json.loads(raw, object_hook=_exact)
        if program != _program():
            return False
        _believed.update(said)
        _fitting.update(dict.fromkeys(fitting))
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        return False
    return True


def forget() -> None:
    """Forget all that was read or believed, as at the start of a program."""
    for known in (_believed, _read, _fitting, _news):
        known.clear()


def has_news() -> bool:
    """Return whether anything was read that ``as_bytes`` has not given out yet."""
    return bool(_news)


def as_bytes() -> bytes:
    """Return what was read so far, for a later run."""
    _news.clear()
    said = {key: _plain(data) for key, data in _read.items()}
    return json.dumps([_program(), said, list(_fitting)], ensure_ascii=False, separators=(",", ":")).encode()


@cache
def _program() -> str:
    """Return what tells versions of the program apart: the text of all that reads files and says what shape they have."""
    own, room = hashlib.sha256(), Path(__file__).parents[1]
    for path in sorted(path for name in READERS for path in (room / name).glob("*.py")):
        own.update(path.read_bytes())
    return f"{own.hexdigest()} yaml {yaml.__version__} python {platform.python_version()}"


def _plain(value: Any) -> Any:
    """Return a value as JSON can say it; no float, and no key that is not text."""
    if isinstance(value, Decimal):
        return {NUMBER: str(value)}
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        if all(isinstance(key, str) and not key.startswith("\0") for key in value):
            return {key: _plain(one) for key, one in value.items()}
        return {MAP: [[_plain(key), _plain(one)] for key, one in value.items()]}
    return value


def _exact(said: Mapping[str, Any]) -> Any:
    if len(said) == 1:
        if NUMBER in said:
            return Decimal(said[NUMBER])
        if DAY in said:
            return date.fromisoformat(said[DAY])
        if MAP in said:
            return dict(said[MAP])
    return said
