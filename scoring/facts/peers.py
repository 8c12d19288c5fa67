"""同组名单 Which subjects belong together, where that stands in no fact: a file with the words of each subject."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from scoring.rulebook.errors import Problem


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
