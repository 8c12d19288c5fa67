"""Red and black list: proposed, told, heard, decided by two, published, ended: as the procedure file says."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from scoring.rulebook import Confidence
from supervision import clock
from supervision.filters import write_text
from supervision.forms.base import ReasonForm
from supervision.forms.credit import EndForm, ListingForm, ServeForm, StatementForm, VerdictForm
from supervision.queries import listings as queries
from supervision.queries.cases import CaseFile
from supervision.texts import mark
from supervision.usecases import listings as writes
from supervision.views._cases import Act, CasePages
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.list_sections import LIST_NAMES, conditions_section, measures_section, origin_facts
from supervision.views.papers import papers_of
from supervision.views.steps import Step, form_page, listed, say
from supervision.views.uploads import kept

bp = Blueprint("listings", __name__, url_prefix="/office/listings")

LIST = "/office/listings/"
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
            evidence=kept(form.evidence.data),
            actor=current_actor(),
            at=clock.now(),
        )

    step = Step("new", mark("提出列入"), form, hints={"evidence": mark("PDF 或图片，可选多个。")})
    done = mark("已提出。下一步：送达告知书。")
    return form_page(step, write, trail=[(say("名单"), LIST)], done=done, upload=True)


def _end(key: str, form: EndForm, **who: Any) -> None:
    files = kept(form.evidence.data)
    writes.end_listing(uuid_=key, way=form.way.data, reason=form.reason.data, evidence=files, **who)


ACTS = (
    Act("serve", mark("登记送达"), ("serve_notice",), "listing.serve_notice", form=ServeForm,
        write=lambda key, form, **who: writes.serve_notice(uuid_=key, served_on=form.served_on.data, **who)),
    Act("statement", mark("记录陈述申辩"), ("state_case",), "listing.record_statement", form=StatementForm,
        write=lambda key, form, **who: writes.record_statement(uuid_=key, text=form.text.data, **who)),
    Act("close", mark("期满，转入决定"), ("close_hearing", "close_notice"), "listing.close_hearing",
        write=lambda key, _, **who: writes.close_hearing(uuid_=key, **who)),
    Act("decide", mark("决定"), ("decide_again", "decide"), "listing.decide", form=VerdictForm,
        lead=mark("两人分别决定；第二人同意才生效。提出人不能决定。"),
        write=lambda key, form, **who: writes.decide_listing(
            uuid_=key, verdict=form.verdict.data, reason=form.reason.data, **who)),
    Act("publish", mark("公布"), ("publish",), "listing.publish",
        write=lambda key, _, **who: writes.publish_listing(uuid_=key, **who)),
    Act("propose_end", mark("提出移出"), ("propose_end",), "listing.propose_end", form=ReasonForm, danger=True,
        write=lambda key, form, **who: writes.propose_end(uuid_=key, reason=form.reason.data, **who)),
    Act("keep", mark("保留在列"), ("keep",), "listing.keep", form=ReasonForm,
        write=lambda key, form, **who: writes.keep_listing(uuid_=key, reason=form.reason.data, **who)),
    Act("end", mark("移出名单"), ("repair", "revoke"), "listing.end", form=EndForm, danger=True, write=_end),
)  # fmt: skip


def _draw(row: queries.ListingRow, _: CaseFile) -> dict[str, Any]:
    return {
        "title": row.facility,
        "over": say(LIST_NAMES[row.list_kind]),
        "lead": row.cause,
        "meta": [row.number],
        "trail": [(say("名单"), LIST), (row.facility, "")],
        "sections": [_facts(row), measures_section(row), *conditions_section(row), papers_of(row.uuid)],
    }


def _facts(row: queries.ListingRow) -> dict[str, Any]:
    basis = [f"{write_text(law, language())} {article}".strip() for law, article, _ in row.basis]
    unread = any(not Confidence(each).confirmed_for_citation for _, _, each in row.basis)
    return {
        "title": say("列入"),
        "facts": [
            (say("机构"), {"text": row.facility, "href": f"/office/facilities/{row.facility_code}/credit"}),
            (say("列入条件"), row.rule),
            *origin_facts(row),
            (say("依据"), {"text": listed(basis), "hint": say("依据待核") if unread else ""}),
            (say("决定日期"), {"day": row.decided_on}),
            (say("起"), {"day": row.since}),
            (say("止"), {"day": row.until} if row.until or not row.since else say("期限待核")),
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
        {"day": row.ended_on or row.until} if row.ended_on or row.until or not row.since else say("期限待核"),
        {"state": write_text(row.state_words, language()), "tone": "now" if row.is_open else "closed"},
    ]


CASES = CasePages(bp, LIST, find=queries.get_listing, draw=_draw, acts=ACTS, settled=BY_FORM)
