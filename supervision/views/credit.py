"""The credit file of a facility: facts, score sheets with every line, awards, penalties, entries, objections."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.errors import NotFoundError
from supervision.filters import write_text
from supervision.forms.credit import AwardForm, ScoreForm
from supervision.queries import credit as queries
from supervision.queries.entries import entries_of
from supervision.queries.facilities import get_facility
from supervision.queries.recognition import list_entries
from supervision.texts import mark
from supervision.usecases.scores import decide_score, propose_award
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.entries import entries_section
from supervision.views.explained import frozen_file, record_view, story_of
from supervision.views.list_sections import LIST_NAMES
from supervision.views.penalties import penalty_cells, penalty_columns
from supervision.views.recognition import cells as foreign_cells
from supervision.views.steps import Step, allowed, carry_out, say, with_tried

bp = Blueprint("credit", __name__, url_prefix="/office/facilities")

AWARD_STATES = {
    "proposed": (mark("待决定"), "due"),
    "in_force": (mark("有效"), "good"),
    "over": (mark("已到期"), "closed"),
    "ended": (mark("已提前终止"), "closed"),
}
VISIBILITY = {"public": mark("公开"), "internal": mark("内部")}
MOST_FACTS = 120
FACT_NAMES = {
    "registration": mark("登记"),
    "filing": mark("备案"),
    "insurance": mark("责任保险"),
    "staffing": mark("人员配备"),
    "visit": mark("检查"),
    "finding": mark("检查发现"),
    "rectification": mark("整改"),
    "penalty": mark("行政处罚"),
    "award": mark("评定"),
    "listing": mark("名单"),
    "reply": mark("机构回应"),
    "assessment.item": mark("绩效评估项目"),
    "star.item": mark("等级评定项目"),
    "about": mark("机构自述"),
    "services": mark("服务与收费"),
    "staff": mark("人员"),
    "vacancy": mark("空余床位"),
}


@bp.get("/<code>/credit")
@page(OFFICE)
def show(code: str) -> ResponseReturnValue:
    """信用档案."""
    return _page(code)


@bp.get("/<code>/credit/<scheme>")
@page(OFFICE)
def explain(code: str, scheme: str) -> ResponseReturnValue:
    """评分说明: why, what changed since, what would lift it, what comes."""
    actor = current_actor()
    name, asked = get_facility(code, actor=actor).row.name, _known(scheme)
    back = f"/office/facilities/{code}/credit"
    story = story_of(asked, code)
    return render_template(
        "credit/score.html",
        title=name,
        score=story,
        address=f"{back}/{asked}",
        sheets=f"{back}/sheets",
        trail=[(say("机构名册"), "/office/facilities/"), (name, f"/office/facilities/{code}"),
               (say("信用档案"), back), (story["name"], "")],
    )  # fmt: skip


@bp.get("/<code>/credit/sheets/<sha256>.json")
@page(OFFICE)
def frozen(code: str, sha256: str) -> ResponseReturnValue:
    """封存件: a score with its facts and rules, for ``python -m scoring verify``."""
    get_facility(code, actor=current_actor())
    return frozen_file(sha256, code, queries.readable_schemes(current_actor()))


def _known(scheme: str) -> str:
    if scheme not in queries.readable_schemes(current_actor()):
        raise NotFoundError("没有这个评价方案。", remedy="请从信用档案进入。")
    return scheme


@bp.post("/<code>/credit/score")
@page("score.decide")
def score(code: str) -> ResponseReturnValue:
    """评分: from the facts on file, kept with all its lines."""
    file = queries.get_credit_file(code, actor=current_actor())
    form = ScoreForm(prefix="score-")
    _offer(form, file)
    return carry_out(
        Step("score", mark("按现有事实评分"), form),
        lambda: decide_score(scheme=form.scheme.data, code=code, actor=current_actor(), at=clock.now()),
        lambda tried: _page(code, tried),
        done=mark("评分表已保存，每一分的理由都在下面。"),
        to=f"/office/facilities/{code}/credit",
    )


@bp.post("/<code>/credit/award")
@page("award.propose")
def award(code: str) -> ResponseReturnValue:
    """提出评定: on a kept sheet; another person decides."""
    file = queries.get_credit_file(code, actor=current_actor())
    form = AwardForm(prefix="award-")
    _offer(form, file)

    def write() -> None:
        propose_award(
            sheet_sha256=form.sheet.data,
            number=form.number.data.strip(),
            actor=current_actor(),
            at=clock.now(),
        )

    return carry_out(
        Step("award", mark("提出评定"), form),
        write,
        lambda tried: _page(code, tried),
        done=mark("已提出，等待决定人员决定。"),
        to=f"/office/facilities/{code}/credit",
    )


def _offer(form: Any, file: queries.CreditFile) -> None:
    words = queries.scheme_words()
    if "scheme" in form:
        form.scheme.choices = [(key, write_text(one.name, language())) for key, one in words.items()]
    else:
        form.sheet.choices = [
            (sheet.sha256, _sheet_title(sheet, words)) for sheet in file.sheets if words[sheet.scheme].public
        ]


def _sheet_title(sheet: Any, words: dict[str, queries.SchemeWords]) -> str:
    scheme = words[sheet.scheme]
    return f"{write_text(scheme.name, language())} · {write_text(scheme.outcome(sheet.outcome), language())} · {sheet.on}"


def _page(code: str, tried: Step | None = None) -> str:
    actor, today = current_actor(), clock.china_day(clock.now())
    file, words = queries.get_credit_file(code, actor=actor), queries.scheme_words()
    forms = (ScoreForm(None, prefix="score-"), AwardForm(None, prefix="award-"))
    for form in forms:
        _offer(form, file)
    told = mark("只用此刻记录在案的事实；缺少的不会猜测。")
    steps = allowed(
        actor,
        [
            ("score.decide", Step("score", mark("按现有事实评分"), forms[0], lead=told)),
            ("award.propose", Step("award", mark("提出评定"), forms[1], lead=mark("由另一位决定人员决定。"))),
        ],
    )
    return render_template(
        "credit/file.html",
        title=file.name,
        over=say("信用档案"),
        trail=[(say("机构名册"), "/office/facilities/"), (file.name, f"/office/facilities/{code}"),
               (say("信用档案"), "")],
        address=f"/office/facilities/{code}/credit",
        steps=with_tried(steps, tried),
        sheets=[(sheet.scheme, _sheet_title(sheet, words), sheet_view(sheet, words[sheet.scheme])) for sheet in file.sheets],
        sections=[_awards(file, words, today), _penalties(file), _listings(file), *_foreign(code, today), entries_section(entries_of(code, actor=actor, on=today), today), _objections(file), _facts(file)],
    )  # fmt: skip


def sheet_view(sheet: Any, scheme: queries.SchemeWords) -> dict[str, Any]:
    """Return a kept sheet as the page shows it: every line with its fact, rule and law."""
    return record_view(sheet.sheet, write_text(scheme.outcome(sheet.outcome), language()))


def award_cells(row: queries.AwardRow, words: dict[str, queries.SchemeWords], today: Any) -> list[Any]:
    """Return the cells of an award: what, term, number, state."""
    word, tone = AWARD_STATES[row.state(today)]
    scheme = words[row.scheme]
    return [
        {"text": write_text(scheme.outcome(row.outcome), language()), "href": f"/office/ratings/{row.uuid}",
         "hint": write_text(scheme.name, language())},
        {"day": row.since},
        {"day": row.until},
        {"text": row.number, "hint": row.organ},
        {"state": say(word), "tone": tone},
    ]  # fmt: skip


def _awards(file: queries.CreditFile, words: Any, today: Any) -> dict[str, Any]:
    return {
        "title": say("评定结果"),
        "columns": [say("评定"), say("起"), say("止"), say("文号"), say("状态")],
        "rows": [award_cells(row, words, today) for row in file.awards],
        "empty_text": say("还没有评定。"),
    }


def _penalties(file: queries.CreditFile) -> dict[str, Any]:
    return {
        "title": say("行政处罚"),
        "columns": penalty_columns()[1:],
        "rows": [penalty_cells(row)[1:] for row in file.penalties],
        "empty_text": say("没有行政处罚记录。"),
    }


def _listings(file: queries.CreditFile) -> dict[str, Any]:
    return {
        "title": say("名单"),
        "columns": [say("事由"), say("名单"), say("起"), say("止"), say("状态")],
        "rows": [
            [
                {"text": row.cause, "href": f"/office/listings/{row.uuid}"},
                say(LIST_NAMES[row.list_kind]),
                {"day": row.since},
                {"day": row.ended_on or row.until},
                {
                    "state": write_text(row.state_words, language()),
                    "tone": "now" if row.is_open else "closed",
                },
            ]
            for row in file.listings
        ],
        "empty_text": say("没有列入任何名单。"),
    }


def _foreign(code: str, today: Any) -> list[dict[str, Any]]:
    rows = list_entries(actor=current_actor(), on=today, facility_code=code)
    if not rows:
        return []
    return [
        {
            "title": say("外地名单"),
            "columns": [say("名称"), say("来源"), say("名单"), say("本地机构"), say("效力"), say("状态")],
            "rows": [foreign_cells(row) for row in rows],
        }
    ]


def _objections(file: queries.CreditFile) -> dict[str, Any]:
    return {
        "title": say("异议"),
        "columns": [say("对象"), say("提出"), say("状态")],
        "rows": [
            [
                {"text": row.against, "href": f"/office/objections/{row.uuid}"},
                {"day": row.filed_on},
                {"state": write_text(row.state, language()), "tone": "due" if row.is_open else "closed"},
            ]
            for row in file.objections
        ],
        "empty_text": say("机构没有提出异议。"),
    }


def _facts(file: queries.CreditFile) -> dict[str, Any]:
    shown = file.facts[:MOST_FACTS]
    told = say(
        "事实只追加、不改写；更正的事实取代原来的，原来的仍在。共 {count} 条，最近的在前。",
        count=len(file.facts),
    )
    return {
        "title": say("信用事实"),
        "text": told,
        "columns": [say("事实"), say("日期"), say("来源"), say("内容"), say("状态")],
        "rows": [
            [
                {"text": say(FACT_NAMES.get(each.kind, each.kind)), "hint": each.id[:8]},
                {"day": each.on},
                each.source,
                "; ".join(f"{key}={value}" for key, value in each.data.items() if not isinstance(value, dict | list)),
                {"state": say("已更正"), "tone": "closed"} if each.id in file.superseded
                else {"state": say(VISIBILITY[each.visibility]), "tone": "info"},
            ]
            for each in shown
        ],
        "empty_text": say("还没有记录事实。"),
    }  # fmt: skip
