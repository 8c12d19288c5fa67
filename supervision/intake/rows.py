"""What judging a list produces: problems, values for the register, judged rows."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as made
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Generic, TypeVar

from supervision.intake.headings import Columns
from supervision.intake.values import DOUBT, REFUSED, Reading, masked

ACCEPTED = "accepted"
DOUBTS = "doubts"
V = TypeVar("V")  # what a row of this list says
IDENTITY_RULES = ("double.", "match.")  # questions of whose a row is


@dataclass(frozen=True, slots=True)
class Suggestion:
    """建议值: what the office may choose instead; ``value`` is stored, ``label`` shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Problem:
    """问题: ``column`` is the heading in the file; ``field`` ours; ``message`` a text to translate, with facts."""

    row: int
    column: str
    field: str
    value: str
    rule: str
    outcome: str
    message: str
    facts: Mapping[str, object] = made(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def holds(self) -> bool:
        """Return whether the row must wait: whose it is, is the question."""
        return self.outcome == DOUBT and self.rule.startswith(IDENTITY_RULES)


@dataclass(frozen=True, slots=True)
class FacilityValues:
    """机构信息: what the register takes over from a row; None or empty: the file does not say, or it is in doubt."""

    name: str
    kind: str
    district: str
    area: str
    source_id: str | None = None
    address: str = ""
    zipcode: str = ""
    beds: int | None = None
    opened_on: date | None = None
    ownership: str = ""
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    uscc: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True)
class JudgedRow(Generic[V]):
    """已判的行: one row of a list; ``values`` is None when the row is refused or left out."""

    number: int
    values: V | None
    raw: Mapping[str, str]
    problems: tuple[Problem, ...] = ()

    @property
    def held(self) -> bool:
        """Return whether nothing may be written before the office has answered."""
        return any(problem.holds for problem in self.problems)

    @property
    def outcome(self) -> str:
        """Return ``accepted``, ``doubts`` or ``refused``."""
        if any(problem.outcome == REFUSED for problem in self.problems):
            return REFUSED
        return DOUBTS if self.problems else ACCEPTED

    @property
    def said(self) -> dict[str, str]:
        """Return the cells as they are remembered: numbers of persons masked."""
        return {field: shown(field, text) for field, text in self.raw.items()}

    def with_problem(self, problem: Problem) -> "JudgedRow[V]":
        """Return the row with one more problem."""
        return replace(self, problems=(*self.problems, problem))


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """Return a name as it is compared: full width, case, blanks and punctuation do not count."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in folded if char.isalnum())[:120]


def shown(field: str, text: str) -> str:
    """Return a cell as reports show it: numbers of persons masked; a credit code of 18 digits is none."""
    return text if field == "uscc" else masked(text)


def problem_of(
    row: JudgedRow, columns: Columns, field: str, reading: Reading, near: tuple[Suggestion, ...] = ()
) -> Problem:
    """Return the problem that ``reading`` is for the cell of ``field`` in a row judged before."""
    return Problem(
        row.number,
        columns.heading(field),
        field,
        shown(field, row.raw.get(field, "")),
        reading.rule,
        reading.outcome,
        reading.message,
        reading.facts,
        near,
    )
