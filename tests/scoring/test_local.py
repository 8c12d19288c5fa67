"""Rules of some places (``scoring/local``): they check out, say what they change, and leave the national value readable."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scoring.checking import check_paths
from scoring.engine import evaluate
from scoring.facts.files import fact_from_record
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook, load_yaml
from scoring.rulebook.book import FOLDER

LOCAL = FOLDER.parent / "local"
PLACES = sorted(path.name for path in LOCAL.iterdir() if path.is_dir())
STORIES = load_yaml(Path(__file__).parents[1] / "scenarios" / "scoring_local.yaml")


@cache
def book_of(place: str) -> Rulebook:
    return Rulebook.load([LOCAL / place] if place else [])


@pytest.mark.parametrize("place", PLACES)
def test_the_files_of_a_place_check_out(place: str) -> None:
    assert check_paths([LOCAL / place]).problems == ()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["story"])
def test_story(story: dict[str, Any]) -> None:
    for day in story["days"]:
        book = book_of(day["place"])
        schemes = load_schemes(book)
        facts = [fact_from_record({"subject": "S", **said}, schemes.members()) for said in story["facts"]]
        sheet = evaluate(
            book,
            schemes.on(story["scheme"], day["on"]),
            "S",
            facts,
            on=day["on"],
            rehearse=story.get("rehearse", False),
        )
        assert "outcome" not in day or sheet.outcome == day["outcome"], day
        assert "value" not in day or sheet.value == day["value"], day
        assert day.get("also", {}).items() <= sheet.also.items(), day


def test_a_place_names_its_authority_and_the_national_value_stays() -> None:
    rule = book_of("beijing").rule("grading.star.first_application_max")
    here = book_of("beijing").on(rule.id, date(2026, 6, 30))
    assert (here.value, rule.national.find(date(2026, 6, 30)).value) == (2, 5)


@pytest.mark.parametrize(
    ("place", "who"),
    [
        ("", "county county county county county"),  # the nation divides nothing
        ("wuxi", "county county county city province"),
        ("hubei", "city city province province province"),
    ],
)
def test_who_decides_a_grade_from_one_to_five(place: str, who: str) -> None:
    book, day = book_of(place), date(2026, 6, 30)
    most = {at: book.on(f"grading.star.{at}_decides_max", day).value for at in ("county", "city")}
    decided = [next((at for at in most if grade <= most[at]), "province") for grade in range(1, 6)]
    assert " ".join(decided) == who


def test_nothing_local_is_in_force_by_itself() -> None:
    assert "grading.leaf" not in load_schemes(Rulebook.load()).versions
