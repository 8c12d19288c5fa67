"""时间范围 Which facts still count: ``within 24 months``, ``within 12 to 24 months``.

A fact counts for 24 months until its day plus 24 months: one of 2024-03-15 counts until 2026-03-14. The later a
fact, the longer it counts; so a window has a first day, and is worked out once for a day and not for every fact.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from scoring.language.context import MISSING, Compiled, Context, Days, Kind, Value, Vocabulary
from scoring.language.functions import LARGEST_PERIOD
from scoring.language.tree import ExpressionError, Node, Query
from scoring.rulebook.calendars import ONE_DAY, Calendar
from scoring.rulebook.days import LONGEST, add_months, add_working_days

Compiler = Callable[[Node, Vocabulary, Kind | None], Compiled]
Unit = Literal["days", "months", "years", "working_days"]


@dataclass(frozen=True, slots=True)
class Within:
    """The last ``farther`` units, without the last ``nearer`` ones of them where that is said."""

    unit: Unit
    farther: Compiled
    nearer: Compiled | None

    def days(self, context: Context) -> Days | None:
        """Return the first day and the day after the last; nothing where a length is not known."""
        amount = _whole(self.farther(context))
        if amount is None:
            return None
        first = first_day(context.day, amount, self.unit, context.calendar)
        if self.nearer is None:
            return first, date.max
        amount = _whole(self.nearer(context))
        return (
            None if amount is None else (first, first_day(context.day, amount, self.unit, context.calendar))
        )

    def turn(self, on: date, context: Context) -> date:
        """Return the next day after ``context.day`` on which a fact of ``on`` comes in or goes out, or ``date.max``."""
        ends = []
        for length in (self.nearer, self.farther):
            amount = _whole(length(context)) if length else None
            if amount is not None:
                ends.append(_last_day(on, amount, self.unit, context.calendar))
        return min((end for end in ends if end > context.day), default=date.max)


def compile_window(query: Query, vocabulary: Vocabulary, compiler: Compiler) -> Within | None:
    """Return the window of a query, or nothing where all days count."""
    if query.within is None:
        return None
    unit: Unit = query.unit  # type: ignore[assignment]  # the parser takes no other word
    farther = _length(query.within, unit, vocabulary, compiler)
    return Within(unit, farther, _length(query.since, unit, vocabulary, compiler) if query.since else None)


@lru_cache(maxsize=1024)
def first_day(day: date, amount: int, unit: Unit, calendar: Calendar) -> date:
    """Return the first day whose facts still count on ``day`` when each counts for ``amount`` units."""
    if unit == "days":
        return day - timedelta(days=amount - 1)
    if unit == "working_days":
        first, passed = day, 0
        while passed < amount:
            passed += calendar.is_working_day(first)
            first -= ONE_DAY
        return first + ONE_DAY if amount > 0 else day + ONE_DAY
    months = amount * 12 if unit == "years" else amount
    first = add_months(day, -months) - 4 * ONE_DAY
    while add_months(first, months) <= day:
        first += ONE_DAY
    return first


def _last_day(on: date, amount: int, unit: Unit, calendar: Calendar) -> date:
    """Return the first day on which a fact of ``on`` no longer counts when each counts for ``amount`` units."""
    try:
        if unit == "days":
            return on + timedelta(days=amount)
        while unit == "working_days" and amount > 0:
            on, amount = add_working_days(on, min(amount, LONGEST), calendar).on, amount - LONGEST
        if unit == "working_days":
            return on
        return add_months(on, amount * 12 if unit == "years" else amount)
    except (ValueError, OverflowError):  # after the year 9999
        return date.max


def _length(length: Node, unit: str, vocabulary: Vocabulary, compiler: Compiler) -> Compiled:
    compiled = compiler(length, vocabulary, None)
    if compiled.type != "number":
        raise ExpressionError(f"a period is a number of {unit}, this is a {compiled.type}", length.at)
    if compiled.unit and compiled.unit != unit:
        raise ExpressionError(f"this counts {compiled.unit}, not {unit}", length.at)
    if compiled.constant and _whole(compiled.fixed()) is None:
        raise ExpressionError(f"a period has a whole number of {unit}", length.at)
    return compiled


def _whole(amount: Value) -> int | None:
    """Return a length in whole units, nothing where it is missing or makes no sense."""
    return None if amount is MISSING or amount != int(amount) or abs(amount) > LARGEST_PERIOD else int(amount)
