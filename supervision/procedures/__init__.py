"""程序 procedures: law as data. Each ``*.yaml`` here says how one kind of case runs, in words that a jurist reads.

States, moves, roles, clocks, papers, legal basis and what is public when stand in the file; the frame answers from it,
without I/O, who may do what now and why not, until when, which papers go out, and how to draw the path::

    procedure = load_procedure("rectification")
    outcome = procedure.start("order", actor=actor, on=on, at=at, facts=facts)
    procedure.moves(outcome.case, actor, on, facts)       # options, each allowed or with its reasons
    procedure.apply(outcome.case, "report", actor, on=on, at=at, facts=facts, note="…", evidence=("…",))

``guards`` holds the named conditions, ``effects`` the names of what a use-case does beside the move. The frame moves
nothing by itself and writes nothing.
"""

from supervision.procedures.cases import (
    ActorView,
    CaseState,
    MoveOption,
    Outcome,
    PathStep,
    Refusal,
    RunningClock,
    Step,
)
from supervision.procedures.frame import Procedure
from supervision.procedures.loader import load_procedure, procedure_ids

__all__ = [
    "ActorView",
    "CaseState",
    "MoveOption",
    "Outcome",
    "PathStep",
    "Procedure",
    "Refusal",
    "RunningClock",
    "Step",
    "load_procedure",
    "procedure_ids",
]
