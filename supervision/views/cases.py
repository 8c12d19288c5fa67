"""A case as pages draw it: path, whose turn, clocks, history; and what stands against each thing that can be done."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from supervision.procedures import RunningClock
from supervision.procedures.words import role_names
from supervision.queries.cases import CaseFile
from supervision.views.access import language
from supervision.views.steps import Step, against, both, listed, say

STATUS = {"done": "done", "now": "here", "next": "ahead", "skipped": "side"}


def case_page(case: CaseFile) -> dict[str, Any]:
    """Return what the generic page shows of a case: ``path``, ``turn``, ``path_basis``, ``clocks``."""
    basis = case.procedure.definition.basis
    return {
        "path": [
            {"title": each.state.name.say(language()), "on": each.on, "state": STATUS[each.status]}
            for each in case.path
        ],
        "turn": role_names(case.turn).say(language()) if case.turn else None,
        "path_basis": listed(each.reference.cite(language()) for each in basis),
        "clocks": [clock_of(each) for each in case.clocks],
    }


def clock_of(running: RunningClock) -> dict[str, Any]:
    """Return a running clock as pages show it: last day, what is left, rule and law."""
    return {
        "title": running.clock.name.say(language()),
        "until": running.last_day,
        "left": running.left,
        "unit": "working_days" if running.clock.unit == "working_days" else "days",
        "basis": running.rule.reference.cite(language()),
        "provisional": running.provisional,
    }


def state_of(case: CaseFile) -> dict[str, str]:
    """Return the state as a word with its tone: late, somebody's turn, or closed."""
    state = case.procedure.state(case.state.state)
    late = any(each.left < 0 and each.clock.kind == "deadline" for each in case.clocks)
    tone = "closed" if not state.is_open else ("danger" if late else "now")
    return {"state": state.name.say(language()), "tone": tone}


def case_steps(
    case: CaseFile, steps: Iterable[tuple[tuple[str, ...], Step]], settled: tuple[str, ...] = ()
) -> list[Step]:
    """Return the steps that lead out of the present state, each with what stands against its move.

    ``settled``: codes of refusals that the step's own form settles (a date to be entered, a list of items).
    """
    found = []
    for moves, step in steps:
        option = case.option(*moves)
        if option is None or not option.is_mine:
            continue
        open_ = tuple(each for each in option.refusals if each.code not in settled)
        found.append(replace(step, against=against(replace(option, refusals=open_))))
    return found


def history(case: CaseFile) -> dict[str, Any]:
    """Return what was done so far, the newest first."""
    moves = case.procedure.definition.moves
    return {
        "title": say("办理经过"),
        "columns": [say("时间"), say("办理"), say("办理人"), say("说明")],
        "rows": [
            [{"moment": step.at}, moves[step.move].name.say(language()), step.by, step.note]
            for step in reversed(case.state.steps)
        ],
        "empty_text": say("还没有办理。"),
    }


def department(words: dict[str, str]) -> str:
    """Return the name of a department in the reader's language."""
    return both(words["zh"], words["en"])
