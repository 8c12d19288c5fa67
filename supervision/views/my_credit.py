"""A facility's own credit: until when each entry is shown, from when it may be repaired, what is missing; and objecting."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.errors import InputError
from supervision.filters import write_text
from supervision.forms.credit import StatementForm
from supervision.forms.my import ObjectionForm, RepairForm
from supervision.queries import my_credit as queries
from supervision.queries.cases import get_case
from supervision.queries.listings import ListingRow, get_listing, list_listings
from supervision.queries.my import own_facility
from supervision.queries.repairs import get_repair
from supervision.texts import mark
from supervision.usecases import objections, repairs
from supervision.usecases.listings import record_statement
from supervision.views.access import FACILITY, current_actor, language, page
from supervision.views.cases import case_page, state_of
from supervision.views.entries import KINDS, laws_of, missing, still_open, way_out
from supervision.views.list_sections import LIST_NAMES
from supervision.views.my import LAYOUT, shown, today
from supervision.views.steps import Step, form_page, say
from supervision.views.uploads import kept

bp = Blueprint("my_credit", __name__, url_prefix="/my/credit")

LIST = "/my/credit/"
STATING = ("state_case", "answer")  # moves by which a facility is heard about an entry


@bp.get("/")
@page(FACILITY)
def index() -> ResponseReturnValue:
    """信用: every entry with its way out, every award that holds."""
    actor, on = current_actor(), today()
    return shown(
        "my/credit.html",
        entries=[_told(one, on) for one in queries.my_entries(actor, on)],
        awards=queries.my_awards(actor, on),
        intended=[
            _intended(row, on) for row in list_listings(actor=actor, open_only=True) if _may_state(row, on)
        ],
        state_of=state_of,
        may=actor.may,
    )


def _may_state(row: ListingRow, on: Any) -> bool:
    option = get_case(row.uuid, actor=current_actor(), on=on).option(*STATING)
    return option is not None and option.is_mine


def _intended(row: ListingRow, on: Any) -> dict[str, Any]:
    case = get_case(row.uuid, actor=current_actor(), on=on)
    return {
        "row": row,
        "name": say(LIST_NAMES[row.list_kind]),
        "state": state_of(case),
        "clocks": case_page(case)["clocks"],
    }


@bp.route("/listing/<key>/statement", methods=["GET", "POST"])
@page("listing.record_statement")
def statement(key: str) -> ResponseReturnValue:
    """陈述申辩: before an entry is decided, or before one ends."""
    actor = current_actor()
    row = get_listing(key, actor=actor)
    form, own = StatementForm(), own_facility(actor)

    def write() -> str:
        record_statement(uuid_=key, text=form.text.data.strip(), actor=actor, at=clock.now())
        return LIST

    step = Step(
        "statement",
        mark("陈述申辩"),
        form,
        lead=mark("写明事实、理由和证据。陈述申辩不会加重处理；机关须听取之后才能决定。"),
    )
    return form_page(
        step, write, done=mark("已送交。决定作出之前，机关须考虑您的意见。"), layout=LAYOUT, own=own, facility_name=own.name,
        over=row.cause, trail=[(say("信用"), LIST)],
    )  # fmt: skip


def _told(one: queries.MyEntry, on: Any) -> dict[str, Any]:
    entry = one.entry
    return {
        "entry": entry,
        "dispute": one.dispute,
        "kind": say(KINDS[entry.kind]),
        "state": way_out(entry, on),
        "missing": missing(entry),
        "open": still_open(entry),
        "laws": laws_of(entry.rules),
        "may_apply": entry.may_apply(on),
    }


@bp.route("/<kind>/<key>/repair", methods=["GET", "POST"])
@page("repair.apply")
def repair(kind: str, key: str) -> ResponseReturnValue:
    """申请信用修复: a commitment and proof of performance."""
    actor, on = current_actor(), today()
    one = queries.my_disputable(kind, key, actor, on)
    form = RepairForm()

    def write() -> str:
        evidence = kept(form.evidence.data)
        repairs.apply_repair(
            facility_code=own_facility(actor).code,
            against_kind=kind,
            against=key,
            commitment=(form.text.data or "").strip(),
            evidence=evidence,
            actor=actor,
            at=clock.now(),
        )
        return LIST

    step = Step(
        "repair",
        mark("申请信用修复"),
        form,
        lead=mark("材料只要两样：信用承诺，和履行义务的证明。由作出决定的机关办理，不收费。"),
        hints={
            "text": mark("写明已经怎样改正，承诺今后怎样做。"),
            "evidence": mark("可以一次选多个：JPEG、PNG、WebP 照片或 PDF，每个不超过 32 MB。"),
        },
    )
    return form_page(step, write, done=mark("申请已送交。办理情况出现在这里。"), upload=True, **_frame(one))


@bp.route("/<kind>/<key>/objection", methods=["GET", "POST"])
@page("objection.file")
def objection(kind: str, key: str) -> ResponseReturnValue:
    """提出异议: against a penalty, a listing or an award."""
    actor, on = current_actor(), today()
    one = queries.my_disputable(kind, key, actor, on)
    form = ObjectionForm()

    def write() -> str:
        if one.objection is not None:
            raise InputError("record", mark("对这条记录已经提出过异议。"), mark("请查看办理情况。"))
        objections.file_objection(
            facility_code=own_facility(actor).code,
            against_kind=kind,
            against=one.record,
            text=(form.text.data or "").strip(),
            told_on=one.told_on,
            actor=actor,
            at=clock.now(),
        )
        return LIST

    step = Step(
        "objection",
        mark("提出异议"),
        form,
        lead=mark("由没有参与这项决定的人员办理。办理期间，公示页面注明“有异议”；提出异议不会加重处理。"),
        hints={"text": mark("写明哪一点有误、您认为事实是怎样的、有什么可以证明。")},
    )
    return form_page(step, write, done=mark("异议已提交。"), **_frame(one))


@bp.post("/repairs/<uuid_>/withdraw")
@page("repair.withdraw")
def withdraw(uuid_: str) -> ResponseReturnValue:
    """撤回修复申请."""
    actor = current_actor()
    get_repair(uuid_, actor=actor, on=today())
    repairs.withdraw_repair(uuid_=uuid_, actor=actor, at=clock.now())
    flash(say("申请已撤回。"), "good")
    return redirect(LIST, code=303)


def _frame(one: queries.Disputable) -> dict[str, Any]:
    own = own_facility(current_actor())
    return {
        "layout": LAYOUT,
        "own": own,
        "facility_name": own.name,
        "over": write_text(one.title, language()),
        "trail": [(say("信用"), LIST)],
    }
