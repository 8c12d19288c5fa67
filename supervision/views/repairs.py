"""Credit repair: applications of facilities, accepted by one and decided by another."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.filters import write_text
from supervision.forms.base import Form, ReasonForm
from supervision.forms.credit import RepairForm
from supervision.queries import repairs as queries
from supervision.texts import mark
from supervision.usecases.repairs import decide_repair
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.cases import case_page, case_steps, history, state_of
from supervision.views.entries import entry_section
from supervision.views.papers import papers_of
from supervision.views.steps import Step, carry_out, say, with_tried

bp = Blueprint("repairs", __name__, url_prefix="/office/repairs")

LIST = "/office/repairs/"
BY_FORM = ("repair-lacking", "repair-barred")  # they keep from granting, not from refusing


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """信用修复一览."""
    everything = request.args.get("show") == "all"
    rows = queries.list_repairs(actor=current_actor(), on=_today(), open_only=not everything)
    return render_template(
        "generic/list.html",
        title=say("信用修复"),
        lead=say("机构履行义务、改正行为并作出承诺之后申请；一人受理，另一人决定。同意之后，记录从各处撤下，不再计入公开评价。"),
        columns=[say("机构"), say("记录"), say("申请日期"), say("最早可以修复"), say("状态")],
        rows=[
            [
                {"text": row.facility, "href": LIST + row.uuid},
                {"text": row.entry.title, "hint": row.entry.number},
                {"day": row.applied_on},
                {"day": row.entry.eligibility.earliest},
                {"state": write_text(row.state, language()), "tone": "now" if row.is_open else "closed"},
            ]
            for row in rows
        ],
        empty_text=say("没有等待办理的修复申请。"),
        chips=[(say("办理中"), "?", not everything, None), (say("全部"), "?show=all", everything, None)],
    )  # fmt: skip


@bp.get("/<uuid_>")
@page(OFFICE)
def show(uuid_: str) -> ResponseReturnValue:
    """一件修复申请: the entry, what the rules say of it, path and clocks."""
    return _page(uuid_)


@bp.post("/<uuid_>/accept")
@page("repair.decide")
def accept(uuid_: str) -> ResponseReturnValue:
    """受理."""
    return _do(uuid_, Step("accept", mark("受理申请"), Form()), "accept")


@bp.post("/<uuid_>/turn_away")
@page("repair.decide")
def turn_away(uuid_: str) -> ResponseReturnValue:
    """不予受理."""
    form = ReasonForm(prefix="turn_away-")
    return _do(uuid_, Step("turn_away", mark("不予受理"), form, danger=True), "turn_away", form.reason.data)


@bp.post("/<uuid_>/extend")
@page("repair.decide")
def extend(uuid_: str) -> ResponseReturnValue:
    """延长办理期限."""
    form = ReasonForm(prefix="extend-")
    return _do(uuid_, Step("extend", mark("延长办理期限"), form), "extend", form.reason.data)


@bp.post("/<uuid_>/decide")
@page("repair.decide")
def decide(uuid_: str) -> ResponseReturnValue:
    """决定: by somebody else than the one who accepted."""
    form = RepairForm(prefix="decide-")
    return _do(uuid_, Step("decide", mark("决定修复"), form), form.verdict.data or "", form.reason.data)


def _do(uuid_: str, step: Step, verdict: str, answer: str | None = "") -> ResponseReturnValue:
    queries.get_repair(uuid_, actor=current_actor(), on=_today())
    return carry_out(
        step,
        lambda: decide_repair(
            uuid_=uuid_, verdict=verdict, answer=answer or "", actor=current_actor(), at=clock.now()
        ),
        lambda tried: _page(uuid_, tried),
        done=mark("已办理。"),
        to=LIST + uuid_,
    )


def _page(uuid_: str, tried: Step | None = None) -> str:
    file = queries.get_repair(uuid_, actor=current_actor(), on=_today())
    steps = case_steps(
        file.case,
        [
            (("accept",), Step("accept", mark("受理申请"), Form())),
            (("turn_away",), Step("turn_away", mark("不予受理"), ReasonForm(None, prefix="turn_away-"), danger=True)),
            (("grant",), Step("decide", mark("决定修复"), RepairForm(None, prefix="decide-"), lead=mark("受理人不能决定。同意之后，记录从各处撤下。"))),
            (("extend",), Step("extend", mark("延长办理期限"), ReasonForm(None, prefix="extend-"))),
        ],
        settled=BY_FORM,
    )  # fmt: skip
    return render_template(
        "generic/detail.html",
        title=file.facility,
        over=say("信用修复"),
        lead=file.entry.title,
        meta=[state_of(file.case)],
        trail=[(say("信用修复"), LIST), (file.facility, "")],
        **case_page(file.case),
        address=LIST + uuid_,
        steps=with_tried(steps, tried),
        sections=[_facts(file), entry_section(file.entry, _today()), papers_of(uuid_), history(file.case)],
    )


def _facts(file: queries.RepairFile) -> dict[str, Any]:
    place = "penalties" if file.entry.kind == "penalty" else "listings"
    return {
        "title": say("修复申请"),
        "facts": [
            (say("机构"), {"text": file.facility, "href": f"/office/facilities/{file.facility_code}/credit"}),
            (say("记录"), {"text": file.entry.title, "href": f"/office/{place}/{file.entry.key}", "hint": file.entry.number}),
            (say("申请日期"), {"day": file.applied_on}),
            (say("信用承诺"), file.commitment),
            (say("证据"), {"number": file.evidence}),
            (say("答复"), file.answer),
            (say("答复日期"), {"day": file.decided_on}),
        ],
    }  # fmt: skip


def _today() -> Any:
    return clock.china_day(clock.now())
