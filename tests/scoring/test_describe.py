"""What ``describe`` says of a scheme: nothing that decides is left out, and every name is the one that was given."""

from pathlib import Path

import pytest

from scoring.checking import check_paths
from scoring.describe.files import describe_paths

SCHEME = """
scheme: example.homes
name: {zh: 示例, en: Example}
public: false
since: 2020-01-01
until: 2027-01-01
reference: {law: system-design}
confidence: design
review: {last_checked: 2026-11-22, every_days: 180}
facts:
  home: {name: {zh: 机构, en: home}, members: {most: number, kind: text}}
  fire: {name: {zh: 火灾, en: fire}, members: {deaths: number}}
words:
  kind: {zh: 类别, en: kind}
  home: {zh: 养老院, en: care home}
  beds: {zh: 床位, en: bed}
measures:
  - {id: beds, name: {zh: 最多床位, en: beds at most}, is: latest(home.most)}
peers:
  among: beds >= 10
  compare: [{id: place, name: {zh: 位次, en: place}, measure: beds, gives: rank, ties: dense, fewest: 3}]
tables:
  - id: size
    name: {zh: 规模分, en: points by size}
    keys: [{id: beds, least: 0, most: 1000}, {id: kind, words: [home, station]}]
    rows:
      - {beds: {below: 50}, value: 1}
      - {beds: {from: 50}, kind: home, value: 2}
      - {beds: {from: 50}, kind: station, value: null}
score:
  round: {places: 0, how: half_up}
  parts:
    - id: size
      name: {zh: 规模, en: Size}
      max: 10
      needs: [home within 1 years]
      applies: beds > 0
      points: 'lookup("size", beds, latest(home.kind)) * greatest(1, 2 - place)'
    - id: fires
      name: {zh: 火灾, en: Fires}
      max: 5
      bands: {of: count(fire), steps: [{to: 0, points: 5}, {below: 3, points: 2}, {points: 0}]}
outcome:
  bands: [{from: 2, outcome: good, name: {zh: 好, en: good}}]
  otherwise: {outcome: fair, name: {zh: 一般, en: fair}}
  vetoes:
    - {id: deadly, name: {zh: 致人死亡, en: deadly fire}, each: fire where deaths >= 1, then: {outcome: fair}}
    - {id: small, name: {zh: 规模小, en: small}, when: 'points("size") < 2', then: {at_most: fair}}
also:
  - id: letter
    name: {zh: 字母, en: Letter}
    levels: [{outcome: a, name: {zh: 甲, en: A}, needs: [{id: g, name: {zh: 好, en: good}, is: 'outcome("main") = "good"'}]}]
    otherwise: {outcome: b, name: {zh: 乙, en: B}}
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    path = tmp_path_factory.mktemp("describe") / "homes.yaml"
    path.write_text(SCHEME, encoding="utf-8")
    assert check_paths([path]).problems == ()
    return {key: [line.strip() for line in describe_paths([path], key).splitlines()] for key in ("zh", "en")}


@pytest.mark.parametrize(
    "line",
    [
        "applies from 2020-01-01 and before 2027-01-01; basis: Default of this system (set by this system)",
        "· beds at most = most of the latest home",  # neither "the maximum" nor the word for a value
        "with all subjects",
        "taking part: beds at most is at least 10",
        "· place: rank by beds at most; the highest is best; equals take one place; not compared with fewer than 3",
        "· points by size",
        "- bed below 50: 1",
        "- bed at least 50, kind care home: 2",
        "- bed at least 50, kind station: to be confirmed",
        "Points (rounded to 1, halves up):",
        "· Size: 10 at most; applies only where beds at most is above 0; needs on record: home within 1 year; not decided where what it needs is not on record; gives (“points by size” for beds at most, kind of the latest home) times (the greatest of 1 and (2 minus place))",
        "· Fires: 5 at most; by the number of fire: 5 up to 0; 2 below 3; 0 otherwise",
        "· veto: deadly fire (becomes fair): fire where deaths is at least 1",
        "· limit: small (no better than fair): the points of “Size” is below 2",
        "- good: the outcome of “Example” is “good”",
    ],
)  # fmt: skip
def test_what_decides_is_said(told: dict[str, list[str]], line: str) -> None:
    assert line in told["en"]


@pytest.mark.parametrize(
    "line",
    [
        "· 最多床位 = 最近一次机构的most",
        "参加比较的条件：最多床位不低于10",
        "- 床位不低于50、类别为养老院：2",
        "- 床位不低于50、类别为station：待核",
        "· 限制：规模小（不高于一般）：“规模”的得分低于2",
        "· 火灾: 满分5; 按火灾的数量：不高于0，得5分; 低于3，得2分; 否则得0分",
    ],
)
def test_it_is_said_in_chinese(told: dict[str, list[str]], line: str) -> None:
    assert line in told["zh"]


def test_an_example_without_outcome_says_what_is_open(tmp_path: Path) -> None:
    path = tmp_path / "homes.yaml"
    example = "examples: [{name: 无, on: 2026-06-30, given: [], expect: {outcome: good}}]\n"
    path.write_text(SCHEME + example, encoding="utf-8")
    (problem,) = check_paths([path]).problems
    assert (
        problem.message == "无: expected the outcome good, got none (Size: no fact on record, not decided; "
        "cannot be decided whether this applies: small (no better than fair))"
    )
