"""Draws: the ceremony step by step: the beacon by two people, draw, dispatch, reveal; and how a draw may end."""

from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.forms.base import Form
from supervision.forms.draws import CommitmentFileForm, beacon_form
from supervision.queries import draws as queries
from supervision.queries.gates import get_gate
from supervision.texts import mark
from supervision.usecases import beacons, dispatches, draw_ends
from supervision.usecases import draws as writes
from supervision.views.access import OFFICE, current_actor, page
from supervision.views.ceremony import STATES, ceremony, state_of, steps_of, turn
from supervision.views.draw_sections import clocks, sections
from supervision.views.draw_tools import LIST, TASKS, departments, download, publisher, vault
from supervision.views.steps import Step, carry_out, say, with_tried

bp = Blueprint("draws", __name__, url_prefix="/office/draws")


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """抽取一览."""
    rows = queries.list_draws(actor=current_actor(), state=request.args.get("state", ""))
    return render_template(
        "generic/list.html",
        title=say("抽取"),
        lead=say("每一次抽取都先公开承诺，谁也不能挑选结果。"),
        trail=[(say("抽查任务与抽签"), TASKS), (say("抽取"), "")],
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
    return page_of(serial)


@bp.post("/<int:serial>/log")
@page("draw.log_commitment")
def log(serial: int) -> ResponseReturnValue:
    """承诺补记入日志: a commitment that was cut off on its way."""
    return do(
        serial,
        Step("log", mark("把承诺补记入公开日志"), Form()),
        lambda who: writes.log_commitment(serial=serial, publisher=publisher(), **who),
        mark("承诺已写入公开日志。"),
    )


@bp.post("/<int:serial>/compare")
@page("draw.check_commitment")
def compare(serial: int) -> ResponseReturnValue:
    """核对承诺文件: the one that a witness kept."""
    form: Any = CommitmentFileForm(prefix="compare-")
    return do(
        serial,
        Step("compare", mark("核对留存的承诺文件"), form),
        lambda who: writes.check_commitment(serial=serial, file=form.file.data.read(), **who),
        mark("一字不差：留存的承诺与这里的是同一份。"),
    )


@bp.post("/<int:serial>/beacon")
@page("draw.enter_beacon")
def beacon(serial: int) -> ResponseReturnValue:
    """录入公开随机值: each of two people alone."""
    draw = queries.get_draw(serial, actor=current_actor())
    form: Any = beacon_form(draw.format)(prefix="beacon-")
    return do(
        serial,
        Step("beacon", mark("录入公开随机值"), form),
        lambda who: beacons.enter_beacon(
            serial=serial, value=form.value.data.strip(), publisher=publisher(), **who
        ),
        lambda outcome: ENTERED[outcome],
    )


@bp.post("/<int:serial>/run")
@page("draw.run")
def run(serial: int) -> ResponseReturnValue:
    """抽取: computed once."""
    return do(
        serial,
        Step("run", mark("抽取"), Form()),
        lambda who: writes.run_draw(serial=serial, publisher=publisher(), vault=vault(), **who),
        mark("抽取完成。下一步：派发检查，由机关负责人批准。"),
    )


@bp.post("/<int:serial>/dispatch")
@page("visit.dispatch")
def dispatch(serial: int) -> ResponseReturnValue:
    """派发: a visit for each target that has a team and a day."""
    return do(
        serial,
        Step("dispatch", mark("派发检查"), Form()),
        lambda who: dispatches.dispatch_draw(serial=serial, **who),
        mark("检查已派发，等待机关负责人批准。"),
    )


@bp.post("/<int:serial>/reveal")
@page("draw.reveal")
def reveal(serial: int) -> ResponseReturnValue:
    """揭示: the whole record enters the log, so that anybody can check it."""
    return do(
        serial,
        Step("reveal", mark("揭示"), Form()),
        lambda who: draw_ends.reveal_draw(serial=serial, publisher=publisher(), vault=vault(), **who),
        mark("已揭示，随下一次发布公开。"),
    )


@bp.get("/<int:serial>/record.json")
@page(OFFICE)
def record(serial: int) -> ResponseReturnValue:
    """抽取记录: the file that the checker reads; after the reveal."""
    content = queries.record_of_draw(serial, vault=vault(), actor=current_actor())
    return download(content, f"draw-{serial}.json")


@bp.get("/<int:serial>/commitment.json")
@page(OFFICE)
def commitment(serial: int) -> ResponseReturnValue:
    """承诺文件: for who wants to compare it on the day of the draw."""
    content = queries.commitment_file(serial, actor=current_actor())
    return download(content, f"commitment-{serial}.json")


ENTERED = {
    "agreed": (mark("两人录入一致，可以抽取。"), "good"),
    "waiting": (mark("已记录。还需另一人独立录入。"), "good"),
    "differs": (mark("两人录入的不一致，都已作废。请各自对照公告重新录入。"), "danger"),
}


def do(serial: int, step: Step, write: Any, done: Any) -> ResponseReturnValue:
    """Carry out a step of a draw that this person may see; ``write`` is handed actor and moment."""
    actor = current_actor()
    queries.get_draw(serial, actor=actor)
    return carry_out(
        step,
        lambda: write({"actor": actor, "at": clock.now()}),
        lambda tried: page_of(serial, tried),
        done=done,
        to=f"{LIST}{serial}",
    )


def trail_of(draw: queries.DrawFile) -> list[tuple[str, str]]:
    """Return the way to a draw."""
    serial = draw.row.serial
    return [
        (say("抽查任务与抽签"), TASKS),
        (draw.row.task, TASKS + draw.row.task),
        (say("第 {serial} 号抽取", serial=serial), f"{LIST}{serial}"),
    ]


def page_of(serial: int, tried: Step | None = None) -> str:
    """Return the page of a draw, with the step that was just tried."""
    actor, now = current_actor(), clock.now()
    draw = queries.get_draw(serial, actor=actor)
    gate = get_gate(serial, publisher(), actor=actor)
    return render_template(
        "draws/detail.html",
        title=say("第 {serial} 号抽取", serial=serial),
        over=draw.row.title,
        meta=[state_of(draw)],
        trail=[*trail_of(draw)[:2], (say("第 {serial} 号抽取", serial=serial), "")],
        actions=_actions(draw),
        path=ceremony(draw, gate),
        turn=turn(draw, gate, now),
        path_basis="double-random/1",
        clocks=clocks(draw, clock.china_day(now)),
        address=f"{LIST}{serial}",
        steps=with_tried(steps_of(draw, gate, actor, now), tried),
        sections=sections(draw, gate, departments()),
        draw=draw,
        gate=gate,
        differed=_differed(draw),
        now=now,
        may=actor.may,
    )


def _actions(draw: queries.DrawFile) -> list[dict[str, str]]:
    address = f"{LIST}{draw.row.serial}"
    found = [{"text": say("大屏"), "href": f"{address}/screen"}]
    if draw.revealed_at is not None:
        found.append({"text": say("下载完整记录"), "href": f"{address}/record.json"})
    return found


def _differed(draw: queries.DrawFile) -> datetime | None:
    """Return when two people last read differently, while nobody has entered again."""
    last = draw.entries[-1] if draw.entries else None
    return last.voided_at if last and last.void_why == "disagrees" else None
