"""From the frozen roster to the commitment: forecast of shortages, two halves of the salt, the commitment itself."""

import secrets
from datetime import datetime
from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from scoring.rulebook.days import add_months
from supervision import clock
from supervision.clock import CHINA
from supervision.errors import StaleError
from supervision.forms.base import Form
from supervision.forms.draws import CommitForm, HandInForm, ShareForm, commit_form, components_of
from supervision.queries import draw_preparations as queries
from supervision.share_files import SHARE_BYTES, Share, lock, unlock
from supervision.texts import mark
from supervision.usecases import draws as writes
from supervision.usecases import forecasts, salt_shares
from supervision.views.access import OFFICE, current_actor, page
from supervision.views.draw_sections import clock_of
from supervision.views.draw_tools import LIST, TASKS, departments, download, publisher, vault
from supervision.views.steps import (
    REFUSED,
    Step,
    allowed,
    both,
    carry_out,
    form_page,
    reason,
    say,
    with_tried,
)

bp = Blueprint("draw_preparations", __name__, url_prefix="/office/draws/prepare")

HOME = "/office/draws/prepare/"
PIECE = 100  # trials of one request; the page asks for the next piece by itself


@bp.get("/<number>")
@page(OFFICE)
def show(number: str) -> ResponseReturnValue:
    """抽取准备: what is done, what is missing, whose turn it is."""
    return _page(number)


@bp.post("/<number>/forecast")
@page("draw.forecast")
def forecast(number: str) -> ResponseReturnValue:
    """缺口预测: the next piece; the page's script asks until all is done, without it a button does."""
    queries.get_preparation(number, actor=current_actor())

    def write() -> tuple[int, int]:
        return forecasts.forecast_draw(
            task_number=number, trials=PIECE, actor=current_actor(), at=clock.now()
        )

    if request.accept_mimetypes.best == "application/json":
        done, total = write()
        return jsonify(done=done, total=total)
    step = Step("forecast", mark("缺口预测"), Form())
    return carry_out(
        step, write, lambda tried: _page(number, tried), done=mark("已试抽一批。"), to=HOME + number
    )


@bp.route("/<number>/share/new", methods=["GET", "POST"])
@page("share.hand_in")
def make_share(number: str) -> ResponseReturnValue:
    """生成份额: random bytes under the holder's passphrase, for him to keep; nothing of it stays here."""
    ready, form, refusal = queries.get_preparation(number, actor=current_actor()), _share_form(number), None
    if form.validate_on_submit():
        share = Share(number, form.body.data, clock.now(), secrets.token_bytes(SHARE_BYTES))
        try:
            return download(lock(share, form.passphrase.data), f"share-{number}-{form.body.data}.json")
        except REFUSED as error:
            refusal = reason(error)
    return render_template(
        "draws/share.html",
        form=form,
        title=say("生成盐值份额"),
        over=ready.task.row.title,
        trail=[*_trail(number), (say("生成盐值份额"), "")],
        submit_text=say("生成并下载"),
        back=HOME + number,
        refusal=refusal,
        hints={
            "passphrase": say("至少 12 个字符。几个互不相干的词连起来，好记又难猜。系统不保存，也无法找回。")
        },
        next=f"{HOME}{number}",
    ), 400 if form.is_submitted() else 200


@bp.post("/<number>/share")
@page("share.hand_in")
def hand_in(number: str) -> ResponseReturnValue:
    """交入份额: the file is opened with its passphrase, so the holder knows that both are good."""
    queries.get_preparation(number, actor=current_actor())
    step = Step("share", mark("交入盐值份额"), HandInForm(prefix="share-"))

    def write() -> int:
        form: Any = step.form
        share = unlock(form.file.data.read(), form.passphrase.data)
        return salt_shares.hand_in_share(
            task_number=number, share=share, vault=vault(), actor=current_actor(), at=clock.now()
        )

    def done(count: int) -> tuple[str, str]:
        if count < salt_shares.BODIES:
            return mark("已交入。还需另一个单位的人交入另一份。"), "good"
        return mark("两份都已交入。请保管好各自的文件和口令。"), "good"

    return carry_out(step, write, lambda tried: _page(number, tried), done=done, to=HOME + number)


@bp.route("/<number>/commit", methods=["GET", "POST"])
@page("draw.commit")
def commit(number: str) -> ResponseReturnValue:
    """作出承诺: enters the public log before the random value can exist."""
    ready = queries.get_preparation(number, actor=current_actor())
    writes.require_none_open(number)  # said before anything is filled in
    if ready.task.row.state != "frozen":
        raise StaleError("任务 {number} 的名录尚未锁定。", remedy="请先在任务页面锁定名录。", number=number)
    thin = {each.pseudonym: each.facility for each in ready.thin}
    kind = commit_form(thin.items(), [each[0] for each in ready.unexplained], supersedes=bool(ready.earlier))
    form = kind(data={"reveal_by": _promised(ready)})

    def write() -> str:
        serial = writes.commit_draw(
            task_number=number,
            beacon=_beacon(form),
            reveal_by=form.reveal_by.data,
            reasons=_reasons(form),
            publisher=publisher(),
            vault=vault(),
            actor=current_actor(),
            at=clock.now(),
        )
        return f"{LIST}{serial}"

    hints = {**HINTS, **{f"thin_{each}": mark("可派的人不足两倍：请写明原因，随承诺公布。") for each in thin}}
    step = Step("commit", mark("作出承诺"), form, hints=hints, lead=mark(
        "系统把名录、排除和规则的指纹写入公开日志。此后谁也改不了，也还没有人知道会抽中谁。"))  # fmt: skip
    return form_page(
        step, write, trail=_trail(number), done=mark("承诺已写入公开日志。"), over=ready.task.row.title
    )


