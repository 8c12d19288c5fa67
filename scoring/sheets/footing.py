"""根基 What a score rests on: how much was observed, how old the evidence is, and how sure its basis.

Worked example (a test runs it): 12 of 15 items observed, the oldest fact used 400 days old, one line resting on what
is only remembered: an outcome, but one to be read with care, and the reader is told so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scoring.facts import Fact
from scoring.rulebook.confidence import Confidence
from scoring.sheets import Sheet

SUREST_FIRST = tuple(Confidence)  # as they are declared: read, read second-hand, remembered, our own design


@dataclass(frozen=True, slots=True)
class Footing:
    """根基 ``oldest`` and ``newest``: days of the facts used, ``None`` where none was; ``weakest``: of all lines."""

    on: date
    observed: int
    applicable: int
    oldest: date | None
    newest: date | None
    weakest: Confidence | None

    @property
    def age(self) -> int | None:
        """Days since the newest fact used."""
        return None if self.newest is None else (self.on - self.newest).days


def footing(sheet: Sheet, facts: Iterable[Fact]) -> Footing:
    """Return what a sheet rests on; ``facts`` are those it was made of, others among them do no harm."""
    days = {fact.id: fact.on for fact in facts}
    used = [days[key] for line in sheet.lines for key in line.facts if key in days]
    weakest = max((SUREST_FIRST.index(line.basis.confidence) for line in sheet.lines), default=None)
    return Footing(
        on=sheet.on,
        observed=sheet.observed,
        applicable=sheet.applicable,
        oldest=min(used, default=None),
        newest=max(used, default=None),
        weakest=None if weakest is None else SUREST_FIRST[weakest],
    )
