"""Administrative penalties: list, and recording one as it was served."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.filters import write_text
from supervision.forms.base import ReasonForm
from supervision.forms.credit import PENALTY_KINDS, TIERS, PenaltyForm, PerformedForm
from supervision.queries.credit import PenaltyRow, get_penalty, list_penalties
from supervision.queries.entries import penalty_entry
from supervision.rulebook import rulebook
from supervision.texts import mark
from supervision.usecases.penalties import (
    FEN_PER_YUAN,
    NewPenalty,
    perform_penalty,
    record_penalty,
    withdraw_penalty,
)
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.entries import entry_section
from supervision.views.steps import Step, allowed, carry_out, form_page, listed, say, with_tried

bp = Blueprint("penalties", __name__, url_prefix="/office/penalties")

LIST = "/office/penalties/"
HINTS = {
    "tier": mark("按处罚种类、金额和领域由规则判定；规则没有给出数额的，才由您选择。"),
    "violation_ended_on": mark("填写后核对追究时效。"),
    "harm": mark("领域涉及生命健康安全或者金融安全，立案时已超过一般追究时效的，必须选择。"),
    "hearing_offered": mark(
        "较重的处罚之前应当告知；罚款、没收数额较大的也应当告知，规则没有载入当地数额标准的，由您按当地规定判断。"
    ),
    "ban_until": mark("限制从业、限制经营等有期限的处罚填写。"),
}
CITABLE = ("law", "regulation", "rule", "local-regulation")


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """行政处罚一览."""
    actor = current_actor()
    new = {"text": say("记录行政处罚"), "href": LIST + "new", "tone": "main"}
    return render_template(
        "generic/list.html",
        title=say("行政处罚"),
        lead=say("决定书送达之后记录；公开期限由当时的规则得出，到期自动移除。"),
        columns=penalty_columns(),
        rows=[penalty_cells(row) for row in list_penalties(actor=actor, text=request.args.get("text", "").strip())],
        empty_text=say("没有行政处罚记录。"),
        filters=[{"name": "text", "label": say("机构名称或文号"), "kind": "search"}],
        actions=[new] if actor.may("penalty.record") else [],
    )  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@page("penalty.record")
def record() -> ResponseReturnValue:
    """记录行政处罚."""
    form = PenaltyForm(prefix="penalty-", data={"facility_code": request.args.get("facility", "")})
    laws = rulebook().laws.values()
    form.law.choices = [(law.id, write_text(law.name, language())) for law in laws if law.level in CITABLE]

    def write() -> str:
        penalty = _penalty(form)
        record_penalty(penalty=penalty, actor=current_actor(), at=clock.now())
        return f"/office/facilities/{penalty.facility_code}/credit"

    step = Step("new", mark("记录行政处罚"), form, hints=HINTS)
    return form_page(step, write, trail=[(say("行政处罚"), LIST)], done=mark("已记录，公开期限已算好。"))


@bp.get("/<uuid_>")
@page(OFFICE)
def show(uuid_: str) -> ResponseReturnValue:
    """行政处罚: what was decided, how long it is shown and why, from when it may be repaired."""
    return _page(uuid_)


@bp.post("/<uuid_>/perform")
@page("penalty.perform")
def perform(uuid_: str) -> ResponseReturnValue:
    """登记履行."""
    form = PerformedForm(prefix="perform-")
    return _do(
        uuid_,
        Step("perform", mark("登记履行"), form),
        lambda **who: perform_penalty(
            uuid_=uuid_, performed_on=form.performed_on.data, corrected_on=form.corrected_on.data, **who
        ),
    )


@bp.post("/<uuid_>/withdraw")
@page("penalty.withdraw")
def withdraw(uuid_: str) -> ResponseReturnValue:
    """撤回处罚信息."""
    form = ReasonForm(prefix="withdraw-")
    step = Step("withdraw", mark("撤回处罚信息"), form, danger=True)
    return _do(uuid_, step, lambda **who: withdraw_penalty(uuid_=uuid_, reason=form.reason.data, **who))


def _do(uuid_: str, step: Step, write: Callable[..., Any]) -> ResponseReturnValue:
    get_penalty(uuid_, actor=current_actor())
    return carry_out(
        step,
        lambda: write(actor=current_actor(), at=clock.now()),
        lambda tried: _page(uuid_, tried),
        done=mark("已办理。"),
        to=LIST + uuid_,
    )


def _page(uuid_: str, tried: Step | None = None) -> str:
    actor, today = current_actor(), clock.china_day(clock.now())
    row, entry = get_penalty(uuid_, actor=actor), penalty_entry(uuid_, actor=actor, on=today)
    steps = []
    if entry is not None:
        told = mark("登记之后，机构可以按期申请信用修复。")
        steps = [("penalty.perform", Step("perform", mark("登记履行"), PerformedForm(None, prefix="perform-"), lead=told)),
                 ("penalty.withdraw", Step("withdraw", mark("撤回处罚信息"), ReasonForm(None, prefix="withdraw-"), lead=mark("处罚决定被变更、撤销或者确认违法、无效的，撤回并公开说明理由。"), danger=True))]  # fmt: skip
    return render_template(
        "generic/detail.html",
        title=row.facility,
        over=row.number,
        lead=row.violation,
        trail=[(say("行政处罚"), LIST), (row.number, "")],
        address=LIST + uuid_,
        steps=with_tried(allowed(actor, steps), tried),
        sections=[_facts(row), *([entry_section(entry, today)] if entry else [])],
    )


def _facts(row: PenaltyRow) -> dict[str, Any]:
    return {
        "title": say("处罚决定"),
        "facts": [
            (say("机构"), {"text": row.facility, "href": f"/office/facilities/{row.facility_code}/credit"}),
            (say("违法事实"), row.facts),
            (say("处罚内容"), row.content),
            (say("依据"), listed(f"{write_text(law, language())} {article}".strip() for law, article in row.basis)),
            (say("决定机关"), row.organ),
            (say("决定日期"), {"day": row.decided_on}),
            (say("失信程度"), say(TIERS[row.tier])),
            (say("履行完毕日期"), {"day": row.performed_on}),
        ],
    }  # fmt: skip


def _penalty(form: PenaltyForm) -> NewPenalty:
    same = (
        "number", "violation", "facts", "content", "decided_on", "performed_on", "corrected_on", "ban_until",
        "violation_ended_on", "opened_on", "sector", "simple", "hearing_offered", "tier", "organ",
    )  # fmt: skip
    return NewPenalty(
        **{name: form[name].data for name in same},
        facility_code=form.facility_code.data.strip().upper(),
        basis=({"law": form.law.data, "article": form.article.data.strip()},),
        kinds=tuple(form.kinds.data),
        fine_fen=_fen(form.fine_yuan.data),
        forfeited_fen=_fen(form.forfeited_yuan.data),
        harmed={"yes": True, "no": False}.get(form.harm.data),
    )


def _fen(yuan: Decimal | None) -> int:
    return int((yuan or Decimal(0)) * FEN_PER_YUAN)


def penalty_columns() -> list[Any]:
    """Return the heads of a table of penalties, the facility first."""
    return [say("机构"), say("违法行为"), say("处罚"), say("依据"), say("决定日期"), say("公开至")]


def penalty_cells(row: PenaltyRow) -> list[Any]:
    """Return the cells of one penalty, the facility first."""
    return [
        {"text": row.facility, "href": f"/office/facilities/{row.facility_code}/credit"},
        {"text": row.violation, "hint": row.number, "href": LIST + row.uuid},
        {"text": row.content, "hint": listed(say(PENALTY_KINDS.get(kind, kind)) for kind in row.kinds)},
        listed(f"{write_text(law, language())} {article}".strip() for law, article in row.basis),
        {"text": str(row.decided_on), "hint": say(TIERS[row.tier])},
        {"day": row.public_until} if row.public_until else say("不公开"),
    ]
