"""What all commands share: exit statuses, how days and moments are written, how facts are read, how refusals are said."""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from scoring.facts import Fact, by_subject
from scoring.facts.files import read_facts
from scoring.facts.peers import read_peers
from scoring.rulebook.errors import Problem, RuleFileError
from scoring.schemes.versions import Schemes

Commands = Any  # argparse keeps the type of its sub-parsers to itself
HOLDS, DIFFERS, REFUSED = 0, 1, 2
LONGEST_SHEET = 64_000_000  # bytes


class RefusedError(Exception):
    """Input that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: facts by subject, and the words by which subjects are grouped."""

    subjects: Mapping[str, list[Fact]]
    groups: Mapping[str, Mapping[str, str]]


def add_rules(command: argparse.ArgumentParser) -> None:
    """Let a command take rule files beside the built-in ones."""
    command.add_argument(
        "--rules", nargs="+", type=Path, default=[], metavar="PATH", help="beside the built-in rules"
    )


def add_facts(command: argparse.ArgumentParser) -> None:
    """Let a command take facts and groups."""
    command.add_argument("--facts", required=True, type=Path, metavar="FILE", help="JSON lines, or CSV")
    command.add_argument("--peers", type=Path, metavar="FILE", help="groups of subjects, JSON lines or CSV")


def read(facts: Path, peers: Path | None, schemes: Schemes) -> Read:
    """Return the facts and groups of two files.

    Raises:
        RuleFileError: something in them cannot be used; names everything.
    """
    found, problems = read_facts(facts, schemes.members())
    if problems:
        raise RuleFileError(problems)
    groups, problems = read_peers(peers) if peers else ({}, [])
    if problems:
        raise RuleFileError(problems)
    return Read(by_subject(found), groups)


def one_of(subjects: Mapping[str, list[Fact]], subject: str) -> list[Fact]:
    """Return the facts of one subject."""
    if subject not in subjects:
        raise RefusedError(f"no fact speaks of {subject}")
    return subjects[subject]


def day(text: str) -> date:
    """Return a day as it is written on the command line."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise argparse.ArgumentTypeError(f"a day is written 2026-11-22, not {text}")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"there is no day {text}") from None


def moment(text: str) -> datetime:
    """Return a moment as it is written on the command line."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a moment is written 2026-11-22T04:00:00Z, not {text}") from None
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} says no time zone; end it with Z or +08:00")
    return found


def read_text(path: Path) -> str:
    """Return the text of a file of sheets."""
    if (size := path.stat().st_size) > LONGEST_SHEET:
        raise RefusedError(f"{path}: {size} bytes; a file of sheets holds {LONGEST_SHEET} at most")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise RefusedError(f"{path}: this is not UTF-8") from None


def from_json(text: str, place: str) -> Any:
    """Return what a text of JSON says; a float is refused."""
    try:
        return json.loads(text, parse_float=_no_float, parse_constant=_no_float)
    except ValueError as error:
        raise RefusedError(f"{place}: {error}") from None
    except RecursionError:
        raise RefusedError(f"{place}: too deeply nested") from None


def _no_float(text: str) -> Any:
    raise ValueError(f"{text} is a float; a sheet writes decimals as strings")


def print_json(record: Any) -> None:
    """Print one object on one line."""
    print(json.dumps(record, ensure_ascii=False, sort_keys=True))


def say_problems(problems: Iterable[Problem]) -> None:
    """Say each problem on the error stream, in order of place."""
    for problem in sorted(problems):
        print(problem, file=sys.stderr)
