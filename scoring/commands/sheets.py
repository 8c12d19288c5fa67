"""evaluate, explain and verify: facts in, sheets out; why; and whether a kept one holds."""

import argparse
import csv
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from scoring.commands.frame import (
    DIFFERS,
    HOLDS,
    Commands,
    add_facts,
    add_rules,
    day,
    from_json,
    moment,
    one_of,
    print_json,
    read,
    read_text,
)
from scoring.engine import evaluate
from scoring.engine.standing import standings
from scoring.explain import Explanation, explain, what_changed, what_comes
from scoring.explain.html import as_html
from scoring.explain.telling import as_text
from scoring.frozen import freezing
from scoring.frozen.verifying import verify
from scoring.language.context import Value
from scoring.reading import load_schemes
from scoring.rulebook.book import Rulebook
from scoring.schemes import Scheme
from scoring.sheets import Sheet


def add(commands: Commands) -> None:
    """Add the commands to the parser."""
    score = commands.add_parser("evaluate", help="facts in, one score sheet a subject out")
    add_rules(score)
    score.add_argument("--scheme", required=True, metavar="ID")
    add_facts(score)
    score.add_argument(
        "--subject",
        metavar="S",
        help="this one alone; with a file of no facts, one of whom nothing is on record",
    )
    score.add_argument("--on", required=True, type=day, metavar="DAY")
    score.add_argument(
        "--known-at", type=moment, metavar="MOMENT", help="as it was known then; else all on file"
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

    why = commands.add_parser("explain", help="why, what is missing, what would lift it, what comes")
    add_rules(why)
    why.add_argument("--scheme", required=True, metavar="ID")
    add_facts(why)
    why.add_argument("--subject", required=True, metavar="S")
    why.add_argument("--on", required=True, type=day, metavar="DAY")
    why.add_argument("--since", type=day, metavar="DAY", help="also what changed since")
    why.add_argument("--until", type=day, metavar="DAY", help="also what happens by then if nothing changes")
    why.add_argument("--rehearse", action="store_true", help="fill unknown values with the assumed ones")
    why.add_argument("--format", choices=("text", "html"), default="text")
    why.add_argument("--language", choices=("zh", "en"), default="zh")
    why.set_defaults(run=_explain)

    again = commands.add_parser(
        "verify",
        usage="python -m scoring verify SHEET [--content HEX] [--rules PATH ...]",  # rules take all that follows
        help="recompute a frozen score from its file alone",
    )
    again.add_argument("sheet", type=Path, metavar="SHEET")
    again.add_argument("--content", metavar="HEX", help="the content hash it is said to have")
    add_rules(again)
    again.set_defaults(run=_verify)


def _evaluate(asked: argparse.Namespace) -> int:
    book = Rulebook.load(asked.rules)
    schemes = load_schemes(book)
    scheme = schemes.on(asked.scheme, asked.on)
    found = read(asked.facts, asked.peers, schemes)
    subjects = found.subjects
    if not subjects and asked.subject is not None:
        subjects = {asked.subject: []}
    standing = standings(
        book,
        scheme,
        subjects,
        found.groups,
        on=asked.on,
        known_at=asked.known_at,
        rehearse=asked.rehearse,
    )
    if asked.subject is not None:
        subjects = {asked.subject: one_of(subjects, asked.subject)}
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
        if asked.freeze:
            asked.freeze.mkdir(parents=True, exist_ok=True)
            frozen = freezing.freeze(book, scheme, sheet, own, standing=standing[subject], roots=asked.rules)
            (asked.freeze / f"{freezing.file_name(subject)}.json").write_text(
                freezing.text_of(frozen), encoding="utf-8"
            )
        _write(sheet, asked, table)
    return HOLDS


def _write(sheet: Sheet, asked: argparse.Namespace, table: Any) -> None:
    if asked.format == "text":
        print(as_text(sheet, asked.language), end="\n\n")
        return
    record = sheet.as_record()
    if asked.format == "csv":
        table.writerow((record["subject"], record["outcome"] or "", record["value"] or ""))
        return
    if asked.outcomes_only:
        del record["lines"]
    print_json(record)


def _explain(asked: argparse.Namespace) -> int:
    book = Rulebook.load(asked.rules)
    schemes = load_schemes(book)
    scheme = schemes.on(asked.scheme, asked.on)
    found = read(asked.facts, asked.peers, schemes)
    facts = one_of(found.subjects, asked.subject)

    def standing_on(scheme: Scheme, day: date, known_at: datetime | None) -> Mapping[str, Value]:
        everybody = standings(
            book, scheme, found.subjects, found.groups, on=day, known_at=known_at, rehearse=asked.rehearse
        )
        return everybody[asked.subject]

    standing = standing_on(scheme, asked.on, None)
    said: Explanation = explain(
        book, scheme, asked.subject, facts, on=asked.on, rehearse=asked.rehearse, standing=standing
    )
    whole = (book, schemes, asked.scheme, asked.subject, facts)
    if asked.since:
        since = what_changed(
            *whole, since=asked.since, on=asked.on, rehearse=asked.rehearse, standing_on=standing_on
        )
        said = replace(said, since=since)
    if asked.until:
        until = what_comes(*whole, on=asked.on, until=asked.until, rehearse=asked.rehearse)
        said = replace(said, until=until)
    if asked.format == "html":
        print(as_html(said, asked.language), end="")
    else:
        print(as_text(said, asked.language))
    return HOLDS


def _verify(asked: argparse.Namespace) -> int:
    frozen = from_json(read_text(asked.sheet), str(asked.sheet))
    verdict = verify(frozen, Rulebook.load(asked.rules))
    if verdict.holds and asked.content and frozen.get("content_sha256") != asked.content:
        print(f"differs: this is another score; its content is {frozen.get('content_sha256', 'not sealed')}")
        return DIFFERS
    print("\n".join((verdict.text, *verdict.notes)))
    return HOLDS if verdict.holds else DIFFERS