def _promised(ready: queries.Preparation) -> Any:
    wanted = add_months(ready.task.row.days[-1], 2)
    return min(wanted, ready.latest_reveal) if ready.latest_reveal else wanted


def _beacon(form: CommitForm) -> writes.Beacon:
    local: datetime = form.not_before.data
    return writes.Beacon(
        source=form.source.data.strip(),
        round=form.round.data.strip(),
        not_before=local.replace(tzinfo=CHINA).astimezone(clock.now().tzinfo),
        format=components_of(form.format.data),
        fallback=form.fallback.data.strip(),
    )


def _reasons(form: Any) -> writes.Reasons:
    given = {field.short_name: field.data.strip() for field in form if isinstance(field.data, str)}
    return writes.Reasons(
        exceptions={name[5:]: why for name, why in given.items() if name.startswith("thin_")},
        strata={name[8:]: why for name, why in given.items() if name.startswith("stratum_")},
        supersedes=given.get("supersedes", ""),
    )


def _share_form(number: str) -> ShareForm:
    actor = current_actor()
    ready = queries.get_preparation(number, actor=actor)
    form = ShareForm()
    form.body.choices = [
        (key, both(zh, en)) for key, zh, en in ready.bodies if actor.department in (None, key)
    ]
    return form


def _trail(number: str) -> list[tuple[str, str]]:
    return [(say("抽查任务与抽签"), TASKS), (number, TASKS + number), (say("抽取准备"), HOME + number)]


def _page(number: str, tried: Step | None = None) -> str:
    actor = current_actor()
    ready = queries.get_preparation(number, actor=actor)
    committed = ready.task.row.state in ("committed", "drawn", "revealed")
    return render_template(
        "draws/prepare.html",
        title=say("抽取准备"),
        over=ready.task.row.title,
        lead=say("名录锁定之后，先试抽看人手够不够，两个单位各交入一半盐值，然后公开承诺。"),
        trail=[*_trail(number)[:2], (say("抽取准备"), "")],
        path=_path(ready, committed),
        turn=_turn(ready, committed),
        path_basis="double-random/1",
        clocks=[] if committed else [_first_day(ready)],
        address=HOME + number,
        steps=with_tried(_steps(ready, number, committed), tried),
        ready=ready,
        committed=committed,
        departments=departments(),
        may_forecast=actor.may("draw.forecast"),
        may_hold=actor.may("share.hand_in"),
        may_commit=actor.may("draw.commit"),
    )


def _path(ready: queries.Preparation, committed: bool) -> list[dict[str, Any]]:
    forecast, halves = ready.forecast, ready.halves
    reached = [
        (say("名录锁定"), ready.task.frozen_at, ready.task.frozen_at is not None, ready.task.frozen_by or ""),
        (say("缺口预测"), forecast.done_at if forecast else None, bool(forecast and forecast.is_done) or committed,
         f"{forecast.done} / {forecast.trials}" if forecast and not forecast.is_done else ""),
        (say("盐值两份"), halves[-1].at if len(halves) > 1 else None, len(halves) > 1 or committed, f"{len(halves)} / 2"),
        (say("公开承诺"), None, committed, ""),
    ]  # fmt: skip
    here = next((n for n, (_, _, done, _) in enumerate(reached) if not done), len(reached))
    return [
        {
            "title": title,
            "on": clock.china_day(at) if at else None,
            "note": note,
            "state": "done" if done else ("here" if n == here else "ahead"),
        }
        for n, (title, at, done, note) in enumerate(reached)
    ]


def _first_day(ready: queries.Preparation) -> dict[str, Any]:
    today = clock.china_day(clock.now())
    return clock_of(say("第一个检查日，抽取和派发须在此之前"), ready.task.row.days[0], today)


def _turn(ready: queries.Preparation, committed: bool) -> str | None:
    if committed:
        return None
    if ready.task.row.state == "draft":
        return say("计划人员：锁定名录")
    if ready.forecast and not ready.forecast.is_done:
        return say("计划人员：做缺口预测")
    if len(ready.halves) < salt_shares.BODIES:
        return say("两个单位的保管人：各自生成并交入盐值份额（还差 {count} 份）",
                   count=salt_shares.BODIES - len(ready.halves))  # fmt: skip
    return say("计划人员：作出承诺")


def _steps(ready: queries.Preparation, number: str, committed: bool) -> list[Step]:
    if committed or ready.task.row.state == "draft":
        return []
    hand_in_step = Step(
        "share",
        mark("交入盐值份额"),
        HandInForm(None, prefix="share-"),
        lead=mark("选择您保管的文件，输入它的口令。文件和口令都不保存在这里；交入的一半密封到承诺为止。"),
        is_open=bool(request.args.get("share")),
    )
    return allowed(current_actor(), [("share.hand_in", hand_in_step)])


HINTS = {
    "source": mark("公开、不由任何一方控制、任何人都能查到的值。"),
    "not_before": mark("须晚于现在；在这之前不能录入，也不能再作废。"),
    "fallback": mark("写清楚到底改用哪一个值，不留选择余地。"),
    "reveal_by": mark("到这一天无论如何都要公开全部记录。"),
    "supersedes": mark("以前的抽取和这次的原因都会一直公开。"),
}
