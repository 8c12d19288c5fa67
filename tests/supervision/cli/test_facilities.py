"""The terminal: reports in the form others rely on, and exit status."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from supervision.cli import program
from tests.databases import one_database
from tests.supervision.intake.lists import GOLDEN, csv_of, row_of
from tests.supervision.intake.test_divisions import folder

pytestmark = one_database
KEYS = [
    "file",
    "sha256",
    "rows",
    "accepted",
    "doubts",
    "refused",
    "created",
    "changed",
    "unchanged",
    "problems",
]


@pytest.fixture
def run(database, tmp_path, monkeypatch):
    """Run a command; returns (status, standard output, error output)."""
    monkeypatch.setenv("MINGJING_LANGUAGE", "zh-CN")

    def call(*words: object):
        done = CliRunner().invoke(program, [str(word) for word in words], standalone_mode=False)
        if done.exception:
            raise done.exception
        return done.return_value, done.stdout, done.stderr

    tables = tmp_path / "divisions"
    tables.mkdir()
    streets = "990101003,稻香镇,990101,99,9901\n"
    folder(tables)
    (tables / "streets.csv").write_text((tables / "streets.csv").read_text() + streets)
    assert call("divisions", "import", tables)[0] == 0
    return call


def test_divisions_again_change_nothing(run, tmp_path):
    status, out, _ = run("divisions", "import", tmp_path / "divisions", "--format", "json")
    assert status == 0
    assert json.loads(out) == {"rows": 9, "created": 0, "changed": 0, "unchanged": 9}
    status, _, err = run("divisions", "import", tmp_path / "nowhere")
    assert status == 2
    assert "nowhere" in err


def test_the_report(run, tmp_path):
    file = tmp_path / "report.json"
    status, out, err = run(
        "facilities", "import", GOLDEN, "--area", "99", "--format", "json", "--report", file
    )
    assert status == 3
    report = json.loads(out)
    assert list(report) == KEYS
    assert json.loads(file.read_text()) == report
    assert report["rows"] == report["accepted"] + report["doubts"] + report["refused"] == 60
    assert (report["created"], report["file"]) == (43, "facilities-60.csv")
    assert report["problems"][0] == {
        "row": 15, "column": "街道", "value": "柳荫镇", "rule": "street.unknown", "outcome": "doubt",
        "message": "明湖区没有“柳荫镇”；可能是：柳荫街道",
    }  # fmt: skip
    assert "联系电话" in err
    again = json.loads(run("facilities", "import", GOLDEN, "--area", "99", "--format", "json")[1])
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 43)
    assert again["problems"] == report["problems"]


def test_a_clean_list_ends_with_nought(run, tmp_path):
    clean = tmp_path / "clean.csv"
    clean.write_bytes(csv_of(row_of()).content)
    assert run("facilities", "import", clean, "--area", "990101")[0] == 0
    clean.write_bytes(csv_of(row_of(beds="126")).content)
    status, out, _ = run("facilities", "import", clean, "--area", "990101", "--preview")
    assert status == 0
    assert "床位数: 120 → 126" in out
    assert "120 → 126" in run("facilities", "import", clean, "--area", "990101")[1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--area", "98"], "没有代码 98"),
        (["--area", "99", "--mapping", "none.yaml"], "none.yaml"),
        (["--area", "99", "--report", "/nowhere/r.json"], "/nowhere/r.json"),
    ],
)
def test_what_cannot_be_read_or_written_ends_with_two(run, tmp_path, words, says):
    good = tmp_path / "good.csv"
    good.write_bytes(csv_of(row_of()).content)
    status, _, err = run("facilities", "import", good, *words)
    assert status == 2
    assert says in err
    assert "→" in err


def test_a_missing_file_ends_with_two(run):
    status, out, err = run("facilities", "import", "nowhere.csv", "--format", "json")
    assert (status, out) == (2, "")
    assert "nowhere.csv" in err


def test_questions_are_listed_and_answered(run, tmp_path):
    doubtful = tmp_path / "doubtful.csv"
    doubtful.write_bytes(csv_of(row_of(street="柳荫镇")).content)
    run("facilities", "import", doubtful, "--area", "99")
    status, out, _ = run("facilities", "doubts", "--format", "json")
    (doubt,) = json.loads(out)
    assert status == 3
    assert doubt["suggestions"] == ["990101001"]
    assert run("facilities", "clear", doubt["id"])[0] == 2
    assert run("facilities", "clear", doubt["id"], "--same")[0] == 4
    assert run("facilities", "clear", doubt["id"], "--take", "990101001")[0] == 0
    assert run("facilities", "clear", doubt["id"], "--leave")[0] == 4
    assert run("facilities", "doubts")[0] == 0
    assert run("facilities", "import", doubtful, "--area", "99")[0] == 0


def test_templates(run, tmp_path):
    for name in ("t.xlsx", "t.csv"):
        assert run("facilities", "template", "--out", tmp_path / name)[0] == 0
        assert Path(tmp_path / name).stat().st_size > 100
