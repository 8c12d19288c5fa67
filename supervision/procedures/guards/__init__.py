"""条件 guards: the named conditions of moves. Each is a pure function of the case, the actor, the day and typed facts.

A guard returns why the move cannot be made, or None. Its name is what stands in the procedure files; the facts class it
takes must be the one that the file names. One file a kind of case.
"""

from typing import Any

from supervision.procedures.guards.gradings import GradeReviewFacts, GradingFacts
from supervision.procedures.guards.listings import ListingFacts
from supervision.procedures.guards.objections import ObjectionFacts
from supervision.procedures.guards.recognition import ForeignEntryFacts
from supervision.procedures.guards.rectifications import RectificationFacts
from supervision.procedures.guards.recusals import RecusalFacts
from supervision.procedures.guards.registry import GUARDS, Guard, Now
from supervision.procedures.guards.releases import ReleaseFacts
from supervision.procedures.guards.repairs import RepairFacts
from supervision.procedures.guards.visits import VisitFacts

FACTS: dict[str, type[Any]] = {
    "visit": VisitFacts,
    "rectification": RectificationFacts,
    "listing": ListingFacts,
    "objection": ObjectionFacts,
    "repair": RepairFacts,
    "release": ReleaseFacts,
    "grading": GradingFacts,
    "grade_review": GradeReviewFacts,
    "recusal": RecusalFacts,
    "foreign_entry": ForeignEntryFacts,
}
"""The facts that a procedure file can be decided on, by the name it gives them."""

__all__ = [
    "FACTS",
    "GUARDS",
    "ForeignEntryFacts",
    "GradeReviewFacts",
    "GradingFacts",
    "Guard",
    "ListingFacts",
    "Now",
    "ObjectionFacts",
    "RectificationFacts",
    "RecusalFacts",
    "ReleaseFacts",
    "RepairFacts",
    "VisitFacts",
]
