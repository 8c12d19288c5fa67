"""Stories that a jurist can read (``tests/scenarios/scoring.yaml``), told day by day."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scoring.checking import points_of
from scoring.engine import evaluate
from scoring.facts import Fact, start_of_day
from scoring.facts.files import fact_from_record
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook, load_yaml

STORIES = load_yaml(Path(__file__).parents[1] / "scenarios" / "scoring.yaml")
BOOK = Rulebook.load()
SCHEMES = load_schemes(BOOK)


def facts_of(story: dict[str, Any]) -> list[Fact]:
    facts = []
    for said in story["facts"]:
        record = {"subject": "S", **said}
        if "recorded" in said:
            record["recorded_at"] = start_of_day(record.pop("recorded")).isoformat()
        facts.append(fact_from_record(record, SCHEMES.members()))
    return facts


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["story"])
def test_story(story: dict[str, Any]) -> None:
    facts = facts_of(story)
    for day in story["days"]:
        sheet = evaluate(
            BOOK,
            SCHEMES.on(story["scheme"], day["on"]),
            "S",
            facts,
            on=day["on"],
            known_at=start_of_day(day["known"] + timedelta(days=1)) if "known" in day else None,
            rehearse=story.get("rehearse", False),
        )
        assert sheet.outcome == day["outcome"], day
        assert "value" not in day or sheet.value == day["value"], day
        for place, points in day.get("points", {}).items():
            assert points_of(sheet, place) == (points, True), day
