"""The inspectors' directory: list, file, absences, recusals."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.actor import Actor
from supervision.forms.base import Form
from supervision.forms.inspectors import (
    RECUSAL_CODES,
    AbsenceForm,
    DeclareForm,
    TieForm,
)
from supervision.queries import inspectors as queries
from supervision.queries.directory import completeness, list_particulars
from supervision.texts import mark
from supervision.usecases import inspectors as writes
from supervision.usecases import recusals
from supervision.usecases.particulars import confirm_inspector
from supervision.views.access import OFFICE, current_actor, page
from supervision.views.directory_files import standing_stats, table_actions
from supervision.views.me import ties_section
from supervision.views.steps import Step, allowed, both, carry_out, listed, qualified, say, with_tried
from supervision.views.uploads import kept

bp = Blueprint("inspectors", __name__, url_prefix="/office/inspectors")

LIST = "/office/inspectors/"
STATES = {"away": mark("今天不在岗"), "expired": mark("证件已过期")}


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """检查人员名录: who may be drawn, with which credential and qualification."""
    actor, today = current_actor(), clock.china_day(clock.now())
    asked = {name: request.args.get(name, "").strip() for name in ("text", "department", "state")}
    rows = queries.list_inspectors(actor=actor, on=today, **asked)
    departments = [(key, both(zh, en)) for key, zh, en in queries.department_options(actor=actor)]
    return render_template(
        "generic/list.html",
        title=say("检查人员"),
        lead=say("执法检查人员名录。抽取只在名录之内进行；这里不统计个人的检查数量。"),
        stats=_stats(actor, today),
        columns=[say("姓名"), say("部门"), say("执法证件"), say("资质"), say("负责区域"), say("状态")],
        rows=[_cells(row, today) for row in rows],
        empty_text=say("没有符合条件的检查人员。"),
        filters=[
            {"name": "text", "label": say("姓名或工号"), "kind": "search"},
            {"name": "department", "label": say("部门"), "options": departments},
            {"name": "state", "label": say("状态"), "options": [(key, say(STATES[key])) for key in STATES]},
        ],
        actions=_actions(actor),
    )


@bp.get("/<staff_number>")
@page(OFFICE)
def show(staff_number: str) -> ResponseReturnValue:
    """检查人员档案: credential, absences, recusals."""
    return _page(staff_number)


@bp.post("/<staff_number>/absence")
@page("inspector.change")
def absence(staff_number: str) -> ResponseReturnValue:
    """登记不在岗: nobody who is away is drawn."""
    form = AbsenceForm(prefix="absence-")

    def write() -> None:
        away = (form.since.data, form.until.data, form.reason.data.strip())
        writes.change_inspector(
            staff_number=staff_number, changes={"absence": away}, actor=current_actor(), at=clock.now()
        )

    return _do(staff_number, _absence(form), write)


@bp.post("/<staff_number>/recusal")
@page("recusal.declare")
def recusal(staff_number: str) -> ResponseReturnValue:
    """申报回避: a planner for an inspector; a head decides."""
    form = DeclareForm(prefix="recusal-")

    def write() -> None:
        recusals.declare_recusal(
            staff_number=staff_number,
            facility_code=form.facility_code.data.strip().upper(),
            code=form.code.data,
            text=form.text.data,
            evidence=kept(form.evidence.data),
            actor=current_actor(),
            at=clock.now(),
        )

    return _do(staff_number, _recusal(form), write)


@bp.post("/<staff_number>/tie")
@page("tie.record")
def tie(staff_number: str) -> ResponseReturnValue:
    """登记利害关系: kin or a former post; the recusal follows by rule."""
    form = TieForm(prefix="tie-")

    def write() -> None:
        recusals.record_tie(
            staff_number=staff_number,
            facility_code=form.facility_code.data.strip().upper(),
            kind=form.kind.data,
            relation=form.relation.data,
            since=form.since.data,
            until=form.until.data,
            actor=current_actor(),
            at=clock.now(),
        )

    return _do(staff_number, _tie(form), write)


@bp.post("/<staff_number>/confirm")
@page("inspector.confirm")
def confirm(staff_number: str) -> ResponseReturnValue:
    """确认资料: somebody has looked and all of it still holds."""
    return _do(
        staff_number,
        _confirm(),
        lambda: confirm_inspector(staff_number=staff_number, actor=current_actor(), at=clock.now()),
    )


def _do(staff_number: str, step: Step, write: Any) -> ResponseReturnValue:
    queries.get_inspector(staff_number, actor=current_actor(), on=clock.china_day(clock.now()))
    return carry_out(
        step, write, lambda tried: _page(staff_number, tried), done=mark("已登记。"), to=LIST + staff_number
    )


def _page(staff_number: str, tried: Step | None = None) -> str:
    actor, today = current_actor(), clock.china_day(clock.now())
    file = queries.get_inspector(staff_number, actor=actor, on=today)
    row = file.row
    steps = allowed(
        actor,
        [
            ("inspector.change", _absence(AbsenceForm(None, prefix="absence-"))),
            ("tie.record", _tie(TieForm(None, prefix="tie-"))),
            ("recusal.declare", _recusal(DeclareForm(None, prefix="recusal-"))),
            ("inspector.confirm", _confirm()),
        ],
    )
    action = {"text": say("变更检查人员"), "href": f"{LIST}{staff_number}/change"}
    return render_template(
        "generic/detail.html",
        title=row.name,
        over=row.staff_number,
        meta=[both(row.department, row.department_en), _state(row, today)],
        trail=[(say("检查人员"), LIST), (row.name, "")],
        actions=[action] if actor.may("inspector.change") else [],
        address=LIST + staff_number,
        steps=with_tried(steps, tried),
        sections=_sections(file, sees_ties=actor.may("inspector.change") or actor.reads_all),
    )


def _sections(file: queries.InspectorFile, *, sees_ties: bool) -> list[dict[str, Any]]:
    """Return what there is to see; kin and former posts are for those who keep the directory."""
    row = file.row
    ties = [ties_section(file.inspector_id)] if sees_ties else []
    return [
        {
            "title": say("证件与资质"),
            "facts": [
                (say("执法证件号"), row.credential_number),
                (say("证件有效期至"), {"day": row.credential_until}),
                (say("资质"), qualified(row.qualifications)),
                (say("负责区域"), listed(row.areas) or say("不限区域")),
                (say("居住或任职的街道"), row.own_area),
                (say("一次任务至多承担的检查数"), row.capacity),
                (say("任职起"), {"day": row.since}),
                (say("培训"), listed(f"{each['on']} {each['topic']}" for each in file.training)),
                (say("上次确认"), {"day": file.confirmed_on}),
                (say("缺少"), listed(say(text) for text in file.lacks) or say("不缺")),
            ],
        },
        {
            "title": say("不在岗"),
            "columns": [say("起"), say("至（返岗之日）"), say("原因")],
            "rows": [[{"day": each.since}, {"day": each.until}, each.reason] for each in file.absences],
            "empty_text": say("没有登记不在岗。"),
        },
        {
            "title": say("回避"),
            "columns": [say("机构"), say("事由"), say("起"), say("止")],
            "rows": [
                [
                    {"text": each.facility, "href": f"/office/facilities/{each.facility_code}"},
                    say(RECUSAL_CODES.get(each.code, each.code)),
                    {"day": each.since},
                    {"day": each.until},
                ]
                for each in file.recusals
            ],
            "empty_text": say("没有申报回避。"),
        },
        *ties,
    ]


def _cells(row: queries.InspectorRow, today: Any) -> list[Any]:
    return [
        {"text": row.name, "href": LIST + row.staff_number, "hint": row.staff_number},
        both(row.department, row.department_en),
        {"day": row.credential_until},
        qualified(row.qualifications),
        listed(row.areas) or say("不限区域"),
        _state(row, today),
    ]


def _state(row: queries.InspectorRow, today: Any) -> dict[str, str]:
    if row.until and row.until <= today:
        return {"state": say("已离任"), "tone": "closed"}
    if row.credential_until and row.credential_until < today:
        return {"state": say("证件已过期"), "tone": "danger"}
    if row.is_away:
        return {"state": say("今天不在岗"), "tone": "due"}
    return {"state": say("可以抽取"), "tone": "good"}


def _stats(actor: Actor, today: date) -> list[dict[str, Any]]:
    stats = standing_stats(completeness(actor=actor, on=today).standing)
    return [each | {"href": LIST + "completeness"} if n == 1 else each for n, each in enumerate(stats)]


def _actions(actor: Actor) -> list[dict[str, str]]:
    waiting = len(list_particulars(actor=actor)) if actor.may("particulars.decide") else 0
    wanted = [
        (
            "particulars.decide",
            {"text": say("待确认的变更 · {count}", count=waiting), "href": LIST + "requests"},
        ),
        ("inspector.register", {"text": say("登记检查人员"), "href": LIST + "new", "tone": "main"}),
    ]
    return [
        {"text": say("专家"), "href": "/office/experts/"},
        *table_actions("inspectors", actor),
        *(action for permission, action in wanted if actor.may(permission)),
    ]


FACILITY_HINT = {"facility_code": mark("见机构名册，例如 33DZBSF7。")}


def _absence(form: AbsenceForm) -> Step:
    return Step("absence", mark("登记不在岗"), form)


def _recusal(form: DeclareForm) -> Step:
    return Step("recusal", mark("申报回避"), form, lead=mark("由机关负责人决定。"), hints=FACILITY_HINT)


def _tie(form: TieForm) -> Step:
    return Step("tie", mark("登记近亲属或原任职"), form, hints=FACILITY_HINT)


def _confirm() -> Step:
    return Step("confirm", mark("确认资料无误"), Form())
