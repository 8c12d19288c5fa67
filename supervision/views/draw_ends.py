"""How a draw ends otherwise than by its reveal: fallback round, abandonment, a published decision, halves opened again."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.forms.base import Form, ReasonForm
from supervision.forms.draws import EndForm, HandInForm, fallback_form
from supervision.queries import draws as queries
from supervision.share_files import unlock
from supervision.texts import mark
from supervision.usecases import beacons, draw_ends, salt_shares
from supervision.views.access import current_actor, page
from supervision.views.draw_tools import LIST, publisher, vault
from supervision.views.draws import do, trail_of
from supervision.views.steps import Step, form_page, say

bp = Blueprint("draw_ends", __name__, url_prefix="/office/draws")


@bp.route("/<int:serial>/fallback", methods=["GET", "POST"])
@page("draw.enter_beacon")
def fallback(serial: int) -> ResponseReturnValue:
    """改用后备期: where the source has published no value for the promised round."""
    draw = queries.get_draw(serial, actor=current_actor())
    form: Any = fallback_form(draw.format)()

    def write() -> str:
        entered = beacons.enter_beacon(
            serial=serial,
            value=form.value.data.strip(),
            fallback_note=form.note.data,
            publisher=publisher(),
            actor=current_actor(),
            at=clock.now(),
        )
        return f"{LIST}{serial}?entered={entered}"

    step = Step("fallback", mark("改用后备期"), form, lead=mark(
        "只有来源在公布后备期时仍没有公布约定的一期，才能改用。两人须各自核对、各自录入；理由会公布。"),
        hints={"note": mark("例如：中国福利彩票网 2026年12月1日 公告，本期停售停发。")})  # fmt: skip
    return form_page(
        step,
        write,
        trail=trail_of(draw),
        done=mark("已记录后备期的值。"),
        over=say("约定：{round}；停发时改用：{fallback}", round=draw.round, fallback=draw.fallback),
    )


@bp.post("/<int:serial>/abandon")
@page("draw.abandon")
def abandon(serial: int) -> ResponseReturnValue:
    """作废承诺: before the random value exists, with a reason that is published."""
    form: Any = ReasonForm(prefix="abandon-")
    return do(
        serial,
        Step("abandon", mark("作废承诺"), form, danger=True),
        lambda who: draw_ends.abandon_draw(serial=serial, reason=form.reason.data, **who),
        mark("承诺已作废，原因会公布。请两个保管单位交出盐值份额；任务可以重新锁定名录。"),
    )


@bp.route("/<int:serial>/end", methods=["GET", "POST"])
@page("draw.end")
def end(serial: int) -> ResponseReturnValue:
    """决定终止: the published decision of a body that does not know the seed."""
    draw = queries.get_draw(serial, actor=current_actor())
    form: Any = EndForm()

    def write() -> str:
        draw_ends.end_draw(
            serial=serial,
            body=form.body.data,
            number=form.number.data,
            reason=form.reason.data,
            actor=current_actor(),
            at=clock.now(),
        )
        return f"{LIST}{serial}"

    step = Step("end", mark("决定终止"), form, danger=True, lead=mark(
        "公开随机值产生以后，抽取只能因变动而调整，或者由不知道种子的机关公开决定终止。已经抽中的对象下次必抽。"))  # fmt: skip
    return form_page(step, write, trail=trail_of(draw), done=mark("抽取已终止。请两个保管单位交出盐值份额。"),
                     over=draw.row.title, danger=True)  # fmt: skip


@bp.post("/<int:serial>/share")
@page("share.return")
def share(serial: int) -> ResponseReturnValue:
    """交出盐值份额: of an abandoned commitment."""
    form: Any = HandInForm(prefix="share-")

    def write(who: Any) -> int:
        opened = unlock(form.file.data.read(), form.passphrase.data)
        return salt_shares.return_share(serial=serial, share=opened, vault=vault(), **who)

    def done(missing: int) -> tuple[str, str]:
        return (mark("已交出。还差另一个单位的一份。") if missing else mark("两份都已交出。")), "good"

    return do(serial, Step("share", mark("交出盐值份额"), form), write, done)


@bp.post("/<int:serial>/reveal-abandoned")
@page("draw.reveal_abandoned")
def reveal_abandoned(serial: int) -> ResponseReturnValue:
    """揭示作废的承诺: with the result it would have had."""
    return do(
        serial,
        Step("reveal-abandoned", mark("揭示作废的承诺"), Form()),
        lambda who: draw_ends.reveal_abandoned(serial=serial, publisher=publisher(), vault=vault(), **who),
        mark("已揭示，随下一次发布公开。"),
    )
