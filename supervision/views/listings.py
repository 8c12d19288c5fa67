"""Red and black list: proposed, told, heard, decided by two, published, ended: as the procedure file says."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from scoring.rulebook import Confidence
from supervision import clock
from supervision.config import Config
from supervision.evidence import EvidenceStore
from supervision.filters import write_text
from supervision.forms.base import Form, ReasonForm
from supervision.forms.credit import EndForm, ListingForm, ServeForm, StatementForm, VerdictForm
from supervision.queries import listings as queries
from supervision.queries.cases import CaseFile, get_case
from supervision.texts import mark
from supervision.usecases import listings as writes
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.cases import case_page, case_steps, history, state_of
from supervision.views.list_sections import conditions_section, measures_section
from supervision.views.papers import papers_of
from supervision.views.steps import Step, carry_out, form_page, listed, say, with_tried

bp = Blueprint("listings", __name__, url_prefix="/office/listings")

LIST = "/office/listings/"
LIST_NAMES = {"red": mark("红名单"), "black": mark("失信惩戒对象名单")}
BY_FORM = ("listing-not-served", "listing-duties-open", "listing-ground-stands")


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """名单一览."""
    actor, kind = current_actor(), request.args.get("list", "")
    everything = request.args.get("show") == "all"
    rows = queries.list_listings(actor=actor, list_kind=kind, open_only=not everything)
    new = {"text": say("提出列入"), "href": LIST + "new", "tone": "main"}
    return render_template(
        "generic/list.html",
        title=say("名单"),
        lead=say("列入之前先告知、听取陈述，由两人决定；移出之后只留编号和日期。"),
        columns=[say("机构"), say("名单"), say("事由"), say("起"), say("止"), say("状态")],
        rows=[_cells(row) for row in rows],
        empty_text=say("没有办理中或在列的记录。"),
        chips=[(say("办理中和在列"), "?", not everything, None), (say("全部"), "?show=all", everything, None)],
        filters=[{"name": "list", "label": say("名单"), "options": [(key, say(LIST_NAMES[key])) for key in LIST_NAMES]}],
        actions=[new] if actor.may("listing.propose") else [],
    )  # fmt: skip


@bp.get("/<uuid_>")
@page(OFFICE)
def show(uuid_: str) -> ResponseReturnValue:
    """名单记录: path, clocks, basis, measures."""
    return _page(uuid_)


@bp.route("/new", methods=["GET", "POST"])
@page("listing.propose")
def propose() -> ResponseReturnValue:
    """提出列入: under a criterion of the rule files, with evidence."""
    form, today = (
        ListingForm(data={"facility_code": request.args.get("facility", "")}),
        clock.china_day(clock.now()),
    )
    kinds = {key: kind for kind, key, _ in queries.criteria(today)}
    form.rule.choices = [
        (key, f"{say(LIST_NAMES[kind])} · {write_text(name, language())}")
        for kind, key, name in queries.criteria(today)
    ]

    def write() -> str:
        return LIST + writes.propose_listing(
            list_kind=kinds[form.rule.data],
            facility_code=form.facility_code.data.strip().upper(),
            rule=form.rule.data,
            cause=form.cause.data.strip(),
            evidence=_kept(form.evidence.data),
            actor=current_actor(),
            at=clock.now(),
        )

    step = Step("new", mark("提出列入"), form, hints={"evidence": mark("PDF 或图片，可选多个。")})
    done = mark("已提出。下一步：送达告知书。")
    return form_page(step, write, trail=[(say("名单"), LIST)], done=done, upload=True)


@bp.post("/<uuid_>/serve")
@page("listing.serve_notice")
def serve(uuid_: str) -> ResponseReturnValue:
    """送达告知书."""
    form = ServeForm(prefix="serve-")
    step = Step("serve", mark("登记送达"), form)
    return _do(
        uuid_, step, lambda **who: writes.serve_notice(uuid_=uuid_, served_on=form.served_on.data, **who)
    )


@bp.post("/<uuid_>/statement")
@page("listing.record_statement")
def statement(uuid_: str) -> ResponseReturnValue:
    """记录陈述申辩."""
    form = StatementForm(prefix="statement-")
    step = Step("statement", mark("记录陈述申辩"), form)
    return _do(uuid_, step, lambda **who: writes.record_statement(uuid_=uuid_, text=form.text.data, **who))


@bp.post("/<uuid_>/close")
@page("listing.close_hearing")
def close(uuid_: str) -> ResponseReturnValue:
    """期满: nothing more was said in time."""
    step = Step("close", mark("期满，转入决定"), Form())
    return _do(uuid_, step, lambda **who: writes.close_hearing(uuid_=uuid_, **who))


@bp.post("/<uuid_>/decide")
@page("listing.decide")
def decide(uuid_: str) -> ResponseReturnValue:
    """决定: by two people."""
    form = VerdictForm(prefix="decide-")

    def write(**who: Any) -> str:
        return writes.decide_listing(uuid_=uuid_, verdict=form.verdict.data, reason=form.reason.data, **who)

    return _do(uuid_, Step("decide", mark("决定"), form), write)


@bp.post("/<uuid_>/publish")
@page("listing.publish")
def publish(uuid_: str) -> ResponseReturnValue:
    """公布."""
    step = Step("publish", mark("公布"), Form())
    return _do(uuid_, step, lambda **who: writes.publish_listing(uuid_=uuid_, **who))


@bp.post("/<uuid_>/end")
@page("listing.end")
def end(uuid_: str) -> ResponseReturnValue:
    """移出: after credit repair, or because the ground fell."""
    form = EndForm(prefix="end-")

    def write(**who: Any) -> None:
        kept = _kept(form.evidence.data)
        writes.end_listing(uuid_=uuid_, way=form.way.data, reason=form.reason.data, evidence=kept, **who)

    return _do(uuid_, Step("end", mark("移出名单"), form, danger=True), write)


@bp.post("/<uuid_>/propose_end")
@page("listing.propose_end")
def propose_end(uuid_: str) -> ResponseReturnValue:
    """提出移出: a condition of the red list fails."""
    form = ReasonForm(prefix="propose_end-")
    step = Step("propose_end", mark("提出移出"), form, danger=True)
    return _do(uuid_, step, lambda **who: writes.propose_end(uuid_=uuid_, reason=form.reason.data, **who))


@bp.post("/<uuid_>/keep")
@page("listing.keep")
def keep(uuid_: str) -> ResponseReturnValue:
    """保留在列."""
    form = ReasonForm(prefix="keep-")
    step = Step("keep", mark("保留在列"), form)
    return _do(uuid_, step, lambda **who: writes.keep_listing(uuid_=uuid_, reason=form.reason.data, **who))


def _do(uuid_: str, step: Step, write: Callable[..., Any]) -> ResponseReturnValue:
    queries.get_listing(uuid_, actor=current_actor())
    return carry_out(
        step,
        lambda: write(actor=current_actor(), at=clock.now()),
        lambda tried: _page(uuid_, tried),
        done=mark("已办理。"),
        to=LIST + uuid_,
    )


def _kept(files: Any) -> tuple[str, ...]:
    """Keep the files that were sent and return their SHA-256."""
    config: Config = current_app.config["MINGJING"]
    store = EvidenceStore(config.evidence)
    return tuple(store.put(content) for each in files or () if each and (content := each.read()))


def _page(uuid_: str, tried: Step | None = None) -> str:
    actor = current_actor()
    row = queries.get_listing(uuid_, actor=actor)
    case = get_case(uuid_, actor=actor, on=clock.china_day(clock.now()))
    return render_template(
        "generic/detail.html",
        title=row.facility,
        over=say(LIST_NAMES[row.list_kind]),
        lead=row.cause,
        meta=[state_of(case), row.number],
        trail=[(say("名单"), LIST), (row.facility, "")],
        **case_page(case),
        address=LIST + uuid_,
        steps=with_tried(_steps(case), tried),
        sections=[
            _facts(row),
            measures_section(row),
            *conditions_section(row),
            papers_of(uuid_),
            history(case),
        ],
    )


def _steps(case: CaseFile) -> list[Step]:
    told = mark("两人分别决定；第二人同意才生效。提出人不能决定。")
    return case_steps(
        case,
        [
            (("serve_notice",), Step("serve", mark("登记送达"), ServeForm(None, prefix="serve-"))),
            (
                ("state_case",),
                Step("statement", mark("记录陈述申辩"), StatementForm(None, prefix="statement-")),
            ),
            (("close_hearing", "close_notice"), Step("close", mark("期满，转入决定"), Form())),
            (
                ("decide_again", "decide"),
                Step("decide", mark("决定"), VerdictForm(None, prefix="decide-"), lead=told),
            ),
            (("publish",), Step("publish", mark("公布"), Form())),
            (
                ("propose_end",),
                Step("propose_end", mark("提出移出"), ReasonForm(None, prefix="propose_end-"), danger=True),
            ),
            (("keep",), Step("keep", mark("保留在列"), ReasonForm(None, prefix="keep-"))),
            (("repair", "revoke"), Step("end", mark("移出名单"), EndForm(None, prefix="end-"), danger=True)),
        ],
        settled=BY_FORM,
    )


def _facts(row: queries.ListingRow) -> dict[str, Any]:
    basis = [f"{write_text(law, language())} {article}".strip() for law, article, _ in row.basis]
    unread = any(not Confidence(each).confirmed_for_citation for _, _, each in row.basis)
    return {
        "title": say("列入"),
        "facts": [
            (say("机构"), {"text": row.facility, "href": f"/office/facilities/{row.facility_code}/credit"}),
            (say("列入条件"), row.rule),
            (say("依据"), {"text": listed(basis), "hint": say("依据待核") if unread else ""}),
            (say("决定日期"), {"day": row.decided_on}),
            (say("起"), {"day": row.since}),
            (say("止"), {"day": row.until}),
            (say("移出日期"), {"day": row.ended_on}),
            (say("移出理由"), row.ended_reason),
        ],
    }


def _cells(row: queries.ListingRow) -> list[Any]:
    return [
        {"text": row.facility, "href": LIST + row.uuid, "hint": row.number},
        say(LIST_NAMES[row.list_kind]),
        row.cause,
        {"day": row.since},
        {"day": row.ended_on or row.until},
        {"state": write_text(row.state_words, language()), "tone": "now" if row.is_open else "closed"},
    ]
