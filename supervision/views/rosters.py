"""A frozen roster before its commitment: who must not go where and why, what still needs a reason, standbys, experts."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.filters import write_day
from supervision.forms.inspectors import RECUSAL_CODES
from supervision.forms.plans import FreezeForm, InviteForm
from supervision.queries import rosters as queries
from supervision.queries import tasks
from supervision.queries.directory import list_experts
from supervision.queries.inspectors import department_options
from supervision.queries.recusals import list_requests, roster_recusals
from supervision.texts import mark
from supervision.usecases.tasks import invite_experts
from supervision.views.access import current_actor, language, page
from supervision.views.steps import Step, both, form_page, listed, say

bp = Blueprint("rosters", __name__, url_prefix="/office/tasks")

LIST = "/office/tasks/"
REASONS = {
    **RECUSAL_CODES,
    "own-area": mark("居住或任职的街道"),
    "familiar": mark("近期多次检查过该机构"),
}
SOURCES = {
    "own-area": mark("名录中的居住地，按规则"),
    "familiar": mark("以往检查记录，按规则"),
    "kinship": mark("利害关系登记，按规则"),
    "former-employer": mark("利害关系登记，按规则"),
    "declared-interest": mark("负责人决定"),
    "facility-request": mark("负责人决定"),
}
PROBLEMS = {
    "all-drawn": mark("全部抽中，须说明原因"),
    "small": mark("不足五家，须说明原因"),
    "none-drawn": mark("一家也不抽，须说明原因"),
}


@bp.get("/<number>/recusals")
@page("task.freeze")
def recusals(number: str) -> ResponseReturnValue:
    """名录中的回避: who does not go where, and where each came from."""
    actor = current_actor()
    row = tasks.get_task(number, actor=actor).row
    waiting = list_requests(actor=actor, open_only=True)
    return render_template(
        "generic/list.html",
        title=say("名录中的回避"),
        lead=say("名录锁定时生效的回避。进入名录和承诺的只有化名和事由代码。"),
        trail=[(say("抽查任务与抽签"), LIST), (number, LIST + number), (say("名录中的回避"), "")],
        columns=[say("检查人员"), say("机构"), say("事由"), say("来源")],
        rows=[
            [
                {
                    "text": each.inspector,
                    "href": f"/office/inspectors/{each.staff_number}",
                    "hint": each.staff_number,
                },
                {"text": each.facility, "href": f"/office/facilities/{each.facility_code}"},
                say(REASONS.get(each.code, each.code)),
                say(SOURCES.get(each.code, each.code)),
            ]
            for each in roster_recusals(number, actor=actor)
        ],
        empty_text=say("没有需要回避的组合。"),
        note=say("另有 {count} 件回避申请等待决定；锁定以后决定的，须重新锁定名录。", count=len(waiting))
        if waiting and row.state in ("draft", "frozen")
        else "",
    )


@bp.route("/<number>/experts", methods=["GET", "POST"])
@page("task.invite")
def experts(number: str) -> ResponseReturnValue:
    """邀请专家: they come along and fill no place."""
    actor, today = current_actor(), clock.china_day(clock.now())
    file = tasks.get_task(number, actor=actor)
    form = InviteForm(data={"experts": list(file.experts)})
    form.experts.choices = [
        (row.key, f"{row.name} · {listed(row.specialities)}") for row in list_experts(actor=actor, on=today)
    ]

    def write() -> str:
        chosen = tuple(form.experts.data or ())
        invite_experts(number=number, experts=chosen, actor=actor, at=clock.now())
        return LIST + number

    lead = mark("专家只协助检查，不计入两名执法人员，不参加抽取。")
    trail = [(say("抽查任务与抽签"), LIST), (number, LIST + number)]
    return form_page(
        Step("experts", mark("邀请专家"), form, lead=lead), write, trail=trail, done=mark("已记录。")
    )


def freeze_step(number: str, title: str, form: FreezeForm) -> Step:
    """Return the step that freezes a roster, with those who can be named as standbys."""
    form.standby.choices = list(queries.standby_options(number, actor=current_actor()))
    lead = mark(
        "名册里符合条件的机构和检查人员由规则筛出；承诺之前可以重新锁定。备用的人和日子现在就要指定，以后不能增加。"
    )
    return Step(
        "freeze",
        title,
        form,
        lead=lead,
        hints={"standby": mark("只在有人不能去时补上；不勾选的都参加抽取。")},
    )


def readiness_sections(ready: queries.Readiness | None) -> Iterator[dict[str, Any]]:
    """Yield what a frozen roster owes, as sections of a page."""
    if ready is None:
        return
    yield {
        "title": say("承诺前的核对"),
        "facts": [
            (say("可以抽取的机构"), ready.targets),
            (say("按计划比例应抽"), ready.planned),
            (say("按各层比例将抽"), ready.drawn),
            (say("备用人员"), listed(ready.standby) or say("没有指定")),
            (say("备用检查日"), listed(write_day(day, language()) for day in ready.standby_days)),
            (say("最迟揭示日"), {"day": ready.reveal_by}),
            (say("结论"), {"state": say("可以作出承诺"), "tone": "good"} if ready.is_ready
             else {"state": say("准备抽取时须说明原因"), "tone": "due"}),
        ],
    }  # fmt: skip
    if ready.strata:
        yield {
            "title": say("须说明原因的层"),
            "columns": [say("层"), {"text": say("对象数"), "number": True}, {"text": say("抽取数"), "number": True}, say("问题")],
            "rows": [
                [each.key, {"number": each.size}, {"number": each.drawn}, say(PROBLEMS[each.problem])]
                for each in ready.strata
            ],
        }  # fmt: skip
    if ready.thin:
        names = {key: both(zh, en) for key, zh, en in department_options(actor=current_actor())}
        yield {
            "title": say("可派人员不足两倍的机构"),
            "text": say("少于所需人数的两倍时，回避可能使一家机构无人能查；须补充人员、放宽区域，或者公布例外的原因。"),
            "columns": [say("机构"), say("部门"), {"text": say("可派"), "number": True}, {"text": say("至少"), "number": True}],
            "rows": [
                [
                    {"text": row.facility, "href": f"/office/facilities/{row.facility_code}"},
                    names.get(row.department, row.department),
                    {"number": row.able},
                    {"number": row.needed},
                ]
                for row in ready.thin
            ],
        }  # fmt: skip
