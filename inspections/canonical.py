"""规范形式: the one way in which a value is written down before it is hashed, and read before it is believed.

Two people who hash the same roster must hash the same bytes, so there is exactly one spelling: JSON in
the form of RFC 8785 (members sorted, no spaces, UTF-8) of objects, lists, strings, integers, booleans and null.
Reading is as strict as writing: whatever could be understood in two ways (a member given twice, ``1.0`` for 1)
is refused, and the refusal says where.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

LIMIT_BYTES = 128_000_000  # of a file that is read
BOM = b"\xef\xbb\xbf"
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class RefusedError(ValueError):
    """拒绝: the input is not what the protocol asks for.

    ``member`` is the path of the faulty member (``roster.strata[2].ratio``), or ``request`` for the whole;
    ``problem`` is one English sentence.
    """

    def __init__(self, member: str, problem: str) -> None:
        super().__init__(f"{member}: {problem}")
        self.member = member
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A number written with a point, an exponent or more digits than any allowed integer has."""

    text: str


class Doubled(dict[str, Any]):
    """An object in which the member ``name`` stands twice."""

    name = ""


def canonical(value: object) -> bytes:
    """Return the RFC 8785 bytes of ``value``.

    The members' names must be ASCII (those of the protocol are) and the numbers integers: within that
    domain Python's sorted, compact JSON is the canonical form, escapes included.
    """
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def sha256_hex(*parts: bytes) -> str:
    """Return SHA-256 of the concatenated ``parts`` as 64 lower-case hex digits."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def hash_of(value: object) -> str:
    """Return SHA256(JCS(value)), the protocol's hash of a roster, a list or an event."""
    return sha256_hex(canonical(value))


def read_json(data: bytes) -> Any:
    """Return the JSON value in ``data``, or refuse it as ``request``.

    What can only be located once the shape is known is kept as a value of its own that fits no shape
    (`Misspelt`, `Doubled`), so that the check that follows names the very member.
    """
    if len(data) > LIMIT_BYTES:
        raise RefusedError("request", "larger than 128 MB")
    if data.startswith(BOM):
        raise RefusedError("request", "starts with a byte order mark; save it as UTF-8 without one")
    try:
        text = data.decode("utf-8")
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=Misspelt,
            parse_int=_integer,
            parse_constant=_constant,
        )
    except UnicodeDecodeError as fault:
        raise RefusedError("request", f"not UTF-8 at byte {fault.start}") from fault
    except json.JSONDecodeError as fault:
        raise RefusedError(
            "request", f"not JSON: {fault.msg} (line {fault.lineno}, column {fault.colno})"
        ) from fault
    except RecursionError as fault:
        raise RefusedError("request", "nested more than 32 levels deep") from fault


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    names = [name for name, _ in pairs]
    doubled = Doubled(members)
    doubled.name = next(name for name in names if names.count(name) > 1)
    return doubled


def _integer(digits: str) -> int | Misspelt:
    return int(digits) if len(digits) <= 17 else Misspelt(digits)


def _constant(name: str) -> Any:
    raise RefusedError("request", f"not JSON: {name} is no number")
