"""The facility's own pages: what waits for it, its visits and corrections, its grades with their reasons, its papers."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.errors import NotFoundError
from supervision.queries import my
from supervision.queries.papers import list_papers
from supervision.queries.rectifications import get_order
from supervision.queries.signs import has_certificate
from supervision.queries.visits import list_visits
from supervision.texts import mark
from supervision.views.access import FACILITY, current_actor, page
from supervision.views.cases import case_page, state_of
from supervision.views.explained import frozen_file, stands_view, story_of
from supervision.views.papers import paper_answer

bp = Blueprint("my", __name__, url_prefix="/my")

LAYOUT = "layouts/my.html"
KINDS = {
    "drawn": mark("随机抽中的检查"),
    "joint": mark("每年一次的联合检查"),
    "special": mark("专项检查"),
    "case": mark("针对具体情况的检查"),
    "recheck": mark("复查"),
    "emergency": mark("应急检查"),
}
VISIT_STATES = {
    "noticed": (mark("已通知，等待检查"), "due"),
    "started": (mark("正在检查"), "now"),
    "recorded": (mark("已检查，等待审核"), "info"),
    "submitted": (mark("已检查，等待审核"), "info"),
    "confirmed": (mark("结果已确认"), "good"),
    "published": (mark("结果已公开"), "good"),
    "cancelled": (mark("已取消"), "closed"),
}
ITEM_STATES = {
    "open": (mark("等待改正"), "due"),
    "corrected": (mark("已报告，等待复查"), "info"),
    "verified": (mark("已改好"), "good"),
}


@bp.get("/")
@page(FACILITY)
def home() -> ResponseReturnValue:
    """首页: the clocks first, then where the facility stands."""
    actor, on = current_actor(), today()
    visits = list_visits(actor=actor, limit=3)
    return shown(
        "my/home.html",
        orders=[one for one in my.my_orders(actor, on) if one.row.closed_on is None],
        announced=my.announced_visits(actor, on),
        visits=visits,
        grades=my.my_grades(actor, on),
        papers=list_papers(actor=actor, limit=3),
        kinds=KINDS,
        visit_states=VISIT_STATES,
        may=actor.may,
    )


@bp.get("/rectifications/")
@page(FACILITY)
def orders() -> ResponseReturnValue:
    """整改: every order, those that wait for the facility first."""
    return shown("my/orders.html", orders=my.my_orders(current_actor(), today()))


@bp.get("/rectifications/<number>")
@page(FACILITY)
def order(number: str) -> ResponseReturnValue:
    """一份责令改正通知书: what to put right, until when, how to report it."""
    actor, on = current_actor(), today()
    file = get_order(number, actor=actor, on=on)
    left = next((one.left for one in my.my_orders(actor, on) if one.row.number == number), None)
    return shown(
        "my/order.html",
        file=file,
        left=left,
        state=state_of(file.case),
        case=case_page(file.case),
        may_report=actor.may("rectification.report") and file.case.option("report") is not None,
        item_states=ITEM_STATES,
        papers=list_papers(actor=actor, case=file.case.uuid),
    )


@bp.get("/visits/")
@page(FACILITY)
def visits() -> ResponseReturnValue:
    """检查: those the facility was told of."""
    rows = list_visits(actor=current_actor())
    return shown("my/visits.html", visits=rows, kinds=KINDS, states=VISIT_STATES)


@bp.get("/visits/<uuid>")
@page(FACILITY)
def visit(uuid: str) -> ResponseReturnValue:
    """一次检查: what comes, or what was found; how to object."""
    actor, on = current_actor(), today()
    found = my.my_visit(uuid, actor=actor, on=on)
    return shown(
        "my/visit.html",
        visit=found,
        kind=KINDS[found.row.kind],
        state=VISIT_STATES[found.row.state],
        item_states=ITEM_STATES,
        papers=list_papers(actor=actor, case=found.case),
        objection_state=state_of(found.objection.case) if found.objection else None,
        may_object=actor.may("objection.file"),
    )


@bp.get("/ratings/")
@page(FACILITY)
def ratings() -> ResponseReturnValue:
    """评价: each grade, why, and what would lift it."""
    actor, on = current_actor(), today()
    return shown(
        "my/ratings.html",
        grades=[stands_view(each) for each in my.my_grades(actor, on)],
        certified=has_certificate(my.own_facility(actor).code, actor=actor, on=on),
    )


@bp.get("/ratings/<scheme>")
@page(FACILITY)
def rating(scheme: str) -> ResponseReturnValue:
    """一项评价: why, what changed since, what would lift it, what comes."""
    own = my.own_facility(current_actor())
    if scheme not in my.public_schemes(today()):
        raise NotFoundError("没有这项评价。", remedy="请从评价列表中选择。")
    return shown("my/rating.html", score=story_of(scheme, own.code), address=f"/my/ratings/{scheme}")


@bp.get("/ratings/sheets/<sha256>.json")
@page(FACILITY)
def sheet(sha256: str) -> ResponseReturnValue:
    """封存件: a score with its facts and rules, to be worked out again by anybody."""
    return frozen_file(sha256, my.own_facility(current_actor()).code, my.public_schemes(today()))


@bp.get("/papers/")
@page(FACILITY)
def papers() -> ResponseReturnValue:
    """文书: everything that was issued to the facility."""
    return shown("my/papers.html", papers=list_papers(actor=current_actor()))


@bp.get("/papers/<number>.pdf")
@page(FACILITY)
def paper(number: str) -> ResponseReturnValue:
    """文书 PDF: the Chinese one is the paper itself; English is a reading aid."""
    return paper_answer(number)


def today() -> Any:
    """Return the legal day."""
    return clock.china_day(clock.now())


def shown(template: str, **values: Any) -> str:
    """Render a page of the facility with its name above."""
    own = my.own_facility(current_actor())
    return render_template(template, own=own, facility_name=own.name, **values)
