"""python -m scoring: check rule files, evaluate facts, verify and compare score sheets, describe a rule file.

Exit status: 0 done or holds · 1 checked and differs · 2 input unreadable or refused.
"""

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from scoring import describe, freezing
from scoring.checking import check_paths
from scoring.engine import evaluate
from scoring.fact_files import read_facts
from scoring.facts import by_subject
from scoring.peers import read_peers, standings
from scoring.reading import load_schemes
from scoring.rulebook.book import Rulebook
from scoring.rulebook.errors import NotInForceError, Problem, RuleFileError, UnknownRuleError
from scoring.sheet import Sheet
from scoring.telling import as_text

HOLDS, DIFFERS, REFUSED = 0, 1, 2


class RefusedError(Exception):
    """Input that cannot be used; the message says why."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    asked = _parser().parse_args(arguments)
    try:
        status: int = asked.run(asked)
    except RuleFileError as error:
        _say_problems(error.problems)
        return REFUSED
    except (RefusedError, UnknownRuleError, NotInForceError, TypeError, OSError) as error:
        print(f"scoring: {error}", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        return HOLDS
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scoring", description="Dated law as data, facts in, explained scores out."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="check rule files and run their examples")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    check.set_defaults(run=_check)

    score = commands.add_parser("evaluate", help="facts in, one score sheet a subject out")
    score.add_argument(
        "--rules", nargs="+", type=Path, default=[], metavar="PATH", help="beside the built-in rules"
    )
    score.add_argument("--scheme", required=True, metavar="ID")
    score.add_argument("--facts", required=True, type=Path, metavar="FILE", help="JSON lines, or CSV")
    score.add_argument("--peers", type=Path, metavar="FILE", help="groups of subjects, JSON lines or CSV")
    score.add_argument("--subject", metavar="S", help="this one alone")
    score.add_argument("--on", required=True, type=_day, metavar="DAY")
    score.add_argument(
        "--known-at", type=_moment, metavar="MOMENT", help="as it was known then; else all on file"
    )
    score.add_argument(
        "--rehearse", action="store_true", help="fill unknown values with the assumed ones; awards nothing"
    )
    score.add_argument("--outcomes-only", action="store_true", help="without the lines")
    score.add_argument(
        "--freeze", type=Path, metavar="FOLDER", help="also write one file a subject for verify"
    )
    score.add_argument("--format", choices=("json", "csv", "text"), default="json")
    score.add_argument("--language", choices=("zh", "en"), default="zh", help="of --format text")
    score.set_defaults(run=_evaluate)

    verify = commands.add_parser("verify", help="recompute a frozen score sheet")
    verify.add_argument("sheet", type=Path, metavar="SHEET")
    verify.add_argument("--rules", nargs="+", type=Path, default=[], metavar="PATH")
    verify.set_defaults(run=_verify)

    compare = commands.add_parser("diff", help="what moved between two runs of evaluate")
    compare.add_argument("before", type=Path, metavar="BEFORE")
    compare.add_argument("after", type=Path, metavar="AFTER")
    compare.add_argument("--format", choices=("json", "text"), default="text")
    compare.set_defaults(run=_diff)

    tell = commands.add_parser("describe", help="what a rule file does, in words")
    tell.add_argument("file", type=Path, metavar="FILE")
    tell.add_argument("--language", choices=("zh", "en"), default="zh")
    tell.set_defaults(run=_describe)
    return parser


def _day(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise argparse.ArgumentTypeError(f"a day is written 2026-11-22, not {text}")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"there is no day {text}") from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a moment is written 2026-11-22T04:00:00Z, not {text}") from None
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} says no time zone; end it with Z or +08:00")
    return moment


def _check(asked: argparse.Namespace) -> int:
    checked = check_paths(asked.paths)
    errors = [
        {"file": one.file, "line": one.line, "column": one.column, "code": one.code, "message": one.message}
        for one in checked.problems
    ]
    print(
        json.dumps(
            {"files": list(checked.files), "errors": errors, "examples": checked.examples},
            ensure_ascii=False,
            indent=1,
        )
    )
    if any(error["code"] in ("unreadable", "no-rules") for error in errors):
        return REFUSED
    return DIFFERS if errors else HOLDS


def _evaluate(asked: argparse.Namespace) -> int:
    book = Rulebook.load(asked.rules)
    schemes = load_schemes(book)
    scheme = schemes.on(asked.scheme, asked.on)
    facts, problems = read_facts(asked.facts, schemes.members())
    if problems:
        _say_problems(problems)
        return REFUSED
    subjects = by_subject(facts)
    groups, problems = read_peers(asked.peers) if asked.peers else ({}, [])
    if problems:
        _say_problems(problems)
        return REFUSED
    standing = standings(book, scheme, subjects, groups, on=asked.on, known_at=asked.known_at)
    if asked.subject is not None:
        if asked.subject not in subjects:
            raise RefusedError(f"no fact speaks of {asked.subject}")
        subjects = {asked.subject: subjects[asked.subject]}
    table = csv.writer(sys.stdout, lineterminator="\n")
    if asked.format == "csv":
        table.writerow(("subject", "outcome", "value"))
    for subject, own in subjects.items():
        sheet = evaluate(
            book,
            scheme,
            subject,
            own,
            on=asked.on,
            known_at=asked.known_at,
            rehearse=asked.rehearse,
            standing=standing[subject],
        )
        record = sheet.as_record()
        if asked.freeze:
            asked.freeze.mkdir(parents=True, exist_ok=True)
            frozen = freezing.freeze(sheet, own, scheme, standing[subject])
            (asked.freeze / f"{freezing.file_name(subject)}.json").write_text(
                freezing.text_of(frozen), encoding="utf-8"
            )
        _write(sheet, record, asked, table)
    return HOLDS


def _write(sheet: Sheet, record: dict[str, Any], asked: argparse.Namespace, table: Any) -> None:
    if asked.format == "csv":
        table.writerow((record["subject"], record["outcome"] or "", record["value"] or ""))
    elif asked.format == "text":
        print(as_text(sheet, asked.language), end="\n\n")
    else:
        if asked.outcomes_only:
            del record["lines"]
        print(json.dumps(record, ensure_ascii=False, sort_keys=True))


def _verify(asked: argparse.Namespace) -> int:
    try:
        frozen = json.loads(asked.sheet.read_text(encoding="utf-8"), parse_float=_no_float)
    except ValueError as error:
        raise RefusedError(f"{asked.sheet}: {error}") from None
    verdict = freezing.verify(frozen, Rulebook.load(asked.rules))
    print(verdict.text)
    return HOLDS if verdict.holds else DIFFERS


def _diff(asked: argparse.Namespace) -> int:
    moves = freezing.compare(_sheets(asked.before), _sheets(asked.after))
    if asked.format == "json":
        for move in moves:
            print(json.dumps(move, ensure_ascii=False, sort_keys=True))
    else:
        print("\n".join(freezing.move_text(move) for move in moves) or "nothing moved")
    return DIFFERS if moves else HOLDS


def _sheets(path: Path) -> list[dict[str, Any]]:
    sheets = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                sheets.append(json.loads(line, parse_float=_no_float))
            except ValueError as error:
                raise RefusedError(f"{path}:{number}: {error}") from None
    return sheets


def _describe(asked: argparse.Namespace) -> int:
    print(describe.describe_file(asked.file, asked.language))
    return HOLDS


def _no_float(text: str) -> Any:
    raise ValueError(f"{text} is a float; a sheet writes decimals as strings")


def _say_problems(problems: Iterable[Problem]) -> None:
    for problem in sorted(problems):
        print(problem, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
