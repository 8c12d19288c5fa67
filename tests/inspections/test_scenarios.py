"""The scenarios that a jurist reads, each run from answers to results and orders."""

from pathlib import Path
from typing import Any

import pytest

from inspections.record import completeness, corrected_on_spot, findings
from inspections.rectification import draft_orders, recheck_by
from inspections.results import Circumstance, ResultKind, department_results
from scoring.findings import Answer, Scope
from scoring.rulebook import Rulebook, RuleViolationError, load_yaml
from tests.inspections.making import list_for, visit

SCENARIOS = load_yaml(Path(__file__).parent.parent / "scenarios" / "inspections.yaml")["scenarios"]


def play(told: dict[str, Any]) -> tuple[Any, Any]:
    book = Rulebook.load()
    checklist = list_for(told["kind"], *told["departments"], on=told["on"])
    record = visit(
        checklist,
        others=Answer(told["others"]) if "others" in told else None,
        not_met={item: Scope(scope) for item, scope in told.get("not_met", {}).items()},
        not_observed=frozenset(told.get("not_observed", ())),
        corrected=frozenset(told.get("corrected", ())),
        on=told["on"],
    )
    assert completeness(record, book).is_complete or "others" not in told
    found = findings(record, book)
    orders = draft_orders(
        found,
        checklist,
        on=told["on"],
        areas=frozenset(told.get("areas", ())),
        book=book,
        confirmed=frozenset(told.get("confirmed", ())),
        corrected=corrected_on_spot(record),
        set_aside=frozenset(told.get("set_aside", ())),
    )
    results = department_results(
        found,
        circumstances={
            told["departments"][0]: [
                Circumstance(ResultKind(kind), reason)
                for kind, reason in told.get("circumstances", {}).items()
            ]
        },
        corrected=corrected_on_spot(record),
        ordered=frozenset(item for order in orders for item in order.items),
    )
    return results, orders


@pytest.mark.parametrize("told", SCENARIOS, ids=[told["name"] for told in SCENARIOS])
def test_scenario(told: dict[str, Any]) -> None:
    expect = told["expect"]
    if "refused" in expect:
        with pytest.raises(RuleViolationError) as refused:
            play(told)
        assert refused.value.code == expect["refused"]
        for name in expect.get("names", ()):
            assert name in f"{refused.value} {refused.value.basis}"
        return
    results, orders = play(told)
    assert {each.department: list(each.kinds) for each in results} == expect["results"]
    if "reason" in expect:
        assert expect["reason"] in [str(reason) for each in results for reason in each.reasons]
    if "orders" in expect:
        book = Rulebook.load()
        assert [
            {
                "department": order.department,
                "items": list(order.items),
                "due": order.due.on,
                "recheck": recheck_by(order, book).on,
                **({"plan": order.plan_due.on} if order.plan_due else {}),
                **({"provisional": True} if order.due.provisional else {}),
            }
            for order in orders
        ] == expect["orders"]
