"""现行评分办理: keeping what a scheme says of everybody today. Worked out before the transaction, so that nobody waits."""

from collections.abc import Sequence
from datetime import datetime

from scoring.frozen.freezing import text_hash
from supervision.actor import Actor
from supervision.database import canonical_json, insert_rows
from supervision.models import CurrentScore, ScoreMove, ScoringRound
from supervision.queries.current_scores import Rating, Round, among
from supervision.usecases._frame import record, usecase


@usecase("score.refresh")
def keep_ratings(*, now: Round, ratings: Sequence[Rating], actor: Actor, at: datetime) -> int:
    """更新现行评分: put ratings in the place of earlier ones; returns how many say something else than before."""
    theirs = (CurrentScore.scheme == now.scheme) & among(
        CurrentScore.facility, [one.facility for one in ratings]
    )
    columns = (CurrentScore.facility, CurrentScore.outcome, CurrentScore.value)
    before = {key: said for key, *said in CurrentScore.select(*columns).where(theirs).tuples()}
    changed = [one for one in ratings if before.get(one.facility) != [one.outcome, one.value]]
    CurrentScore.delete().where(theirs).execute()
    insert_rows(CurrentScore, [_row(now, rating) for rating in ratings])
    insert_rows(
        ScoreMove, [_move(now, one, before[one.facility]) for one in changed if one.facility in before]
    )
    record(
        f"scheme:{now.scheme}",
        on=now.on,
        facilities=len(ratings),
        changed=len(changed),
        ratings=text_hash(canonical_json([list(rating) for rating in ratings])),
    )
    return len(changed)


def _row(now: Round, rating: Rating) -> dict[str, object]:
    return {
        "scheme": now.scheme,
        "facility": rating.facility,
        "outcome": rating.outcome,
        "value": rating.value,
        "sheet_sha256": rating.sheet_sha256,
        "on": now.on,
        "known_at": now.known_at,
        "turn": rating.turn,
        "observed": rating.observed,
        "applicable": rating.applicable,
    }


def _move(now: Round, rating: Rating, before: Sequence[str | None]) -> dict[str, object]:
    return {
        "scheme": now.scheme,
        "facility": rating.facility,
        "on": now.on,
        "known_at": now.known_at,
        "outcome_before": before[0],
        "value_before": before[1],
        "outcome": rating.outcome,
        "value": rating.value,
    }


@usecase("score.close_round")
def close_round(*, now: Round, looked_at: int, changed: int, actor: Actor, at: datetime) -> None:
    """结束一轮评分: from now on only what changes afterwards is looked at; a round that was cut off is begun again."""
    ScoringRound.create(
        scheme=now.scheme,
        on=now.on,
        known_at=now.known_at,
        newest_fact=now.newest_fact,
        rules_sha256=now.rules_sha256,
        looked_at=looked_at,
        changed=changed,
    )
    record(f"scheme:{now.scheme}", on=now.on, looked_at=looked_at, changed=changed, rules=now.rules_sha256)
