"""期限 Counting legal time: working days, calendar days, months.

How days are counted:
1. The day of the event is not counted; the next day is day one.
2. A period in working days counts only days that are worked; its last one is the last day to act.
3. A period in days or months counts all days; if its last day is not worked, it ends on the next one that is.
4. A month ends on the same number of day; where that month has none, on its last day.

Example: results confirmed on Friday 2026-09-18 are published within 20 working days, by 2026-10-22: the days off
from 25 to 27 September and from 1 to 7 October do not count, Sunday 20 September and Saturday 10 October do.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from scoring.rulebook.calendars import ONE_DAY, Calendar, load_calendar

Unit = Literal["working_days", "days", "months"]
LONGEST = 10_000  # units; longer periods are mistakes


@dataclass(frozen=True, slots=True)
class Deadline:
    """期限届满日 The last day to act, and whether it may still move because a yearly notice is not out (暂定)."""

    on: date
    provisional: bool


def is_working_day(day: date, calendar: Calendar | None = None) -> bool:
    """Return whether ``day`` is worked in China."""
    return (calendar or load_calendar()).is_working_day(_plain(day))


def add_working_days(day: date, n: int, calendar: Calendar | None = None) -> Deadline:
    """Return the ``n``-th working day after ``day``; for 0 the day itself."""
    calendar = calendar or load_calendar()
    moving, left, provisional = _plain(day), _amount(n), False
    while left:
        moving += ONE_DAY
        provisional = provisional or calendar.is_provisional(moving)
        left -= calendar.is_working_day(moving)
    return Deadline(moving, provisional)


def working_days_between(a: date, b: date, calendar: Calendar | None = None) -> int:
    """Return how many working days lie after ``a`` up to and including ``b``; negative when ``b`` comes first."""
    calendar = calendar or load_calendar()
    first, last = sorted((_plain(a), _plain(b)))
    count = 0
    while first < last:
        first += ONE_DAY
        count += calendar.is_working_day(first)
    return count if a <= b else -count


def add_months(day: date, n: int) -> date:
    """Return the same day ``n`` months later, or the last day of that month: 31 January + 1 is 28 February."""
    months = _plain(day).year * 12 + day.month - 1 + n
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def deadline(day: date, amount: int, unit: Unit, calendar: Calendar | None = None) -> Deadline:
    """Return the last day to act within ``amount`` units after ``day``.

    For how long something stays in force (a grade, a listing) use ``add_months``: a term is not moved by a holiday.
    """
    calendar = calendar or load_calendar()
    if unit == "working_days":
        return add_working_days(day, amount, calendar)
    if unit not in ("days", "months"):
        raise ValueError(f"a period is counted in working_days, days or months, not in {unit}")
    end = add_months(day, _amount(amount)) if unit == "months" else _plain(day) + _amount(amount) * ONE_DAY
    provisional = calendar.is_provisional(end)
    while amount and not calendar.is_working_day(end):
        end += ONE_DAY
        provisional = provisional or calendar.is_provisional(end)
    return Deadline(end, provisional)


def _plain(day: date) -> date:
    if isinstance(day, datetime):
        raise TypeError("legal time is counted in days; take the legal day of the moment first")
    return day


def _amount(n: int) -> int:
    if isinstance(n, bool) or not isinstance(n, int) or not 0 <= n <= LONGEST:
        raise ValueError(f"a period has a whole number of units between 0 and {LONGEST}, not {n!r}")
    return n
