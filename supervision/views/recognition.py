"""Other regions' lists: what came in, which facility here is meant, and what it means here: recognised by two."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.actor import Actor
from supervision.filters import write_text
from supervision.forms.base import ReasonForm
from supervision.forms.recognition import EFFECTS, EffectForm, MatchForm, RecogniseForm
from supervision.queries import recognition as queries
from supervision.queries.cases import CaseFile
from supervision.queries.exchange import candidates
from supervision.queries.listings import criteria
from supervision.rulebook import rulebook
from supervision.texts import mark
from supervision.usecases import recognition as writes
from supervision.views._cases import Act, CasePages
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.list_sections import LIST_NAMES
from supervision.views.steps import Step, allowed, carry_out, say, with_tried
from supervision.views.uploads import kept

bp = Blueprint("recognition", __name__, url_prefix="/office/recognition")

LIST = "/office/recognition/"
MATCHED_BY = {"uscc": mark("按统一社会信用代码"), "person": mark("由人核对"), "": mark("待对应")}


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """外地名单一览."""
    actor, show_ = current_actor(), request.args.get("show", "")
    waiting = queries.count_unmatched()
    chips = (
        ("", mark("全部"), None),
        ("unmatched", mark("待对应"), waiting or None),
        ("open", mark("办理中和有效"), None),
    )
    actions = [
        ("recognition.receive", {"text": say("收入外地名单"), "href": f"{LIST}files/", "tone": "main"}),
        ("recognition.send", {"text": say("导出本地名单"), "href": f"{LIST}files/own", "tone": "quiet"}),
    ]
    return render_template(
        "generic/list.html",
        title=say("外地名单"),
        lead=say("外地名单本身在本地没有效力：先对应到机构，核实之后由一人提出、另一人认定；来源移出的，随之终止。"),
        columns=[say("名称"), say("来源"), say("名单"), say("本地机构"), say("效力"), say("状态")],
        rows=[cells(row) for row in queries.list_entries(actor=actor, on=_today(), show=show_)],
        empty_text=say("没有外地名单。收入交换机关送来的文件之后出现在这里。"),
        chips=[(say(text), f"?show={key}" if key else "?", show_ == key, count) for key, text, count in chips],
        actions=[action for permission, action in actions if actor.may(permission)],
    )  # fmt: skip


def cells(row: queries.ForeignEntryRow) -> list[Any]:
    """Return the cells of one entry."""
    here = (
        {"text": row.facility, "href": f"/office/facilities/{row.facility_code}/credit"}
        if row.facility
        else "—"
    )
    return [
        {"text": row.name, "href": row.href, "hint": row.uscc},
        {"text": row.authority, "hint": row.number},
        say(LIST_NAMES[row.list_kind]),
        here,
        effect_name(row),
        entry_state(row),
    ]


def effect_name(row: queries.ForeignEntryRow) -> str:
    """Return what the entry means here: nothing, as long as nobody has recognised it."""
    if row.effect and row.ended_on is None:
        return say(EFFECTS[row.effect])
    return say("已转入列入程序") if row.listing and row.ended_on is None else say("没有效力")


def entry_state(row: queries.ForeignEntryRow) -> dict[str, str]:
    """Return where it stands, as a word with its tone."""
    if row.case is None:
        return (
            {"state": say("来源已移出"), "tone": "closed"}
            if row.ended_on
            else {"state": say("待对应"), "tone": "due"}
        )
    state = row.case.procedure.state(row.case.state.state)
    return {"state": state.name.say(language()), "tone": "now" if state.is_open else "closed"}


def _find(key: str, *, actor: Actor) -> queries.ForeignEntryRow:
    return queries.get_entry(key, actor=actor, on=_today())


def _offer(form: EffectForm, row: queries.ForeignEntryRow) -> None:
    """Offer what the rules know; the default of the rules comes first."""
    rule = "lists.foreign.effects.red" if row.list_kind == "red" else "lists.foreign.effects"
    form.effect.choices = [(key, say(EFFECTS[key])) for key in rulebook().on(rule, _today()).value]
    own = [
        (key, write_text(name, language())) for kind, key, name in criteria(_today()) if kind == row.list_kind
    ]
    form.rule.choices = [("", say("只在同等惩戒时选择")), *own]


def _propose(key: str, form: EffectForm, **who: Any) -> None:
    writes.propose_effect(
        uuid_=key,
        effect=form.effect.data,
        reason=form.reason.data,
        rule=form.rule.data,
        evidence=kept(form.evidence.data) if form.effect.data == writes.SAME else (),
        **who,
    )


ACTS = (
    Act("propose", mark("提出认定"), ("propose",), "recognition.propose", form=EffectForm, prepare=_offer, write=_propose,
        lead=mark("写明怎样核实。同等惩戒不直接照搬：须符合本地的列入条件，附证据，按名单程序告知、听取陈述、由两人决定。")),
    Act("decide", mark("认定"), ("recognise",), "recognition.decide", form=RecogniseForm,
        lead=mark("提出的人不能认定。"),
        write=lambda key, form, **who: writes.decide_effect(
            uuid_=key, verdict=form.verdict.data, reason=form.reason.data, **who)),
    Act("set_aside", mark("不予认定"), ("set_aside",), "recognition.set_aside", form=ReasonForm,
        lead=mark("对应有误，或者在本地没有意义。之后可以重新对应。"),
        write=lambda key, form, **who: writes.set_aside_entry(uuid_=key, reason=form.reason.data, **who)),
    Act("withdraw", mark("来源已移出，终止效力"), ("withdraw", "withdraw_listed"), "recognition.withdraw",
        write=lambda key, _, **who: writes.withdraw_entry(uuid_=key, **who)),
    Act("finish", mark("撤销本地列入"), ("finish",), "recognition.finish", form=ReasonForm, danger=True,
        write=lambda key, form, **who: writes.finish_entry(uuid_=key, reason=form.reason.data, **who)),
)  # fmt: skip


def _draw(row: queries.ForeignEntryRow, _: CaseFile) -> dict[str, Any]:
    proposed = [(say("提出的效力"), say(EFFECTS[row.proposed]))] if row.proposed else []
    listing = (
        [(say("本地的名单记录"), {"text": say("查看"), "href": f"/office/listings/{row.listing}"})]
        if row.listing
        else []
    )
    mine = {
        "title": say("本地认定"),
        "facts": [
            (
                say("本地机构"),
                {"text": row.facility, "href": f"/office/facilities/{row.facility_code}/credit"},
            ),
            (say("怎样对应"), say(MATCHED_BY[row.matched_by])),
            *proposed,
            (say("效力"), effect_name(row)),
            (say("认定日期"), {"day": row.recognised_on}),
            (say("终止日期"), {"day": row.ended_on}),
            *listing,
        ],
    }
    again = (
        row.case is not None
        and not row.case.procedure.state(row.case.state.state).is_open
        and not row.ended_on
    )
    actions = (
        [{"text": say("重新对应"), "href": f"{LIST}unmatched/{row.uuid}", "tone": "quiet"}] if again else []
    )
    return _head(row) | {"sections": [mine, _source(row)], "actions": actions}


def _head(row: queries.ForeignEntryRow) -> dict[str, Any]:
    return {
        "title": row.name,
        "over": f"{say('外地名单')} · {say(LIST_NAMES[row.list_kind])}",
        "lead": row.cause,
        "trail": [(say("外地名单"), LIST), (row.name, "")],
    }


def _source(row: queries.ForeignEntryRow) -> dict[str, Any]:
    return {
        "title": say("来源"),
        "text": say("以下是来源机关所说，本机关没有改动。"),
        "facts": [
            (say("名称"), row.name),
            (say("统一社会信用代码"), row.uscc),
            (say("来源地区"), {"text": row.region_name, "hint": row.region}),
            (say("决定机关"), row.authority),
            (say("文号"), row.number),
            (say("事由"), row.cause),
            (say("决定日期"), {"day": row.issued_on}),
            (say("止"), {"day": row.until}),
            (say("移出日期"), {"day": row.removed_on}),
            (
                say("文件"),
                {"text": say("第 {number} 份", number=row.file), "href": f"{LIST}files/{row.file}"},
            ),
        ],
    }


CASES = CasePages(bp, LIST, find=_find, draw=_draw, acts=ACTS)


@bp.get("/unmatched/<uuid_>")
@page(OFFICE)
def unmatched(uuid_: str) -> ResponseReturnValue:
    """待对应: an entry of which nobody has said yet which facility here it means."""
    return _unmatched(uuid_)


@bp.post("/unmatched/<uuid_>/match")
@page("recognition.match")
def match(uuid_: str) -> ResponseReturnValue:
    """对应机构: decided by a person, with the reason."""
    row = _find(uuid_, actor=current_actor())
    form = _fill(MatchForm(prefix="match-"), row)

    def write() -> None:
        code = form.facility_code.data.strip().upper() or form.candidate.data
        writes.match_entry(
            uuid_=uuid_, facility_code=code, reason=form.reason.data, actor=current_actor(), at=clock.now()
        )

    return carry_out(
        Step("match", mark("对应到本地机构"), form),
        write,
        lambda tried: _unmatched(uuid_, tried),
        done=mark("已对应。下一步：核实并提出效力。"),
        to=LIST + uuid_,
    )


def _fill(form: MatchForm, row: queries.ForeignEntryRow) -> MatchForm:
    why = {"uscc": say("代码相同"), "name": say("名称相同")}
    found = [
        (each.code, f"{each.name} · {each.code} · {why[each.why]}") for each in candidates(row.uscc, row.name)
    ]
    form.candidate.choices = [*found, ("", say("都不是"))]
    return form


def _unmatched(uuid_: str, tried: Step | None = None) -> Any:
    row = _find(uuid_, actor=current_actor())
    if row.case is not None and row.case.procedure.state(row.case.state.state).is_open:
        return redirect(LIST + uuid_, code=303)
    lead = mark("名称相同不等于同一家：核对地址、运营单位之后再对应，写明依据。")
    step = Step("match", mark("对应到本地机构"), _fill(MatchForm(None, prefix="match-"), row), lead=lead)
    return render_template(
        "generic/detail.html",
        meta=[entry_state(row)],
        address=f"{LIST}unmatched/{uuid_}",
        steps=with_tried(
            [] if row.ended_on else allowed(current_actor(), [("recognition.match", step)]), tried
        ),
        sections=[_source(row)],
        **_head(row),
    )


def _today() -> Any:
    return clock.china_day(clock.now())
