"""Draws: the ceremony step by step: commit, enter the beacon by two people, draw, dispatch, reveal."""

from datetime import datetime

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from scoring.rulebook.days import add_months
from supervision import clock
from supervision.clock import CHINA
from supervision.config import Config
from supervision.disclosure.publisher import Publisher
from supervision.forms.base import Form, ReasonForm
from supervision.forms.plans import CommitForm, beacon_form
from supervision.publishing import open_publisher
from supervision.queries import draws as queries
from supervision.queries.settings import is_demonstration
from supervision.queries.tasks import get_task
from supervision.texts import mark
from supervision.usecases import draws as writes
from supervision.usecases.visits import dispatch_draw
from supervision.vault import Vault
from supervision.views.access import OFFICE, current_actor, page
from supervision.views.ceremony import STATES, ceremony, sections, steps_of, turn
from supervision.views.steps import Step, carry_out, form_page, say, with_tried

bp = Blueprint("draws", __name__, url_prefix="/office/draws")

LIST = "/office/draws/"


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """抽取一览."""
    rows = queries.list_draws(actor=current_actor(), state=request.args.get("state", ""))
    return render_template(
        "generic/list.html",
        title=say("抽取"),
        lead=say("每一次抽取都先公开承诺，谁也不能挑选结果。"),
        trail=[(say("抽查任务与抽签"), "/office/tasks/"), (say("抽取"), "")],
        columns=[say("抽取"), say("承诺于"), say("随机值产生"), say("最迟揭示日"), say("状态")],
        rows=[
            [
                {"text": say("第 {serial} 号抽取", serial=row.serial), "href": f"{LIST}{row.serial}", "hint": row.title},
                {"moment": row.committed_at},
                {"moment": row.not_before},
                {"day": row.reveal_by},
                {"state": say(STATES[row.state][0]), "tone": STATES[row.state][1]},
            ]
            for row in rows
        ],
        empty_text=say("还没有抽取。先锁定任务的名录，再作出承诺。"),
        filters=[{"name": "state", "label": say("状态"), "options": [(key, say(STATES[key][0])) for key in STATES]}],
    )  # fmt: skip


@bp.get("/<int:serial>")
@page(OFFICE)
def show(serial: int) -> ResponseReturnValue:
    """抽取: where it stands and whose turn it is."""
    return _page(serial)


@bp.route("/new", methods=["GET", "POST"])
@page("draw.commit")
def commit() -> ResponseReturnValue:
    """作出承诺: enters the public log before the random value can exist."""
    task = get_task(request.args.get("task", ""), actor=current_actor())
    form = CommitForm(data={"reveal_by": add_months(task.row.days[-1], 2)})

    def write() -> str:
        serial = writes.commit_draw(
            task_number=task.row.number,
            beacon=_beacon(form),
            reveal_by=form.reveal_by.data,
            publisher=_publisher(),
            vault=_vault(),
            actor=current_actor(),
            at=clock.now(),
        )
        return f"{LIST}{serial}"

    step = Step("new", mark("作出承诺"), form, hints=HINTS, lead=mark(
        "系统把名录、排除和规则的指纹写入公开日志。此后谁也改不了，也还没有人知道会抽中谁。"))  # fmt: skip
    trail = [(say("抽查任务与抽签"), "/office/tasks/"), (task.row.number, f"/office/tasks/{task.row.number}")]
    return form_page(step, write, trail=trail, done=mark("承诺已写入公开日志。"), over=task.row.title)


@bp.post("/<int:serial>/beacon")
@page("draw.enter_beacon")
def beacon(serial: int) -> ResponseReturnValue:
    """录入公开随机值: each of two people alone."""
    draw = queries.get_draw(serial, actor=current_actor())
    step = Step("beacon", mark("录入公开随机值"), beacon_form(draw.format)(prefix="beacon-"))

    def write() -> bool:
        value = step.form.value.data.strip()  # type: ignore[union-attr]
        return writes.enter_beacon(
            serial=serial, value=value, publisher=_publisher(), actor=current_actor(), at=clock.now()
        )

    def done(agreed: bool) -> tuple[str, str]:
        if agreed:
            return mark("两人录入一致，可以抽取。"), "good"
        if queries.get_draw(serial, actor=current_actor()).entered_by:
            return mark("已记录。还需另一人独立录入。"), "good"
        return mark("两人录入的不一致，都已作废。请各自对照公告重新录入。"), "danger"

    return carry_out(step, write, lambda tried: _page(serial, tried), done=done, to=f"{LIST}{serial}")


