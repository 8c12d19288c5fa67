"""日志条目 log entries: what the log says of an act of disclosure, and what it does not say.

An entry is four members of canonical JSON::

    {"at": "2026-11-22T08:00:00Z", "commitment": "<64 hex>", "kind": "result", "v": 1}

``commitment = SHA256(salt || JCS(record))``. The record and its salt (32 random bytes) are published as an *envelope*
below ``/records/`` for as long as the record may be public. When law or credit repair takes it down, both go and
the entry stays: it tells nothing any more, and still nobody can pretend that nothing was there.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from supervision.disclosure.jcs import Json, canonical
from supervision.errors import InputError
from supervision.texts import mark

VERSION = 1
SALT_BYTES = 32
MAX_ENTRY_BYTES = 0xFFFF  # entries carry a length of two bytes
RECORDS_FOLDER = "records"
MANIFEST_PATH = "records/release.json"
_NO_RECORD = b'"record":null'
_HEX = re.compile(r"[0-9a-f]{64}")
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class Kind(StrEnum):
    """公开行为 the acts of disclosure that the log knows."""

    DRAW_COMMITTED = "draw-committed"
    DRAW_EVENT = "draw-event"
    DRAW_REVEALED = "draw-revealed"
    DRAW_ABANDONED = "draw-abandoned"
    RESULT = "result"
    GRADE = "grade"
    RATING = "rating"
    LISTING_ADDED = "listing-added"
    LISTING_REMOVED = "listing-removed"
    PENALTY = "penalty"
    CORRECTION = "correction"
    TAKE_DOWN = "take-down"
    RULE_CHANGE = "rule-change"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Entry:
    """日志条目: at the moment ``at`` (aware, UTC) a record of ``kind`` was committed to."""

    at: datetime
    kind: Kind
    commitment: str

    def encode(self) -> bytes:
        """Return the bytes that the log holds."""
        return canonical(
            {
                "v": VERSION,
                "at": write_moment(self.at),
                "kind": self.kind.value,
                "commitment": self.commitment,
            }
        )


def decode_entry(data: bytes, place: str) -> Entry:
    """Read an entry of the log; whatever is not exactly one is refused, ``place`` saying where it stands."""
    try:
        value = json.loads(data)
        entry = Entry(read_moment(value["at"]), Kind(value["kind"]), value["commitment"])
        if _HEX.fullmatch(entry.commitment) and entry.encode() == data:
            return entry
    except (ValueError, KeyError, TypeError, RecursionError):
        pass  # said below, in words
    raise InputError(place, mark("不是一条完整的日志条目"), mark("请重新下载日志；若仍如此，请联系发布机关"))


_COMMITMENT = slice(len('{"at":"2026-11-22T08:00:00Z","commitment":"'), None)


def commitment_in(data: bytes) -> str:
    """Return the commitment of an encoded entry without reading the rest: where it stands, canonical form fixes."""
    return data[_COMMITMENT][:64].decode()


@dataclass(frozen=True, slots=True)
class Envelope:
    """公开信封: a published record with the salt and the place in the log that prove when it was published."""

    at: datetime
    kind: Kind
    record: Mapping[str, Json]
    salt: bytes
    index: int | None = None
    body: bytes = field(default=b"", repr=False, compare=False)  # the record in canonical form, written once

    def __post_init__(self) -> None:
        """Write the record."""
        if not self.body:
            object.__setattr__(self, "body", canonical(dict(self.record)))

    @property
    def entry(self) -> Entry:
        """Return the entry that stands in the log for this record."""
        return Entry(self.at, self.kind, _commitment(self.body, self.salt))

    def numbered(self, index: int) -> "Envelope":
        """Return the envelope with its place in the log."""
        return replace(self, index=index)

    def encode(self) -> bytes:
        """Return the file below ``/records/``: canonical JSON and a newline."""
        if self.index is None:
            raise ValueError("an envelope is published once it stands in the log")
        value: dict[str, Json] = {
            "v": VERSION,
            "at": write_moment(self.at),
            "kind": self.kind.value,
            "index": self.index,
            "salt": self.salt.hex(),
            "record": None,
        }
        return canonical(value).replace(_NO_RECORD, b'"record":' + self.body) + b"\n"


def seal(record: Mapping[str, Json], *, kind: Kind, at: datetime, salt: bytes | None = None) -> Envelope:
    """Put ``record`` into an envelope; ``salt`` is drawn here unless demonstration or test hand one in."""
    return Envelope(at, kind, record, salt or secrets.token_bytes(SALT_BYTES))


def commitment(record: Mapping[str, Json], salt: bytes) -> str:
    """Return ``SHA256(salt || JCS(record))`` in hex."""
    return _commitment(canonical(dict(record)), salt)


def _commitment(body: bytes, salt: bytes) -> str:
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    return hashlib.sha256(salt + body).hexdigest()


def open_envelope(data: bytes, place: str) -> Envelope:
    """Read a published record; ``place`` is its path in errors."""
    try:
        value: dict[str, Any] = json.loads(data)
        envelope = Envelope(
            read_moment(value["at"]),
            Kind(value["kind"]),
            value["record"],
            bytes.fromhex(value["salt"]),
            value["index"],
        )
        if len(envelope.salt) == SALT_BYTES and isinstance(envelope.index, int) and envelope.encode() == data:
            return envelope
    except (ValueError, KeyError, TypeError, RecursionError):
        pass  # said below, in words
    raise InputError(place, mark("不是一份完整的公开记录"), mark("请重新下载；若仍如此，请联系发布机关"))


# --- records that the verifier reads ------------------------------------------------------------------------------


def draw_committed(commitment_object: Mapping[str, Json]) -> dict[str, Json]:
    """Return the record of kind ``draw-committed``: the commitment of the draw, as hashed."""
    return {"commitment": dict(commitment_object)}


def draw_event(commitment_sha256: str, n: int, event_sha256: str) -> dict[str, Json]:
    """Return the record of kind ``draw-event``: the ``n``-th event (from 1) of that draw has this hash."""
    return {"commitment_sha256": commitment_sha256, "n": n, "event_sha256": event_sha256}


def draw_revealed(commitment_sha256: str, file: str, data: bytes) -> dict[str, Json]:
    """Return the record of kinds ``draw-revealed`` and ``draw-abandoned``: where the whole draw record is."""
    return {"commitment_sha256": commitment_sha256, "file": file, "sha256": hashlib.sha256(data).hexdigest()}


def release(name: str, as_of: str, files: Mapping[str, str]) -> dict[str, Json]:
    """Return the record of kind ``release``: the manifest, path → SHA-256 of every file of the site."""
    return {"release": name, "as_of": as_of, "files": dict(files)}


def write_moment(at: datetime) -> str:
    """Spell an aware moment in UTC, to the second."""
    return at.astimezone(UTC).strftime(_MOMENT)


def read_moment(text: str) -> datetime:
    """Read a moment as ``write_moment`` spells it."""
    return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)
