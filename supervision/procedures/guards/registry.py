"""How guards are written down: typed facts, what a guard sees, and the table of guards by name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from scoring.rulebook import Rulebook
from supervision.procedures.cases import ActorView, CaseState, Refusal

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Now(Generic[F]):
    """当前情形: everything a guard may look at; ``case`` is None while a case is being opened."""

    case: CaseState | None
    actor: ActorView
    on: date
    facts: F
    book: Rulebook


Condition = Callable[[Now[Any]], Refusal | None]


@dataclass(frozen=True, slots=True)
class Guard:
    """条件: a registered guard and the facts it reads."""

    condition: Condition
    facts: type[Any]


GUARDS: dict[str, Guard] = {}


def guard(
    facts: type[F],
) -> Callable[[Callable[[Now[F]], Refusal | None]], Callable[[Now[F]], Refusal | None]]:
    """Register a condition under its own name."""

    def register(condition: Callable[[Now[F]], Refusal | None]) -> Callable[[Now[F]], Refusal | None]:
        GUARDS[condition.__name__] = Guard(condition, facts)
        return condition

    return register
