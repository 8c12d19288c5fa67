"""Standing among peers: ranks with ties, shares, groups, and groups that are too small."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.__main__ import main
from scoring.explain import what_changed
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook, RuleViolationError

SCHEME = """
scheme: test.peers
name: {zh: 排名, en: ranking}
public: true
since: 2020-01-01
reference: {law: system-design}
confidence: design
review: {last_checked: 2026-11-22, every_days: 180}
facts:
  survey: {name: {zh: 调查, en: survey}, members: {satisfied: number}}
measures:
  - {id: satisfied, is: latest(survey.satisfied)}
peers:
  grouped_by: [district]
  compare:
    - {id: place, measure: satisfied, gives: rank}
    - {id: behind, measure: satisfied, gives: share_behind}
    - {id: others, measure: satisfied, gives: size, fewest: 3}
score:
  when_missing: lose
  parts:
    - {id: top, name: {zh: 前二, en: first two}, max: 10, cases: [{when: place <= 2, points: 10}, {points: 0}]}
    - {id: share, name: {zh: 领先, en: ahead of}, max: 100, points: behind * 100}
    - {id: size, name: {zh: 同组, en: group}, max: 9, points: others}
outcome:
  bands: [{from: 10, outcome: ahead, name: {zh: 领先, en: ahead}}]
  otherwise: {outcome: behind, name: {zh: 其他, en: behind}}
"""
VALUES = {
    "a": ("east", "95"),
    "b": ("east", "90"),
    "c": ("east", "90"),
    "d": ("east", "80"),
    "e": ("west", "99"),
    "f": ("", "70"),
}


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_standing(tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    rules, facts, peers = (tmp_path / name for name in ("rules.yaml", "facts.csv", f"peers.{kind}"))
    rules.write_text(SCHEME, encoding="utf-8")
    rows = [f"{name},survey,2026-01-01,{value}" for name, (_, value) in VALUES.items()]
    facts.write_text("\n".join(["subject,kind,on,data.satisfied", *rows]), encoding="utf-8")
    if kind == "csv":
        lines = ["subject,group.district", *(f"{name},{district}" for name, (district, _) in VALUES.items())]
    else:
        lines = [
            json.dumps({"subject": name, "group": {"district": place or None}})
            for name, (place, _) in VALUES.items()
        ]
    peers.write_text("\n".join(lines), encoding="utf-8")
    words = ["--scheme", "test.peers", "--facts", str(facts), "--peers", str(peers), "--on", "2026-06-30"]
    frozen = tmp_path / "frozen"
    assert main(["evaluate", "--rules", str(rules), *words, "--freeze", str(frozen)]) == 0
    sheets = {one["subject"]: one for one in map(json.loads, capsys.readouterr().out.splitlines())}
    points = {
        name: tuple(
            line["points"] for line in sheet["lines"] if line["rule"].count(".") == 2 and line["points"]
        )
        for name, sheet in sheets.items()
    }
    third = str(Fraction(100, 3))
    assert points == {
        "a": ("10", "100", "4"),
        "b": ("10", third, "4"),
        "c": ("10", third, "4"),
        "d": ("0", "0", "4"),
        "e": ("0", "0", "0"),  # alone in the west: no standing
        "f": ("0", "0", "0"),  # without a district: no standing
    }
    assert sheets["b"]["value"] == str(Fraction(142, 3))
    assert [main(["verify", str(path), "--rules", str(rules)]) for path in sorted(frozen.iterdir())] == [
        0
    ] * 6
    assert [sheets[name]["coverage"]["observed"] for name in "aef"] == [3, 0, 0]


def test_a_bad_peers_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rules.yaml").write_text(SCHEME, encoding="utf-8")
    facts, peers = tmp_path / "facts.csv", tmp_path / "peers.jsonl"
    facts.write_text("subject,kind,on\na,survey,2026-01-01\n", encoding="utf-8")
    peers.write_text(
        '{"subject": "a", "group": {}}\n{"subject": "a", "group": {}}\n{"group": 3}\nx\n', encoding="utf-8"
    )
    words = [
        "--scheme",
        "test.peers",
        "--facts",
        str(facts),
        "--peers",
        str(peers),
        "--on",
        str(date(2026, 6, 30)),
    ]
    assert main(["evaluate", "--rules", str(tmp_path / "rules.yaml"), *words]) == 2
    assert [line.split(":")[1] for line in capsys.readouterr().err.splitlines()] == ["2", "3", "4"]


def test_what_changed_is_told_with_the_peers_of_each_day_and_nothing_is_foreseen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On 1 January b is behind three; in March all of them fall behind b, of whom nothing new is on record."""
    rules, facts = tmp_path / "rules.yaml", tmp_path / "facts.csv"
    rules.write_text(SCHEME.replace("grouped_by: [district]", "grouped_by: []"), encoding="utf-8")
    first = [
        f"{name},survey,2026-01-01,{value}" for name, value in (("a", 95), ("b", 50), ("c", 90), ("d", 80))
    ]
    later = [f"{name},survey,2026-03-01,{value}" for name, value in (("a", 40), ("c", 30), ("d", 20))]
    facts.write_text("\n".join(["subject,kind,on,data.satisfied", *first, *later]), encoding="utf-8")
    words = ["--rules", str(rules), "--scheme", "test.peers", "--facts", str(facts), "--subject", "b"]
    days = ["--on", "2026-06-30", "--since", "2026-02-01", "--until", "2027-01-01"]
    assert main(["explain", *words, *days, "--language", "en"]) == 0
    told = capsys.readouterr().out
    assert "behind (4 points) → ahead (114 points)" in told
    assert "It rests on how the peers will stand" in told
    book = Rulebook.load([rules])
    with pytest.raises(RuleViolationError) as refused:
        what_changed(
            book, load_schemes(book), "test.peers", "b", [], since=date(2026, 2, 1), on=date(2026, 6, 30)
        )
    assert refused.value.code == "compares-peers"
