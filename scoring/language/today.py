"""当日 What ``day`` means, and when a comparison with it comes out otherwise without a new fact."""

from collections.abc import Callable
from typing import Any

from scoring.language.context import MISSING, Compiled, Context, Function, Row, Value


def today(context: Context, at_hand: Row | None) -> Value:
    """Give the day asked about; what is made of it can come out otherwise tomorrow."""
    context.changes_daily()
    return context.day


def with_today(work: Callable[[Any, Any], bool], left: Compiled, right: Compiled) -> Function:
    """Return what compares a day with today: it can come out otherwise on that day, and on the day after it."""
    today_first = left.run is today
    inner = (right if today_first else left).run

    def run(context: Context, at_hand: Row | None) -> Value:
        now = context.day
        day = now if inner is today else inner(context, at_hand)
        if day is MISSING:
            return MISSING
        if day == now:
            context.changes_daily()
        else:
            context.until(day)
        return work(now, day) if today_first else work(day, now)

    return run
