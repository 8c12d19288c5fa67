"""diff and rehearse: who moves, and by which lines, between two runs, two days, or two versions of a rule file."""

import argparse
import csv
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from scoring.commands.frame import (
    DIFFERS,
    HOLDS,
    Commands,
    Read,
    RefusedError,
    add_rules,
    day,
    from_json,
    print_json,
    read,
    read_text,
)
from scoring.engine import evaluate
from scoring.engine.standing import standings
from scoring.explain.telling import change_lines, said
from scoring.facts import Fact
from scoring.reading import load_schemes
from scoring.rehearsal import DIRECTIONS, Draft, Rehearsal, conclude, read_draft
from scoring.rulebook.book import Rulebook
from scoring.rulebook.days import add_months
from scoring.schemes import Scheme
from scoring.sheets.comparing import Change, changes

Record = dict[str, Any]
WORDS = {"won": "win", "lost": "lose", "same": "stay", "open": "open"}


def add(commands: Commands) -> None:
    """Add the commands to the parser."""
    compare = commands.add_parser(
        "diff", help="who moved: between two runs of evaluate, two days, or two versions of a rule file"
    )
    compare.add_argument("runs", nargs="*", type=Path, metavar="BEFORE AFTER", help="two outputs of evaluate")
    compare.add_argument("--scheme", metavar="ID", help="evaluate here: this scheme")
    compare.add_argument("--facts", type=Path, metavar="FILE")
    compare.add_argument("--peers", type=Path, metavar="FILE")
    compare.add_argument("--on", nargs="+", type=day, metavar="DAY", help="one day, or two to compare")
    compare.add_argument("--changed", type=Path, metavar="FILE", help="a changed rule file, on one day")
    add_rules(compare)
    compare.add_argument("--format", choices=("json", "text"), default="text")
    compare.add_argument("--language", choices=("zh", "en"), default="zh", help="of --format text")
    compare.set_defaults(run=_diff)

    trial = commands.add_parser(
        "rehearse", help="a changed rule file over facts of years past; awards nothing"
    )
    trial.add_argument("changed", type=Path, metavar="FILE", help="the changed rule file")
    trial.add_argument("--facts", required=True, type=Path, metavar="FILE")
    trial.add_argument("--peers", type=Path, metavar="FILE", help="groups of subjects: counted by each word")
    trial.add_argument("--scheme", metavar="ID", help="where the file can move several")
    trial.add_argument("--on", required=True, type=day, metavar="DAY", help="the last day looked at")
    trial.add_argument("--years", type=int, default=3, metavar="N", help="that day of so many years; 3")
    add_rules(trial)
    trial.add_argument("--format", choices=("text", "json", "csv"), default="text")
    trial.set_defaults(run=_rehearse)


def _diff(asked: argparse.Namespace) -> int:
    if asked.runs:
        if len(asked.runs) != 2 or asked.scheme:
            raise RefusedError("name two outputs of evaluate, or --scheme, --facts and --on")
        moves, scheme = changes(*(_sheets(path) for path in asked.runs)), None
    else:
        before, after, scheme = _sides(asked)
        moves = changes(before, after)
    if asked.format == "json":
        for move in moves:
            print_json(move.as_record())
    else:
        print("\n".join(_move_text(move, scheme, asked.language) for move in moves) or "nothing moved")
    return DIFFERS if moves else HOLDS


def _sheets(path: Path) -> list[Record]:
    lines = enumerate(read_text(path).splitlines(), 1)
    found = [from_json(line, f"{path}:{number}") for number, line in lines if line.strip()]
    if not all(isinstance(sheet, dict) and "subject" in sheet for sheet in found):
        raise RefusedError(f"{path}: a line is no score sheet")
    return found


def _sides(asked: argparse.Namespace) -> tuple[list[Record], list[Record], Scheme]:
    """Evaluate both sides here; the scheme is that of the second."""
    if not (asked.scheme and asked.facts and asked.on):
        raise RefusedError("name two outputs of evaluate, or --scheme, --facts and --on")
    if len(asked.on) != (1 if asked.changed else 2):
        raise RefusedError("--on names two days to compare, or one with --changed FILE")
    book = Rulebook.load(asked.rules)
    schemes = load_schemes(book)
    found = read(asked.facts, asked.peers, schemes)
    first = _run(book, schemes.on(asked.scheme, asked.on[0]), found, asked.on[0])
    if not asked.changed:
        then = schemes.on(asked.scheme, asked.on[1])
        return first, _run(book, then, found, asked.on[1]), then
    trial = _trial(asked, book, tuple(asked.on))
    versions = trial.versions(asked.on[0])
    if versions is None:
        raise RefusedError(f"{asked.scheme} says nothing for {asked.on[0]}")
    return first, _run(trial.draft.then, versions[1], found, asked.on[0]), versions[1]


