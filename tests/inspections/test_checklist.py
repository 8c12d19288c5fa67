"""The checklist: complete, true to its source, narrowed rightly, and loud about every mistake."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from inspections.basis import Basis
from inspections.checklist import FOLDER, Checklist, Evidence, checklist_on, checklists, load_checklist
from scoring.findings import LegalMajor, Severity
from scoring.rulebook import Confidence, RuleFileError, RuleViolationError

GOLDEN = Path(__file__).parent.parent / "golden" / "checklists"
VERSION = FOLDER / "elderly_care_2026_11"
MARKS = {"P": Evidence.PHOTO, "D": Evidence.DOCUMENT, "I": Evidence.INTERVIEW, "T": Evidence.TEST}
KINDS = ("home", "street_centre", "station", "meal_point", "home_bed_provider", "rural_home")


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return checklist_on(date(2026, 11, 22))


def test_severity_veto_evidence_and_confidence_are_those_of_the_source(checklist: Checklist) -> None:
    with (GOLDEN / "elderly_care_items.csv").open(encoding="utf-8") as file:
        source = list(csv.DictReader(file))
    assert [row["item"] for row in source] == [item.id for item in checklist]
    for row, item in zip(source, checklist, strict=True):
        assert int(row["severity"]) == item.severity, item.id
        assert (row["veto"] == "Y") == item.veto, item.id
        assert {MARKS[mark] for mark in row["evidence"].split()} == set(item.evidence), item.id
        if item.id != "CL-G05":  # order 66 was read second-hand everywhere else, so it is here
            assert set(row["confidence"].split()) == {basis.confidence for basis in item.basis}, item.id


def test_there_are_138_items_in_13_categories(checklist: Checklist) -> None:
    assert (len(checklist), len(checklist.categories)) == (138, 13)


def test_a_major_hazard_in_law_is_only_what_the_criteria_are_known_to_name(checklist: Checklist) -> None:
    named = {item.id for item in checklist if item.legal_major is LegalMajor.YES}
    assert named == {
        f"CL-{code}" for code in ["A05", "A06", "B01", "B02", "C01", "C14", "D02", "D04", "D05", "D08"]
    }
    ours = {"CL-B03", "CL-C02", "CL-G05", "CL-K07", "CL-K08"}
    assert {item.id for item in checklist if item.severity is Severity.MAJOR} - named == ours


def test_every_item_belongs_to_one_department_and_some_kind(checklist: Checklist) -> None:
    departments = ("civil-affairs", "market-regulation", "fire-rescue", "health")
    assert sum(len(checklist.for_department(department)) for department in departments) == 138
    assert all(len(checklist.for_kind(kind)) > 10 for kind in KINDS)


def test_narrowing_keeps_order_and_hash_of_the_whole_version(checklist: Checklist) -> None:
    fire = checklist.for_kind("meal_point").for_department("fire-rescue")
    assert [item.id for item in fire] == ["CL-C02", "CL-C03", "CL-C04", "CL-C06", "CL-C12", "CL-C13"]
    assert fire.sha256 == checklist.sha256


def test_what_is_not_on_the_list_may_not_be_inspected(checklist: Checklist) -> None:
    assert "CL-F01" not in checklist.for_kind("station")
    with pytest.raises(RuleViolationError, match="CL-F01") as refused:
        checklist.for_kind("station").item("CL-F01")
    assert refused.value.code == "item-not-on-list"


def test_a_day_before_the_first_version_has_no_checklist() -> None:
    with pytest.raises(RuleViolationError, match="2020-01-01"):
        checklist_on(date(2020, 1, 1))


def test_a_version_that_was_used_may_not_change(checklist: Checklist) -> None:
    checklist.require_version(checklist.sha256)
    with pytest.raises(RuleViolationError, match="2026.11-1"):
        checklist.require_version("0" * 64)


def test_the_hash_is_over_the_meaning(tmp_path: Path, checklist: Checklist) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(VERSION, copy)
    path = copy / "a_licence.yaml"
    path.write_text("# 说明\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_checklist(copy).sha256 == checklist.sha256
    path.write_text(path.read_text(encoding="utf-8").replace("severity: 1", "severity: 2"), encoding="utf-8")
    assert load_checklist(copy).sha256 != checklist.sha256


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("severity: 3", "severity: 9", 16, "9 is more than 4"),
        ("severity: 3", "severity: 03", 16, "leading zero"),
        ('legal_major: "no"', "legal_major: no", 17, "yes-or-no"),
        ('legal_major: "no"', 'legal_major: "yes"', 17, "a major hazard in law is what cites"),
        ("law: elderly-rights-law", "law: no-such-law", 15, "no law has the id no-such-law"),
        ("department: civil-affairs", "department: police", 20, "police is not declared"),
        ("kinds: [home, street_centre", "kinds: [home, hotel", 21, "hotel is not declared"),
        ("id: CL-A02", "id: CL-A01", 22, "CL-A01 stands also in"),
        ("id: CL-A02", "id: CL-B77", 22, "CL-B77 stands in category A"),
        ("    veto: true", "    veto: true\n    veto: true", 19, "second time"),
        ("并悬挂？", "并悬挂。", 8, "a question in Chinese"),
        ("    look_at: 核对", "    lookat: 核对", 10, "not known here"),
    ],
)
def test_every_mistake_is_named_with_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    shutil.copytree(VERSION, tmp_path / "v")
    path = tmp_path / "v" / "a_licence.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleFileError) as wrong:
        load_checklist(tmp_path / "v")
    assert any(
        problem.file.endswith("a_licence.yaml") and problem.line == line and message in str(problem)
        for problem in wrong.value.problems
    ), str(wrong.value)


def test_all_mistakes_are_reported_not_the_first(tmp_path: Path) -> None:
    shutil.copytree(VERSION, tmp_path / "v")
    for name in ("a_licence.yaml", "k_fees.yaml"):
        path = tmp_path / "v" / name
        path.write_text(
            path.read_text(encoding="utf-8").replace("severity: ", "severity: 1"), encoding="utf-8"
        )
    with pytest.raises(RuleFileError) as wrong:
        load_checklist(tmp_path / "v")
    assert len(wrong.value.problems) == 9 + 10


@pytest.mark.parametrize(
    ("confidence", "area", "confirmed", "citable"),
    [
        ("S", None, False, True),
        ("S2", None, False, True),
        ("M-h", None, False, False),
        ("M-h", None, True, True),
        ("S", "110000", False, False),
        ("S", "110000", True, False),
        ("S", "320404", False, True),
        ("S", "local", False, False),
        ("S", "local", True, True),
    ],
)
def test_what_is_only_remembered_or_holds_elsewhere_cannot_be_cited(
    confidence: str, area: str | None, confirmed: bool, citable: bool
) -> None:
    basis = Basis("fire-law", "第二十八条", None, Confidence(confidence), area)
    here = frozenset({"320000", "320400", "320404"})
    assert basis.can_be_cited(here, frozenset({basis.key} if confirmed else ())) is citable


def test_all_versions_load_and_no_two_share_a_name() -> None:
    names = [(each.id, each.version) for each in checklists()]
    assert len(set(names)) == len(names) >= 1


def test_a_published_version_stays_as_it_is() -> None:
    kept = json.loads((GOLDEN / "versions.json").read_text(encoding="utf-8"))
    now = {f"{each.id} {each.version}": each.sha256 for each in checklists()}
    assert now == kept, "a version that was used is never changed: write a new folder and add its hash here"
