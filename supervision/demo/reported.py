"""上报 What streets and the district report, and what stations claim."""

from typing import Any

from supervision.demo.stage import Stage, moment, rows
from supervision.usecases import area_facts, facts


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


def claim_subsidies(stage: Stage, row: dict[str, Any]) -> None:
    """Record the stations' claims of the year's subsidy; some were open for a part of it."""
    for each in rows("facilities.csv"):
        if each["kind"] in row["kinds"]:
            months = row["short"].get(each["id"], row["months"])
            facts.record_facts(
                facility_code=stage.codes[each["id"]],
                source=row["source"],
                facts=(facts.NewFact("subsidy.claim", row["on"], {"months": months}),),
                actor=stage.person("assessor"),
                at=moment(row["on"], 10),
            )
