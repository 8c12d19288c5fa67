"""Frozen scores: each part that was changed is named, and the score is made again from its file alone."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring.__main__ import main
from scoring.engine import evaluate
from scoring.facts import Fact, start_of_day
from scoring.frozen.freezing import freeze, hash_of, text_hash
from scoring.frozen.verifying import verify
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook
from scoring.sheets import sheet_hash
from scoring.sheets.sentences import SENTENCES

ON = date(2026, 6, 30)
GOLDEN = Path(__file__).parents[1] / "golden" / "scoring"
BOOK = Rulebook.load()
RULES = """
authority: {zh: 演示局, en: Demonstration}
review: {last_checked: 2026-11-01, every_days: 365}
adopts:
  - {scheme: credit.rating, since: 2024-01-01, reference: {law: town-act}, confidence: S}
"""
LAWS = """
laws:
  - {id: town-act, name: {zh: 演示办法, en: Town act}, issuer: 演示局, number: null, promulgated: 2023-12-01,
     effective: 2024-01-01, level: normative, confidence: S}
"""


def fact(name: str, what: str, on: str, /, **data: Any) -> Fact:
    day = date.fromisoformat(on)
    return Fact(name, "S", what, day, start_of_day(day), data)


@pytest.fixture
def local(tmp_path: Path) -> Path:
    """A folder of local rules that adopt a scheme under a law of their own."""
    folder = tmp_path / "local-rules"
    folder.mkdir()
    (folder / "adoption.yaml").write_text(RULES, encoding="utf-8")
    (folder / "laws.yaml").write_text(LAWS, encoding="utf-8")
    return folder


@pytest.fixture
def frozen(local: Path) -> dict[str, Any]:
    """A frozen score under local rules, as read from its file."""
    book = Rulebook.load([local])
    scheme = load_schemes(book).on("credit.rating", ON)
    facts = [
        fact("v", "visit", "2026-03-10", kind="drawn"),
        fact("p", "penalty", "2025-10-10", kind="罚款", amount=20000),
    ]
    sheet = evaluate(book, scheme, "S", facts, on=ON)
    assert (sheet.outcome, str(sheet.value)) == ("fair", "70.0")
    found: dict[str, Any] = json.loads(
        json.dumps(freeze(book, scheme, sheet, facts, roots=[local]).as_record(), ensure_ascii=False)
    )
    return found


def test_local_rules_are_in_the_file(frozen: dict[str, Any]) -> None:
    assert sorted(frozen["rules"]) == ["credit/rating.yaml", "local/adoption.yaml", "local/laws.yaml"]
    verdict = verify(frozen, BOOK)  # this rulebook knows neither the adoption nor its law
    assert (verdict.holds, verdict.text) == (True, "holds")
    assert verdict.notes == (f"content {frozen['content_sha256']}",)


def _seal(frozen: dict[str, Any]) -> None:
    """Make a forgery whole: every hash is made anew."""
    frozen["seal"]["facts"] = {one["id"]: hash_of(one) for one in frozen["facts"]}
    frozen["seal"]["rules"] = {name: text_hash(text) for name, text in frozen["rules"].items()}
    frozen["sheet"]["sheet_sha256"] = frozen["seal"]["sheet"] = sheet_hash(frozen["sheet"])
    frozen["content_sha256"] = hash_of(frozen["seal"])


def _fact(frozen: dict[str, Any]) -> None:
    next(one for one in frozen["facts"] if one["id"] == "p")["data"]["amount"] = "1"


def _less(frozen: dict[str, Any]) -> None:
    frozen["facts"] = [one for one in frozen["facts"] if one["id"] != "p"]


def _more(frozen: dict[str, Any]) -> None:
    frozen["facts"].append({**frozen["facts"][0], "id": "x"})


def _rule(frozen: dict[str, Any]) -> None:
    name = "credit/rating.yaml"
    frozen["rules"][name] = frozen["rules"][name].replace("then 10 else 5", "then 1 else 1")


def _line(frozen: dict[str, Any]) -> None:
    line = next(one for one in frozen["sheet"]["lines"] if one["points"] == "-10")
    line["points"] = "-1"


def _value(frozen: dict[str, Any]) -> None:
    frozen["sheet"]["value"] = "90"


def _sealed(frozen: dict[str, Any]) -> None:
    frozen["seal"]["values"]["x.y"] = 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_fact, "differs: fact p was changed"),
        (_less, "differs: fact p is missing"),
        (_more, "differs: fact x was added"),
        (_rule, "differs: rule file credit/rating.yaml was changed"),
        (_sealed, "differs: content_sha256 does not belong to this seal"),
    ],
)
def test_a_changed_part_is_named(
    frozen: dict[str, Any], change: Callable[[dict[str, Any]], None], said: str
) -> None:
    change(frozen)
    verdict = verify(frozen, BOOK)
    assert not verdict.holds
    assert verdict.text.startswith(said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_fact, 'line 10 (credit.rating.penalties): points is "-10", computed again it is "-5"'),
        (_less, "line 10 (credit.rating.penalties) stands here alone"),
        (_rule, 'line 10 (credit.rating.penalties): points is "-10", computed again it is "-1"'),
        (_line, 'line 10 (credit.rating.penalties): points is "-1", computed again it is "-10"'),
        (_value, 'value is "90", computed again it is "70.0"'),
    ],
)
def test_what_was_forged_whole_is_computed_again(
    frozen: dict[str, Any], change: Callable[[dict[str, Any]], None], said: str
) -> None:
    before = frozen["content_sha256"]
    change(frozen)
    _seal(frozen)
    verdict = verify(frozen, BOOK)
    assert verdict.text.startswith(f"differs: {said}"), verdict.text
    assert frozen["content_sha256"] != before


def test_rules_that_changed_since_are_named_and_the_score_still_holds(frozen: dict[str, Any]) -> None:
    name = "credit/rating.yaml"
    frozen["rules"][name] = "# an earlier edition\n" + frozen["rules"][name]
    _seal(frozen)
    verdict = verify(frozen, BOOK)
    assert verdict.holds
    assert verdict.notes[1].startswith(
        "rule file credit/rating.yaml has changed since, first in line 1: then “# an"
    )


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "null", "1", '"x"', "{}", '{"format": "mingjing-score-1"}', '{"a": 1.5}', "[" * 100_000,
        '{"format":"mingjing-score-1","sheet":{},"facts":[],"rules":{},"seal":{},"content_sha256":""}',
        '{"format":"mingjing-score-1","sheet":{},"facts":[1],"rules":{"a":1},"seal":{},"content_sha256":""}',
    ],
)  # fmt: skip
def test_what_is_no_score_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "score.json"
    path.write_text(text, encoding="utf-8")
    assert main(["verify", str(path)]) == 2
    assert capsys.readouterr().err.startswith("scoring: ")


def test_odd_contents_differ_and_nothing_falls_over(frozen: dict[str, Any]) -> None:
    odd: list[Callable[[dict[str, Any]], None]] = [
        lambda one: one["facts"][0].update(data=7),
        lambda one: one["facts"][0].update(recorded_at="yesterday"),
        lambda one: one["sheet"].update(on="2026-02-30"),
        lambda one: one["sheet"].update(lines=[{}]),
        lambda one: one["sheet"].update(lines=7),
        lambda one: one["rules"].update({"credit/rating.yaml": "- x: &a [*a]"}),
        lambda one: one["rules"].update({"credit/rating.yaml": "7"}),
        lambda one: one["seal"].update(scheme={"id": "x", "since": "x", "authority": ""}),
        lambda one: one["seal"].update(values={"no.such": 1}),
        lambda one: one["seal"].update(standing={"a": "x"}),
    ]
    for make in odd:
        copy = json.loads(json.dumps(frozen))
        make(copy)
        _seal(copy)
        assert not verify(copy, BOOK).holds


def _words(line: dict[str, Any]) -> None:
    line |= {"text": "别的话", "text_en": "other words", "basis": "《别名》", "basis_en": "another name"}


def test_better_words_make_no_sheet_differ(frozen: dict[str, Any]) -> None:
    before = frozen["sheet"]["sheet_sha256"]
    for line in frozen["sheet"]["lines"]:
        _words(line)
    _seal(frozen)
    verdict = verify(frozen, BOOK)
    assert (frozen["sheet"]["sheet_sha256"], verdict.text) == (before, "holds")
    assert verdict.notes[1].startswith(
        "words of 14 lines differ from today's, first in line 1: then “《别名》”, now"
    )


def test_a_sheet_is_worded_otherwise_under_the_same_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    scheme = load_schemes(BOOK).on("credit.rating", ON)
    before = evaluate(BOOK, scheme, "S", [], on=ON, rehearse=True)
    assert "保险：得4分，满分4分" in {line.words["zh"] for line in before.lines}
    monkeypatch.setitem(SENTENCES["points_of"], "zh", "{name}得分{gain}/{top}")
    after = evaluate(BOOK, scheme, "S", [], on=ON, rehearse=True)
    assert "保险得分4/4" in {line.words["zh"] for line in after.lines}
    assert (after.sha256, after.as_record()["sheet_sha256"]) == (before.sha256, before.sha256)


@pytest.mark.parametrize(
    "change",
    [
        {"points": "-9"},
        {"fact": "x"},
        {"code": "added"},
        {"rule": "credit.rating.other"},
        {"status": "lost"},
        {"places": {"on": "2025-10-10", "size": "9"}},
        {"article": "第一条"},
        {"law": "x"},
        {"since": "2024-01-02"},
        {"confidence": "M"},
    ],
    ids=lambda change: str(*change),
)
def test_anything_else_of_a_line_changes_the_hash(frozen: dict[str, Any], change: dict[str, Any]) -> None:
    sheet = frozen["sheet"]
    line = next(one for one in sheet["lines"] if one["points"] == "-10")
    assert change.keys() <= line.keys()
    assert line | change != line
    line |= change
    assert sheet_hash(sheet) != sheet["sheet_sha256"]


def test_the_order_of_lines_and_the_rest_of_the_sheet_change_the_hash(frozen: dict[str, Any]) -> None:
    sheet = frozen["sheet"]
    turned = {**sheet, "lines": sheet["lines"][::-1]}
    others = [turned, *({**sheet, name: "x"} for name in sheet.keys() - {"sheet_sha256", "lines"})]
    assert sheet["sheet_sha256"] not in {sheet_hash(one) for one in others}


def test_a_sheet_of_the_first_format_holds_as_it_was_made() -> None:
    old = json.loads((GOLDEN / "frozen_of_format_1.json").read_text(encoding="utf-8"))
    assert not {"format", "code"} & {*old["sheet"], *old["sheet"]["lines"][0]}
    assert verify(old, BOOK).text == verify(old["sheet"], BOOK).text == "holds"
    _words(old["sheet"]["lines"][0])  # its words were part of its hash, and still are
    assert verify(old, BOOK).text.startswith("differs: sheet_sha256")
    assert verify(old["sheet"], BOOK).text.startswith("differs: sheet_sha256")


def test_another_sheet_in_the_file_than_was_sealed(frozen: dict[str, Any]) -> None:
    frozen["sheet"]["sheet_sha256"] = "0" * 64
    assert verify(frozen, BOOK).text == "differs: the sheet is another one than was sealed"
