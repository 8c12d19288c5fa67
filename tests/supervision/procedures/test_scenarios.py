"""The scenarios in tests/scenarios/procedures, which a jurist can read and add to."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from scoring.rulebook import Rulebook, RuleViolationError, load_yaml
from supervision.clock import start_of_china_day
from supervision.errors import NotAllowedError, StaleError
from supervision.procedures import ActorView, CaseState, Outcome, Procedure, load_procedure, procedure_ids
from supervision.procedures.guards import FACTS

FILES = sorted((Path(__file__).parents[2] / "scenarios" / "procedures").glob("*.yaml"))
SCENARIOS = [
    (data["procedure"], case) for data in (load_yaml(path) for path in FILES) for case in data["cases"]
]


def outcome_or_refusal(work: Any) -> Outcome | str:
    try:
        return work()  # type: ignore[no-any-return]
    except NotAllowedError:
        return "not-allowed"
    except StaleError:
        return "stale"
    except RuleViolationError as refusal:
        return refusal.code


def make(procedure: Procedure, case: CaseState | None, step: dict[str, Any], facts: Any) -> Outcome | str:
    on: date = step["on"]
    roles = frozenset(step.get("roles", [step["by"]]))
    actor = ActorView(step["by"], roles, frozenset(step.get("involved_as", ())))
    at: datetime = start_of_china_day(on)
    given = {"note": step.get("note", ""), "evidence": tuple(step.get("evidence", ()))}
    if case is None:
        return outcome_or_refusal(
            lambda: procedure.start(step["move"], actor, on=on, at=at, facts=facts, **given)
        )
    return outcome_or_refusal(
        lambda: procedure.apply(case, step["move"], actor, on=on, at=at, facts=facts, **given)
    )


def with_term(months: int, folder: Path) -> Rulebook:
    """Return the rules of a place that says how long an entry of the black list stands."""
    value = f"{{value: {months}, reference: {{law: system-design}}, confidence: design}}"
    (folder / "term.yaml").write_text(
        "authority: {zh: 某市, en: a city}\n"
        "review: {last_checked: 2026-11-22, every_days: 180}\n"
        "rules: [{id: lists.black.term_months, name: {zh: 名单公示期限, en: term}, unit: months,"
        f" values: {{2020-01-01: {value}}}}}]\n",
        "utf-8",
    )
    return Rulebook.load([folder])


@pytest.mark.parametrize(("procedure_id", "scenario"), SCENARIOS, ids=lambda value: str(value)[:40])
def test_scenario(procedure_id: str, scenario: dict[str, Any], tmp_path: Path) -> None:
    procedure = load_procedure(procedure_id)
    if months := scenario.get("local_term_months"):
        procedure = Procedure(procedure.definition, with_term(months, tmp_path))
    facts = FACTS[procedure.definition.facts](**scenario["facts"])
    case: CaseState | None = None
    for number, step in enumerate(scenario["steps"], 1):
        where = f"{scenario['name']}, step {number}: {step}"
        facts = replace(facts, **step.get("facts", {}))
        if "due" in step:
            assert case, where
            assert procedure.due(case, step["on"], facts) == tuple(step["due"]), where
            continue
        outcome = make(procedure, case, step, facts)
        if isinstance(outcome, str):
            assert outcome == step.get("refused"), f"{where} → {outcome}"
            continue
        assert outcome.case.state == step.get("to"), f"{where} → {outcome.case.state}"
        case = outcome.case
        if "papers" in step:
            assert [paper for paper, _ in outcome.papers] == step["papers"], where
        if "clocks" in step:
            assert {each.clock.id: each.last_day for each in outcome.clocks} == step["clocks"], where
        if "provisional" in step:
            running = [each.clock.id for each in outcome.clocks if each.provisional]
            assert running == step["provisional"], where


def test_the_scenarios_make_every_move_of_every_procedure() -> None:
    made: dict[str, set[str]] = {name: set() for name in procedure_ids()}
    for procedure_id, scenario in SCENARIOS:
        made[procedure_id] |= {step["move"] for step in scenario["steps"] if "to" in step}
    assert made == {name: set(load_procedure(name).definition.moves) for name in procedure_ids()}
