"""The calculator of the method pages: an engine written a second time, held against the first on random inputs."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from scoring.engine import Run
from scoring.language.exact import plain_text
from scoring.portable import program
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook
from scoring.sheets import Sheet
from supervision.disclosure.invented.snapshot import invent
from supervision.disclosure.site.building import Site
from supervision.disclosure.site.method_files import CALCULATOR
from supervision.disclosure.site.writing import write_files
from supervision.records.snapshot import read_snapshot
from tests.scoring.random_facts import as_facts, random_facts
from tests.scoring.test_handbook import FILES, HEAD, OUTCOME, PARTS
from tests.supervision.disclosure.with_methods import METHODS, write_with_methods

ASSETS = Path(__file__).parents[2] / "portal_docs" / "theme" / "assets" / "calculator"
PUBLIC = 10_000
KITCHEN = next(file for file in FILES if file.startswith("scheme: example.kitchen"))
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
        for rehearse in (
            (True, True, False) if len(scheme.items()) < 40 else (True,)
        )  # long sheets, fewer of them
    ]
    seen = compare(engine, runs, PUBLIC, 1)
    assert len(seen) == len({run.scheme.id for run in runs}) > 12
    assert all(outcomes - {None} for outcomes in seen.values()), seen
    assert sum(len(outcomes) for outcomes in seen.values()) > 50


def test_every_construct_of_the_language_comes_out_as_in_the_engine(engine: Page, tmp_path: Path) -> None:
    runs = []
    for number, part in enumerate([*PARTS, KITCHEN]):
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


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The method pages of an invented district in a folder."""
    folder = tmp_path_factory.mktemp("methods")
    write_with_methods(replace(invent(3, 1, 1), draws=()), folder / "snapshot")
    write_files(folder / "site", Site(read_snapshot(folder / "snapshot")).files(("rest", 0)))
    shutil.copytree(ASSETS.parent, folder / "site" / "assets", dirs_exist_ok=True)
    return folder / "site"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone that complains about whatever is refused or reaches outside."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else wrong.append(request.url))
    yield page
    page.close()
    assert wrong == []


def test_a_fact_added_by_keyboard_changes_the_outcome_aloud(site: Path, page: Page) -> None:
    page.goto(f"file://{site}/rules/{METHODS[0]}.html")
    outcome = page.locator(".calculator").get_by_role("status")
    expect(outcome).to_have_text(re.compile("信用良好.*80 分"))
    page.get_by_role("button", name="行政处罚", exact=True).focus()
    page.keyboard.press("Enter")
    penalty = page.get_by_role("group", name="行政处罚 第 1 条")
    fine = penalty.get_by_label("罚款金额（元）")
    expect(fine).to_be_focused()
    expect(outcome).to_have_text(re.compile("信用良好.*75 分"))
    page.keyboard.type("20000")
    expect(outcome).to_have_text(re.compile("信用一般.*70 分"))
    penalty.get_by_role("button", name="去掉").click()
    expect(outcome).to_have_text(re.compile("信用良好.*80 分"))
    expect(page.get_by_role("button", name="行政处罚", exact=True)).to_be_focused()


def test_what_is_no_number_is_said_beside_the_field(site: Path, page: Page) -> None:
    page.goto(f"file://{site}/en/rules/{METHODS[1]}.html")
    outcome = page.locator(".calculator").get_by_role("status")
    expect(outcome).to_have_text(re.compile("Good.*89.5 points"))
    field = page.get_by_label("Credentials (out of 8)")
    field.fill("many")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"[id='{field.get_attribute('aria-describedby')}']")).to_contain_text(
        "enter a number"
    )
    expect(outcome).to_contain_text("No outcome can be given yet")
    field.fill("8")
    expect(outcome).to_have_text(re.compile("Good.*89.5 points"))
    page.get_by_label("Where to begin").select_option(label="Empty, nothing on record")
    expect(outcome).to_contain_text("No outcome can be given yet")


def test_every_example_comes_out_as_its_page_says(site: Path, page: Page) -> None:
    for name in METHODS:
        page.goto(f"file://{site}/rules/{name}.html")
        examples = page.evaluate(
            "self.calculatorExamples.map((one) => [one.outcome.zh, one.value, one.name.zh])"
        )
        assert len(examples) > 2
        for outcome, value, words in examples:
            page.get_by_label("从哪里开始").select_option(label=words)
            said = f"{'尚不能给出结果' if outcome == '待定' else outcome} {f'{value} 分' if value else ''}".strip()
            expect(page.locator(".calculator").get_by_role("status")).to_have_text(said)


def test_without_script_the_page_says_so_and_the_examples_remain(site: Path, browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"file://{site}/rules/{METHODS[0]}.html")
    expect(page.locator(".calculator")).to_be_hidden()
    expect(page.get_by_text("试算要用浏览器的脚本")).to_be_visible()
    expect(page.locator("#examples ~ details table").first).to_be_visible()
    page.close()