@bp.post("/<int:serial>/run")
@page("draw.run")
def run(serial: int) -> ResponseReturnValue:
    """抽取: computed once."""
    queries.get_draw(serial, actor=current_actor())
    return carry_out(
        Step("run", mark("抽取"), Form()),
        lambda: writes.run_draw(serial=serial, vault=_vault(), actor=current_actor(), at=clock.now()),
        lambda tried: _page(serial, tried),
        done=mark("抽取完成。下一步：派发检查，由机关负责人批准。"),
        to=f"{LIST}{serial}",
    )


@bp.post("/<int:serial>/dispatch")
@page("visit.dispatch")
def dispatch(serial: int) -> ResponseReturnValue:
    """派发: a visit for each target that has a team and a day."""
    queries.get_draw(serial, actor=current_actor())
    return carry_out(
        Step("dispatch", mark("派发检查"), Form()),
        lambda: dispatch_draw(serial=serial, actor=current_actor(), at=clock.now()),
        lambda tried: _page(serial, tried),
        done=mark("检查已派发，等待机关负责人批准。"),
        to=f"{LIST}{serial}",
    )


@bp.post("/<int:serial>/reveal")
@page("draw.reveal")
def reveal(serial: int) -> ResponseReturnValue:
    """揭示: the whole record enters the log, so that anybody can check it."""
    queries.get_draw(serial, actor=current_actor())
    return carry_out(
        Step("reveal", mark("揭示"), Form()),
        lambda: writes.reveal_draw(
            serial=serial, publisher=_publisher(), vault=_vault(), actor=current_actor(), at=clock.now()
        ),
        lambda tried: _page(serial, tried),
        done=mark("已揭示，随下一次发布公开。"),
        to=f"{LIST}{serial}",
    )


@bp.post("/<int:serial>/abandon")
@page("draw.abandon")
def abandon(serial: int) -> ResponseReturnValue:
    """作废承诺: before the random value exists, with a reason that is published."""
    queries.get_draw(serial, actor=current_actor())
    form = ReasonForm(prefix="abandon-")
    return carry_out(
        Step("abandon", mark("作废承诺"), form, danger=True),
        lambda: writes.abandon_draw(
            serial=serial, reason=form.reason.data, actor=current_actor(), at=clock.now()
        ),
        lambda tried: _page(serial, tried),
        done=mark("承诺已作废，原因会公布。任务可以重新锁定名录。"),
        to=f"{LIST}{serial}",
    )


@bp.get("/<int:serial>/record.json")
@page(OFFICE)
def record(serial: int) -> ResponseReturnValue:
    """抽取记录: the file that the checker reads; after the reveal."""
    content = queries.record_of_draw(serial, vault=_vault(), actor=current_actor())
    named = {"Content-Disposition": f"attachment; filename=draw-{serial}.json"}
    return Response(content, mimetype="application/json", headers=named)


def _page(serial: int, tried: Step | None = None) -> str:
    actor, now = current_actor(), clock.now()
    draw = queries.get_draw(serial, actor=actor)
    signed = (
        _publisher().log.first_signed_with(draw.committed_index) if draw.committed_index is not None else None
    )
    steps = steps_of(draw, actor, now)
    record_link = {"text": say("下载完整记录"), "href": f"{LIST}{serial}/record.json"}
    return render_template(
        "generic/detail.html",
        title=say("第 {serial} 号抽取", serial=serial),
        over=draw.row.title,
        meta=[{"state": say(STATES[draw.row.state][0]), "tone": STATES[draw.row.state][1]}],
        trail=[(say("抽查任务与抽签"), "/office/tasks/"), (draw.row.task, f"/office/tasks/{draw.row.task}"),
               (say("第 {serial} 号抽取", serial=serial), "")],
        actions=[record_link] if draw.row.state == "revealed" else [],
        path=ceremony(draw, signed.at if signed else None),
        turn=turn(draw, now),
        path_basis="double-random/1",
        address=f"{LIST}{serial}",
        steps=with_tried(steps, tried),
        sections=sections(draw, signed.at if signed else None),
    )  # fmt: skip


def _beacon(form: CommitForm) -> writes.Beacon:
    local: datetime = form.not_before.data
    return writes.Beacon(
        source=form.source.data.strip(),
        round=form.round.data.strip(),
        not_before=local.replace(tzinfo=CHINA).astimezone(clock.now().tzinfo),
        format=(form.format.data,),
        fallback=form.fallback.data.strip(),
    )


def _publisher() -> Publisher:
    config: Config = current_app.config["MINGJING"]
    return open_publisher(config, demonstration=is_demonstration())


def _vault() -> Vault:
    config: Config = current_app.config["MINGJING"]
    return Vault.at(config.keys)


HINTS = {
    "source": mark("公开、不由任何一方控制、任何人都能查到的值。"),
    "not_before": mark("须晚于现在；在这之前不能录入，也不能再作废。"),
    "fallback": mark("写清楚到底改用哪一个值，不留选择余地。"),
    "reveal_by": mark("到这一天无论如何都要公开全部记录。"),
}
