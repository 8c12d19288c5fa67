"""比较 How two score sheets of the same subject differ: outcome, value, and the lines that went, came or changed.

Sheets are compared as records (``Sheet.as_record``), so that one kept years ago can be laid beside one made today.

Worked example (a test runs it): in June nobody was fined, in November a line has come under the rule "penalties",
"fine of 10 October, 5 points deducted". The difference is five points, 80 before and 75 after.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.language.exact import ZERO, Exact, add, exact, subtract
from scoring.sheets import MET, canonical

Record = Mapping[str, Any]
KEYS = ("rule", "fact", "points", "status", "text", "text_en")


@dataclass(frozen=True, slots=True)
class Pair:
    """一对理由 What one rule said before and says after; either side may be empty. ``points`` is the difference."""

    rule: str
    before: tuple[Record, ...]
    after: tuple[Record, ...]

    @property
    def points(self) -> Exact:
        """What the rule gives more (or, below zero, less) than before; a line without points gives none."""
        return subtract(_sum(self.after), _sum(self.before))


@dataclass(frozen=True, slots=True)
class Change:
    """变化 One subject before and after. ``None`` stands where there was no sheet, no outcome or no value."""

    subject: str
    outcome: tuple[str | None, str | None]
    value: tuple[str | None, str | None]
    gone: tuple[Record, ...]
    come: tuple[Record, ...]

    @property
    def is_swallowed(self) -> bool:
        """Whether only points of single lines differ, and neither outcome nor value."""
        lines = (*self.gone, *self.come)
        same = self.outcome[0] == self.outcome[1] and self.value[0] == self.value[1]
        return same and all(line["points"] is not None for line in lines)

    def pairs(self) -> tuple[Pair, ...]:
        """Return the lines that differ, those of one rule together, in the order of the sheets.

        A condition that held and is not told of any more did not fail: a sheet names what is short of a better outcome.
        """
        told = {line["rule"] for line in self.come}
        gone = (line for line in self.gone if line["status"] != MET or line["rule"] in told)
        rules = dict.fromkeys(line["rule"] for line in (*gone, *self.come))
        return tuple(
            Pair(
                rule,
                tuple(line for line in self.gone if line["rule"] == rule),
                tuple(line for line in self.come if line["rule"] == rule),
            )
            for rule in rules
        )

    def as_record(self) -> dict[str, Any]:
        """Return the change as JSON."""
        return {
            "subject": self.subject,
            "outcome": list(self.outcome),
            "value": list(self.value),
            "gone": [dict(line) for line in self.gone],
            "come": [dict(line) for line in self.come],
        }


def change(before: Record | None, after: Record | None) -> Change | None:
    """Return how a sheet differs from an earlier one of the same subject; nothing where it does not.

    A sentence that reads otherwise alone (an age in months, say) is no change; points, facts and status are.
    """
    one, other = before or {}, after or {}
    old, new = _lines(one), _lines(other)
    gone = tuple(line for key, line in old.items() if key not in new)
    come = tuple(line for key, line in new.items() if key not in old)
    outcome = (one.get("outcome"), other.get("outcome"))
    value = (one.get("value"), other.get("value"))
    if not gone and not come and outcome[0] == outcome[1] and value[0] == value[1]:
        return None
    return Change(str((after or before or {})["subject"]), outcome, value, gone, come)


def changes(before: Sequence[Record], after: Sequence[Record]) -> list[Change]:
    """Return who moved between two runs over many subjects, in the order of the first run, then of the second."""
    return list(_changes(before, after))


def _changes(before: Sequence[Record], after: Sequence[Record]) -> Iterator[Change]:
    old = {sheet["subject"]: sheet for sheet in before}
    new = {sheet["subject"]: sheet for sheet in after}
    for subject in dict.fromkeys([*old, *new]):
        moved = change(old.get(subject), new.get(subject))
        if moved is not None:
            yield moved


def _lines(sheet: Record) -> dict[str, Record]:
    """Return the lines of a sheet by what makes each of them itself; the same twice is counted."""
    found: dict[str, Record] = {}
    for line in sheet.get("lines", ()):
        key = canonical([line["rule"], line["fact"], line["status"], line["points"]])
        while key in found:
            key += "+"
        found[key] = {name: line.get(name, "") for name in KEYS}
    return found


def _sum(lines: Sequence[Record]) -> Exact:
    total: Exact = ZERO
    for line in lines:
        if line["points"] is not None:
            total = add(total, exact(Fraction(line["points"])))
    return total
