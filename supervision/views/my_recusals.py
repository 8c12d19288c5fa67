"""A facility asks that an inspector not come, and reads what was decided."""

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.filters import write_text
from supervision.forms.my import RecusalRequestForm
from supervision.queries import my
from supervision.queries.recusals import list_requests
from supervision.texts import mark
from supervision.usecases import recusals as writes
from supervision.views.access import FACILITY, current_actor, language, page
from supervision.views.my import LAYOUT, shown
from supervision.views.steps import Step, form_page, say
from supervision.views.uploads import kept

bp = Blueprint("my_recusals", __name__, url_prefix="/my/recusals")

TONES = {None: "due", True: "good", False: "closed"}


@bp.get("/")
@page(FACILITY)
def index() -> ResponseReturnValue:
    """回避: what the facility asked for, and what was decided."""
    actor = current_actor()
    rows = [
        {
            "person": row.person,
            "filed_on": row.filed_on,
            "state": write_text(row.state, language()),
            "tone": TONES[row.granted] if row.is_open or row.granted is not None else "closed",
            "answer": row.answer,
            "decided_on": row.decided_on,
            "uuid": row.uuid if row.is_open and row.filed_by == actor.key else "",
        }
        for row in list_requests(actor=actor)
    ]
    return shown("my/recusals.html", requests=rows, may_ask=actor.may("recusal.request"))


@bp.route("/new", methods=["GET", "POST"])
@page("recusal.request")
def ask() -> ResponseReturnValue:
    """申请回避."""
    actor, form, own = current_actor(), RecusalRequestForm(), my.own_facility(current_actor())

    def write() -> str:
        writes.request_recusal(
            facility_code=own.code,
            person=form.person.data or "",
            text=form.text.data or "",
            evidence=kept(form.evidence.data),
            actor=actor,
            at=clock.now(),
        )
        return "/my/recusals/"

    step = Step(
        "recusal",
        mark("申请回避"),
        form,
        lead=mark("检查人员与本机构有直接利害关系，或者有其他关系可能影响公正的，可以申请他回避。"),
        hints={
            "person": mark("姓名或执法证号，知道多少写多少。"),
            "text": mark("写明是什么关系、为什么可能影响公正。"),
            "evidence": mark("有的话请附上：照片或 PDF。"),
        },
    )
    return form_page(
        step, write, done=mark("已提交。由机关负责人决定，结果会出现在这里。"), upload=True, layout=LAYOUT, own=own,
        facility_name=own.name, trail=[(say("回避"), "/my/recusals/")],
    )  # fmt: skip


@bp.post("/<uuid_>/withdraw")
@page("recusal.withdraw")
def withdraw(uuid_: str) -> ResponseReturnValue:
    """撤回申请."""
    writes.withdraw_recusal(uuid_=uuid_, actor=current_actor(), at=clock.now())
    flash(say("已撤回。"), "good")
    return redirect("/my/recusals/", code=303)
