"""The calculator of the method pages: an engine written a second time, held against the first on random inputs."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from scoring.engine import Run
from scoring.language.exact import plain_text
from scoring.portable import program
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook
from scoring.sheet import Sheet
from supervision.disclosure.method_files import CALCULATOR
from tests.scoring.random_facts import as_facts, random_facts
from tests.scoring.test_handbook import FILES, HEAD, OUTCOME, PARTS

ASSETS = Path(__file__).parents[2] / "portal_docs" / "theme" / "assets" / "calculator"
PUBLIC = 10_000
DAYS = (date(2024, 2, 29), date(2026, 6, 30))
ALL = """(text) => {
  const { programs, inputs } = JSON.parse(text), number = (points) => points && self.calc.write(points);
  return JSON.stringify(inputs.map(([which, facts, rehearse, standing]) => {
    const sheet = self.calc.evaluate(programs[which], facts, { rehearse, standing });
    return [sheet.outcome, number(sheet.value), sheet.also, sheet.observed, sheet.applicable,
      sheet.lines.map((line) => [line.rule, line.status, number(line.points), line.words.zh, line.words.en])];
  }));
}"""


@pytest.fixture(scope="module")
def engine(browser: Browser) -> Iterator[Page]:
    """A page that holds the calculator's parts and nothing else."""
    page = browser.new_page()
    page.goto("about:blank")
    for name in CALCULATOR:
        page.add_script_tag(path=ASSETS / f"{name}.js")
    page.evaluate("() => { self.calc = {}; self.calculatorParts.forEach((part) => part(self.calc)); }")
    yield page
    page.close()


def said(sheet: Sheet) -> list[Any]:
    """Return what both engines must agree on: outcomes, value, coverage, and every line with its points and words."""
    lines = [
        [
            line.rule,
            line.status,
            line.points if line.points is None else plain_text(line.points),
            line.words["zh"],
            line.words["en"],
        ]
        for line in sheet.lines
    ]
    value = None if sheet.value is None else plain_text(sheet.value)
    return [sheet.outcome, value, dict(sheet.also), sheet.observed, sheet.applicable, lines]


def compare(engine: Page, runs: list[Run], times: int, seed: int) -> dict[str, set[Any]]:
    """Hold both engines against each other; return the outcomes that came out, by scheme."""
    dice = Random(seed)
    programs = [program(run.book, run.scheme, run.on) for run in runs]
    inputs, expected, seen = [], [], {}
    for number in range(times):
        which = number % len(runs)
        run, facts = runs[which], random_facts(programs[which], dice)
        names = [one["id"] for one in programs[which]["compared"]]
        standing = {name: dice.randrange(1, 9) for name in names if dice.random() < 0.8}
        inputs.append(
            [which, facts, run.rehearse, {key: ["number", str(one)] for key, one in standing.items()}]
        )
        sheet = run.sheet("S", as_facts(facts), {key: Decimal(one) for key, one in standing.items()})
        expected.append(said(sheet))
        seen.setdefault(run.scheme.id, set()).add(sheet.outcome)
    found = json.loads(engine.evaluate(ALL, json.dumps({"programs": programs, "inputs": inputs})))
    for given, theirs, ours in zip(inputs, found, expected, strict=True):
        assert theirs == ours, given
    return seen


def test_ten_thousand_random_inputs_come_out_as_in_the_engine(engine: Page) -> None:
    book = Rulebook.load()
    runs = [
        Run(book, scheme, on, rehearse=rehearse)
        for scheme in load_schemes(book).all()
        if scheme.public
        for on in [day for day in DAYS if scheme.in_force(day)] or [scheme.since]
        for rehearse in (True, True, False)
    ]
    seen = compare(engine, runs, PUBLIC, 1)
    assert len(seen) == len({run.scheme.id for run in runs}) > 12
    assert all(outcomes - {None} for outcomes in seen.values()), seen
    assert sum(len(outcomes) for outcomes in seen.values()) > 50


def test_every_construct_of_the_language_comes_out_as_in_the_engine(engine: Page, tmp_path: Path) -> None:
    runs = []
    for number, part in enumerate([*PARTS, FILES[-1]]):
        text = part if part.startswith("scheme:") else HEAD + part.removeprefix("measures:\n")
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "scheme.yaml").write_text(
            text if "\noutcome:" in text else text + OUTCOME, encoding="utf-8"
        )
        book = Rulebook.load([folder])
        (scheme,) = [one for one in load_schemes(book).all() if one.file.startswith(str(folder))]
        runs.append(Run(book, scheme, DAYS[-1]))
    compare(engine, runs, 1500, 2)
