"""同组比较 Where a subject stands among its peers.

Peers are the subjects whose words in ``grouped_by`` agree (same kind, same district). Only those whose measure is
known take part. Equals share the better rank: 95, 90, 90, 80 rank 1, 2, 2, 4. With fewer peers than the scheme asks
for, or without a word to group by, the standing is missing: a rank among one says nothing.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from scoring.engine import prepare
from scoring.facts import Fact
from scoring.language.context import MISSING, Value
from scoring.language.exact import Exact, divide, exact
from scoring.rulebook.book import Rulebook
from scoring.rulebook.errors import Problem
from scoring.schemes import Comparison, Scheme

Groups = Mapping[str, Mapping[str, str]]


def read_peers(path: Path) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """Return ``{subject: {word: value}}`` of a peers file (JSON lines, or CSV with ``group.x`` columns)."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return {}, [Problem(str(path), 0, 0, "unreadable", f"cannot be read as UTF-8: {error}")]
    rows = _csv_rows(text) if path.suffix.lower() == ".csv" else _json_rows(text)
    groups: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    for line, row in rows:
        subject, group = row.get("subject"), row.get("group")
        if not isinstance(subject, str) or not subject or not isinstance(group, dict):
            said = "a line holds {subject, group: {…}}; in CSV, columns subject and group.…"
            problems.append(Problem(str(path), line, 1, "wrong-type", said))
        elif subject in groups:
            problems.append(
                Problem(str(path), line, 1, "duplicate-subject", f"{subject} stands here a second time")
            )
        else:
            groups[subject] = {
                str(word): str(value) for word, value in group.items() if value not in (None, "")
            }
    return groups, problems


def _json_rows(text: str) -> list[tuple[int, dict[str, Any]]]:
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            rows.append((number, row if isinstance(row, dict) else {}))
    return rows


def _csv_rows(text: str) -> list[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    rows = []
    for row in reader:
        group = {name[6:]: cell for name, cell in row.items() if name and name.startswith("group.")}
        rows.append((reader.line_num, {"subject": row.get("subject"), "group": group}))
    return rows


def standings(
    book: Rulebook,
    scheme: Scheme,
    facts: Mapping[str, Sequence[Fact]],
    groups: Groups,
    *,
    on: date,
    known_at: datetime | None = None,
) -> dict[str, dict[str, Value]]:
    """Return for each subject what each comparison of the scheme says; ``facts`` are those of all subjects."""
    if not scheme.comparisons:
        return {subject: {} for subject in facts}
    members: dict[tuple[str, ...], list[str]] = {}
    names: dict[str, Mapping[str, Value]] = {}
    for subject, own in facts.items():
        words = groups.get(subject, {})
        if all(word in words for word in scheme.grouped_by):
            members.setdefault(tuple(words[word] for word in scheme.grouped_by), []).append(subject)
        names[subject] = prepare(book, scheme, own, on=on, known_at=known_at).names
    found: dict[str, dict[str, Value]] = {subject: {} for subject in facts}
    for subjects in members.values():
        for comparison in scheme.comparisons:
            values = {subject: names[subject][comparison.measure] for subject in subjects}
            known = {subject: value for subject, value in values.items() if value is not MISSING}
            for subject, standing in _compare(comparison, known).items():
                found[subject][comparison.id] = standing
    return found


def _compare(comparison: Comparison, known: Mapping[str, Exact]) -> dict[str, Value]:
    size = len(known)
    if size < comparison.fewest:
        return {}
    if comparison.gives == "size":
        return dict.fromkeys(known, exact(size))
    ordered = sorted(known.values(), reverse=comparison.highest_first)
    first = {value: place for place, value in reversed(list(enumerate(ordered)))}
    last = {value: place for place, value in enumerate(ordered)}
    if comparison.gives == "rank":
        return {subject: exact(first[value] + 1) for subject, value in known.items()}
    return {
        subject: divide(exact(size - 1 - last[value]), exact(size - 1)) for subject, value in known.items()
    }
