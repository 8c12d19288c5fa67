"""评分表 The score sheet: an outcome, and a line for every point won, lost or not decided, with its fact and its law.

The points of all lines add up to the value. A sheet is written as one JSON object with sorted keys. Its hash is the
SHA-256 of that text without the hash itself and without what is only wording: of each line ``text``, ``text_en``,
``basis`` and ``basis_en``. What a line says stands in its ``code`` and ``places``, what it rests on in ``law`` and
``article``: so better words make no sheet differ, and anybody can check it with a few lines of any language. The
hash of a sheet without ``format``, made before 2026-11-23, covers its words too.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from scoring.facts import moment_text
from scoring.language.exact import Exact, multiply, plain_text, text_of
from scoring.schemes import Basis, Words
from scoring.sheets.said import Said
from scoring.sheets.sentences import say

WON, PARTLY, LOST = "won", "partly", "lost"
DEDUCTED, ADDED = "deducted", "added"
NOT_APPLICABLE, UNDECIDED, PENDING = "not_applicable", "undecided", "pending"
ADJUSTED = "adjusted"
REHEARSAL = '"rehearsal":true,'
FORMAT = 2
WORDING = frozenset({"text", "text_en", "basis", "basis_en"})
"""What a line says in words; made from the rest of it, and not part of the hash."""
MET, NOT_MET, VETO, REACHED = "met", "not_met", "veto", "reached"


class Line(NamedTuple):
    """评分行 One reason. ``points`` is what it adds to the value; ``None`` where it gives none or is not decided.

    ``rule`` names the part of the scheme, ``since`` the day from which that version applies, ``facts`` what it saw.
    """

    rule: str
    since: date
    facts: tuple[str, ...]
    points: Exact | None
    status: str
    words: Said
    basis: Basis

    def weighed(self, weight: Exact) -> "Line":
        """Return the line with its points multiplied by a weight, which the sentence then says."""
        words = say("weighed", said=self.words, weight=weight)
        points = None if self.points is None else multiply(self.points, weight)
        return Line(self.rule, self.since, self.facts, points, self.status, words, self.basis)

    def as_record(self) -> dict[str, Any]:
        """Return the line as JSON: ``fact`` is null, one id, or a list of ids."""
        fact: Any = self.facts[0] if len(self.facts) == 1 else list(self.facts) or None
        return {
            "rule": self.rule,
            "since": self.since.isoformat(),
            "fact": fact,
            "points": None if self.points is None else plain_text(self.points),
            "status": self.status,
            "code": self.words.code,
            "places": self.words.told(),
            "law": self.basis.reference.law.id,
            "article": self.basis.reference.article,
            "text": self.words["zh"],
            "text_en": self.words["en"],
            "basis": self.basis.reference.cite(),
            "basis_en": self.basis.reference.cite("en"),
            "confidence": self.basis.confidence.value,
        }

    def canonical(self) -> str:
        """Return the canonical text of the record without its wording; what stands around the facts is written once."""
        facts = [_quoted(fact) for fact in self.facts]
        fact = facts[0] if len(facts) == 1 else f"[{','.join(facts)}]" if facts else "null"
        key = (self.rule, self.since, self.points, self.status, id(self.basis))
        known = self.words.around.get(key)
        if known is None:  # the basis is kept, so that the id stays its own
            known = self.words.around[key] = (*self._around(), self.basis)
        return f"{known[0]}{fact}{known[1]}"

    def _around(self) -> tuple[str, str]:
        points = "null" if self.points is None else f'"{plain_text(self.points)}"'
        article, confidence, law = _of_basis(self.basis)
        before = f'{{"article":{article},"code":"{self.words.code}","confidence":{confidence},"fact":'
        after = (
            f',"law":{law},"places":{canonical(self.words.told())},"points":{points},"rule":{_quoted(self.rule)},'
            f'"since":"{self.since.isoformat()}","status":"{self.status}"}}'
        )
        return before, after


@dataclass(frozen=True, slots=True)
class Sheet:
    """评分表 What a scheme says about one subject on the day ``on``, as known at ``known_at`` (``None``: all on file).

    ``outcome`` is ``None`` where it cannot be decided. A ``rehearsal`` uses assumed values and awards nothing.
    """

    subject: str
    scheme: str
    outcome: str | None
    value: Exact | None
    on: date
    known_at: datetime | None
    observed: int
    applicable: int
    lines: tuple[Line, ...]
    outcome_words: Words
    also: Mapping[str, str | None] = field(default_factory=dict)
    rehearsal: bool = False

    def as_record(self) -> dict[str, Any]:
        """Return the sheet as JSON, with its hash."""
        record: dict[str, Any] = {
            "format": FORMAT,
            "subject": self.subject,
            "scheme": self.scheme,
            "outcome": self.outcome,
            "value": None if self.value is None else text_of(self.value),
            "on": self.on.isoformat(),
            "known_at": self.known_at and moment_text(self.known_at),
            "coverage": {"observed": self.observed, "applicable": self.applicable},
            "lines": [line.as_record() for line in self.lines],
        }
        if self.also:
            record["also"] = dict(self.also)
        if self.rehearsal:
            record["rehearsal"] = True
        return {**record, "sheet_sha256": sheet_hash(record)}

    @property
    def sha256(self) -> str:
        """The hash of the sheet, in hexadecimal."""
        return hash_of(self.canonical())

    def canonical(self, known: Mapping[int, str] | None = None) -> str:
        """Return the canonical text that the hash covers, straight from the lines.

        ``known`` has the text of lines that many sheets share, by the ``id`` of the line.
        """
        known = known or {}
        lines = ",".join([known.get(id(line)) or line.canonical() for line in self.lines])
        also = f'"also":{canonical(dict(self.also))},' if self.also else ""
        known_at = f'"{moment_text(self.known_at)}"' if self.known_at else "null"
        value = "null" if self.value is None else f'"{text_of(self.value)}"'
        return (
            f'{{{also}"coverage":{{"applicable":{self.applicable},"observed":{self.observed}}},'
            f'"format":{FORMAT},"known_at":{known_at},"lines":[{lines}],"on":"{self.on.isoformat()}",'
            f'"outcome":{_quoted(self.outcome)},{REHEARSAL if self.rehearsal else ""}'
            f'"scheme":{_quoted(self.scheme)},"subject":{_quoted(self.subject)},"value":{value}}}'
        )


def canonical(record: Any) -> str:
    """Return a record as canonical text: keys sorted, no spaces, UTF-8 letters as they are."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def hash_of(text: str) -> str:
    """Return the SHA-256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def sheet_hash(record: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a sheet's record, of the format that it says it has."""
    bare = {key: value for key, value in record.items() if key != "sheet_sha256"}
    return hash_of(canonical(bare if "format" not in record else without_wording(bare)))


def without_wording(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a sheet's record with lines that say what they say by their code alone."""
    lines = record["lines"]
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        return dict(record)  # no sheet of ours
    bare = [{key: value for key, value in line.items() if key not in WORDING} for line in lines]
    return {**record, "lines": bare}


def _quoted(text: str | None) -> str:
    return "null" if text is None else encode_basestring(text)


def _of_basis(basis: Basis) -> tuple[str, str, str]:
    reference = basis.reference
    return _quoted(reference.article), _quoted(basis.confidence.value), _quoted(reference.law.id)
