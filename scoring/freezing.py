"""封存与核对 A decided score with everything it was made of, so that anybody can make it again.

A frozen sheet holds the sheet, the facts of its subject and the hash of the scheme's file. ``verify`` checks the
sheet's own hash, then computes the sheet again from those facts and names the first thing that differs.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from scoring.engine import evaluate
from scoring.fact_files import fact_from_record
from scoring.facts import Fact, known_facts
from scoring.language.context import Value
from scoring.language.exact import exact
from scoring.language.exact import text_of as number_text
from scoring.reading import load_schemes
from scoring.rulebook.book import Rulebook
from scoring.rulebook.errors import NotInForceError, UnknownRuleError
from scoring.schemes import Scheme
from scoring.sheet import Sheet, canonical, sheet_hash

SHEET_KEYS = frozenset(
    {"subject", "scheme", "outcome", "value", "on", "known_at", "coverage", "lines", "sheet_sha256"}
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """核对结论 Whether a sheet holds; ``text`` is ``holds`` or ``differs: …`` with what does."""

    holds: bool
    text: str


def freeze(
    sheet: Sheet, facts: Iterable[Fact], scheme: Scheme, standing: Mapping[str, Value] | None = None
) -> dict[str, Any]:
    """Return the sheet with the rule file and the facts it rests on: those that counted, and no others."""
    counted = known_facts(facts, sheet.on, sheet.known_at, public=scheme.public)
    frozen = {
        "sheet": sheet.as_record(),
        "facts": [fact.as_record() for fact in counted if fact.kind in scheme.kinds],
        "rules": {
            "scheme": scheme.id,
            "since": scheme.since.isoformat(),
            "sha256": file_hash(Path(scheme.file)),
        },
    }
    if standing:
        frozen["standing"] = {name: number_text(value) for name, value in standing.items()}
    return frozen


def text_of(frozen: Mapping[str, Any]) -> str:
    """Return a frozen sheet as it is written to a file."""
    return json.dumps(frozen, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def file_name(subject: str) -> str:
    """Return a safe name for a subject's file."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}", subject):
        return subject
    return hashlib.sha256(subject.encode()).hexdigest()[:32]


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a rule file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def verify(frozen: Any, book: Rulebook) -> Verdict:
    """Return whether a frozen sheet, or a bare one, holds."""
    bare = isinstance(frozen, dict) and frozen.keys() >= SHEET_KEYS
    sheet = frozen if bare else frozen.get("sheet") if isinstance(frozen, dict) else None
    if not isinstance(sheet, dict) or not sheet.keys() >= SHEET_KEYS:
        raise TypeError("this is no score sheet: subject, scheme, outcome, lines and the like are missing")
    if sheet_hash(sheet) != sheet["sheet_sha256"]:
        return Verdict(
            False, "differs: sheet_sha256 does not belong to this sheet; something in it was changed"
        )
    if bare:
        return Verdict(True, "holds: the sheet is whole; without its facts it cannot be computed again")
    try:
        standing = {name: exact(Fraction(said)) for name, said in frozen.get("standing", {}).items()}
        again = _again(sheet, frozen["facts"], book, standing)
    except (KeyError, ValueError, UnknownRuleError, NotInForceError) as error:
        return Verdict(False, f"differs: it cannot be computed again: {error}")
    different = first_difference(sheet, again)
    if different is None:
        return Verdict(True, "holds")
    scheme = load_schemes(book).on(sheet["scheme"], date.fromisoformat(sheet["on"]))
    changed = frozen.get("rules", {}).get("sha256") != file_hash(Path(scheme.file))
    return Verdict(False, f"differs: {different}" + ("; the rule file has changed since" if changed else ""))


def _again(
    sheet: Mapping[str, Any],
    records: Sequence[Mapping[str, Any]],
    book: Rulebook,
    standing: Mapping[str, Value],
) -> dict[str, Any]:
    schemes = load_schemes(book)
    on = date.fromisoformat(sheet["on"])
    members = schemes.members()
    return evaluate(
        book,
        schemes.on(sheet["scheme"], on),
        sheet["subject"],
        [fact_from_record(record, members, str(record.get("id"))) for record in records],
        on=on,
        known_at=datetime.fromisoformat(sheet["known_at"]) if sheet["known_at"] else None,
        rehearse=bool(sheet.get("rehearsal")),
        standing=standing,
    ).as_record()


def first_difference(said: Any, found: Any, place: str = "") -> str | None:
    """Return where two records differ first, and how; nothing if they are the same."""
    if isinstance(said, dict) and isinstance(found, dict):
        keys = [key for key in sorted(said.keys() | found.keys()) if key != "sheet_sha256"]
        pairs = [(f"{place}.{key}" if place else key, said.get(key), found.get(key)) for key in keys]
    elif isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        pairs = [
            (f"{place}[{number}]", one, other)
            for number, (one, other) in enumerate(zip(said, found, strict=True))
        ]
    else:
        return (
            None
            if said == found
            else f"{place} is {canonical(said)}, computed again it is {canonical(found)}"
        )
    return next(filter(None, (first_difference(one, other, at) for at, one, other in pairs)), None)


def compare(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return who moved between two runs: outcome, value, and the lines that are new, gone or changed."""
    old = {sheet["subject"]: sheet for sheet in before}
    new = {sheet["subject"]: sheet for sheet in after}
    moves = []
    for subject in [*old, *(subject for subject in new if subject not in old)]:
        one, other = old.get(subject, {}), new.get(subject, {})
        lines_before, lines_after = _lines(one), _lines(other)
        gone = [line for key, line in lines_before.items() if lines_after.get(key) != line]
        come = [line for key, line in lines_after.items() if lines_before.get(key) != line]
        shown = ("outcome", "value")
        if gone or come or any(one.get(key) != other.get(key) for key in shown):
            moves.append(
                {
                    "subject": subject,
                    "outcome": [one.get("outcome"), other.get("outcome")],
                    "value": [one.get("value"), other.get("value")],
                    "gone": gone,
                    "come": come,
                }
            )
    return moves


def _lines(sheet: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    keys = ("rule", "fact", "points", "status", "text")
    lines = [{key: line[key] for key in keys} for line in sheet.get("lines", ())]
    return {canonical([line["rule"], line["fact"], line["status"]]): line for line in lines}


def move_text(move: Mapping[str, Any]) -> str:
    """Return one move as people read it."""
    (was, now), (before, after) = move["outcome"], move["value"]
    lines = [f"{move['subject']}: {was or '–'} ({before or '–'}) → {now or '–'} ({after or '–'})"]
    lines += [f"  - {line['text']}" for line in move["gone"]] + [
        f"  + {line['text']}" for line in move["come"]
    ]
    return "\n".join(lines)