def _run(book: Rulebook, scheme: Scheme, found: Read, on: date) -> list[Record]:
    standing = standings(book, scheme, found.subjects, found.groups, on=on)
    return [
        evaluate(book, scheme, subject, own, on=on, standing=standing[subject]).as_record()
        for subject, own in found.subjects.items()
    ]


def _move_text(move: Change, scheme: Scheme | None, key: str) -> str:
    """Return who moved and by which lines, in words where the scheme is at hand, else by the codes of the runs."""
    if scheme is not None:
        head, *rest = change_lines(move, scheme, key)
        return "\n".join([f"{move.subject}: {head.strip()}", *(line.removeprefix("  ") for line in rest)])
    (was, now), (before, after) = move.outcome, move.value
    lines = [f"{move.subject}: {was or '–'} ({before or '–'}) → {now or '–'} ({after or '–'})"]
    lines += [f"  − {said(line, key)}" for line in move.gone] + [
        f"  + {said(line, key)}" for line in move.come
    ]
    return "\n".join(lines)


def _trial(asked: argparse.Namespace, book: Rulebook, days: tuple[date, ...]) -> Rehearsal:
    draft: Draft = read_draft(book, asked.changed.read_bytes(), str(asked.changed))
    if asked.scheme and asked.scheme not in draft.touched:
        raise RefusedError(
            f"{asked.changed} moves {', '.join(draft.touched) or 'no scheme'}, not {asked.scheme}"
        )
    if not asked.scheme and len(draft.touched) != 1:
        raise RefusedError(
            f"name one with --scheme: {asked.changed} moves {', '.join(draft.touched) or 'none'}"
        )
    for doubt in draft.doubts:
        print(doubt, file=sys.stderr)
    return Rehearsal(draft, asked.scheme or draft.touched[0], days)


def _rehearse(asked: argparse.Namespace) -> int:
    if not 1 <= asked.years <= 20:
        raise RefusedError("--years takes 1 to 20")
    book = Rulebook.load(asked.rules)
    found = read(asked.facts, asked.peers, load_schemes(book))
    days = tuple(add_months(asked.on, -12 * back) for back in reversed(range(asked.years)))
    trial = _trial(asked, book, days)
    standing = _standing(trial, found.subjects, found.groups)
    rows = []
    for subject, own in found.subjects.items():
        sides = {on: (now[subject], then[subject]) for on, (now, then) in standing.items()}
        rows += [row.as_record() for row in trial.rows(subject, dict.fromkeys(days, own).__getitem__, sides)]
    document = conclude(trial, rows, found.groups)
    if asked.format == "json":
        print_json(document)
    elif asked.format == "csv":
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(("subject", "on", "direction", "outcome", "outcome_then", "value", "value_then"))
        for row in document["rows"]:
            table.writerow((row["subject"], row["on"], row["direction"], *row["outcome"], *row["value"]))
    else:
        print(_document_text(document))
    return HOLDS


def _standing(
    trial: Rehearsal, subjects: Mapping[str, Sequence[Fact]], groups: Mapping[str, Mapping[str, str]]
) -> dict[date, tuple[dict[str, Record], dict[str, Record]]]:
    """Return for each day where everybody stands among their peers, under both versions."""
    found = {}
    for on in trial.days:
        versions = trial.versions(on)
        if versions is not None:
            now, then = (
                standings(book, scheme, subjects, groups, on=on)
                for book, scheme in zip((trial.draft.now, trial.draft.then), versions, strict=True)
            )
            found[on] = (now, then)
    return found


def _document_text(document: Record) -> str:
    lines = [f"{document['scheme']} · {document['file']['name']} · nothing is awarded"]
    for one in document["days"]:
        counts = ", ".join(f"{one[key]} {WORDS[key]}" for key in DIRECTIONS)
        lines.append(f"{one['on']}: {one['subjects']} subjects; {counts}")
        lines += [
            f"  {each['subjects']:>6}  {each['before'] or '–'} → {each['after'] or '–'}"
            for each in one["outcomes"]
        ]
        lines += [
            f"  {each['subjects']:>6}  moved by {each['rule']}, {each['points']} points in all"
            for each in one["rules"]
        ]
        for word, groups in one["groups"].items():
            lines += [
                f"  {word} {each['name']}: " + ", ".join(f"{each[key]} {WORDS[key]}" for key in DIRECTIONS)
                for each in groups
            ]
    lines.append(f"sha256 {document['sha256']}")
    return "\n".join(lines)
