"""Changes after a draw: asked for by one, approved or refused by another; what is asked for cannot choose who comes instead."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.errors import NotFoundError
from supervision.forms.base import Form, NoteForm
from supervision.forms.draws import change_form
from supervision.queries import draws as queries
from supervision.queries.draw_options import change_options
from supervision.texts import mark
from supervision.usecases import draw_events as writes
from supervision.views.access import current_actor, page
from supervision.views.draw_sections import KINDS
from supervision.views.draw_tools import LIST, departments, publisher, vault
from supervision.views.draws import do, trail_of
from supervision.views.steps import Step, form_page, say

bp = Blueprint("draw_changes", __name__, url_prefix="/office/draws")

LEADS = {
    "target_withdrawn": mark("机构已停业、合并或确实不能检查。候补中的下一家自动补上，不能挑选。"),
    "inspector_withdrawn": mark("检查人员生病、调离或不能再参加。他还没有进行的检查由签决定谁接替。"),
    "recused": mark("检查人员与这家机构有利害关系。只换这一家。"),
    "standby_called": mark("有位置缺人。按签的先后叫候补人员，不能点名。"),
    "days_added": mark("有检查组没有检查日。按先后启用备用检查日。"),
}


@bp.route("/<int:serial>/changes/new/<kind>", methods=["GET", "POST"])
@page("draw.ask_event")
def ask(serial: int, kind: str) -> ResponseReturnValue:
    """申请变动."""
    if kind not in KINDS:
        raise NotFoundError("没有这种变动。")
    actor = current_actor()
    draw = queries.get_draw(serial, actor=actor)
    options = change_options(serial, actor=actor)
    names = departments()
    choices = {
        "target": list(options.targets),
        "inspector": [(key, f"{name} · {names.get(part, part)}") for key, name, part in options.inspectors],
        "department": [(part, names.get(part, part)) for part in options.departments],
    }
    members = writes.MEMBERS[kind]
    most = options.standby_days if kind == "days_added" else options.standbys
    form: Any = change_form(members, choices, most)()

    def write() -> str:
        what = {name: form[name].data for name in members}
        writes.ask_event(
            serial=serial,
            kind=kind,
            what=what,
            reason=form.reason.data,
            vault=vault(),
            actor=actor,
            at=clock.now(),
        )
        return f"{LIST}{serial}"

    step = Step(kind, KINDS[kind], form, lead=LEADS[kind], hints={
        "reason": mark("揭示时会公布。请写事由，不写姓名、病情等个人隐私。"),
        "count": mark("不超过候补的数目，也不超过实际缺少的数目。")})  # fmt: skip
    return form_page(
        step,
        write,
        trail=trail_of(draw),
        done=mark("已申请，等待另一人批准。"),
        over=say("第 {serial} 号抽取后的变动", serial=serial),
    )


@bp.post("/<int:serial>/changes/<int:change>/approve")
@page("draw.approve_event")
def approve(serial: int, change: int) -> ResponseReturnValue:
    """同意变动: by a second person; into the log, then effective."""
    return do(
        serial,
        Step(f"changes/{change}/approve", mark("同意变动"), Form()),
        lambda who: writes.approve_event(change=change, publisher=publisher(), vault=vault(), **who),
        mark("变动已写入公开日志并生效。检查已照此调整。"),
    )


@bp.post("/<int:serial>/changes/<int:change>/refuse")
@page("draw.refuse_event")
def refuse(serial: int, change: int) -> ResponseReturnValue:
    """不同意变动: with the reason."""
    form: Any = NoteForm(prefix=f"refuse{change}-")
    return do(
        serial,
        Step(f"changes/{change}/refuse", mark("不同意变动"), form),
        lambda who: writes.refuse_event(change=change, note=form.reason.data, **who),
        mark("已记录：不同意，抽取不变。"),
    )


@bp.post("/<int:serial>/log-event")
@page("draw.log_event")
def log_event(serial: int) -> ResponseReturnValue:
    """变动补记入日志: one that was cut off on its way."""
    return do(
        serial,
        Step("log-event", mark("把变动补记入公开日志"), Form()),
        lambda who: writes.log_event(serial=serial, publisher=publisher(), vault=vault(), **who),
        mark("变动已写入公开日志并生效。检查已照此调整。"),
    )
