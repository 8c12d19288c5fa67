"""时间范围 Which facts still count: ``within 24 months``, ``within 12 to 24 months``.

A fact counts for 24 months until its day plus 24 months: one of 2024-03-15 counts until 2026-03-14. The later a
fact, the longer it counts; so a window has a first day, and is worked out once for a day and not for every fact.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from scoring.language.context import MISSING, Compiled, Context, Kind, Value, Vocabulary
from scoring.language.functions import LARGEST_PERIOD
from scoring.language.tree import ExpressionError, Node, Query
from scoring.rulebook.calendars import ONE_DAY, Calendar
from scoring.rulebook.days import add_months

Compiler = Callable[[Node, Vocabulary, Kind | None], Compiled]
Days = tuple[date, date]
Window = Callable[[Context], Days | None]
Unit = Literal["days", "months", "years", "working_days"]


def compile_window(query: Query, vocabulary: Vocabulary, compiler: Compiler) -> Window | None:
    """Return what gives the first day of a window and the day after its last; nothing where that is not known."""
    if query.within is None:
        return None
    if query.unit is None:
        raise ExpressionError(
            "within needs days, months, years or working_days after the number", query.within.at
        )
    unit: Unit = query.unit  # type: ignore[assignment]  # the parser takes no other word
    farther = _length(query.within, unit, vocabulary, compiler)
    if farther.constant and query.since is None:
        fixed = _whole(farther.fixed()) or 0
        return lambda context: (first_day(context.day, fixed, unit, context.calendar), date.max)
    nearer = _length(query.since, unit, vocabulary, compiler) if query.since else None

    def window(context: Context) -> Days | None:
        amount = _whole(farther(context))
        if amount is None:
            return None
        first = first_day(context.day, amount, unit, context.calendar)
        if nearer is None:
            return first, date.max
        amount = _whole(nearer(context))
        return None if amount is None else (first, first_day(context.day, amount, unit, context.calendar))

    return window


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
