"""定时任务办理: one row a job and day, so that a run can be repeated without doing anything twice."""

from datetime import date, datetime, timedelta

from supervision.actor import Actor
from supervision.models import JobRun
from supervision.usecases._frame import record, usecase

ABANDONED_AFTER = timedelta(hours=1)  # a run whose process was killed may be taken over


@usecase("job.run")
def claim_job(*, job: str, day: date, again: bool = False, actor: Actor, at: datetime) -> bool:
    """领取任务: return whether this process may run ``job`` for ``day``; done once, it is not done again.

    ``again`` repeats by hand what was done already. A run that failed, or whose process died, may be taken over.
    """
    row = JobRun.get_or_none(JobRun.job == job, JobRun.day == day)
    if row is None:
        JobRun.create(job=job, day=day, state="running", started_at=at)
        taken = True
    else:
        dead = row.state == "running" and row.started_at < at - ABANDONED_AFTER
        taken = again or dead or row.state in ("failed", "refused")
        if taken:
            row.state, row.started_at, row.finished_at = "running", at, None
            row.attempts += 1
            row.save()
    record(f"job:{job}", day=day, taken=taken)
    return taken


@usecase("job.finish")
def finish_job(*, job: str, day: date, state: str, message: str, actor: Actor, at: datetime) -> None:
    """结束任务: ``done``, ``refused`` (a rule forbade it) or ``failed``, with what it did in one sentence."""
    JobRun.update(state=state, finished_at=at, message=message[:2000]).where(
        JobRun.job == job, JobRun.day == day
    ).execute()
    record(f"job:{job}", day=day, state=state)
