"""Subsidies: what is due to each facility by the rule, the sum of all, and each sheet down to its facts."""

from decimal import Decimal
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from scoring.language.exact import text_of
from supervision import clock
from supervision.filters import write_text
from supervision.queries import subsidies as queries
from supervision.queries.credit import scheme_words
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.explained import record_view
from supervision.views.steps import say

bp = Blueprint("subsidies", __name__, url_prefix="/office/subsidies")

LIST = "/office/subsidies/"
TONES = {
    queries.DUE: "good",
    "nothing_due": "closed",
    "to_check": "due",
    "suspended": "danger",
    "recovered": "danger",
}


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """社区养老服务站运营补助."""
    return _list("station_subsidy")


@bp.get("/<produces>/")
@page(OFFICE)
def one(produces: str) -> ResponseReturnValue:
    """一种补助: whoever claimed it."""
    return _list(produces)


@bp.get("/<produces>/<code>")
@page(OFFICE)
def show(produces: str, code: str) -> ResponseReturnValue:
    """补助计算表: the sum of one facility, down to its facts."""
    on = _today()
    row, scheme = (
        queries.get_due(produces, code, actor=current_actor(), on=on),
        queries.subsidy_scheme(produces, on),
    )
    outcome = write_text(scheme_words()[scheme.id].outcome(row.sheet.outcome), language())
    name = write_text(scheme.name, language())
    return render_template(
        "generic/detail.html",
        title=row.name,
        over=name,
        meta=[_state(row)],
        trail=[(say("补助"), LIST), (name, f"{LIST}{produces}/"), (row.name, "")],
        actions=[{"text": say("信用档案"), "href": f"/office/facilities/{code}/credit", "tone": "quiet"}],
        sections=[
            {"title": say("补助"), "facts": [(say("应发（元）"), _sum(row)), (say("结论"), outcome), (say("计算日期"), {"day": on})]},
            {"title": say("计算表"), "sheet": record_view(row.sheet.as_record(), outcome, scheme, row.facts)},
        ],
    )  # fmt: skip


def _today() -> Any:
    return clock.china_day(clock.now())


def _list(produces: str) -> str:
    on = _today()
    rows, scheme = (
        queries.list_due(produces, actor=current_actor(), on=on),
        queries.subsidy_scheme(produces, on),
    )
    total = sum((_value(row) for row in rows), Decimal(0))
    stopped = sum(row.sheet.outcome in ("suspended", "recovered") for row in rows)
    return render_template(
        "generic/list.html",
        title=write_text(scheme.name, language()),
        lead=write_text(scheme.about, language()),
        stats=[
            {"name": say("申请"), "value": len(rows)},
            {"name": say("应发"), "value": sum(row.sheet.outcome == queries.DUE for row in rows), "tone": "good"},
            {"name": say("暂停或追回"), "value": stopped, "tone": "danger" if stopped else ""},
        ],
        columns=[say("机构"), say("区域"), {"text": say("应发（元）"), "number": True}, say("结论")],
        rows=[
            [{"text": row.name, "href": f"{LIST}{produces}/{row.code}"}, row.street, _sum(row), _state(row)] for row in rows
        ],
        empty_text=say("没有补助申请。申请作为事实记入信用档案后，这里就按规则计算。"),
        chips=[(_name(key), f"{LIST}{key}/", key == produces, None) for key in queries.SCHEMES],
        note=say("应发合计 {total} 元", total=f"{total:,.2f}"),
        actions=[{"text": say("怎样计算"), "href": f"/office/methods/{scheme.id}", "tone": "quiet"}],
    )  # fmt: skip


def _name(produces: str) -> str:
    return write_text(queries.subsidy_scheme(produces, _today()).name, language())


def _value(row: queries.Due) -> Decimal:
    """Return the sum that is due; what is suspended, recovered or undecided is nothing."""
    if row.sheet.outcome != queries.DUE or row.sheet.value is None:
        return Decimal(0)
    return Decimal(text_of(row.sheet.value))


def _sum(row: queries.Due) -> str:
    return say("不能计算") if row.sheet.outcome is None else f"{_value(row):,.2f}"


def _state(row: queries.Due) -> dict[str, str]:
    words = scheme_words()[row.sheet.scheme].outcome(row.sheet.outcome)
    return {"state": write_text(words, language()), "tone": TONES.get(row.sheet.outcome or "", "closed")}
