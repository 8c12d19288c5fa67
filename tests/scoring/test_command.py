"""python -m scoring: what each command prints, and its exit status."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scoring.__main__ import main
from scoring.rulebook import load_yaml
from scoring.rulebook.book import FOLDER

GOLDEN = Path(__file__).parents[1] / "golden" / "scoring"
FACTS = str(GOLDEN / "facts.jsonl")
EVALUATE = ["evaluate", "--scheme", "performance.rating", "--facts", FACTS, "--on", "2026-06-30"]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a runner: arguments in; exit status, stdout and stderr out."""

    def go(*arguments: str) -> tuple[int, str, str]:
        status = main(list(arguments))
        said = capsys.readouterr()
        return status, said.out, said.err

    return go


def sheets(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_evaluate_prints_the_golden_sheets(run: Run) -> None:
    status, out, err = run(*EVALUATE)
    assert (status, err) == (0, "")
    assert out == (GOLDEN / "sheets.jsonl").read_text(encoding="utf-8")
    first, second = sheets(out)
    assert (first["subject"], first["outcome"], first["value"]) == ("3101-甲", "excellent", "91.68")
    assert (second["subject"], second["outcome"], second["value"]) == ("3101-乙", "not_rated", None)
    assert first["coverage"] == {"observed": 13, "applicable": 13}


def test_anybody_can_check_the_hash_with_the_standard_library(run: Run) -> None:
    for sheet in sheets(run(*EVALUATE)[1]):
        claimed = sheet.pop("sheet_sha256")
        for line in sheet["lines"]:
            for words in ("text", "text_en", "basis", "basis_en"):
                del line[words]
        text = json.dumps(sheet, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == claimed


def test_evaluate_as_it_was_known(run: Run) -> None:
    _, out, _ = run(
        *EVALUATE, "--known-at", "2026-05-31T00:00:00Z", "--subject", "3101-甲", "--outcomes-only"
    )
    (sheet,) = sheets(out)
    assert (sheet["value"], sheet["known_at"], "lines" in sheet) == ("90.68", "2026-05-31T00:00:00Z", False)


def test_evaluate_as_csv_and_text(run: Run) -> None:
    _, out, _ = run(*EVALUATE, "--format", "csv")
    assert list(csv.reader(io.StringIO(out))) == [
        ["subject", "outcome", "value"],
        ["3101-甲", "excellent", "91.68"],
        ["3101-乙", "not_rated", ""],
    ]
    _, out, _ = run(*EVALUATE, "--format", "text", "--language", "en", "--subject", "3101-甲")
    assert "3101-甲 · performance.rating · 2026-06-30: Excellent · 91.68 points" in out
    assert "Owner's view: 95 of 100 points × 0.2" in out


def test_facts_in_csv_give_the_same_outcome(run: Run, tmp_path: Path) -> None:
    records = [json.loads(line) for line in Path(FACTS).read_text(encoding="utf-8").splitlines()]
    table = tmp_path / "facts.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        columns = ["id", "subject", "kind", "on", "supersedes", "data.item", "data.points", "data.opened_on"]
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        for record in records:
            writer.writerow({**record, **{f"data.{name}": value for name, value in record["data"].items()}})
    _, out, _ = run(*EVALUATE[:3], "--facts", str(table), "--on", "2026-06-30")
    assert [(one["outcome"], one["value"]) for one in sheets(out)] == [
        ("excellent", "91.68"),
        ("not_rated", None),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            '{"subject":"S","kind":"assessment.item","on":"2026-01-01","data":{"points":1.5}}',
            "1.5 is no exact number",
        ),
        ('{"subject":"S","kind":"assessment.item","on":"2026-02-30"}', "there is no day 2026-02-30"),
        (
            '{"subject":"S","kind":"assesment","on":"2026-01-01"}',
            "no scheme knows facts of kind assesment; is assessment.item meant?",
        ),
        ('{"subject":"S","kind":"visit"}', "on missing"),
        ('{"subject":"S","kind":"visit","on":"2026-01-01","color":1}', "'color' is no part of a fact"),
        ('{"subject":"S","kind":"visit","on":"2026-01-01","visibility":"secret"}', "visibility is one of"),
        ('{"subject":"S","kind":"visit","on":"2026-01-01","recorded_at":"2026-01-01"}', "says no time zone"),
        (
            '{"subject":"S","kind":"visit","on":"2026-01-01","supersedes":"x"}',
            "supersedes x, which is not here",
        ),
        (
            '{"subject":"S","kind":"assessment.item","on":"2026-01-01","data":{"points":"1e3"}}',
            "data.points: expected",
        ),
        (
            '{"subject":"S","kind":"assessment.item","on":"2026-01-01","data":{"points":true}}',
            "data.points: expected",
        ),
        ('{"subject":"S","subject":"T","kind":"visit","on":"2026-01-01"}', "a key stands twice"),
        ("[1]", "a line holds one fact"),
        ("{", "not JSON here"),
    ],
)
def test_bad_facts_are_named_with_their_line(run: Run, tmp_path: Path, line: str, message: str) -> None:
    facts = tmp_path / "facts.jsonl"
    facts.write_text('{"subject":"S","kind":"visit","on":"2026-01-01"}\n' + line + "\n", encoding="utf-8")
    status, out, err = run(*EVALUATE[:3], "--facts", str(facts), "--on", "2026-06-30")
    assert (status, out) == (2, "")
    assert f"{facts}:2:" in err
    assert message in err


