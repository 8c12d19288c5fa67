"""封存 A decided score with everything it was made of, so that anybody can make it again from one file.

A frozen score holds the sheet, the facts that counted, the text of the rule files and the values of the rules it used.
Its seal names each of them by a hash, and ``content_sha256`` is the hash of the seal: two people who hold the same
hash hold the same score. ``scoring.frozen.verifying`` makes it again.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.engine import evaluate, with_fed
from scoring.facts import Fact, known_facts
from scoring.language.context import Value
from scoring.language.exact import text_of as number_text
from scoring.rulebook.book import FOLDER, Rulebook
from scoring.rulebook.indicators import Indicator
from scoring.rulebook.local import rule_files
from scoring.rulebook.values import DatedValue
from scoring.schemes import Scheme
from scoring.sheets import Sheet, canonical

FORMAT = "mingjing-score-1"
LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Frozen:
    """封存件 ``seal`` names every part by its hash; ``texts`` are the rule files, ``{name: text}``."""

    sheet: Mapping[str, Any]
    facts: tuple[Mapping[str, Any], ...]
    seal: Mapping[str, Any]
    texts: Mapping[str, str]

    @property
    def content_sha256(self) -> str:
        """The hash of the seal, and so of everything."""
        return hash_of(self.seal)

    def as_record(self) -> dict[str, Any]:
        """Return the file's object."""
        return {
            "format": FORMAT,
            "sheet": dict(self.sheet),
            "facts": [dict(fact) for fact in self.facts],
            "rules": dict(self.texts),
            "seal": dict(self.seal),
            "content_sha256": self.content_sha256,
        }


def freeze(
    book: Rulebook,
    scheme: Scheme,
    sheet: Sheet,
    facts: Iterable[Fact],
    *,
    standing: Mapping[str, Value] | None = None,
    roots: Iterable[Path] = (),
) -> Frozen:
    """Return the sheet with what it rests on: the facts that counted, the rules it used, and no others.

    ``roots`` are the folders of local rules that apply beside the built-in ones.
    """
    facts, texts = list(facts), rule_texts(scheme, roots)
    noting = _Noting(book.rules, book.laws, book.schemes, book.calendar)
    facts = with_fed(
        noting, scheme, sheet.subject, facts, on=sheet.on, known_at=sheet.known_at, rehearse=sheet.rehearsal
    )
    evaluate(
        noting,
        scheme,
        sheet.subject,
        facts,
        on=sheet.on,
        known_at=sheet.known_at,
        rehearse=sheet.rehearsal,
        standing=standing,
    )
    return _frozen(scheme, sheet, facts, noting, texts, standing)


def decide(
    book: Rulebook,
    scheme: Scheme,
    subject: str,
    facts: Sequence[Fact],
    *,
    on: date,
    known_at: datetime,
    texts: Mapping[str, str],
) -> tuple[Sheet, Frozen]:
    """Return the sheet of one subject and the same frozen, evaluated once; ``texts`` are those of ``rule_texts``."""
    noting = _Noting(book.rules, book.laws, book.schemes, book.calendar)
    facts = with_fed(noting, scheme, subject, facts, on=on, known_at=known_at)
    sheet = evaluate(noting, scheme, subject, facts, on=on, known_at=known_at)
    return sheet, _frozen(scheme, sheet, facts, noting, texts, None)


def _frozen(
    scheme: Scheme,
    sheet: Sheet,
    facts: Sequence[Fact],
    noting: "_Noting",
    texts: Mapping[str, str],
    standing: Mapping[str, Value] | None,
) -> Frozen:
    counted = known_facts(facts, sheet.on, sheet.known_at, public=scheme.public)
    records = tuple(fact.as_record() for fact in counted if fact.kind in scheme.kinds)
    said = sheet.as_record()
    seal: dict[str, Any] = {
        "sheet": said["sheet_sha256"],
        "facts": {record["id"]: hash_of(record) for record in records},
        "rules": {name: text_hash(text) for name, text in texts.items()},
        "values": {name: _plain(value.value) for name, value in sorted(noting.used.items())},
        "scheme": {"id": scheme.id, "since": scheme.since.isoformat(), "authority": scheme.authority},
    }
    if standing:
        seal["standing"] = {name: number_text(value) for name, value in sorted(standing.items())}
    return Frozen(said, records, seal, texts)


def rule_texts(of: Scheme | Indicator, roots: Iterable[Path] = ()) -> dict[str, str]:
    """Return ``{name: text}`` of the file in which a scheme or an indicator stands, and of all local files."""
    roots = tuple(roots)
    own = Path(of.file)
    local = {path.resolve(): f"{LOCAL}/{_name(path, roots)}" for path in rule_files(roots)}
    names = {own.resolve(): _name(own, (FOLDER, *roots)), **local}
    return {
        name: path.read_text(encoding="utf-8") for path, name in sorted(names.items(), key=lambda one: one[1])
    }


def _name(path: Path, roots: Iterable[Path]) -> str:
    real = path.resolve()
    for root in roots:
        if root.is_dir() and real.is_relative_to(root.resolve()):
            return real.relative_to(root.resolve()).as_posix()
    return path.name


@dataclass(frozen=True, slots=True, eq=False)
class _Noting(Rulebook):
    """A rulebook that notes which of its values were asked for."""

    used: dict[str, DatedValue] = field(default_factory=dict)

    def on(self, rule_id: str, day: date) -> DatedValue:
        """Return what the rule says, and note it."""
        value = self.used[rule_id] = self.rule(rule_id).on(day)
        return value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return sorted(value) if isinstance(value, set | frozenset) else value


def hash_of(record: Any) -> str:
    """Return the SHA-256 of a record's canonical text."""
    return text_hash(canonical(record))


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def text_of(frozen: Frozen) -> str:
    """Return a frozen score as it is written to a file."""
    return json.dumps(frozen.as_record(), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def file_name(subject: str) -> str:
    """Return a safe name for a subject's file."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}", subject):
        return subject
    return hashlib.sha256(subject.encode()).hexdigest()[:32]
