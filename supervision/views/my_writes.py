"""What a facility writes itself: a report of what it put right, an objection, words to families. One question a page."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.errors import InputError
from supervision.forms.my import ObjectionForm, ReplyForm, ReportForm
from supervision.queries import my
from supervision.queries.rectifications import get_order
from supervision.texts import mark
from supervision.usecases import objections, rectifications
from supervision.views.access import current_actor, page
from supervision.views.my import LAYOUT, today
from supervision.views.steps import Step, form_page, say
from supervision.views.uploads import kept

bp = Blueprint("my_writes", __name__, url_prefix="/my")


@bp.route("/rectifications/<number>/report", methods=["GET", "POST"])
@page("rectification.report")
def report(number: str) -> ResponseReturnValue:
    """报告整改情况: what was done, with photos or files."""
    actor, at = current_actor(), clock.now()
    file = get_order(number, actor=actor, on=today())
    form = ReportForm()

    def write() -> str:
        evidence = kept(form.evidence.data)
        text = (form.text.data or "").strip()
        rectifications.report_rectification(number=number, text=text, evidence=evidence, actor=actor, at=at)
        return f"/my/rectifications/{number}"

    step = Step(
        "report",
        mark("报告整改情况"),
        form,
        hints={
            "text": mark("逐项写：哪一项，怎样改的，哪天改好的。不写老人的姓名。"),
            "evidence": mark("可以一次选多个：JPEG、PNG、WebP 照片或 PDF，每个不超过 32 MB。"),
        },
    )
    return form_page(
        step, write, done=mark("已送交。接下来由检查人员复查，结果会出现在这里。"), upload=True,
        template="my/report.html", file=file, over=number, **_frame((say("整改"), "/my/rectifications/"), (number, f"/my/rectifications/{number}")),
    )  # fmt: skip


@bp.route("/visits/<uuid>/objection", methods=["GET", "POST"])
@page("objection.file")
def objection(uuid: str) -> ResponseReturnValue:
    """提出异议: against the confirmed result of a visit."""
    actor, at = current_actor(), clock.now()
    visit = my.my_visit(uuid, actor=actor, on=today())
    form = ObjectionForm()

    def write() -> str:
        if visit.row.confirmed_on is None:
            raise InputError("visit", mark("检查结果还没有确认，现在还不能提出异议。"))
        if visit.objection is not None:
            raise InputError(
                "visit", mark("对这次检查已经提出过异议。"), mark("请在检查的页面上查看办理情况。")
            )
        objections.file_objection(
            facility_code=visit.row.facility_code,
            against_kind="result",
            against=visit.against,
            text=(form.text.data or "").strip(),
            told_on=visit.row.confirmed_on,
            actor=actor,
            at=at,
        )
        return f"/my/visits/{uuid}"

    step = Step(
        "objection",
        mark("提出异议"),
        form,
        hints={"text": mark("写明哪一项、您认为事实是怎样的、有什么可以证明。")},
    )
    return form_page(
        step, write, done=mark("异议已提交。由没有参与这次检查的人员办理。"), template="my/objection.html", visit=visit,
        over=visit.row.number, **_frame((say("检查"), "/my/visits/"), (visit.row.number, f"/my/visits/{uuid}")),
    )  # fmt: skip


@bp.route("/reply", methods=["GET", "POST"])
@page("reply.publish")
def reply() -> ResponseReturnValue:
    """公开回应: the facility's own words on its public page."""
    actor, at, form = current_actor(), clock.now(), ReplyForm()

    def write() -> str:
        code = my.own_facility(actor).code
        objections.publish_reply(facility_code=code, text=(form.text.data or "").strip(), actor=actor, at=at)
        return "/my/"

    step = Step(
        "reply",
        mark("公开回应"),
        form,
        lead=mark("您的话会出现在公示网站本机构的页面上，注明是机构自己的话，下次发布时更新。"),
        hints={"text": mark("最多 600 字。不写老人、家属和检查人员的姓名。")},
    )
    return form_page(
        step, write, done=mark("已收到。下次发布后出现在公示网站上。"), **_frame((say("首页"), "/my/"))
    )


def _frame(*trail: tuple[str, str]) -> dict[str, Any]:
    own = my.own_facility(current_actor())
    return {"layout": LAYOUT, "own": own, "facility_name": own.name, "trail": list(trail)}