@pytest.mark.parametrize(
    ("links", "message"),
    [
        ({"a": ("S", "b"), "b": ("T", None)}, "supersedes a fact of another subject, T"),
        ({"a": ("S", "b"), "b": ("S", "a")}, "supersedes itself in the end"),
        ({"a": ("S", "a")}, "supersedes itself in the end"),
    ],
)
def test_corrections_stay_with_their_subject_and_come_to_an_end(
    run: Run, tmp_path: Path, links: dict[str, tuple[str, str | None]], message: str
) -> None:
    facts = tmp_path / "facts.jsonl"
    records = [
        {"id": name, "subject": subject, "kind": "visit", "on": "2026-01-01", "supersedes": old}
        for name, (subject, old) in links.items()
    ]
    facts.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    status, _, err = run(*EVALUATE[:3], "--facts", str(facts), "--on", "2026-06-30")
    assert status == 2
    assert message in err


def test_every_bad_fact_is_named(run: Run, tmp_path: Path) -> None:
    facts = tmp_path / "facts.csv"
    facts.write_text(
        "subject,kind,on,data.clean\nS,visit,2026-01-01,\nS,nothing,2026-01-01,\n,visit,2026-01-01,\nS,visit,1/2/26,\n"
    )
    status, _, err = run(*EVALUATE[:3], "--facts", str(facts), "--on", "2026-06-30")
    assert status == 2
    assert [line.split(":")[1] for line in err.splitlines()] == ["3", "4", "5"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("evaluate", "--scheme", "no.such", "--facts", FACTS, "--on", "2026-06-30"),
        ("evaluate", "--scheme", "performance.rating", "--facts", "/nowhere.jsonl", "--on", "2026-06-30"),
        ("evaluate", "--scheme", "performance.rating", "--facts", FACTS, "--on", "2019-01-01"),
        (*EVALUATE, "--subject", "nobody"),
        ("verify", FACTS),
        ("check", "/nowhere.yaml"),
        ("describe", "/nowhere.yaml"),
    ],
)
def test_what_cannot_be_read_is_refused(run: Run, arguments: tuple[str, ...]) -> None:
    status, _, err = run(*arguments)
    assert status == 2
    assert err or arguments[0] == "check"


def test_freeze_verify_and_change(run: Run, tmp_path: Path) -> None:
    run(*EVALUATE, "--freeze", str(tmp_path))
    frozen = sorted(tmp_path.glob("*.json"))
    assert len(frozen) == 2
    for path in frozen:
        content = json.loads(path.read_text(encoding="utf-8"))["content_sha256"]
        assert run("verify", str(path), "--content", content)[:2] == (0, f"holds\ncontent {content}\n")
        assert run("verify", str(path), "--content", "0" * 64)[0] == 1
    text = next(path for path in frozen if "91.68" in path.read_text(encoding="utf-8")).read_text(
        encoding="utf-8"
    )
    changed = tmp_path / "changed.json"
    changed.write_text(text.replace('"points": "47.25"', '"points": "50.25"'), encoding="utf-8")
    status, out, _ = run("verify", str(changed))
    assert status == 1
    assert out.startswith("differs: fact f12 was changed")
    bare = tmp_path / "bare.json"
    bare.write_text((GOLDEN / "sheets.jsonl").read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    assert run("verify", str(bare))[0] == 0
    bare.write_text(bare.read_text(encoding="utf-8").replace("91.68", "99.68"), encoding="utf-8")
    assert run("verify", str(bare))[0] == 1


def test_diff_names_who_moved_and_why(run: Run, tmp_path: Path) -> None:
    before = tmp_path / "before.jsonl"
    before.write_text(run(*EVALUATE, "--known-at", "2026-05-31T00:00:00Z")[1], encoding="utf-8")
    status, out, _ = run("diff", str(before), str(GOLDEN / "sheets.jsonl"))
    assert status == 1
    assert out.splitlines()[0] == "3101-甲: excellent (90.68) → excellent (91.68)"
    assert "  + 业主单位评价：得95分，满分100分 × 0.2" in out
    assert run("diff", str(before), str(before))[:2] == (0, "nothing moved\n")


def test_check_lists_all_errors_with_their_place(run: Run, tmp_path: Path) -> None:
    good = (FOLDER / "performance" / "rating.yaml").read_text(encoding="utf-8")
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        good.replace("scheme: performance.rating", "scheme: test.rating")
        .replace("law: potou-evaluation-2026", "law: no-such-law")
        .replace("max: 3.5", "mx: 3.5")
        .replace("from: 80", "from: 95"),
        encoding="utf-8",
    )
    status, out, _ = run("check", str(bad))
    assert status == 1
    found = json.loads(out)
    assert [(error["code"], error["line"] > 0, error["file"]) for error in found["errors"]] == [
        (code, True, str(bad)) for code in ("unknown-law", "unknown-key", "overlap")
    ]
    assert found["examples"] == 0


