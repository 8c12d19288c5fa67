"""Re-checks of grades in force: the yearly sample and forced ones, correction, downgrade, withdrawal."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.filters import write_text
from supervision.forms.base import Form
from supervision.forms.gradings import CAUSES, ChangeForm, HandleForm, OpenReviewForm, TextForm, VerifyForm
from supervision.queries import gradings as queries
from supervision.queries.cases import CaseFile, get_case
from supervision.texts import mark
from supervision.usecases import grade_reviews as writes
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.cases import case_page, case_steps, history, state_of
from supervision.views.points import grade_name
from supervision.views.steps import Step, carry_out, form_page, say, with_tried

bp = Blueprint("grade_reviews", __name__, url_prefix="/office/grade-reviews")

LIST = "/office/grade-reviews/"
PROCEDURE = "grade_review"


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """等级复核一览, with the duty of the year."""
    actor, everything = current_actor(), request.args.get("show") == "all"
    duty = queries.recheck_duty(actor=actor, on=clock.china_day(clock.now()))
    new = {"text": say("提起复核"), "href": LIST + "new", "tone": "main"}
    return render_template(
        "generic/list.html",
        title=say("等级复核"),
        lead=say(
            "有效等级 {count} 个，今年至少抽查复核 {due} 个，已提起 {opened} 个。",
            count=duty.in_force,
            due=duty.due,
            opened=duty.opened,
        ),
        trail=[(say("等级评定"), "/office/gradings/"), (say("等级复核"), "")],
        columns=[say("机构"), say("复核原因"), say("提起日期"), say("状态")],
        rows=[
            [
                {"text": row.facility, "href": LIST + row.uuid},
                say(CAUSES[row.data["cause"]]),
                {"day": row.opened_on},
                {
                    "state": write_text(row.state_words, language()),
                    "tone": "now" if row.is_open else "closed",
                },
            ]
            for row in queries.list_gradings(actor=actor, procedure=PROCEDURE, open_only=not everything)
        ],
        empty_text=say("没有办理中的复核。"),
        chips=[(say("办理中"), "?", not everything, None), (say("全部"), "?show=all", everything, None)],
        actions=[new] if actor.may("grade_review.open") else [],
    )


@bp.route("/new", methods=["GET", "POST"])
@page("grade_review.open")
def open_() -> ResponseReturnValue:
    """提起复核."""
    form = OpenReviewForm(data={"facility_code": request.args.get("facility", "")})

    def write() -> str:
        return LIST + writes.open_review(
            facility_code=form.facility_code.data.strip().upper(),
            cause=form.cause.data,
            reason=form.reason.data,
            actor=current_actor(),
            at=clock.now(),
        )

    step = Step("new", mark("提起复核"), form)
    return form_page(
        step, write, trail=[(say("等级复核"), LIST)], done=mark("已提起。下一步：评定人员现场复核。")
    )


@bp.get("/<uuid_>")
@page(OFFICE)
def show(uuid_: str) -> ResponseReturnValue:
    """一次复核."""
    return _page(uuid_)


@bp.post("/<uuid_>/record")
@page("grade_review.record")
def record(uuid_: str) -> ResponseReturnValue:
    """记录复核情况."""
    form = TextForm(prefix="record-")
    step = Step("record", mark("记录复核情况"), form)
    return _do(uuid_, step, lambda **who: writes.record_review(uuid_=uuid_, found=form.text.data, **who))


@bp.post("/<uuid_>/verify")
@page("grade_review.record")
def verify(uuid_: str) -> ResponseReturnValue:
    """核实改正."""
    form = VerifyForm(prefix="verify-")
    return _do(
        uuid_,
        Step("verify", mark("核实改正"), form),
        lambda **who: writes.record_review(
            uuid_=uuid_, found=form.reason.data, verdict=form.verdict.data, **who
        ),
    )


@bp.post("/<uuid_>/handle")
@page("grade_review.handle")
def handle(uuid_: str) -> ResponseReturnValue:
    """处理复核结果."""
    form = _offer(HandleForm(prefix="handle-"), uuid_)
    return _do(
        uuid_,
        Step("handle", mark("处理复核结果"), form),
        lambda **who: writes.handle_review(
            uuid_=uuid_, way=form.way.data, reason=form.reason.data, intended=form.intended.data, **who
        ),
    )


@bp.post("/<uuid_>/run-out")
@page("grade_review.run_out")
def run_out(uuid_: str) -> ResponseReturnValue:
    """期满."""
    return _do(
        uuid_,
        Step("run-out", mark("期满，转入下一步"), Form()),
        lambda **who: writes.run_out(uuid_=uuid_, **who),
    )


@bp.post("/<uuid_>/decide")
@page("grade_review.decide")
def decide(uuid_: str) -> ResponseReturnValue:
    """决定变更: by two people."""
    form = ChangeForm(prefix="decide-")
    return _do(
        uuid_,
        Step("decide", mark("决定变更"), form),
        lambda **who: writes.decide_review(
            uuid_=uuid_, verdict=form.verdict.data, reason=form.reason.data, **who
        ),
    )


def _do(uuid_: str, step: Step, write: Callable[..., Any]) -> ResponseReturnValue:
    queries.get_grading(uuid_, actor=current_actor(), procedure=PROCEDURE)
    return carry_out(
        step,
        lambda: write(actor=current_actor(), at=clock.now()),
        lambda tried: _page(uuid_, tried),
        done=mark("已办理。"),
        to=LIST + uuid_,
    )


def _offer(form: HandleForm, uuid_: str) -> HandleForm:
    row = queries.get_grading(uuid_, actor=current_actor(), procedure=PROCEDURE)
    options = [(0, say("撤销等级")), *((level, grade_name(row.kind, level)) for level in range(1, 5))]
    form.intended.choices = options
    return form


def _page(uuid_: str, tried: Step | None = None) -> str:
    actor = current_actor()
    row = queries.get_grading(uuid_, actor=actor, procedure=PROCEDURE)
    case = get_case(uuid_, actor=actor, on=clock.china_day(clock.now()))
    intended = row.data.get("intended")
    facts = [
        (say("机构"), {"text": row.facility, "href": f"/office/facilities/{row.facility_code}/credit"}),
        (say("复核原因"), say(CAUSES[row.data["cause"]])),
    ]
    if intended is not None:
        facts.append((say("拟变更为"), grade_name(row.kind, intended) if intended else say("撤销等级")))
    return render_template(
        "generic/detail.html",
        title=row.facility,
        over=say("等级复核"),
        meta=[state_of(case)],
        trail=[(say("等级复核"), LIST), (row.facility, "")],
        **case_page(case),
        address=LIST + uuid_,
        steps=with_tried(_steps(case, uuid_), tried),
        sections=[{"title": say("复核"), "facts": facts}, history(case)],
    )


def _steps(case: CaseFile, uuid_: str) -> list[Step]:
    told = mark("两人分别决定；第二人同意才生效。现场复核和告知的人不能决定。")
    handled = mark("问题轻微的先责令限期改正；降级或撤销之前告知机构，听取陈述。")
    handle = _offer(HandleForm(None, prefix="handle-"), uuid_)
    return case_steps(
        case,
        [
            (("record",), Step("record", mark("记录复核情况"), TextForm(None, prefix="record-"))),
            (("verify",), Step("verify", mark("核实改正"), VerifyForm(None, prefix="verify-"))),
            (("keep",), Step("handle", mark("处理复核结果"), handle, lead=handled)),
            (("overdue", "close_hearing"), Step("run-out", mark("期满，转入下一步"), Form())),
            (
                ("decide", "decide_again"),
                Step("decide", mark("决定变更"), ChangeForm(None, prefix="decide-"), lead=told),
            ),
        ],
    )
