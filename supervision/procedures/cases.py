"""A case on its path, who looks at it, and what the frame answers; all values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from scoring.rulebook import DatedValue, RuleViolationError
from supervision.errors import NotAllowedError
from supervision.permissions import may
from supervision.procedures.definition import Clock, Move, State, Words


@dataclass(frozen=True, slots=True)
class Step:
    """已办步骤: one move that was made; ``by`` is the key of the actor."""

    n: int
    move: str
    from_state: str
    to_state: str
    by: str
    on: date
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseState:
    """案件: where it stands and how it came there; ``steps`` in the order of n."""

    procedure: str
    version: str
    state: str
    entered_on: date
    opened_on: date
    steps: tuple[Step, ...]

    def made(self, *moves: str) -> tuple[Step, ...]:
        """Return the steps by which one of ``moves`` was made."""
        return tuple(step for step in self.steps if step.move in moves)


@dataclass(frozen=True, slots=True)
class ActorView:
    """办理人: who looks at a case; ``involved_as``: what this person has already had to do with it."""

    key: str
    roles: frozenset[str]
    involved_as: frozenset[str] = frozenset()

    def may_make(self, move: Move) -> bool:
        """Return whether role and permission fit ``move``."""
        has_role = "terminal" in self.roles or bool(self.roles & set(move.roles))
        return has_role and may(self.roles, move.permission)


@dataclass(frozen=True, slots=True)
class Refusal:
    """不能办理的原因: why a move cannot be made now, and what to do. ``facts`` fill both sentences."""

    code: str
    message: str
    remedy: str | None = None
    basis: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def error(self) -> RuleViolationError | NotAllowedError:
        """Return the error that says so."""
        if self.code == "procedure-role":
            return NotAllowedError(self.message, remedy=self.remedy, **self.facts)
        return RuleViolationError(self.code, self.message, self.basis, self.remedy, dict(self.facts))


@dataclass(frozen=True, slots=True)
class RunningClock:
    """进行中的期限: ``until`` is the first day on which it is over; ``provisional`` 暂定, a yearly notice is missing.

    ``left``: working days to the last day for a clock in working days, else days; negative when it is over.
    """

    clock: Clock
    since: date
    until: date
    provisional: bool
    rule: DatedValue
    left: int

    @property
    def last_day(self) -> date:
        """Return the last day to act, or the last day in force."""
        return self.until - timedelta(days=1)

    def is_over(self, on: date) -> bool:
        """Return whether it has run out on the day ``on``."""
        return on >= self.until


@dataclass(frozen=True, slots=True)
class MoveOption:
    """可办事项: a move out of the present state, with every reason against it and what must come with it."""

    move: Move
    refusals: tuple[Refusal, ...]
    papers: tuple[tuple[str, Words], ...]

    @property
    def is_allowed(self) -> bool:
        """Return whether nothing stands against it."""
        return not self.refusals

    @property
    def is_mine(self) -> bool:
        """Return whether it is for this actor at all, now or later."""
        return all(refusal.code != "procedure-role" for refusal in self.refusals)

    @property
    def needs_note(self) -> bool:
        """Return whether a reason must be written."""
        return "note" in self.move.requires

    @property
    def needs_evidence(self) -> bool:
        """Return whether evidence must be attached."""
        return "evidence" in self.move.requires


@dataclass(frozen=True, slots=True)
class Outcome:
    """办理结果: the case after a move, and what the use-case has to do with it."""

    case: CaseState
    step: Step
    effects: tuple[str, ...]
    papers: tuple[tuple[str, Words], ...]
    clocks: tuple[RunningClock, ...]


PathStatus = Literal["done", "now", "next", "skipped"]


@dataclass(frozen=True, slots=True)
class PathStep:
    """路径: one state as it is drawn; ``on`` is the day it was entered."""

    state: State
    status: PathStatus
    on: date | None


Facts = Any
"""The typed facts of one kind of case; see ``guards``."""
