"""The strict loader: what it reads, and that it names file, line and column of everything it refuses."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.rulebook.errors import RuleFileError
from scoring.rulebook.loader import load_yaml, parse_document


def test_plain_values() -> None:
    text = "a: 12\nb: 2.50\nc: 2026-11-22\nd: true\ne: null\nf: 双随机\ng: '017'\n2019-11-01: x\n3: z\non: 2026-01-01\n"
    document = parse_document(text)
    assert document.problems == ()
    assert document.data == {
        "a": 12,
        "b": Decimal("2.50"),
        "c": date(2026, 11, 22),
        "d": True,
        "e": None,
        "f": "双随机",
        "g": "017",
        date(2019, 11, 1): "x",
        3: "z",
        "on": date(2026, 1, 1),
    }
    assert str(document.data["b"]) == "2.50"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("017", "leading-zero"),
        ("12:30", "clock"),
        ("190:20:30", "clock"),
        ("1_000", "separator"),
        ("1,000", "separator"),
        ("0x1F", "radix"),
        ("1e3", "exponent"),
        (".5", "odd-number"),
        ("+5", "odd-number"),
        ("5.", "odd-number"),
        ("00.5", "odd-number"),
        (".inf", "not-a-number"),
        (".NaN", "not-a-number"),
        ("2026-02-30", "impossible-date"),
        ("2026-2-3", "odd-date"),
        ("2026-02-03 12:00:00", "odd-date"),
        ("no", "yes-or-no"),
        ("Yes", "yes-or-no"),
        ("off", "yes-or-no"),
        ("True", "odd-word"),
        ("~", "tilde"),
        ("", "empty"),
        ("*x", "alias"),
        ("&x 1", "anchor"),
        ("!!python/name:os.system x", "tag"),
        ("!t x", "tag"),
        ("9" * 41, "long-number"),
    ],
)
def test_a_surprise_is_named_with_its_place(written: str, code: str) -> None:
    document = parse_document(f"good: 1\nlist:\n  - bad: {written}\n", "rule.yaml")
    assert [(p.file, p.line, p.code) for p in document.problems] == [("rule.yaml", 3, code)]
    assert document.problems[0].column >= 5


def test_all_problems_are_reported_in_order() -> None:
    document = parse_document("a: 017\nb: no\na: 1\nc: 2026-13-01\n", "x.yaml")
    assert [str(p) for p in document.problems] == [
        "x.yaml:1:4: 017 is a number with a leading zero; write '017' in quotes if text is meant [leading-zero]",
        "x.yaml:2:4: no is read in two ways; write true, false, or 'no' in quotes [yes-or-no]",
        "x.yaml:3:1: a stands here a second time, first in line 1 [duplicate-key]",
        "x.yaml:4:4: there is no day 2026-13-01 [impossible-date]",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [1, 2\nb: 3\n", "syntax"),
        ("a: 1\n---\nb: 2\n", "two-documents"),
        ("? [1, 2]\n: x\n", "odd-key"),
        ("true: x\n", "odd-key"),
        ("a: {<<: {b: 1}}\n", "merge"),
        ("a: {name: Kitchen, clean}\n", "comma"),
        ("[" * 60 + "]" * 60, "too-deep"),
        ("a: \x07\n", "control-character"),
    ],
)
def test_shapes_that_are_refused(text: str, code: str) -> None:
    assert code in {problem.code for problem in parse_document(text).problems}


def test_files(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="cannot be read"):
        load_yaml(tmp_path / "none.yaml")
    bad = tmp_path / "bad.yaml"
    bad.write_bytes("a: 1\nb: 机构".encode("gb18030"))
    with pytest.raises(RuleFileError, match=r"bad\.yaml:2:4: this byte is not UTF-8"):
        load_yaml(bad)
    good = tmp_path / "good.yaml"
    good.write_bytes("\ufeffa: 机构\n".encode())
    assert load_yaml(str(good)) == {"a": "机构"}
