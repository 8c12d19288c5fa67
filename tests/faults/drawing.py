"""A draw that is being committed: killed at any moment, one commitment stands in the public log, never two; for an
observer could not tell a second one from a draw that was thrown away until it pleased.
"""

import hashlib
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from inspections.plan import SEEDS
from supervision.config import Config
from supervision.database import connect, connection, let_go
from supervision.demo import ceremony, inspections, register
from supervision.demo.stage import Stage, moment
from supervision.disclosure.log.entries import Kind
from supervision.models import Draw
from supervision.queries.audit import verify_audit
from supervision.share_files import Share
from supervision.usecases import draws, forecasts, salt_shares, tasks
from tests.databases import migrated
from tests.faults.harm import killed, seconds_of
from tests.faults.run import Fault, Outcome, Trial

TASK = "KILLED-1"
DAY = date(2026, 6, 1)


def faults() -> Iterator[Fault]:
    """Give the one."""
    yield Fault("committing a draw, killed at any moment", _place)


@contextmanager
def _place() -> Iterator[Trial]:
    """Prepare the demonstration's register with one frozen task."""
    with tempfile.TemporaryDirectory(prefix="mj-faults-") as folder:
        prepared, used = (
            Config.from_env({"MINGJING_DATA": str(Path(folder) / name)}) for name in ("prepared", "used")
        )
        migrated(prepared.database_url)
        with connection():
            _freeze(Stage(prepared))
        let_go()

        def fresh() -> Stage:
            let_go()
            shutil.rmtree(used.data, ignore_errors=True)
            shutil.copytree(prepared.data, used.data, symlinks=True)
            connect(used.database_url)
            return Stage(used)

        yield _trial(fresh)
        let_go()


def _freeze(stage: Stage) -> None:
    register.play(stage)
    inspections.adopt_items(stage)
    inspections.plan(stage, next(row for row in stage.story["plans"] if row["year"] == DAY.year))
    task = tasks.NewTask(
        plan_number=f"明民检计〔{DAY.year}〕1号",
        line=1,
        number=TASK,
        title="抽查",
        kinds=(),
        areas=("990101",),
        team=ceremony.HOMES_TEAM,
        days=tuple(DAY + timedelta(days=n) for n in (14, 15, 16, 17, 18, 21, 22, 23, 24, 25)),
        standby_days=(DAY + timedelta(days=28),),
    )
    tasks.create_task(task=task, actor=stage.person("planner"), at=moment(DAY))
    tasks.freeze_task(number=TASK, actor=stage.person("planner"), at=moment(DAY))
    forecasts.forecast_draw(task_number=TASK, trials=SEEDS, actor=stage.person("planner"), at=moment(DAY))
    for body, holder in (("civil-affairs", "head"), ("market-regulation", "decider")):
        share = Share(TASK, body, moment(DAY), hashlib.sha256(body.encode()).digest())
        salt_shares.hand_in_share(
            task_number=TASK, share=share, vault=stage.vault, actor=stage.person(holder), at=moment(DAY)
        )


def _commit(stage: Stage) -> None:
    stage.config.data.mkdir(parents=True, exist_ok=True)
    with connection():
        draws.commit_draw(
            task_number=TASK,
            beacon=draws.Beacon("双色球", "第2026065期", moment(DAY + timedelta(days=7)), ("ssq",), "下一期"),
            reveal_by=DAY + timedelta(days=90),
            publisher=stage.publisher,
            vault=stage.vault,
            actor=stage.person("planner"),
            at=moment(DAY),
        )


def _problems(stage: Stage) -> list[str]:
    with connection():
        found = [f"audit row {problem.row} {problem.kind}" for problem in verify_audit().problems]
        rows = [(row.committed_index, row.committed_by) for row in Draw.select()]
    logged = [entry for entry in stage.publisher.log.entries() if entry.kind == Kind.DRAW_COMMITTED]
    found += [] if len(rows) == 1 and rows[0][0] is not None else [f"draws in the register: {rows}"]
    return found + ([] if len(logged) == 1 else [f"{len(logged)} commitments in the log: {logged} {rows}"])


def _trial(fresh: Callable[[], Stage]) -> Trial:
    stage = fresh()
    let_go()
    seconds = seconds_of(lambda: _commit(stage))

    def trial(dice: random.Random) -> Outcome:
        stage = fresh()
        let_go()
        caught = killed(lambda: _commit(stage), dice.uniform(0, seconds))
        with connection():
            done = Draw.select().where(Draw.committed_index.is_null(False)).exists()
        if not done:
            _commit(stage)
        return Outcome(caught, tuple(_problems(stage)))

    return trial