def test_check_runs_examples(run: Run, tmp_path: Path) -> None:
    good = (FOLDER / "performance" / "rating.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(
        good.replace("scheme: performance.rating", "scheme: test.rating").replace(
            "value: 89.50", "value: 90"
        ),
        encoding="utf-8",
    )
    status, out, _ = run("check", str(wrong))
    assert status == 1
    (error,) = json.loads(out)["errors"]
    assert error["code"] == "example-fails"
    assert "expected the value 90, got 89.50" in error["message"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_describe_all_rule_files(run: Run, language: str) -> None:
    status, out, _ = run("describe", str(FOLDER), "--language", language)
    assert status == 0
    ids = [
        entry["id"] if "id" in entry else entry["scheme"]
        for path in FOLDER.rglob("*.yaml")
        if path.parent.name != "calendars"
        for data in [load_yaml(path)]
        for entry in (data.get("rules") or data.get("laws") or data.get("indicators") or [data])
        if "id" in entry or "scheme" in entry
    ]
    assert len(ids) > 200
    assert [name for name in ids if f"({name})" not in out] == []


def test_describe_a_scheme_with_laws_of_its_own(run: Run) -> None:
    strangers = Path(__file__).parent / "strangers"
    status, out, _ = run(
        "describe", str(strangers / "laws.yaml"), str(strangers / "nyc.yaml"), "--language", "en"
    )
    assert status == 0
    assert out.splitlines()[0].endswith(")")
    assert "basis: " in out
    alone, _, complaint = run("describe", str(strangers / "nyc.yaml"))
    assert alone != 0
    assert "no law has the id" in complaint


def test_explain_says_why_what_changed_and_what_comes(run: Run) -> None:
    asked = ("explain", "--scheme", "performance.rating", "--facts", FACTS, "--on", "2026-06-30",
             "--subject", "3101-甲", "--since", "2026-05-31", "--until", "2027-06-30")  # fmt: skip
    status, out, _ = run(*asked)
    assert status == 0
    assert "依据2019-05-01至2026-05-28的事实" in out or "依据2026-05" in out
    assert "自2026-05-31以来的变化:\n  优秀（90.68分） → 优秀（91.68分）" in out
    assert "如果什么都不变，到2027-06-30为止:" in out
    assert "优秀（91.68分） → 待定" in out
    page = run(*asked, "--format", "html", "--language", "en")[1]
    assert "By 2027-06-30, if nothing changes" in page


def test_diff_between_two_days_and_two_rule_files(run: Run, tmp_path: Path) -> None:
    asked = ("diff", "--scheme", "performance.rating", "--facts", FACTS)
    status, out, _ = run(*asked, "--on", "2026-06-30", "2027-06-30")
    assert status == 1
    assert out.startswith("3101-甲: 优秀（91.68分） → 待定\n  − ")
    changed = tmp_path / "changed.yaml"
    good = (FOLDER / "performance" / "rating.yaml").read_text(encoding="utf-8")
    changed.write_text(good.replace("{from: 90,", "{from: 92,"), encoding="utf-8")
    status, out, _ = run(*asked, "--on", "2026-06-30", "--changed", str(changed))
    assert (status, out.splitlines()[0]) == (1, "3101-甲: 优秀（91.68分） → 良好（91.68分）")
    out = run(*asked, "--on", "2026-06-30", "--changed", str(changed), "--language", "en")[1]
    assert out.startswith("3101-甲: Excellent (91.68 points) → Good (91.68 points)")
    assert run(*asked, "--on", "2026-06-30")[0] == 2


def test_rehearse_tells_who_would_lose(run: Run, tmp_path: Path) -> None:
    changed = tmp_path / "changed.yaml"
    good = (FOLDER / "performance" / "rating.yaml").read_text(encoding="utf-8")
    changed.write_text(good.replace("{from: 90,", "{from: 92,"), encoding="utf-8")
    asked = ("rehearse", str(changed), "--facts", FACTS, "--on", "2026-06-30", "--years", "1")
    status, out, _ = run(*asked)
    assert status == 0
    assert "2026-06-30: 2 subjects; 0 win, 1 lose, 1 stay, 0 open" in out
    document = json.loads(run(*asked, "--format", "json")[1])
    hash_ = document.pop("sha256")
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == hash_
    assert (
        run(*asked, "--format", "csv")[1].splitlines()[2].startswith("3101-甲,2026-06-30,lost,excellent,good")
    )
