"""Rehearsals: who would win and lose under a changed rule file; and files that somebody meant ill with."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring.facts import Fact, start_of_day
from scoring.rehearsal import Draft, Rehearsal, conclude, read_draft
from scoring.rulebook import Rulebook, RuleFileError
from scoring.rulebook.book import FOLDER
from scoring.rulebook.loader import LONGEST_FILE

BOOK = Rulebook.load()
ON = date(2026, 6, 30)
DAYS = (date(2025, 6, 30), ON)
RATING = (FOLDER / "credit" / "rating.yaml").read_text(encoding="utf-8")


def penalty(name: str, on: str) -> Fact:
    day = date.fromisoformat(on)
    return Fact(name, "S", "penalty", day, start_of_day(day), {"kind": "罚款", "amount": 5_000})


def draft_of(text: str, name: str = "changed.yaml") -> Draft:
    return read_draft(BOOK, text.encode(), name)


def test_winners_and_losers_by_kind_and_rule() -> None:
    draft = draft_of(RATING.replace("then 10 else 5", "then 10 else 10"))
    assert draft.touched == ("credit.rating",)
    trial = Rehearsal(draft, "credit.rating", DAYS)
    rows = [row.as_record() for row in trial.rows("S", lambda _: [penalty("p", "2026-01-01")])]
    rows += [row.as_record() for row in trial.rows("T", lambda _: [])]
    assert [(row["subject"], row["direction"], row["outcome"], row["value"], row["why"]) for row in rows] == [
        ("S", "same", ["good", "good"], ["80.0", "80.0"], {}),
        ("S", "lost", ["good", "fair"], ["75.0", "70.0"], {"penalties": "-5"}),
        ("T", "same", ["good", "good"], ["80.0", "80.0"], {}),
        ("T", "same", ["good", "good"], ["80.0", "80.0"], {}),
    ]
    groups = {"S": {"kind": "home", "area": "东街"}, "T": {"kind": "station", "area": "东街"}}
    document = conclude(trial, rows, groups)
    _, last = document["days"]
    assert (last["subjects"], last["won"], last["lost"], last["same"], last["open"]) == (2, 0, 1, 1, 0)
    assert last["rules"] == [{"rule": "penalties", "subjects": 1, "points": "-5"}]
    assert [(one["name"], one["lost"], one["same"]) for one in last["groups"]["kind"]] == [
        ("home", 1, 0),
        ("station", 0, 1),
    ]
    assert last["outcomes"][0] == {"before": "good", "after": "fair", "subjects": 1}
    assert document == conclude(trial, list(reversed(rows)), groups)


def test_own_examples_that_no_longer_hold_are_doubts_not_refusals() -> None:
    draft = draft_of(RATING.replace("from: 75", "from: 79"))
    assert not draft.doubts
    draft = draft_of(RATING.replace("from: 75", "from: 81"))
    assert {one.code for one in draft.doubts} == {"example-fails"}
    assert all(one.line for one in draft.doubts)


def test_a_changed_value_moves_the_schemes_that_read_it() -> None:
    text = (FOLDER / "performance" / "performance.yaml").read_text(encoding="utf-8")
    assert "performance.rating" in draft_of(text).touched


def test_the_rulebook_in_force_is_left_alone() -> None:
    in_force = Rulebook.load()
    before = len(in_force.schemes)
    draft_of(RATING.replace("from: 75", "from: 79"))
    assert len(in_force.schemes) == before
    assert Rulebook.load() is in_force


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"7", "no-rules"),
        (b"laws: []", "no-rules"),
        (b"\xff\xfe\x00", "not-utf8"),
        ("方案: 信用".encode("gb18030"), "not-utf8"),
        (b"scheme: a\nscheme: b\n", "duplicate-key"),
        (b"scheme: &a [1, 2]\nx: *a\n", "alias"),
        (b"[" * 50_000, "too-deep"),
        (b"a: {" * 3_000, "too-deep"),
        (b"scheme: !!python/object:os.system x\n", "tag"),
        (b"scheme: x\n---\nscheme: y\n", "two-documents"),
        (b"scheme: \x00", "control-character"),
        (b"scheme: [", "syntax"),
        (b"scheme: " + b"9" * 5_000, "long-number"),
        (b"#" * (LONGEST_FILE + 1), "too-long"),
        (b"PK\x03\x04" + b"\x00" * 1000, "control-character"),
        (b"rules: 7\n", "wrong-type"),
        (b"adopts: [{scheme: no.such}]\n", "missing-key"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_place(raw: bytes, code: str) -> None:
    with pytest.raises(RuleFileError) as caught:
        read_draft(BOOK, raw, "sent.yaml")
    problems = caught.value.problems
    assert code in {one.code for one in problems}, problems
    assert {one.file for one in problems} == {"sent.yaml"}


def test_a_billion_laughs_are_not_expanded() -> None:
    laughs = "a: &a [x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(RuleFileError) as caught:
        draft_of("scheme: x\n" + laughs)
    assert {"alias", "anchor"} <= {one.code for one in caught.value.problems}


def test_a_mistake_deep_inside_is_named_with_line_and_column(tmp_path: Path) -> None:
    text = RATING.replace('"CL-A04" and answer', '"CL-A04" and anwser')
    with pytest.raises(RuleFileError) as caught:
        draft_of(text)
    (problem, *_) = caught.value.problems
    line: Any = text[: text.index("anwser")].count("\n") + 1
    assert (problem.file, problem.line) == ("changed.yaml", line)
    assert "anwser" in problem.message
