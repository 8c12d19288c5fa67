"""异议 conditions of moves of an objection."""

from dataclasses import dataclass
from datetime import date

from supervision.procedures.cases import Refusal
from supervision.procedures.guards.registry import Now, guard
from supervision.texts import mark


@dataclass(frozen=True, slots=True)
class ObjectionFacts:
    """异议的事实: ``published_on``: when what is objected to became public or was told; ``last_day`` to object."""

    last_day: date
    new_facts: bool = False


@guard(ObjectionFacts)
def objection_in_time(now: Now[ObjectionFacts]) -> Refusal | None:
    """An objection comes within its period; one with new facts is heard all the same."""
    if now.facts.new_facts or now.on <= now.facts.last_day:
        return None
    return Refusal(
        "objection-late",
        mark("提出异议的期限已于 {day} 届满"),
        mark("有新的事实或证据的，请写明后再次提出"),
        "objection.working_days.apply",
        {"day": now.facts.last_day},
    )
