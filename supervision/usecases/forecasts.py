"""缺口预测办理: a frozen roster is tried with many seeds before anybody commits to it.

Tried piece by piece, so that a page can show how far it is and no worker holds anything in memory: each piece is added to
what stands in the register, and whoever comes next goes on from there.
"""

from datetime import datetime

from inspections.canonical import hash_of
from inspections.plan import SEEDS, Forecast, forecast
from supervision.actor import Actor
from supervision.errors import StaleError
from supervision.models import ShortageForecast, Task
from supervision.usecases._frame import record, usecase
from supervision.usecases.tasks import task_row


@usecase("draw.forecast")
def forecast_draw(*, task_number: str, trials: int, actor: Actor, at: datetime) -> tuple[int, int]:
    """试抽: try the next ``trials`` seeds of a frozen roster; returns how many of how many are done.

    A roster that was frozen again begins anew; one that is done stays done.
    """
    task = task_row(task_number)
    if task.state != "frozen":
        raise StaleError("任务 {number} 的名录尚未锁定，或已作出承诺。", number=task_number)
    row = _row(task, actor, at)
    piece = min(trials, row.trials - row.done)
    if piece > 0:
        _add(row, forecast(task.roster, trials=piece, first=row.done))
        row.done_at = at if row.done == row.trials else None
        row.save()
    record(f"task:{task_number}", done=row.done, trials=row.trials)
    return row.done, row.trials


def _row(task: Task, actor: Actor, at: datetime) -> ShortageForecast:
    digest = hash_of(task.roster)
    row: ShortageForecast | None = ShortageForecast.get_or_none(ShortageForecast.task == task)
    if row is not None and row.roster_sha256 == digest:
        return row
    if row is not None:
        row.delete_instance()
    made: ShortageForecast = ShortageForecast.create(
        task=task, roster_sha256=digest, trials=SEEDS, asked_by=actor.key, asked_at=at
    )
    return made


def _add(row: ShortageForecast, piece: Forecast) -> None:
    short = {(target, department): count for target, department, count in row.short}
    for place, count in piece.short.items():
        short[place] = short.get(place, 0) + count
    without_day = dict(row.without_day)
    for target, count in piece.without_day.items():
        without_day[target] = without_day.get(target, 0) + count
    row.done += piece.trials
    row.trials_short += piece.trials_short
    row.trials_without_day += piece.trials_without_day
    row.short = sorted([*place, count] for place, count in short.items())
    row.without_day = sorted([target, count] for target, count in without_day.items())
