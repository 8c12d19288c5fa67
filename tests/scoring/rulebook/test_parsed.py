"""What was read of rule files before is believed only where it says exactly what reading them again would."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scoring.rulebook import Rulebook, parsed
from scoring.rulebook.book import FOLDER, examine
from scoring.rulebook.loader import parse_document, read_document
from scoring.rulebook.schema import Record, check

ALL = sorted(FOLDER.rglob("*.yaml"))
RULES = """
review: {last_checked: 2026-11-22, every_days: 180}
authority: {zh: 示例区, en: Example}
rules:
  - id: example.days
    name: {zh: 示例, en: example}
    unit: days
    values: {2026-01-01: {value: 5, reference: {law: local-practice}, confidence: S}}
"""


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    parsed.forget()
    yield
    parsed.forget()


def kept_by_an_earlier_run(*paths: Path) -> bytes:
    for path in paths:
        read_document(path)
    kept = parsed.as_bytes()
    parsed.forget()
    return kept


def test_every_rule_file_says_the_same_when_it_is_not_read_again() -> None:
    kept = kept_by_an_earlier_run(*ALL)
    assert parsed.believe(kept)
    for path in ALL:
        known, again = read_document(path), parse_document(path.read_text(encoding="utf-8"), str(path))
        assert repr(known.data) == repr(again.data), path
        assert known.where(("rules", 0)) == again.where(("rules", 0)), path
    assert not parsed.has_news()


def test_every_value_of_yaml_comes_back_with_its_type(tmp_path: Path) -> None:
    file = tmp_path / "all.yaml"
    file.write_text(
        '{a: [1, 2.50, true, null, 2026-11-22, "7"], 2026: x, 2026-01-01: {7: y}, "\\0number": z}'
    )
    kept = kept_by_an_earlier_run(file)
    assert parsed.believe(kept)
    assert repr(read_document(file).data) == repr(parse_document(file.read_text()).data)


def test_a_changed_rule_file_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "local.yaml"
    file.write_text(RULES, encoding="utf-8")
    assert parsed.believe(kept_by_an_earlier_run(file))
    stat = file.stat()
    file.write_text(RULES.replace("value: 5", "value: 6"), encoding="utf-8")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert Rulebook.load([file]).rule("example.days").local.entries[0].value == 6


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: kept[: len(kept) // 2],
        lambda kept: b"",
        lambda kept: b"\x80\x04not JSON",
        lambda kept: b"[" * 100_000,
        lambda kept: b"7",
        lambda kept: json.dumps(["another program", *json.loads(kept)[1:]]).encode(),
        lambda kept: json.dumps([json.loads(kept)[0], 7, []]).encode(),
        lambda kept: kept.replace(b"2026-11-22", b"2026-02-30"),
    ],
    ids=["cut", "empty", "binary", "deep", "number", "another program", "another shape", "impossible day"],
)
def test_what_is_damaged_or_of_another_program_is_not_believed(
    spoil: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    file = tmp_path / "local.yaml"
    file.write_text(RULES, encoding="utf-8")
    assert not parsed.believe(spoil(kept_by_an_earlier_run(file)))
    assert read_document(file).data["review"]["every_days"] == 180
    assert parsed.has_news()


def test_a_file_with_mistakes_is_read_each_time_and_says_where_they_are(tmp_path: Path) -> None:
    file = tmp_path / "twice.yaml"
    file.write_text("a: 1\na: 2\n")
    for _ in range(2):
        (problem,) = read_document(file).problems
        assert (problem.line, problem.column, problem.code) == (2, 1, "duplicate-key")
    assert not parsed.has_news()


def test_a_text_that_had_its_shape_is_not_measured_again_and_another_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, measured = tmp_path / "local.yaml", []
    monkeypatch.setattr(Record, "check", lambda *_: measured.append(1))
    file.write_text(RULES, encoding="utf-8")

    def times() -> int:
        measured.clear()
        check(read_document(file), Record({}), "rules")
        return len(measured)

    assert [times(), times()] == [1, 0]
    kept = parsed.as_bytes()
    parsed.forget()
    assert parsed.believe(kept)
    assert [times(), check(read_document(file), Record({}), "laws"), len(measured)] == [0, [], 1]
    file.write_text(RULES.replace("value: 5", "value: many"), encoding="utf-8")
    assert times() == 1


def test_a_text_without_its_shape_is_refused_each_time(tmp_path: Path) -> None:
    file = tmp_path / "local.yaml"
    file.write_text(RULES.replace("value: 5", "value: many"), encoding="utf-8")
    for _ in range(2):
        (problem,) = examine([file])[1]
        assert "many" in problem.message
    assert parsed.believe(parsed.as_bytes())
    assert examine([file])[1]
