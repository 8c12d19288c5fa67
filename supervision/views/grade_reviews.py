"""Re-checks of grades in force: the yearly sample and forced ones, correction, downgrade, withdrawal."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.actor import Actor
from supervision.filters import write_text
from supervision.forms.gradings import CAUSES, ChangeForm, HandleForm, OpenReviewForm, TextForm, VerifyForm
from supervision.queries import grade_reviews as reviews
from supervision.queries import gradings as queries
from supervision.queries.cases import CaseFile
from supervision.texts import mark
from supervision.usecases import grade_reviews as writes
from supervision.views._cases import Act, CasePages
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.papers import papers_of
from supervision.views.points import grade_name
from supervision.views.steps import Step, form_page, say

bp = Blueprint("grade_reviews", __name__, url_prefix="/office/grade-reviews")

LIST = "/office/grade-reviews/"
PROCEDURE = "grade_review"


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """等级复核一览, with the duty of the year."""
    actor, everything = current_actor(), request.args.get("show") == "all"
    duty = reviews.recheck_duty(actor=actor, on=clock.china_day(clock.now()))
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
        actions=[*_drawn(actor), new] if actor.may("grade_review.open") else [],
    )


def _drawn(actor: Actor) -> list[dict[str, Any]]:
    """Return a button for each draw whose selected facilities wait for their re-check."""
    return [
        {
            "text": say(
                "提起第 {serial} 号抽取抽中的 {count} 家", serial=each.serial, count=len(each.waiting)
            ),
            "href": f"{LIST}drawn/{each.serial}",
            "tone": "main",
            "post": True,
        }
        for each in reviews.drawn_samples(actor=actor)
    ]


@bp.post("/drawn/<int:serial>")
@page("grade_review.open_drawn")
def open_drawn(serial: int) -> ResponseReturnValue:
    """按抽取结果提起复核."""
    made = writes.open_drawn(serial=serial, actor=current_actor(), at=clock.now())
    flash(say("已提起 {count} 件复核。", count=len(made)), "good")
    return redirect(LIST, code=303)


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


def _find(key: str, *, actor: Actor) -> queries.GradingRow:
    return queries.get_grading(key, actor=actor, procedure=PROCEDURE)


def _offer(form: HandleForm, row: queries.GradingRow) -> None:
    grades = ((level, grade_name(row.kind, level)) for level in range(1, 5))
    form.intended.choices = [(0, say("撤销等级")), *grades]


ACTS = (
    Act("record", mark("记录复核情况"), ("record",), "grade_review.record", form=TextForm,
        write=lambda key, form, **who: writes.record_review(uuid_=key, found=form.text.data, **who)),
    Act("verify", mark("核实改正"), ("verify",), "grade_review.record", form=VerifyForm,
        write=lambda key, form, **who: writes.record_review(
            uuid_=key, found=form.reason.data, verdict=form.verdict.data, **who)),
    Act("handle", mark("处理复核结果"), ("keep",), "grade_review.handle", form=HandleForm, prepare=_offer,
        lead=mark("问题轻微的先责令限期改正；降级或撤销之前告知机构，听取陈述。"),
        write=lambda key, form, **who: writes.handle_review(
            uuid_=key, way=form.way.data, reason=form.reason.data, intended=form.intended.data, **who)),
    Act("run-out", mark("期满，转入下一步"), ("overdue", "close_hearing"), "grade_review.run_out",
        write=lambda key, _, **who: writes.run_out(uuid_=key, **who)),
    Act("decide", mark("决定变更"), ("decide", "decide_again"), "grade_review.decide", form=ChangeForm,
        lead=mark("两人分别决定；第二人同意才生效。现场复核和告知的人不能决定。"),
        write=lambda key, form, **who: writes.decide_review(
            uuid_=key, verdict=form.verdict.data, reason=form.reason.data, **who)),
)  # fmt: skip


def _draw(row: queries.GradingRow, _: CaseFile) -> dict[str, Any]:
    intended = row.data.get("intended")
    facts = [
        (say("机构"), {"text": row.facility, "href": f"/office/facilities/{row.facility_code}/credit"}),
        (say("复核原因"), say(CAUSES[row.data["cause"]])),
    ]
    if intended is not None:
        facts.append((say("拟变更为"), grade_name(row.kind, intended) if intended else say("撤销等级")))
    return {
        "title": row.facility,
        "over": say("等级复核"),
        "trail": [(say("等级复核"), LIST), (row.facility, "")],
        "sections": [{"title": say("复核"), "facts": facts}, papers_of(row.uuid)],
    }


CASES = CasePages(bp, LIST, find=_find, draw=_draw, acts=ACTS)
