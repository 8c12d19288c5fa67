"""Credit repair: applications of facilities, accepted by one and decided by another."""

from functools import partial
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.actor import Actor
from supervision.filters import write_text
from supervision.forms.base import ReasonForm
from supervision.forms.credit import RepairForm
from supervision.queries import repairs as queries
from supervision.queries.cases import CaseFile
from supervision.texts import mark
from supervision.usecases.repairs import decide_repair
from supervision.views._cases import Act, CasePages
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.entries import entry_section
from supervision.views.papers import papers_of
from supervision.views.steps import say

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


def _find(key: str, *, actor: Actor) -> queries.RepairFile:
    return queries.get_repair(key, actor=actor, on=_today())


def _decide(key: str, form: Any, *, verdict: str, **who: Any) -> None:
    answer = form.reason.data if "reason" in form else ""
    decide_repair(uuid_=key, verdict=verdict, answer=answer or "", **who)


ACTS = (
    Act("accept", mark("受理申请"), ("accept",), "repair.decide", write=partial(_decide, verdict="accept")),
    Act("turn_away", mark("不予受理"), ("turn_away",), "repair.decide", form=ReasonForm, danger=True,
        write=partial(_decide, verdict="turn_away")),
    Act("decide", mark("决定修复"), ("grant",), "repair.decide", form=RepairForm,
        lead=mark("受理人不能决定。同意之后，记录从各处撤下。"),
        write=lambda key, form, **who: _decide(key, form, verdict=form.verdict.data, **who)),
    Act("extend", mark("延长办理期限"), ("extend",), "repair.decide", form=ReasonForm,
        write=partial(_decide, verdict="extend")),
)  # fmt: skip


def _draw(file: queries.RepairFile, _: CaseFile) -> dict[str, Any]:
    return {
        "title": file.facility,
        "over": say("信用修复"),
        "lead": file.entry.title,
        "trail": [(say("信用修复"), LIST), (file.facility, "")],
        "sections": [_facts(file), entry_section(file.entry, _today()), papers_of(file.uuid)],
    }


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


CASES = CasePages(bp, LIST, find=_find, draw=_draw, acts=ACTS, settled=BY_FORM)
