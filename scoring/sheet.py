"""评分表 The score sheet: an outcome, and a line for every point won, lost or not decided, with its fact and its law.

The points of all lines add up to the value. A sheet is written as one JSON object with sorted keys; its hash is
the SHA-256 of that text without the hash itself, so that anybody can check it with a few lines of any language.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from scoring.facts import moment_text
from scoring.language.exact import Exact, multiply, text_of, tidy
from scoring.schemes import Basis, Words

WON, PARTLY, LOST = "won", "partly", "lost"
DEDUCTED, ADDED = "deducted", "added"
NOT_APPLICABLE, UNDECIDED, PENDING = "not_applicable", "undecided", "pending"
ADJUSTED = "adjusted"
MET, NOT_MET, VETO, REACHED = "met", "not_met", "veto", "reached"


@dataclass(frozen=True, slots=True)
class Line:
    """评分行 One reason. ``points`` is what it adds to the value; ``None`` where it gives none or is not decided.

    ``rule`` names the part of the scheme, ``since`` the day from which that version applies, ``facts`` what it saw.
    """

    rule: str
    since: date
    facts: tuple[str, ...]
    points: Exact | None
    status: str
    words: Words
    basis: Basis

    def weighed(self, weight: Exact) -> "Line":
        """Return the line with its points multiplied by a weight, which the sentence then says."""
        said = f" × {text_of(tidy(weight))}"
        words = {language: sentence + said for language, sentence in self.words.items()}
        points = None if self.points is None else multiply(self.points, weight)
        return replace(self, points=points, words=words)

    def as_record(self) -> dict[str, Any]:
        """Return the line as JSON: ``fact`` is null, one id, or a list of ids."""
        fact: Any = self.facts[0] if len(self.facts) == 1 else list(self.facts) or None
        return {
            "rule": self.rule,
            "since": self.since.isoformat(),
            "fact": fact,
            "points": None if self.points is None else text_of(tidy(self.points)),
            "status": self.status,
            "text": self.words["zh"],
            "text_en": self.words["en"],
            "basis": self.basis.reference.cite(),
            "basis_en": self.basis.reference.cite("en"),
            "confidence": self.basis.confidence.value,
        }


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
        return str(self.as_record()["sheet_sha256"])


def canonical(record: Any) -> str:
    """Return a record as canonical text: keys sorted, no spaces, UTF-8 letters as they are."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sheet_hash(record: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a sheet's canonical text without its hash."""
    bare = {key: value for key, value in record.items() if key != "sheet_sha256"}
    return hashlib.sha256(canonical(bare).encode()).hexdigest()
