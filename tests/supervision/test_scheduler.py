"""The clock: one row a job and day, what was missed is caught up once."""

from datetime import UTC, date, datetime

import pytest

from scoring.rulebook import RuleViolationError
from supervision import scheduler as clockwork
from supervision.errors import NotFoundError
from supervision.jobs import Job
from supervision.models import JobRun
from tests.databases import one_database

DAY = date(2026, 11, 22)


@pytest.fixture
def job(monkeypatch):
    done = []

    def work(day, actor, at):
        done.append(day)
        return f"did {day}"

    made = Job("count", 2, 30, work)
    monkeypatch.setattr(clockwork, "JOBS", (made,))
    return made, done


def test_a_day_is_done_once(database, job):
    made, done = job
    assert clockwork.run_job(made, DAY).state == "done"
    assert clockwork.run_job(made, DAY).state == "skipped"
    assert clockwork.run_job(made, DAY, again=True).state == "done"
    assert done == [DAY, DAY]
    assert JobRun.get().attempts == 2


@one_database
def test_what_a_rule_forbids_is_kept_as_refused_and_a_crash_as_failed(database, caplog):
    def refuse(day, actor, at):
        raise RuleViolationError("no", "不行")

    def crash(day, actor, at):
        raise ZeroDivisionError("oh")

    assert clockwork.run_job(Job("a", 1, 0, refuse), DAY).message == "不行"
    assert clockwork.run_job(Job("b", 1, 0, crash), DAY).state == "failed"
    assert {row.job: row.state for row in JobRun.select()} == {"a": "refused", "b": "failed"}


@one_database
def test_a_missed_day_is_caught_up_once(database, job):
    made, done = job
    clockwork.run_job(made, date(2026, 11, 18))
    late = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)  # 09:00 in China

    assert clockwork.catch_up(late) == ["count"]
    assert clockwork.catch_up(late) == []
    assert done == [date(2026, 11, 18), date(2026, 11, 22)]


@pytest.mark.parametrize(("hour", "due"), [(17, date(2026, 11, 21)), (19, date(2026, 11, 22))])
def test_a_day_is_due_from_its_hour_in_china(hour, due):
    at = datetime(2026, 11, 21, hour, 0, tzinfo=UTC)
    assert clockwork.due_day(Job("x", 2, 30, lambda *_: ""), at) == due


def test_an_unknown_job_names_those_that_there_are(job):
    with pytest.raises(NotFoundError) as told:
        clockwork.find_job("nothing")
    assert told.value.facts["names"] == "count"
