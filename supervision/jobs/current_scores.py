"""现行评分定时任务: what follows from the ledger alone, brought up to date each night; by hand, `credit refresh`.

Ratings are worked out before the transactions in which they are kept, so that nobody waits for them.
"""

from datetime import date, datetime

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.jobs._frame import say, until
from supervision.queries.current_scores import FROM_LEDGER, due_ranges, next_round, rated
from supervision.rulebook import schemes
from supervision.usecases import current_scores


def refresh_scores(day: date, actor: Actor, at: datetime) -> str:
    """现行评分: look again at those of whom something is new, or whose rating comes out otherwise by itself."""
    on = until(day, at)
    found = [
        bring_up_to_date(scheme=schemes().producing(kind, on).id, on=on, actor=actor, at=at)
        for kind in FROM_LEDGER
    ]
    looked_at, changed = (sum(numbers) for numbers in zip(*found, strict=True))
    return say("复核 {looked_at} 份评分，{changed} 份有变化。", looked_at=looked_at, changed=changed)


def bring_up_to_date(
    *, scheme: str, on: date, everybody: bool = False, actor: Actor, at: datetime
) -> tuple[int, int]:
    """Rate whom something can have changed for, a range at a time; returns how many that were, and how many moved.

    Raises:
        RuleViolationError: ``score-in-future``.
        ValueError: a fact on record does not fit the scheme; says which and why.
    """
    if on > china_day(at):
        raise RuleViolationError("score-in-future", "不能对将来的日期评分。")
    now, looked_at, changed = next_round(scheme, on, at), 0, 0
    for ratings in rated(now, due_ranges(now, everybody=everybody)):
        changed += current_scores.keep_ratings(now=now, ratings=ratings, actor=actor, at=at)
        looked_at += len(ratings)
    if looked_at:
        current_scores.close_round(now=now, looked_at=looked_at, changed=changed, actor=actor, at=at)
    return looked_at, changed
