"""上报 What streets and the district report, what stations claim, and how the results of a year are closed."""

from decimal import Decimal
from typing import Any

from supervision.demo.stage import Stage, moment, rows
from supervision.usecases import annual_results, area_facts, facts, indicators


def told_of_area(stage: Stage, row: dict[str, Any]) -> None:
    """Record what a street or the district reports."""
    area_facts.record_area_fact(
        area=row["area"],
        kind=row["kind"],
        on=row["on"],
        source=row["source"],
        data=row["data"],
        actor=stage.person("assessor"),
        at=moment(row["on"], 11),
    )


def told_of_year(stage: Stage, row: dict[str, Any]) -> None:
    """Record what a street reports of its year."""
    for kind, data in row["facts"].items():
        area_facts.record_area_fact(
            area=row["area"],
            kind=kind,
            on=row["on"],
            source=row["source"],
            data=data,
            actor=stage.person("assessor"),
            at=moment(row["told"], 11),
        )


def told_of_indicators(stage: Stage, row: dict[str, Any]) -> None:
    """Report figures that the register does not have."""
    for indicator, (numerator, denominator) in row["figures"].items():
        indicators.report_indicator(
            indicator=indicator,
            on=row["on"],
            numerator=Decimal(numerator),
            denominator=Decimal(denominator),
            source=row["source"],
            actor=stage.person("planner"),
            at=moment(row["on"], 15),
        )


def close_year(stage: Stage, row: dict[str, Any]) -> None:
    """Propose what a year came to, and close it by another person."""
    key = annual_results.propose_annual_result(
        about=row["about"],
        area="990101",
        year=row["year"],
        reason=row["reason"],
        actor=stage.person("assessor"),
        at=moment(row["on"], 14),
    )
    annual_results.decide_annual_result(uuid_=key, actor=stage.person("head"), at=moment(row["closed"], 10))


def claim_subsidies(stage: Stage, row: dict[str, Any]) -> None:
    """Record the stations' claims of the year's subsidy; some were open for a part of it."""
    for each in rows("facilities.csv"):
        if each["kind"] in row["kinds"] and each["id"] not in row["without"]:
            months = row["short"].get(each["id"], row["months"])
            facts.record_facts(
                facility_code=stage.codes[each["id"]],
                source=row["source"],
                facts=(facts.NewFact("subsidy.claim", row["on"], {"months": months}),),
                actor=stage.person("assessor"),
                at=moment(row["on"], 10),
            )
