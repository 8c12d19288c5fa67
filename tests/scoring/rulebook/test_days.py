"""Working days: the notices agree with an independent library, the published vectors hold."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rulebook.days import (
    Deadline,
    add_months,
    add_working_days,
    deadline,
    is_working_day,
    working_days_between,
)

DAYS = st.dates(date(2023, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        (date(2026, 1, 30), 20, date(2026, 3, 5)),
        (date(2026, 2, 11), 7, date(2026, 2, 27)),
        (date(2026, 4, 30), 3, date(2026, 5, 8)),
        (date(2026, 9, 18), 20, date(2026, 10, 22)),
        (date(2026, 9, 24), 7, date(2026, 10, 12)),
        (date(2026, 9, 30), 20, date(2026, 11, 3)),
        (date(2025, 9, 26), 20, date(2025, 10, 30)),
        (date(2026, 12, 1), 20, date(2026, 12, 29)),
    ],
)
def test_vectors(start: date, amount: int, end: date) -> None:
    assert add_working_days(start, amount) == Deadline(end, provisional=False)
    assert working_days_between(start, end) == amount


def test_announced_years_agree_with_an_independent_library() -> None:
    day = date(2023, 1, 1)
    while day.year <= 2026:
        assert is_working_day(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_248_working_days(year: int) -> None:
    assert working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == 248


def test_a_period_that_reaches_an_unannounced_year_is_provisional() -> None:
    assert add_working_days(date(2026, 12, 3), 20) == Deadline(date(2026, 12, 31), provisional=False)
    assert add_working_days(date(2026, 12, 4), 20) == Deadline(date(2027, 1, 4), provisional=True)
    assert deadline(date(2026, 12, 4), 1, "months") == Deadline(date(2027, 1, 4), provisional=True)


def test_statutory_holidays_that_fall_on_a_weekend_are_made_up() -> None:
    assert not is_working_day(date(2027, 5, 3))  # 1 and 2 May 2027 are Saturday and Sunday
    assert not is_working_day(date(2027, 5, 4))
    assert is_working_day(date(2027, 5, 5))


def test_a_period_in_days_ends_on_the_next_working_day() -> None:
    assert deadline(date(2026, 9, 20), 7, "days").on == date(2026, 9, 28)
    assert deadline(date(2026, 9, 1), 1, "months").on == date(2026, 10, 8)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
    ],
)
def test_months_end_on_the_last_day_where_there_is_no_such_day(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


@given(DAYS, st.integers(0, 120))
def test_adding_and_counting_are_inverse(day: date, amount: int) -> None:
    end = add_working_days(day, amount).on
    assert working_days_between(day, end) == amount
    assert working_days_between(end, day) == -amount
    assert amount == 0 or is_working_day(end)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_adding_twice_is_adding_once(day: date, a: int, b: int) -> None:
    assert add_working_days(add_working_days(day, a).on, b).on == add_working_days(day, a + b).on


def test_a_moment_is_not_a_day() -> None:
    with pytest.raises(TypeError, match="legal day"):
        add_working_days(datetime(2026, 1, 1, tzinfo=UTC), 3)


@pytest.mark.parametrize("amount", [-1, 10_001, 1.5, True])
def test_odd_amounts_are_refused(amount: object) -> None:
    with pytest.raises(ValueError, match="whole number"):
        deadline(date(2026, 1, 1), amount, "days")  # type: ignore[arg-type]
