"""Visits: list with filters, bulk approval and notice with a preview, file of one visit."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scoring.rulebook import RuleViolationError
from supervision import clock
from supervision.errors import InputError, StaleError
from supervision.forms.base import Form, ReasonForm
from supervision.forms.plans import VISIT_KINDS
from supervision.forms.visits import VisitForm
from supervision.procedures import load_procedure
from supervision.queries import visits as queries
from supervision.queries.cases import get_case
from supervision.queries.draw_looks import looks_of_visit, sealed_visits
from supervision.queries.facilities import district_options
from supervision.queries.inspectors import list_inspectors
from supervision.queries.visit_files import VisitFile, get_visit_file
from supervision.texts import mark
from supervision.usecases import visits as writes
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.cases import case_page, case_steps, history, state_of
from supervision.views.draw_sections import looks_section
from supervision.views.draw_tools import note
from supervision.views.items import version_fact
from supervision.views.papers import papers_of
from supervision.views.record import record_sections
from supervision.views.steps import Step, against, both, carry_out, form_page, listed, reason, say, with_tried

bp = Blueprint("visits", __name__, url_prefix="/office/visits")

LIST = "/office/visits/"
BULK = {  # what can be done with several at once: permission, moves, use-case, button
    "approve": ("visit.approve", ("approve", "approve_afterwards"), writes.approve_visits, mark("批准检查")),
    "notify": ("visit.notify", ("notify",), writes.notify_visits, mark("发出检查通知")),
}


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """检查一览: the filters stand in the address."""
    actor = current_actor()
    asked = {name: request.args.get(name, "").strip() for name in ("text", "kind", "state", "area", "draw")}
    states = load_procedure("visit").definition.states
    found = queries.page_of_visits(actor=actor, **asked, page=request.args.get("page", 1, type=int))
    note(sealed_visits((row.uuid for row in found.rows), "list"))
    return render_template(
        "visits/list.html",
        found=found,
        kinds=VISIT_KINDS,
        names={key: state.name.say(language()) for key, state in states.items()},
        closed={key for key, state in states.items() if not state.is_open},
        districts=district_options(actor=actor),
        bulk=[(key, text) for key, (action, _, _, text) in BULK.items() if actor.may(action)],
        may=actor.may,
    )


@bp.get("/<uuid_>")
@page(OFFICE)
def show(uuid_: str) -> ResponseReturnValue:
    """检查档案: path, clocks, record, results, papers."""
    return _page(uuid_)


@bp.route("/new", methods=["GET", "POST"])
@page("visit.plan")
def plan() -> ResponseReturnValue:
    """提出检查: joint, special, case, re-check or emergency."""
    actor, today = current_actor(), clock.china_day(clock.now())
    form = VisitForm(data={"facility_code": request.args.get("facility", "")})
    people = list_inspectors(actor=actor, on=today)
    form.staff_numbers.choices = [
        (row.staff_number, f"{row.name} · {both(row.department, row.department_en)}") for row in people
    ]

    def write() -> str:
        new = writes.NewVisit(
            kind=form.kind.data,
            facility_code=form.facility_code.data.strip().upper(),
            day=form.day.data,
            reason=form.reason.data.strip(),
            staff_numbers=tuple(form.staff_numbers.data),
        )
        return LIST + writes.plan_visit(visit=new, actor=actor, at=clock.now())

    step = Step("new", mark("提出检查"), form, hints={"day": mark("应急检查可以不填。")})
    return form_page(step, write, trail=[(say("检查"), LIST)], done=mark("已提出，等待机关负责人批准。"))


@bp.post("/preview")
@page(OFFICE)
def preview() -> ResponseReturnValue:
    """预览: what a bulk action would do with each of the chosen visits."""
    key, chosen = request.form.get("action", ""), request.form.getlist("visit")
    if key not in BULK or not chosen:
        flash(say("请先选择检查，再选择要办理的事项。"), "due")
        return redirect(LIST, code=303)
    _, moves, _, text = BULK[key]
    rows = [(queries.get_visit(each, current_actor()), _against(each, moves)) for each in chosen]
    return render_template("visits/preview.html", action=key, text=text, rows=rows, kinds=VISIT_KINDS)


@bp.post("/approve")
@page("visit.approve")
def approve_several() -> ResponseReturnValue:
    """批准检查: those that were chosen and shown."""
    return _bulk("approve", mark("已批准 {count} 次检查。"))


@bp.post("/notify")
@page("visit.notify")
def notify_several() -> ResponseReturnValue:
    """发出检查通知: inspectors first, then the facilities."""
    return _bulk("notify", mark("已通知 {count} 次检查。"))


@bp.post("/<uuid_>/approve")
@page("visit.approve")
def approve(uuid_: str) -> ResponseReturnValue:
    """批准检查."""
    return _one(uuid_, "approve", mark("检查已批准。"))


@bp.post("/<uuid_>/notify")
@page("visit.notify")
def notify(uuid_: str) -> ResponseReturnValue:
    """发出检查通知."""
    return _one(uuid_, "notify", mark("通知已发出，通知书已出具。"))


@bp.post("/<uuid_>/cancel")
@page("visit.cancel")
def cancel(uuid_: str) -> ResponseReturnValue:
    """取消检查: with its reason."""
    queries.get_visit(uuid_, current_actor())
    form = ReasonForm(prefix="cancel-")
    return carry_out(
        Step("cancel", mark("取消检查"), form, danger=True),
        lambda: writes.cancel_visit(
            uuid_=uuid_, reason=form.reason.data, actor=current_actor(), at=clock.now()
        ),
        lambda tried: _page(uuid_, tried),
        done=mark("检查已取消。"),
        to=LIST + uuid_,
    )


def _one(uuid_: str, key: str, done: str) -> ResponseReturnValue:
    queries.get_visit(uuid_, current_actor())
    _, _, write, title = BULK[key]
    return carry_out(
        Step(key, title, Form()),
        lambda: write(uuids=(uuid_,), actor=current_actor(), at=clock.now()),
        lambda tried: _page(uuid_, tried),
        done=done,
        to=LIST + uuid_,
    )


def _bulk(key: str, done: str) -> ResponseReturnValue:
    actor, chosen = current_actor(), tuple(request.form.getlist("visit"))
    for each in chosen:
        queries.get_visit(each, actor)
    try:
        BULK[key][2](uuids=chosen, actor=actor, at=clock.now())
    except (RuleViolationError, StaleError, InputError) as error:
        flash(reason(error)["message"] + say("没有办理任何一次检查。"), "danger")
    else:
        flash(say(done, count=len(chosen)), "good")
    return redirect(LIST, code=303)


def _against(uuid_: str, moves: tuple[str, ...]) -> tuple[Any, ...]:
    case = get_case(uuid_, actor=current_actor(), on=clock.china_day(clock.now()))
    option = case.option(*moves)
    if option is None:
        word = state_of(case)["state"]
        return ({"message": say("现在处于“{state}”，不能这样办理。", state=word), "remedy": "", "basis": ""},)
    return against(option)


def _page(uuid_: str, tried: Step | None = None) -> str:
    actor, today = current_actor(), clock.china_day(clock.now())
    file = get_visit_file(uuid_, actor=actor, on=today)
    row = file.row
    note(sealed_visits((uuid_,)))
    seen = looks_section(looks_of_visit(uuid_, actor=actor))
    confirm = {"text": say("审核检查结果"), "href": f"{LIST}{uuid_}/result", "tone": "main"}
    return render_template(
        "generic/detail.html",
        title=row.facility,
        over=row.number,
        meta=[say(VISIT_KINDS.get(row.kind, row.kind)), {"day": row.day}, state_of(file.case)],
        trail=[(say("检查"), LIST), (row.number, "")],
        actions=[confirm] if row.state == "submitted" and actor.may("result.confirm") else [],
        **case_page(file.case),
        address=LIST + uuid_,
        steps=with_tried(_steps(file), tried),
        sections=[_facts(file), *record_sections(file), papers_of(file.case.uuid), history(file.case),
                  *([seen] if seen else [])],
    )  # fmt: skip


def _steps(file: VisitFile) -> list[Step]:
    late = file.case.option("approve_afterwards")
    approve_text = mark("补办批准") if late else mark("批准检查")
    return case_steps(
        file.case,
        [
            (("approve", "approve_afterwards"), Step("approve", approve_text, Form())),
            (("notify",), Step("notify", mark("发出检查通知"), Form(), lead=mark(
                "检查人员先得知，机构随后收到通知书。"))),
            (("cancel",), Step("cancel", mark("取消检查"), ReasonForm(None, prefix="cancel-"), danger=True)),
        ],
    )  # fmt: skip


def _facts(file: VisitFile) -> dict[str, Any]:
    row = file.row
    draw = (
        {"text": say("第 {serial} 号抽取", serial=row.draw), "href": f"/office/draws/{row.draw}"}
        if row.draw
        else ""
    )
    return {
        "title": say("检查安排"),
        "facts": [
            (say("机构"), {"text": row.facility, "href": f"/office/facilities/{row.facility_code}", "hint": row.address}),
            (say("检查方式"), say(VISIT_KINDS.get(row.kind, row.kind))),
            (say("事由"), row.reason),
            (say("抽取"), draw),
            (say("检查日期"), {"day": row.day}),
            version_fact(row.day or clock.china_day(clock.now())),
            (say("检查人员"), listed(name for _, name, _ in row.members)),
            (say("通知发出"), {"moment": file.notified_at}),
            (say("开始检查"), {"moment": file.started_at}),
            (say("记录收齐"), {"moment": row.received_at}),
        ],
    }  # fmt: skip
