"""展望 What happens by a day if nothing changes: windows run out, terms end, certificates lapse.

Nothing is predicted. The scheme is evaluated as it will apply on days to come, over the facts on file today; where two
days differ, the first day of the difference is found by halving. What comes and goes again between two days looked at
is not seen; ``step`` says how many days lie between them, and 1 looks at every day. Where the scheme, or a rule that it
reads, says nothing any more from some day on, the outlook ends before that day and names it.

Worked example (a test runs it): a penalty of 2025-10-10 counts for 24 months. On 2027-10-10 it no longer does, and
the sheet of that day has the points it cost.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scoring.engine import evaluate
from scoring.facts import Fact
from scoring.rulebook.book import Rulebook
from scoring.rulebook.errors import NotInForceError
from scoring.schemes import Scheme
from scoring.schemes.versions import Schemes
from scoring.sheets.comparing import Change, change

STEP = 7
ONE_DAY = timedelta(days=1)
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """转折 ``on``: the first day of which the sheet differs from the one before; ``scheme``: the version that applies."""

    on: date
    change: Change
    scheme: Scheme


def outlook(
    book: Rulebook,
    schemes: Schemes,
    scheme_id: str,
    subject: str,
    facts_on: Callable[[date], Iterable[Fact]],
    *,
    on: date,
    until: date,
    step: int = STEP,
    rehearse: bool = False,
) -> tuple[tuple[Turn, ...], date | None]:
    """Return every turn after ``on``, up to and with ``until``, and the first day on which there is no sheet, if any.

    ``facts_on`` gives the facts as they may count on a day: the same ones, except that some may no longer be shown.
    """
    watch = _Watch(book, schemes, scheme_id, subject, facts_on, rehearse)
    ends = watch.ends(on, until)
    return watch.turns(on, until if ends is None else ends - ONE_DAY, step), ends


@dataclass(frozen=True, slots=True)
class _Watch:
    book: Rulebook
    schemes: Schemes
    scheme_id: str
    subject: str
    facts_on: Callable[[date], Iterable[Fact]]
    rehearse: bool

    def turns(self, on: date, until: date, step: int) -> tuple[Turn, ...]:
        found: list[Turn] = []
        low, before = on, self.sheet(on)
        while low < until:
            high = min(low + timedelta(days=step), until)
            after = self.sheet(high)
            found += self.between(low, before, high, after)
            low, before = high, after
        return tuple(found)

    def ends(self, low: date, high: date) -> date | None:
        """Return the first day after ``low``, up to ``high``, from which on there is no sheet; nothing where there is one."""
        if self.applies(high):
            return None
        while (high - low).days > 1:
            middle = low + timedelta(days=(high - low).days // 2)
            low, high = (middle, high) if self.applies(middle) else (low, middle)
        return high

    def applies(self, day: date) -> bool:
        """Return whether the scheme, and all rules that it reads, say something for the day."""
        try:
            self.sheet(day)
        except NotInForceError:
            return False
        return True

    def between(self, low: date, before: Record, high: date, after: Record) -> Iterator[Turn]:
        """Yield the turns after ``low`` up to ``high``, each on its first day."""
        if change(before, after) is None:
            return
        while (high - low).days > 1:
            middle = low + timedelta(days=(high - low).days // 2)
            half = self.sheet(middle)
            if change(before, half) is None:
                low = middle
                continue
            yield from self.between(low, before, middle, half)
            low, before = middle, half
            if change(before, after) is None:
                return
        moved = change(before, after)
        if moved is not None:
            yield Turn(high, moved, self.schemes.on(self.scheme_id, high))

    def sheet(self, day: date) -> Record:
        scheme = self.schemes.on(self.scheme_id, day)
        facts = self.facts_on(day)
        return evaluate(self.book, scheme, self.subject, facts, on=day, rehearse=self.rehearse).as_record()
