"""期限 how a clock of a procedure file runs for one case."""

from datetime import date, timedelta
from typing import cast

from scoring.rulebook import Rulebook
from scoring.rulebook.days import Unit, add_months, deadline, working_days_between
from supervision.procedures.cases import CaseState, Facts, RunningClock, Step
from supervision.procedures.definition import Clock

ONE_DAY = timedelta(days=1)


def run_clock(clock: Clock, case: CaseState, on: date, facts: Facts, book: Rulebook) -> RunningClock | None:
    """Return ``clock`` as it stands on the day ``on``, or None while it does not run.

    The amount is the one in force on the day the clock started; where the source gives none (待核), none runs.
    """
    started = _start_of(clock, case)
    if started is None or case.made(*clock.until_made):
        return None
    rule = book.on(_filled(clock.rule, facts), started.on)
    if rule.value is None:
        return None
    if clock.kind == "term":
        until, provisional = add_months(started.on, rule.value), False
    else:
        last_day, provisional = _deadline(clock, case, started, rule.value, book)
        until = last_day + ONE_DAY
    return RunningClock(clock, started.on, until, provisional, rule, _left(clock, on, until - ONE_DAY, book))


def has_length(clock: Clock, on: date, facts: Facts, book: Rulebook) -> bool:
    """Return whether the rule of ``clock`` says how long it runs; one that is not known (待核) never runs out."""
    return book.on(_filled(clock.rule, facts), on).value is not None


def _start_of(clock: Clock, case: CaseState) -> Step | None:
    """Return the step that started ``clock``: into its origin, the case having stayed within its states since."""
    started: Step | None = None
    for step in case.steps:
        if step.to_state not in clock.states:
            started = None
        elif step.to_state == clock.origin and started is None:
            started = step
    return started


def _deadline(clock: Clock, case: CaseState, started: Step, amount: int, book: Rulebook) -> tuple[date, bool]:
    """Return the last day to act after all extensions, and whether it is provisional."""
    unit = cast("Unit", clock.unit)
    end = deadline(started.on, amount, unit, book.calendar)
    provisional = end.provisional
    for step in case.steps[started.n :]:
        if clock.extension and step.move == clock.extension.move:
            more = book.on(clock.extension.rule, step.on)
            end = deadline(end.on, more.value, cast("Unit", more.unit), book.calendar)
            provisional = provisional or end.provisional
    return end.on, provisional


def _left(clock: Clock, on: date, last_day: date, book: Rulebook) -> int:
    if clock.unit == "working_days":
        return working_days_between(on, last_day, book.calendar)
    return (last_day - on).days


def _filled(rule: str, facts: Facts) -> str:
    """Return the rule's id with the ``{fact}`` in it, if any, filled in."""
    return rule.format_map(_Members(facts)) if "{" in rule else rule


class _Members(dict[str, object]):
    """The members of a facts object, looked up when asked for."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.facts = facts

    def __missing__(self, name: str) -> object:
        return getattr(self.facts, name)
