"""The clock: a table of jobs and a loop. Each job is a third pair of hands calling the same use-cases.

A job takes its day and is idempotent: one row a job and day (``job.run``), repeated by hand with
``python -m supervision jobs run NAME --day D``. A day that was missed, because the machine was off, is caught
up once: the newest day that is due and has no row. One process runs this, never a web worker.
"""

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from scoring.rulebook import RuleViolationError
from supervision import clock
from supervision.actor import Actor, scheduler
from supervision.database import connection
from supervision.errors import NotFoundError, SupervisionError
from supervision.jobs import JOBS, Job
from supervision.queries.jobs import last_runs
from supervision.usecases.jobs import claim_job, finish_job

log = logging.getLogger("supervision.scheduler")


@dataclass(frozen=True, slots=True)
class Outcome:
    """任务结果: ``done``, ``refused``, ``failed``, or ``skipped`` because the day was done already."""

    state: str
    message: str


def find_job(name: str) -> Job:
    """Return the job called ``name``.

    Raises:
        NotFoundError: there is none; names those that there are.
    """
    for job in JOBS:
        if job.name == name:
            return job
    raise NotFoundError(
        "没有名为“{name}”的定时任务。",
        remedy="可用的任务：{names}",
        name=name,
        names="、".join(j.name for j in JOBS),
    )


def run_job(job: Job, day: date, *, again: bool = False, actor: Actor | None = None) -> Outcome:
    """Run ``job`` for ``day`` unless that was done; what goes wrong is kept in its row and logged."""
    actor = actor or scheduler(job.name)
    with connection():
        if not claim_job(job=job.name, day=day, again=again, actor=actor, at=clock.now()):
            return Outcome("skipped", "")
        try:
            outcome = Outcome("done", job.work(day, actor, clock.now()))
        except (RuleViolationError, SupervisionError) as error:
            outcome = Outcome("refused", str(error))
        except Exception as error:
            log.exception("job %s failed for %s", job.name, day)
            outcome = Outcome("failed", f"{type(error).__name__}: {error}")
        finish_job(
            job=job.name, day=day, state=outcome.state, message=outcome.message, actor=actor, at=clock.now()
        )
        return outcome


def due_day(job: Job, at: datetime) -> date:
    """Return the newest day whose hour has come."""
    local = at.astimezone(clock.CHINA)
    today = local.date()
    return today if (local.hour, local.minute) >= (job.hour, job.minute) else today - timedelta(days=1)


def catch_up(at: datetime) -> list[str]:
    """Run each job whose newest due day has no row yet, once; return their names."""
    with connection():
        runs = last_runs()
    caught = []
    for job in JOBS:
        day = due_day(job, at)
        last = runs.get(job.name)
        if last is None or last.day < day or last.state == "failed":
            run_job(job, day)
            caught.append(job.name)
    return caught


def serve(stopped: threading.Event | None = None) -> None:
    """Catch up, then run jobs at their hours until SIGTERM or SIGINT."""
    stopped = stopped or threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    loop = BackgroundScheduler(timezone=clock.CHINA)
    for job in JOBS:
        trigger = CronTrigger(hour=job.hour, minute=job.minute, timezone=clock.CHINA)
        loop.add_job(_run_today(job), trigger, id=job.name, misfire_grace_time=None, coalesce=True)
    loop.start()
    catch_up(clock.now())
    stopped.wait()
    loop.shutdown(wait=True)


def _run_today(job: Job) -> Callable[[], Any]:
    return lambda: run_job(job, due_day(job, clock.now()))
