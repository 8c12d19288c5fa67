"""The clock's jobs: what runs when, and how the last runs went."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision.jobs import JOBS
from supervision.queries.jobs import last_runs, list_runs
from supervision.texts import mark
from supervision.views.access import page
from supervision.views.steps import say

bp = Blueprint("jobs", __name__, url_prefix="/office/jobs")

STATES = {
    "running": (mark("运行中"), "now"),
    "done": (mark("已完成"), "good"),
    "refused": (mark("规则不允许"), "due"),
    "failed": (mark("失败"), "danger"),
}


@bp.get("/")
@page("job.run")
def index() -> ResponseReturnValue:
    """定时任务: each job once a day; a missed day is caught up once."""
    runs = last_runs()
    jobs = [
        [job.name, f"{job.hour:02d}:{job.minute:02d}", {"day": runs[job.name].day if job.name in runs else None},
         _state(runs[job.name].state) if job.name in runs else {"state": say("还没有运行"), "tone": "open"}]
        for job in JOBS
    ]  # fmt: skip
    past = [
        [{"text": run.job, "hint": run.message}, {"day": run.day}, {"moment": run.started_at},
         {"number": run.attempts}, _state(run.state)]
        for run in list_runs()
    ]  # fmt: skip
    return render_template(
        "generic/detail.html",
        title=say("定时任务"),
        lead=say("每项每天一次，错过的补做一次。需要重做时在命令行运行：python -m supervision jobs run 名称 --day 日期"),
        sections=[
            {"title": say("每天的任务"), "columns": [say("任务"), say("时刻"), say("最近一次"), say("状态")],
             "rows": jobs, "empty_text": say("没有定时任务。")},
            {"title": say("运行记录"),
             "columns": [say("任务"), say("日期"), say("开始"), {"text": say("次数"), "number": True}, say("状态")],
             "rows": past, "empty_text": say("还没有运行过。")},
        ],
    )  # fmt: skip


def _state(state: str) -> dict[str, str]:
    word, tone = STATES[state]
    return {"state": say(word), "tone": tone}
