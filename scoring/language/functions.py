"""函数 Functions of values. Days are legal days; ages count whole units that have passed by ``day``."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from scoring.language.context import MISSING, Context, Type, Value
from scoring.language.exact import ROUNDINGS, Exact, multiply, round_to
from scoring.language.tree import Call, ExpressionError, Literal
from scoring.rulebook.days import add_months, add_working_days, is_working_day, working_days_between

LARGEST_PERIOD = 12_000
LARGEST_POWER = 60


@dataclass(frozen=True, slots=True)
class FunctionOf:
    """函数 What a function takes, gives and does; ``takes`` None stands for "any type, all alike"."""

    takes: tuple[Type | None, ...]
    gives: Type | None
    work: Callable[..., Value]
    takes_missing: bool = False
    more: bool = False
    unit: str = ""
    keeps_unit: bool = False
    last_words: tuple[str, ...] = ()

    def check(self, node: Call, types: list[Type]) -> None:
        """Refuse a wrong number or type of arguments."""
        if len(types) != len(self.takes) and not (self.more and len(types) >= len(self.takes)):
            count = f"{len(self.takes)}{' or more' * self.more}"
            raise ExpressionError(f"{node.name} takes {count} values, got {len(types)}", node.at)
        for number, (argument, kind) in enumerate(zip(node.arguments, types, strict=True)):
            expected = self.takes[min(number, len(self.takes) - 1)] or types[0]
            if kind != expected:
                raise ExpressionError(f"{node.name} needs a {expected} here, this is a {kind}", argument.at)
        if self.last_words:
            word = node.arguments[-1]
            if not isinstance(word, Literal) or word.value not in self.last_words:
                raise ExpressionError(f"expected one of {', '.join(self.last_words)} in quotes", word.at)


def months_since(start: date, day: date) -> int:
    """Return how many whole months have passed from ``start`` to ``day``; negative when it lies ahead."""
    if start > day:
        return -months_since(day, start)
    months = (day.year - start.year) * 12 + day.month - start.month
    return months if add_months(start, months) <= day else months - 1


def _days_since(context: Context, start: date) -> Value:
    context.changes_daily()
    return Decimal((context.day - start).days)


def _months_since(context: Context, start: date) -> Value:
    passed = months_since(start, context.day)
    if start > context.day:
        context.changes_daily()
    else:
        with suppress(ValueError):  # after the year 9999
            context.until(add_months(start, passed + 1))
    return Decimal(passed)


def _working_days_since(context: Context, start: date) -> Value:
    context.changes_daily()
    return Decimal(working_days_between(start, context.day, context.calendar))


def _round(context: Context, number: Exact, places: Exact, how: str) -> Value:
    if places != places // 1 or not 0 <= places <= 12:
        return MISSING
    return round_to(number, Decimal(1).scaleb(-int(places)), how)


def _to_step(context: Context, number: Exact, step: Exact, how: str) -> Value:
    return MISSING if step <= 0 or not isinstance(step, Decimal) else round_to(number, step, how)


def _after(context: Context, day: date, amount: Exact, step: Callable[[date, int], date]) -> Value:
    whole = int(amount)
    if whole != amount or abs(whole) > LARGEST_PERIOD:
        return MISSING
    try:
        return step(day, whole)
    except (ValueError, OverflowError):  # before year 1, or after 9999
        return MISSING


def _days_after(context: Context, day: date, days: Exact) -> Value:
    return _after(context, day, days, lambda start, number: start + timedelta(days=number))


def _months_after(context: Context, day: date, months: Exact) -> Value:
    return _after(context, day, months, add_months)


def _months_before(context: Context, day: date, months: Exact) -> Value:
    return _after(context, day, months, lambda start, number: add_months(start, -number))


def _working_days_after(context: Context, day: date, days: Exact) -> Value:
    return _after(
        context, day, days, lambda start, number: add_working_days(start, number, context.calendar).on
    )


def _power(context: Context, base: Exact, times: Exact) -> Value:
    if times != int(times) or not 0 <= times <= LARGEST_POWER:
        return MISSING
    result: Exact = Decimal(1)
    for _ in range(int(times)):
        result = multiply(result, base)
    return result


def _either(context: Context, *values: Any) -> Value:
    return next((value for value in values if value is not MISSING), MISSING)


def _number(work: Callable[..., int]) -> Callable[..., Value]:
    """Return a function whose whole number is exact; what it takes stands after the context."""
    return lambda context, *values: Decimal(work(*values))


CALLS: dict[str, FunctionOf] = {
    "round": FunctionOf(("number", "number", "text"), "number", _round, last_words=ROUNDINGS),
    "round_to_step": FunctionOf(("number", "number", "text"), "number", _to_step, last_words=ROUNDINGS),
    "greatest": FunctionOf(
        ("number",), "number", lambda context, *numbers: max(numbers), more=True, keeps_unit=True
    ),
    "least": FunctionOf(
        ("number",), "number", lambda context, *numbers: min(numbers), more=True, keeps_unit=True
    ),
    "power": FunctionOf(("number", "number"), "number", _power),
    "first_known": FunctionOf((None,), None, _either, takes_missing=True, more=True, keeps_unit=True),
    "days_since": FunctionOf(("date",), "number", _days_since, unit="days"),
    "months_since": FunctionOf(("date",), "number", _months_since, unit="months"),
    "working_days_since": FunctionOf(("date",), "number", _working_days_since, unit="working_days"),
    "days_between": FunctionOf(
        ("date", "date"), "number", _number(lambda start, end: (end - start).days), unit="days"
    ),
    "months_between": FunctionOf(("date", "date"), "number", _number(months_since), unit="months"),
    "working_days_between": FunctionOf(
        ("date", "date"),
        "number",
        lambda context, start, end: Decimal(working_days_between(start, end, context.calendar)),
        unit="working_days",
    ),
    "days_after": FunctionOf(("date", "number"), "date", _days_after),
    "months_after": FunctionOf(("date", "number"), "date", _months_after),
    "months_before": FunctionOf(("date", "number"), "date", _months_before),
    "working_days_after": FunctionOf(("date", "number"), "date", _working_days_after),
    "is_working_day": FunctionOf(
        ("date",), "flag", lambda context, day: is_working_day(day, context.calendar)
    ),
    "year_of": FunctionOf(("date",), "number", _number(lambda day: day.year)),
    "month_of": FunctionOf(("date",), "number", _number(lambda day: day.month)),
    "size": FunctionOf(("set",), "number", _number(len)),
    "shared": FunctionOf(("set", "set"), "number", _number(lambda one, other: len(one & other))),
    "starts_with": FunctionOf(
        ("text", "text"), "flag", lambda context, text, beginning: text.startswith(beginning)
    ),
}
