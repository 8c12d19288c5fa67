"""The inspectors' directory: list, file, absences, recusals."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.actor import Actor
from supervision.forms.inspectors import (
    RECUSAL_CODES,
    AbsenceForm,
    ChangeInspectorForm,
    InspectorForm,
    RecusalForm,
    words,
)
from supervision.queries import inspectors as queries
from supervision.texts import mark
from supervision.usecases import inspectors as writes
from supervision.views.access import OFFICE, current_actor, page
from supervision.views.steps import Step, allowed, both, carry_out, form_page, listed, say, with_tried

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
        columns=[say("姓名"), say("部门"), say("执法证件"), say("资质"), say("负责区域"), say("状态")],
        rows=[_cells(row, today) for row in rows],
        empty_text=say("没有符合条件的检查人员。"),
        filters=[
            {"name": "text", "label": say("姓名或工号"), "kind": "search"},
            {"name": "department", "label": say("部门"), "options": departments},
            {"name": "state", "label": say("状态"), "options": [(key, say(STATES[key])) for key in STATES]},
        ],
        actions=_new(actor),
    )


@bp.get("/<staff_number>")
@page(OFFICE)
def show(staff_number: str) -> ResponseReturnValue:
    """检查人员档案: credential, absences, recusals."""
    return _page(staff_number)


@bp.route("/new", methods=["GET", "POST"])
@page("inspector.register")
def register() -> ResponseReturnValue:
    """登记检查人员."""
    form = InspectorForm()
    options = queries.department_options(actor=current_actor())
    form.department.choices = [(key, both(zh, en)) for key, zh, en in options]

    def write() -> str:
        number = form.staff_number.data.strip()
        filled = {name: value for name, value in _filled(form).items() if name not in ("staff_number",)}
        writes.register_inspector(staff_number=number, **filled, actor=current_actor(), at=clock.now())
        return LIST + number

    step = Step("new", mark("登记检查人员"), form, hints=HINTS)
    return form_page(step, write, trail=[(say("检查人员"), LIST)], done=mark("已登记。"))


@bp.route("/<staff_number>/change", methods=["GET", "POST"])
@page("inspector.change")
def change(staff_number: str) -> ResponseReturnValue:
    """变更检查人员."""
    row = queries.get_inspector(staff_number, actor=current_actor(), on=clock.china_day(clock.now())).row
    known = {name: getattr(row, name) for name in ("name", "credential_number", "credential_until", "capacity",
                                                   "since", "until")}  # fmt: skip
    form = ChangeInspectorForm(data=known | {"qualifications": "、".join(row.qualifications)})
    del form.areas, form.own_area

    def write() -> str:
        writes.change_inspector(
            staff_number=staff_number, changes=_filled(form), actor=current_actor(), at=clock.now()
        )
        return LIST + staff_number

    trail = [(say("检查人员"), LIST), (row.name, LIST + staff_number)]
    step = Step("change", mark("变更检查人员"), form, hints=HINTS)
    return form_page(step, write, trail=trail, done=mark("已变更。"))


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
    """申报回避: an inspector declares for himself, the planner for anybody."""
    form = RecusalForm(prefix="recusal-")

    def write() -> None:
        filled = {name: value for name, value in form.data.items() if name != "csrf_token"}
        filled["facility_code"] = filled["facility_code"].strip().upper()
        writes.declare_recusal(staff_number=staff_number, **filled, actor=current_actor(), at=clock.now())

    return _do(staff_number, _recusal(form), write)


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
            ("recusal.declare", _recusal(RecusalForm(None, prefix="recusal-"))),
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
        sections=_sections(file),
    )


def _sections(file: queries.InspectorFile) -> list[dict[str, Any]]:
    row = file.row
    return [
        {
            "title": say("证件与资质"),
            "facts": [
                (say("执法证件号"), row.credential_number),
                (say("证件有效期至"), {"day": row.credential_until}),
                (say("资质"), listed(row.qualifications)),
                (say("负责区域"), listed(row.areas) or say("不限区域")),
                (say("居住或任职的街道"), row.own_area),
                (say("一次任务至多承担的检查数"), row.capacity),
                (say("任职起"), {"day": row.since}),
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
    ]


def _cells(row: queries.InspectorRow, today: Any) -> list[Any]:
    return [
        {"text": row.name, "href": LIST + row.staff_number, "hint": row.staff_number},
        both(row.department, row.department_en),
        {"day": row.credential_until},
        listed(row.qualifications),
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


def _filled(form: Any) -> dict[str, Any]:
    filled = {name: value for name, value in form.data.items() if name != "csrf_token"}
    for name in ("qualifications", "areas"):
        if name in filled:
            filled[name] = words(filled[name])
    return filled


def _new(actor: Actor) -> list[dict[str, str]]:
    action = {"text": say("登记检查人员"), "href": LIST + "new", "tone": "main"}
    return [action] if actor.may("inspector.register") else []


HINTS = {
    "qualifications": mark("以逗号分隔，例如 care, fire, food。"),
    "areas": mark("区划代码，以逗号分隔；不填为不限。"),
}


def _absence(form: AbsenceForm) -> Step:
    return Step("absence", mark("登记不在岗"), form)


def _recusal(form: RecusalForm) -> Step:
    return Step(
        "recusal", mark("申报回避"), form, hints={"facility_code": mark("见机构名册，例如 33DZBSF7。")}
    )
