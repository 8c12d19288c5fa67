"""定时任务查询: which runs there were."""

from dataclasses import dataclass
from datetime import date, datetime

from supervision.models import JobRun


@dataclass(frozen=True, slots=True)
class JobRunView:
    """定时任务记录: one run of a job for a day."""

    job: str
    day: date
    state: str
    started_at: datetime
    finished_at: datetime | None
    message: str
    attempts: int


def last_runs() -> dict[str, JobRunView]:
    """Return the newest run of each job."""
    newest: dict[str, JobRunView] = {}
    for row in JobRun.select().order_by(JobRun.day):
        newest[row.job] = JobRunView(
            row.job, row.day, row.state, row.started_at, row.finished_at, row.message, row.attempts
        )
    return newest


def list_runs(limit: int = 200) -> tuple[JobRunView, ...]:
    """Return runs, the newest first."""
    return tuple(
        JobRunView(row.job, row.day, row.state, row.started_at, row.finished_at, row.message, row.attempts)
        for row in JobRun.select().order_by(JobRun.day.desc(), JobRun.job).limit(limit)
    )
