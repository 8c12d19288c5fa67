"""What a grade asks besides points: read for grades one and five alone, empty for the others until somebody sets it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.engine import evaluate
from scoring.facts import Fact, start_of_day
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook

ON = date(2026, 6, 30)
STAFF = {
    "beds": 200, "residents": 180, "severe": 60, "moderate": 80, "carers": 20, "trained_carers": 18, "doctors": 1,
    "nurses": 2, "social_workers": 1, "social_workers_part_time": 1, "educated_head": True, "medical_institution": True,
}  # fmt: skip
LOCAL = """authority: {zh: 明湖区, en: Minghu}
review: {last_checked: 2026-06-01, every_days: 365}
rules:
"""
GATE = """  - id: grading.star.gate.{gate}.four
    name: {{zh: 四级, en: four}}
    unit: {unit}
    values:
      2024-01-01: {{value: {value}, reference: {{law: system-design}}, confidence: design}}
"""


def graded(book: Rulebook, *, share: str, **staff: object) -> str | None:
    """Return what a rehearsal says of a home with so much of every sub-item, and so many people."""
    scheme = load_schemes(book).on("grading.star", ON)
    said = [
        ("filing", {"filed": True}),
        ("registration", {"opened_on": date(2019, 5, 1)}),
        ("staffing", STAFF | staff),
        *(
            ("star.item", {"item": item.id, "points": item.assumed_max * Decimal(share)})
            for item in scheme.items()
        ),
    ]
    day = date(2026, 5, 20)
    facts = [
        Fact(f"f{n}", "S", kind, day, start_of_day(day), {k: v for k, v in data.items() if v is not None})
        for n, (kind, data) in enumerate(said)
    ]
    return evaluate(book, scheme, "S", facts, on=ON, rehearse=True).outcome


@pytest.mark.parametrize(
    ("staff", "expected"),
    [
        ({}, "five"),
        ({"severe": 81}, None),
        ({"moderate": 101}, None),
        ({"trained_carers": 15}, None),
        ({"doctors": 0}, None),
        ({"residents": 201, "beds": 250}, None),
        ({"medical_institution": False}, None),
        ({"educated_head": None}, None),
    ],
)
def test_grade_five_asks_for_people(staff: dict[str, object], expected: str | None) -> None:
    """Without them grade five is out, and what grade four asks is not known: there is no grade."""
    assert graded(Rulebook.load(), share="0.95", **staff) == expected


def test_a_local_authority_fills_what_was_not_read(tmp_path: Path) -> None:
    gates = (
        ("severe_per_carer", "count", 8), ("moderate_per_carer", "count", 20),
        ("trained_ratio", "ratio", "0.60"), ("occupancy_ratio", "ratio", "0.50"),
    )  # fmt: skip
    said = LOCAL + "".join(GATE.format(gate=gate, unit=unit, value=value) for gate, unit, value in gates)
    (tmp_path / "gates.yaml").write_text(said, encoding="utf-8")
    book = Rulebook.load([tmp_path])
    assert graded(book, share="0.85") == "four"
    assert graded(book, share="0.95", doctors=0) == "four"
    assert graded(book, share="0.85", severe=180) is None, "grade three is not known either"
    assert graded(Rulebook.load(), share="0.45", severe=180) == "one"
    assert graded(Rulebook.load(), share="0.45", severe=201) == "below"
