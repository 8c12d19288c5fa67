"""Administrative penalties: list, and recording one as it was served."""

from decimal import Decimal
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.filters import write_text
from supervision.forms.credit import PENALTY_KINDS, TIERS, PenaltyForm
from supervision.queries.credit import PenaltyRow, list_penalties
from supervision.rulebook import rulebook
from supervision.texts import mark
from supervision.usecases.penalties import FEN_PER_YUAN, NewPenalty, record_penalty
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.steps import Step, form_page, listed, say

bp = Blueprint("penalties", __name__, url_prefix="/office/penalties")

LIST = "/office/penalties/"
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

    step = Step("new", mark("记录行政处罚"), form, hints={"tier": mark("按本领域的分类标准；决定公开多久。")})
    return form_page(step, write, trail=[(say("行政处罚"), LIST)], done=mark("已记录，公开期限已算好。"))


def _penalty(form: PenaltyForm) -> NewPenalty:
    same = ("number", "violation", "facts", "content", "decided_on", "performed_on", "tier", "organ")
    return NewPenalty(
        **{name: form[name].data for name in same},
        facility_code=form.facility_code.data.strip().upper(),
        basis=({"law": form.law.data, "article": form.article.data.strip()},),
        kinds=tuple(form.kinds.data),
        fine_fen=_fen(form.fine_yuan.data),
        forfeited_fen=_fen(form.forfeited_yuan.data),
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
        {"text": row.violation, "hint": row.number},
        {"text": row.content, "hint": listed(say(PENALTY_KINDS.get(kind, kind)) for kind in row.kinds)},
        listed(f"{write_text(law, language())} {article}".strip() for law, article in row.basis),
        {"text": str(row.decided_on), "hint": say(TIERS[row.tier])},
        {"day": row.public_until} if row.public_until else say("不公开"),
    ]
