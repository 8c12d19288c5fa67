"""分时值 Values that change with the law: each holds from its day until the next one, with its reference."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.rulebook.confidence import Confidence
from scoring.rulebook.errors import NotInForceError
from scoring.rulebook.laws import Reference


@dataclass(frozen=True, slots=True)
class DatedValue:
    """规则值 What a rule says from ``since`` on; ``value`` is ``None`` where the source does not give it (待核)."""

    rule: str
    value: Any
    since: date
    until: date | None
    reference: Reference
    confidence: Confidence
    unit: str
    note: str = ""
    authority: str = ""

    @property
    def confirmed_for_citation(self) -> bool:
        """Whether an order, penalty or listing may cite this value."""
        return self.confidence.confirmed_for_citation

    @property
    def is_local(self) -> bool:
        """Whether a local authority set it."""
        return bool(self.authority)


class Dated:
    """分时值序列 The values of one rule in order of their days."""

    __slots__ = ("entries", "rule", "starts")

    def __init__(self, rule: str, entries: Sequence[DatedValue]) -> None:
        self.rule = rule
        self.entries = tuple(sorted(entries, key=lambda entry: entry.since))
        self.starts = [entry.since for entry in self.entries]

    def find(self, day: date) -> DatedValue | None:
        """Return the value in force on ``day``, or nothing."""
        number = bisect_right(self.starts, day)
        if not number:
            return None
        entry = self.entries[number - 1]
        return None if entry.until is not None and entry.until <= day else entry

    def on(self, day: date) -> DatedValue:
        """Return the value in force on ``day``.

        Raises:
            NotInForceError: the rule says nothing for that day.
        """
        entry = self.find(day)
        if entry is None:
            first = f"; it begins on {self.starts[0]}" if self.starts and day < self.starts[0] else ""
            raise NotInForceError(f"{self.rule} says nothing for {day}{first}")
        return entry


@dataclass(frozen=True, slots=True)
class Rule:
    """规则 One dated quantity of law: national values, and those of a local authority, which go first."""

    id: str
    name: Mapping[str, str]
    unit: str
    national: Dated
    local: Dated
    last_checked: date
    check_every_days: int
    file: str
    corrections: tuple[Mapping[str, Any], ...] = ()
    applied_by: Mapping[str, str] | None = None  # the body that carries a measure out
    for_people: bool = False  # people go by it; no program reads it

    def on(self, day: date) -> DatedValue:
        """Return the value in force on ``day``: the local one if there is one, else the national one."""
        return self.local.find(day) or self.national.on(day)

    def find(self, day: date) -> DatedValue | None:
        """Return the value in force on ``day``, or nothing."""
        return self.local.find(day) or self.national.find(day)

    def review_due(self, on: date) -> bool:
        """Return whether somebody should look again whether this is still law."""
        return (on - self.last_checked).days > self.check_every_days
