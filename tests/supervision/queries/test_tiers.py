"""抽查档: from risk class and coverage duty, as the scenarios say; no tier tells the class."""

from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from inspections.candidates import Certain
from scoring.engine import evaluate
from scoring.facts import Fact
from scoring.rulebook import Rulebook
from scoring.rulebook.days import add_months
from scoring.rulebook.loader import load_yaml
from supervision.queries.tiers import scheme_of, tiers_for

TOLD = load_yaml(Path(__file__).parents[2] / "scenarios" / "sampling" / "tiers.yaml")
ON: date = TOLD["on"]
BOOK = Rulebook.load()
AT = datetime(2026, 11, 22, tzinfo=UTC)


def facts(told: dict[str, Any]) -> list[Fact]:
    found: list[Fact] = []

    def fact(kind: str, months: int, /, **data: Any) -> None:
        found.append(Fact(f"{kind}{len(found)}", "F", kind, add_months(ON, -months), AT, data))

    if told["class"] != "unknown":
        fact("risk_class", 0, outcome=told["class"])
    if told["visited"] != "never":
        fact("visit", told["visited"], kind="drawn")
    match told.get("probation"):
        case "finding":
            fact("finding", 3, severity=4)
        case "listing":
            fact("listing", 20, list="black", until=add_months(ON, -2))
    if "heard" in told:
        fact("complaint", told["heard"], verified=False)
    return found


def tier(told: dict[str, Any]) -> str:
    outcome = evaluate(BOOK, scheme_of("tier", ON), "F", facts(told), on=ON).outcome
    assert outcome
    return outcome.upper()


@pytest.mark.parametrize("told", TOLD["tiers"], ids=str)
def test_scenario(told: dict[str, Any]) -> None:
    assert tier(told) == told["tier"]


def test_no_tier_is_reached_by_one_class_alone_and_no_class_leads_to_one_tier_alone() -> None:
    classes, tiers = defaultdict(set), defaultdict(set)
    for class_ in ("a", "b", "c", "d"):
        for visited in (1, 7, 13, "never"):
            for probation in (None, "finding", "listing"):
                found = tier({"class": class_, "visited": visited, "probation": probation})
                classes[found].add(class_)
                tiers[class_].add(found)
    assert set(classes) == {"S1", "S2", "S3", "S4"}
    assert all(len(found) > 1 for found in classes.values()), classes
    assert all(len(found) > 1 for found in tiers.values()), tiers


def test_shares_follow_the_plan_and_full_coverage_says_so() -> None:
    quarter = {each.key: (each.ratio, each.reason) for each in tiers_for((1, 4), BOOK, ON)}
    assert quarter == {"S1": ((1, 8), ""), "S2": ((1, 4), ""), "S3": ((1, 2), ""), "S4": ((1, 2), "")}
    everybody = {each.key: (each.ratio, each.reason) for each in tiers_for((1, 1), BOOK, ON)}
    assert set(everybody.values()) == {((1, 1), Certain.FULL_COVERAGE)}, "a plan that says all means all"
