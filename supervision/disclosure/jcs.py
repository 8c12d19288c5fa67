"""规范形式 canonical form: the one spelling of a JSON value that everybody hashes alike (RFC 8785, JCS).

Objects, arrays, strings, integers up to 2^53 − 1, booleans and null. Decimals are strings, as everywhere in this
project; a float is a mistake of ours and is refused.
"""

import json
from typing import Any

Json = dict[str, Any] | list[Any] | str | int | bool | None
MAX_INTEGER = 2**53 - 1


def canonical(value: Json) -> bytes:
    """Return the canonical bytes of ``value``; raise ``ValueError`` for what has none."""
    text = json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()  # a lone surrogate has no UTF-8: UnicodeEncodeError is a ValueError


def _ordered(value: Any) -> Json:
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, dict):
        return {name: each if type(each := value[name]) is str else _ordered(each) for name in _names(value)}
    if isinstance(value, list | tuple):
        return [_ordered(each) for each in value]
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) <= MAX_INTEGER:
        return value
    raise ValueError(f"{value!r} has no canonical form")


def _names(value: dict[Any, Any]) -> list[str]:
    """Return member names in the order of their UTF-16, which for ASCII is the order of the letters."""
    if not all(isinstance(name, str) for name in value):
        raise ValueError("member names are strings")
    return sorted(value) if "".join(value).isascii() else sorted(value, key=_utf16)


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be")
