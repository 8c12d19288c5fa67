"""The clock's jobs, by hand."""

from datetime import date, datetime

import click

from supervision.cli._frame import Run, command
from supervision.jobs import JOBS
from supervision.queries.jobs import last_runs
from supervision.scheduler import find_job, run_job


@click.group("jobs")
def jobs() -> None:
    """What the clock does each day."""


@jobs.command("list")
@command
def list_(run: Run) -> int:
    """List jobs with their hour and last run."""
    runs = last_runs()
    rows = [
        {
            "job": job.name,
            "at": f"{job.hour:02d}:{job.minute:02d}",
            "last_day": runs[job.name].day.isoformat() if job.name in runs else None,
            "state": runs[job.name].state if job.name in runs else None,
            "message": runs[job.name].message if job.name in runs else "",
        }
        for job in JOBS
    ]
    lines = [
        f"{r['job']:24} {r['at']}  {r['last_day'] or '–':10}  {r['state'] or '–':8} {r['message']}"
        for r in rows
    ]
    run.answer(rows, "\n".join(lines))
    return 0


@jobs.command("run")
@click.argument("name")
@click.option("--day", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD")
@click.option("--again", is_flag=True, help="Also where that day was done already.")
@command
def run_(run: Run, name: str, day: datetime, *, again: bool) -> int:
    """Run one job for one day; a day that was done is not done again."""
    on: date = day.date()
    outcome = run_job(find_job(name), on, again=again)
    run.answer(
        {"job": name, "day": on.isoformat(), "state": outcome.state, "message": outcome.message},
        f"{name} {on}: {outcome.state} {outcome.message}".rstrip(),
    )
    return {"done": 0, "skipped": 0, "refused": 4}.get(outcome.state, 1)
