"""What a procedure file says, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scoring.rulebook import Confidence, Reference

START = "start"  # where a case comes from: the origin of the moves that open it
ClockKind = Literal["deadline", "term"]


@dataclass(frozen=True, slots=True)
class Words:
    """双语文字: a short text of the file in both languages."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """Return the text in ``language``."""
        return self.en if language.startswith("en") else self.zh

    def __str__(self) -> str:
        """Return the Chinese text, the one that counts."""
        return self.zh


@dataclass(frozen=True, slots=True)
class Basis:
    """依据: where in the law it stands, and how sure we are."""

    reference: Reference
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class State:
    """环节: where a case can stand. Open states name whose ``turn`` it is; ``public``: what the public sees then."""

    id: str
    name: Words
    is_open: bool
    turn: tuple[str, ...]
    public: Words | None


@dataclass(frozen=True, slots=True)
class Move:
    """办理: one step. ``origins``: the states it is made in; ``target``: where it leads, None where the case stays.

    ``roles`` may make it with the ``permission``. Named ``guards`` must hold. ``not_same_person_as``: whoever made one
    of these moves may not make this one; ``not_involved_as``: nor whoever is involved as this. ``after_clocks`` must
    have run out, ``within_clocks`` must not.
    """

    id: str
    name: Words
    origins: tuple[str, ...]
    target: str | None
    roles: tuple[str, ...]
    permission: str
    guards: tuple[str, ...]
    effects: tuple[str, ...]
    papers: tuple[str, ...]
    requires: tuple[str, ...]
    not_same_person_as: tuple[str, ...]
    not_involved_as: tuple[str, ...]
    after_clocks: tuple[str, ...]
    within_clocks: tuple[str, ...]
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Extension:
    """延期: each time ``move`` was made, the clock ends later by what ``rule`` says, in the unit of that rule."""

    move: str
    rule: str


@dataclass(frozen=True, slots=True)
class Clock:
    """期限: runs from the day the case entered ``origin``, while it stands in one of ``states``.

    It does not run once one of the moves ``until_made`` was made.
    ``rule`` is the id of the dated rule with the amount; ``{fact}`` in it is filled from the facts of the case. A
    ``deadline`` is a last day to act and moves off holidays; a ``term`` is how long something stays in force. When
    it has run out the scheduler makes ``move``, or else the people whose turn it is are reminded.
    """

    id: str
    name: Words
    origin: str
    states: tuple[str, ...]
    until_made: tuple[str, ...]
    kind: ClockKind
    rule: str
    unit: str
    extension: Extension | None
    move: str | None
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """程序文件: one version of one procedure; ``path`` is the ordinary way from beginning to end, as it is drawn."""

    id: str
    version: str
    name: Words
    subject: Words
    facts: str
    path: tuple[str, ...]
    states: Mapping[str, State]
    moves: Mapping[str, Move]
    clocks: Mapping[str, Clock]
    papers: Mapping[str, Words]
    basis: tuple[Basis, ...]

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """Return the moves that can be made in ``state``, in the order of the file."""
        return tuple(move for move in self.moves.values() if state in move.origins)
