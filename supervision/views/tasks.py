"""Tasks: made from a plan line, frozen with its pool and the exclusions, with their draws."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from scoring.rulebook.days import add_working_days, is_working_day
from supervision import clock
from supervision.errors import InputError
from supervision.filters import write_day
from supervision.forms.plans import FreezeForm, task_form
from supervision.queries import tasks as queries
from supervision.queries.draws import DrawRow, list_draws
from supervision.queries.facilities import KIND_NAMES
from supervision.queries.inspectors import department_options, qualifications_of
from supervision.queries.plans import LineRow, get_plan
from supervision.queries.rosters import cap_check, readiness
from supervision.rulebook import rulebook
from supervision.texts import mark
from supervision.usecases import tasks as writes
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.rosters import freeze_step, readiness_sections
from supervision.views.steps import Step, allowed, both, carry_out, form_page, listed, say, with_tried

bp = Blueprint("tasks", __name__, url_prefix="/office/tasks")

LIST = "/office/tasks/"
STATES = {
    "draft": (mark("待锁定名录"), "due"),
    "frozen": (mark("名录已锁定，待承诺"), "now"),
    "committed": (mark("已承诺，待抽取"), "now"),
    "drawn": (mark("已抽取，待揭示"), "now"),
    "revealed": (mark("已揭示"), "good"),
    "abandoned": (mark("已作废"), "closed"),
}


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """任务与抽取一览."""
    actor, state = current_actor(), request.args.get("state", "")
    draws = {row.serial: row for row in list_draws(actor=actor)}
    rows = queries.list_tasks(actor=actor, state=state)
    return render_template(
        "generic/list.html",
        title=say("抽查任务与抽签"),
        lead=say("每项任务先锁定名录，再公开承诺，等公开随机值产生后才抽取；事后任何人都能核验。"),
        columns=[say("任务"), say("检查日"), say("抽取"), say("状态")],
        rows=[_cells(row, draws) for row in rows],
        empty_text=say("没有任务。任务从已公布的年度计划建立。"),
        filters=[{"name": "state", "label": say("状态"), "options": [(key, say(STATES[key][0])) for key in STATES]}],
        actions=[{"text": say("从计划建立任务"), "href": "/office/plans/"}] if actor.may("task.create") else [],
    )  # fmt: skip


@bp.get("/<number>")
@page(OFFICE)
def show(number: str) -> ResponseReturnValue:
    """任务: pool in numbers, exclusions with reasons, draws."""
    return _page(number)


@bp.route("/new", methods=["GET", "POST"])
@page("task.create")
def create() -> ResponseReturnValue:
    """建立任务: from a line of a published plan."""
    actor, plan, line = current_actor(), *_asked_line()
    names = {key: both(zh, en) for key, zh, en in department_options(actor=actor)}
    form = task_form(
        {key: names.get(key, key) for key in line.departments}, qualifications_of(line.departments)
    )(data={"title": line.title})

    def write() -> str:
        writes.create_task(task=_new_task(form, plan, line), actor=actor, at=clock.now())
        return LIST + form.number.data.strip()

    step = Step("new", mark("建立任务"), form, lead=mark("检查日只算工作日，从第一个检查日起连续排。"))
    trail = [(say("计划"), "/office/plans/"), (plan, f"/office/plans/{plan}")]
    return form_page(step, write, trail=trail, done=mark("任务已建立。下一步：锁定名录。"), over=line.title)


@bp.post("/<number>/freeze")
@page("task.freeze")
def freeze(number: str) -> ResponseReturnValue:
    """锁定名录: who can be drawn, and who is left out for which reason."""
    file = queries.get_task(number, actor=current_actor())
    form = FreezeForm(prefix="freeze-")

    def write() -> None:
        count = form.standby_days.data
        writes.freeze_task(
            number=number,
            standby=tuple(form.standby.data or ()),
            standby_days=None
            if count is None
            else _working_days(file.row.days[-1] + timedelta(days=1), count),
            actor=current_actor(),
            at=clock.now(),
        )

    return carry_out(
        freeze_step(number, mark("锁定名录"), form),
        write,
        lambda tried: _page(number, tried),
        done=mark("名录已锁定。请核对人数和排除原因，然后作出承诺。"),
        to=LIST + number,
    )


def _asked_line() -> tuple[str, LineRow]:
    number, serial = request.args.get("plan", ""), request.args.get("line", 0, type=int)
    file = get_plan(number, actor=current_actor())
    found = next((line for line in file.lines if line.serial == serial), None)
    if found is None:
        raise InputError("line", "计划里没有第 {line} 项。", "请从计划页面进入。", line=serial)
    return file.row.number, found


def _new_task(form: Any, plan: str, line: LineRow) -> writes.NewTask:
    days = _working_days(form.first_day.data, form.days.data)
    standby = _working_days(days[-1] + timedelta(days=1), form.standby_days.data or 0)
    team = [
        (key, form[f"count_{key}"].data, (form[f"skill_{key}"].data,) if form[f"skill_{key}"].data else ())
        for key in line.departments
        if form[f"count_{key}"].data
    ]
    return writes.NewTask(
        plan_number=plan,
        line=line.serial,
        number=form.number.data.strip(),
        title=form.title.data.strip(),
        kinds=line.kinds,
        areas=line.areas,
        team=tuple(team),
        days=days,
        standby_days=standby,
        per_day=form.per_day.data,
    )


def _working_days(first: date, count: int) -> tuple[date, ...]:
    calendar = rulebook().calendar
    found: list[date] = []
    day = first if is_working_day(first, calendar) else add_working_days(first, 1, calendar).on
    while len(found) < count:
        found.append(day)
        day = add_working_days(day, 1, calendar).on
    return tuple(found)


def _page(number: str, tried: Step | None = None) -> str:
    actor = current_actor()
    file, ready = queries.get_task(number, actor=actor), readiness(number, actor=actor)
    row = file.row
    steps = []
    if row.state in ("draft", "frozen"):
        title = mark("锁定名录") if row.state == "draft" else mark("重新锁定名录")
        named = {"standby": list(ready.standby) if ready else [], "standby_days": len(file.standby_days)}
        form = FreezeForm(None, prefix="freeze-", data=named)
        steps = allowed(actor, [("task.freeze", freeze_step(number, title, form))])
    prepare = {"text": say("准备抽取"), "href": f"/office/draws/prepare/{number}", "tone": "main"}
    return render_template(
        "tasks/detail.html",
        title=row.title,
        over=row.number,
        meta=[_state(row.state)],
        trail=[(say("抽查任务与抽签"), LIST), (row.number, "")],
        actions=_actions(file, prepare),
        address=LIST + number,
        steps=with_tried(steps, tried),
        file=file,
        cap=cap_check(number, actor=actor, on=clock.china_day(clock.now())),
        sections=[*_sections(file), *readiness_sections(ready)],
        draws=[row for row in list_draws(actor=actor) if row.task == number],
        states=STATES,
    )


def _actions(file: queries.TaskFile, prepare: dict[str, str]) -> list[dict[str, str]]:
    actor, number = current_actor(), file.row.number
    found = []
    if file.frozen_at and (actor.may("task.freeze") or actor.reads_all):
        found.append(
            {"text": say("名录中的回避 · {count}", count=file.recusals), "href": f"{LIST}{number}/recusals"}
        )
    if file.row.state != "revealed" and actor.may("task.invite"):
        found.append({"text": say("邀请专家"), "href": f"{LIST}{number}/experts"})
    return [*found, prepare] if file.row.state == "frozen" else found


def _sections(file: queries.TaskFile) -> list[dict[str, Any]]:
    names = {key: both(zh, en) for key, zh, en in department_options(actor=current_actor())}
    team = [
        f"{names.get(key, key)} × {count}" + (f" ({listed(skills)})" if skills else "")
        for key, count, skills in file.team
    ]
    first, last = file.row.days[0], file.row.days[-1]
    found: list[dict[str, Any]] = [
        {
            "title": say("怎样检查"),
            "facts": [
                (say("计划"), {"text": file.row.plan, "href": f"/office/plans/{file.row.plan}"}),
                (say("对象"), listed(say(KIND_NAMES.get(kind, kind)) for kind in file.kinds)),
                (say("检查组"), listed(team)),
                (say("检查日"), say("{first} 至 {last}，共 {count} 天", first=write_day(first, language()),
                                  last=write_day(last, language()), count=len(file.row.days))),
                (say("备用检查日"), listed(write_day(day, language()) for day in file.standby_days)),
                (say("每组每天至多"), file.per_day),
                (say("邀请的专家"), listed(file.experts)),
            ],
        }
    ]  # fmt: skip
    if file.strata:
        found.append(
            {
                "title": say("抽查层"),
                "text": say("层的名称不说明原因；每层按同一比例抽取，不足最少数的按最少数。"),
                "columns": [say("层"), {"text": say("对象数"), "number": True}, say("抽取比例"),
                            {"text": say("至少"), "number": True}, {"text": say("候补"), "number": True}, say("说明")],
                "rows": [
                    [each.key, {"number": each.size}, f"{each.ratio[0]}/{each.ratio[1]}", {"number": each.minimum},
                     {"number": each.reserve}, each.reason]
                    for each in file.strata
                ],
            }
        )  # fmt: skip
    return found


def _cells(row: queries.TaskRow, draws: dict[int, DrawRow]) -> list[Any]:
    last = draws.get(row.draws[-1]) if row.draws else None
    days = f"{write_day(row.days[0], language())} – {write_day(row.days[-1], language())}" if row.days else ""
    serial = (
        {"text": say("第 {serial} 号抽取", serial=last.serial), "href": f"/office/draws/{last.serial}"}
        if last
        else ""
    )
    return [
        {"text": row.title, "href": LIST + row.number, "hint": row.number},
        days,
        serial,
        _state(row.state),
    ]


def _state(state: str) -> dict[str, str]:
    word, tone = STATES[state]
    return {"state": say(word), "tone": tone}
