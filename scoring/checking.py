"""检查规则文件 Everything that can be wrong with rule files, and whether their own examples hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from scoring.engine import evaluate
from scoring.engine.standing import standings
from scoring.facts import Fact, by_subject, members_of
from scoring.facts.files import fact_from_record
from scoring.language.context import Value
from scoring.language.exact import Exact, TooLongError, add, text_of
from scoring.reading import examine_schemes
from scoring.rulebook.book import Rulebook, examine
from scoring.rulebook.errors import NotInForceError, Problem
from scoring.rulebook.loader import Place
from scoring.rulebook.local import rule_files
from scoring.rulebook.values import Rule
from scoring.schemes import Scheme, title_of, walk
from scoring.sheets import PENDING, UNDECIDED, Sheet

MOST_REASONS = 3
SUBJECT = "example"
"""Of whom an example speaks; facts of peers name another subject."""


@dataclass(frozen=True, slots=True)
class Checked:
    """检查结果 The files looked at, their problems, how many examples were run, and what should be looked up again."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    examples: int
    reviews: tuple[str, ...] = ()


def check_paths(paths: Sequence[Path], on: date | None = None) -> Checked:
    """Check the rule files under ``paths`` together with the built-in ones; run their examples.

    With ``on`` also say which rules and schemes in them are due for a look at whether they are still law.
    """
    files = [str(path) for path in rule_files(paths)]
    wanted = {str(Path(file).resolve()) for file in files}
    problems = [
        Problem(str(path), 0, 0, "unreadable", "there is no such file") for path in paths if not path.exists()
    ]
    problems += [
        Problem(str(path), 0, 0, "no-rules", "there are no .yaml files in this folder")
        for path in paths
        if path.is_dir() and not rule_files([path])
    ]
    book, found = examine([path for path in paths if path.exists()])
    schemes, more = examine_schemes(book)
    examples = 0
    failed: list[Problem] = []
    for scheme in schemes:
        if str(Path(scheme.file).resolve()) in wanted:
            examples += len(scheme.examples)
            failed += run_examples(book, scheme)
    shown = [problem for problem in found + more + failed if str(Path(problem.file).resolve()) in wanted]
    kept: list[Rule | Scheme] = [*book.rules.values(), *schemes]
    due = [one for one in kept if on and one.review_due(on)]
    reviews = sorted({one.id for one in due if str(Path(one.file).resolve()) in wanted})
    return Checked(tuple(files), tuple(sorted(problems + shown)), examples, tuple(reviews))


def run_examples(book: Rulebook, scheme: Scheme) -> list[Problem]:
    """Return the examples of a scheme that do not hold."""
    document = next(one for one in book.schemes if one.file == scheme.file)
    wrong = [document.problem(place, "bad-fact", said) for place, said in _bad_facts(scheme)]
    return wrong or [
        document.problem(("examples", number), "example-fails", f"{title_of(example)['zh']}: {said}")
        for number, example in enumerate(scheme.examples)
        for said in _differences(book, scheme, example)
    ]


def _bad_facts(scheme: Scheme) -> Iterator[tuple[Place, str]]:
    """Yield the facts of the examples that the scheme cannot read, by their place in the file."""
    members = members_of((*scheme.kinds.values(), *scheme.recorded_kinds()))
    listed: list[tuple[Place, Sequence[Mapping[str, Any]]]] = [(("given",), scheme.given)]
    listed += [(("examples", n, "given"), one["given"]) for n, one in enumerate(scheme.examples)]
    for place, given in listed:
        for number, fact in enumerate(given):
            try:
                fact_from_record({"subject": SUBJECT, **fact}, members)
            except ValueError as error:
                yield (*place, number), str(error)


@dataclass(frozen=True, slots=True)
class Worked:
    """算过的例子 An example of a rule file, worked out: its facts, where the subject stands among peers, its sheet."""

    facts: tuple[Fact, ...]
    standing: Mapping[str, Value]
    sheet: Sheet


def work_out(book: Rulebook, scheme: Scheme, example: Mapping[str, Any]) -> Worked:
    """Return an example of a scheme, worked out.

    Raises:
        ValueError: one of its facts is none that the scheme can read.
        NotInForceError: a rule that the scheme uses says nothing for its day.
    """
    members = members_of((*scheme.kinds.values(), *scheme.recorded_kinds()))
    facts = [
        fact_from_record({"id": f"given-{number + 1}", "subject": SUBJECT, **given}, members)
        for number, given in enumerate(scheme.given_in(example))
    ]
    on, rehearse = example["on"], example.get("rehearse", False)
    subjects = {SUBJECT: [], **by_subject(facts)}
    standing = standings(book, scheme, subjects, example.get("groups", {}), on=on, rehearse=rehearse)[SUBJECT]
    own = subjects[SUBJECT]
    sheet = evaluate(book, scheme, SUBJECT, own, on=on, rehearse=rehearse, standing=standing)
    return Worked(tuple(own), standing, sheet)


def _differences(book: Rulebook, scheme: Scheme, example: Mapping[str, Any]) -> list[str]:
    try:
        sheet = work_out(book, scheme, example).sheet
    except (ValueError, NotInForceError, TooLongError) as error:
        return [str(error)]
    expect = example["expect"]
    differences = []
    if "outcome" in expect and expect["outcome"] != sheet.outcome:
        differences.append(
            f"expected the outcome {_word(expect['outcome'])}, got {_word(sheet.outcome)}{_why(sheet)}"
        )
    if "value" in expect and not _same(expect["value"], sheet.value):
        differences.append(f"expected the value {expect['value']}, got {_said(sheet.value)}")
    for name, outcome in expect.get("also", {}).items():
        if name not in sheet.also or sheet.also[name] != outcome:
            differences.append(f"expected {name} to be {_word(outcome)}, got {_word(sheet.also.get(name))}")
    inside = {node.id: [one.id for one in walk([node])] for node in scheme.nodes()}
    for place, points in expect.get("points", {}).items():
        found, known = points_of(sheet, *inside.get(place, [place]))
        if not known:
            differences.append(f"no line speaks of {place}")
        elif not _same(points, found):
            differences.append(f"expected {points} points for {place}, got {_said(found)}")
    return differences


def _word(outcome: str | None) -> str:
    return "none" if outcome is None else outcome


def _why(sheet: Sheet) -> str:
    """Return the first lines that leave a sheet undecided, for who expected an outcome of it."""
    others = (f"{sheet.scheme}.outcome", *(f"{sheet.scheme}.{name}." for name in sheet.also))
    undecided = [line for line in sheet.lines if line.status in (UNDECIDED, PENDING)]
    open_lines = [line.words["en"] for line in undecided if not line.rule.startswith(others)]
    return f" ({'; '.join(open_lines[:MOST_REASONS])})" if sheet.outcome is None and open_lines else ""


def points_of(sheet: Sheet, *places: str) -> tuple[Exact | None, bool]:
    """Return the points of an item, or of a part with all that it holds: all lines of them together.

    There are none where a line is not decided; the second value says whether there is any line at all.
    """
    rules = {f"{sheet.scheme}.{place}" for place in places}
    lines = [line for line in sheet.lines if line.rule in rules]
    total: Exact | None = None
    for line in lines:
        if line.status in (UNDECIDED, PENDING):
            return None, True
        if line.points is not None:
            total = line.points if total is None else add(total, line.points)
    return total, bool(lines)


def _same(expected: int | Decimal | str | None, found: Exact | None) -> bool:
    if expected is None or found is None:
        return expected is found
    return Fraction(expected) == found


def _said(value: Exact | None) -> str:
    return "nothing" if value is None else text_of(value)
