"""Index of streets and targets of areas: who stands where and why, every measure with its two numbers, what was reported."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from scoring.language.context import MISSING, Value
from scoring.schemes import Scheme
from supervision import clock
from supervision.errors import NotFoundError
from supervision.filters import write_text
from supervision.forms.area_facts import AreaFactForm, area_fact_form
from supervision.queries import area_scores as queries
from supervision.queries.credit import scheme_words
from supervision.texts import mark
from supervision.usecases.area_facts import record_area_fact
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.explained import record_view
from supervision.views.steps import Step, allowed, carry_out, say, with_tried

bp = Blueprint("area_scores", __name__, url_prefix="/office")

PAGES = {  # where a scheme's areas are shown: address, title, what to know
    queries.STREETS: (
        "/office/streets/",
        mark("镇街指数"),
        mark(
            "同区镇街按得分排名；得分相同的名次相同，下一名次空出相应位数。缺少数据的镇街不参加排名，不算零分。"
        ),
    ),
    queries.TARGETS: (
        "/office/targets/",
        mark("绩效目标"),
        mark(
            "优秀率为优秀家数除以参评家数，开业不满规定月数的不参评；满意率为非常满意与满意之和除以有效答卷数。"
        ),
    ),
}
MOST_PARTS = 3  # in the list, those that weigh most; the page of an area has all
STATES = {
    "met": (mark("都达到"), "good"),
    "excellent_met": (mark("达到一项"), "due"),
    "satisfied_met": (mark("达到一项"), "due"),
    "short": (mark("都未达到"), "danger"),
    "sample_unfit": (mark("样本不合要求"), "closed"),
    None: (mark("尚无结论"), "closed"),
}
RATES = {  # of the targets: measure, numerator, denominator
    "excellent_rate": ("excellent_count", "evaluated"),
    "satisfied_rate": ("content", "valid_answers"),
}


@bp.get("/streets/")
@page(OFFICE)
def streets() -> ResponseReturnValue:
    """镇街指数: places of the streets of a district."""
    return _list(queries.STREETS, [*_part_columns(queries.STREETS)], _street_cells)


@bp.get("/targets/")
@page(OFFICE)
def targets() -> ResponseReturnValue:
    """绩效目标: the two rates of each area with numerator and denominator."""
    return _list(queries.TARGETS, [say("优秀率"), say("满意率"), say("结论")], _target_cells)


@bp.get("/streets/<code>")
@page(OFFICE)
def street(code: str) -> ResponseReturnValue:
    """一个镇街: its sheet, line by line, what was reported, and a form for each kind."""
    return _page(queries.STREETS, code)


@bp.get("/targets/<code>")
@page(OFFICE)
def target(code: str) -> ResponseReturnValue:
    """一个区域的绩效目标."""
    return _page(queries.TARGETS, code)


@bp.post("/streets/<code>/<kind>")
@page("area_fact.record")
def report_street(code: str, kind: str) -> ResponseReturnValue:
    """填报镇街数据."""
    return _report(queries.STREETS, code, kind)


@bp.post("/targets/<code>/<kind>")
@page("area_fact.record")
def report_target(code: str, kind: str) -> ResponseReturnValue:
    """填报满意度调查."""
    return _report(queries.TARGETS, code, kind)


def _today() -> Any:
    return clock.china_day(clock.now())


def _scheme(produces: str) -> Scheme:
    return queries.area_scheme(produces, _today())


def _list(produces: str, columns: list[Any], cells: Callable[[queries.AreaScore], list[Any]]) -> str:
    address, title, lead = PAGES[produces]
    rows = queries.area_scores(produces, actor=current_actor(), on=_today())
    method = f"/office/methods/{_scheme(produces).id}"
    return render_template(
        "generic/list.html",
        title=say(title),
        lead=say(lead),
        columns=[say("区域"), *columns],
        rows=[[{"text": row.name, "href": address + row.code}, *cells(row)] for row in rows],
        empty_text=say("这里没有镇街。"),
        actions=[{"text": say("怎样计算"), "href": method, "tone": "quiet"}],
    )


def _part_columns(produces: str) -> list[Any]:
    scheme = _scheme(produces)
    parts = scheme.score.parts[:MOST_PARTS] if scheme.score else ()
    return [
        {"text": say("名次"), "number": True},
        {"text": say("得分"), "number": True},
        *({"text": write_text(part.name, language()), "number": True} for part in parts),
    ]


def _street_cells(row: queries.AreaScore) -> list[Any]:
    scheme = _scheme(queries.STREETS)
    points = {
        line.rule.rsplit(".", 1)[-1]: line.points for line in row.sheet.lines if line.points is not None
    }
    parts = scheme.score.parts[:MOST_PARTS] if scheme.score else ()
    place = "—" if row.place is MISSING else f"{_number(row.place)} / {_number(row.peers)}"
    total = say("数据不全") if row.sheet.value is None else _number(row.sheet.value)
    return [place, total, *(_number(points.get(part.id)) or "—" for part in parts)]


def _target_cells(row: queries.AreaScore) -> list[Any]:
    word, tone = STATES[row.sheet.outcome]
    return [*(_rate(row, rate) for rate in RATES), {"state": say(word), "tone": tone}]


def _rate(row: queries.AreaScore, rate: str) -> Any:
    value, (over, under) = row.measures.get(rate, MISSING), RATES[rate]
    if value is MISSING or isinstance(value, str):
        return say("没有数据")
    counted = f"{_number(row.measures[over])} / {_number(row.measures[under])}"
    return {"text": f"{_number(_exact(value) * 100)} %", "hint": counted}


def _exact(value: Value) -> Fraction:
    return Fraction(value) if isinstance(value, int | Decimal | Fraction) else Fraction(0)


def _number(value: Value | Fraction | None) -> str:
    """Return a number with two places at most, or nothing."""
    if value is None or value is MISSING or isinstance(value, str | bool):
        return "" if not isinstance(value, str) else value
    exact = _exact(value)
    written = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"))
    return f"{written:f}".rstrip("0").rstrip(".")


def _page(produces: str, code: str, tried: Step | None = None) -> str:
    actor, scheme = current_actor(), _scheme(produces)
    row = queries.area_score(produces, code, actor=actor, on=_today())
    address, title, _ = PAGES[produces]
    outcome = write_text(scheme_words()[scheme.id].outcome(row.sheet.outcome), language())
    steps = [("area_fact.record", _step(scheme, kind)) for kind in _reportable(scheme)]
    return render_template(
        "generic/detail.html",
        title=row.name,
        over=say(title),
        trail=[(say(title), address), (row.name, "")],
        address=address + code,
        steps=with_tried(allowed(actor, steps), tried),
        sections=[
            _measures(row, scheme),
            {"title": say("评分表"), "sheet": record_view(row.sheet.as_record(), outcome, scheme, row.facts)},
            _reported(produces, code, scheme),
        ],
    )


def _reportable(scheme: Scheme) -> list[str]:
    """Return the kinds that people report; what the register knows by itself is left out."""
    return [kind for kind in scheme.kinds if kind not in ("street.place", "area.rated")]


def _step(scheme: Scheme, kind: str, formdata: Any = None, *, typed: bool = False) -> Step:
    named = write_text(scheme.kinds[kind].name, language())
    form = area_fact_form(scheme.kinds[kind], scheme.lexicon, language())
    words = {} if typed else {"formdata": formdata}
    return Step(kind, say("填报：{kind}", kind=named), form(**words, prefix=f"{kind.replace('.', '-')}-"))


def _report(produces: str, code: str, kind: str) -> ResponseReturnValue:
    scheme, address = _scheme(produces), PAGES[produces][0]
    if kind not in _reportable(scheme):
        raise NotFoundError("评价方案里没有这一种事实。")
    queries.area_score(produces, code, actor=current_actor(), on=_today())
    step = _step(scheme, kind, typed=True)
    form = step.form
    assert isinstance(form, AreaFactForm)  # noqa: S101 - made just now

    def write() -> None:
        record_area_fact(
            area=code,
            kind=kind,
            on=form.on.data,
            source=form.source.data,
            data={name: form[name].data for name in scheme.kinds[kind].members},
            actor=current_actor(),
            at=clock.now(),
        )

    return carry_out(
        step, write, lambda tried: _page(produces, code, tried), done=mark("已填报。"), to=address + code
    )


def _measures(row: queries.AreaScore, scheme: Scheme) -> dict[str, Any]:
    facts = [
        (write_text(each.name, language()), _measure(each.id, row.measures[each.id]))
        for each in scheme.measures
        if each.id != "district"
    ]
    if row.place is not MISSING:
        facts.insert(0, (say("名次"), f"{_number(row.place)} / {_number(row.peers)}"))
    return {"title": say("指标量"), "facts": facts}


def _measure(key: str, value: Value) -> str:
    if value is MISSING:
        return say("没有数据")
    return f"{_number(_exact(value) * 100)} %" if key.endswith("_rate") else _number(value)


def _reported(produces: str, code: str, scheme: Scheme) -> dict[str, Any]:
    def said(data: dict[str, Any]) -> str:
        return "; ".join(
            f"{write_text(scheme.lexicon.get(name, {'zh': name, 'en': name}), language())} {_said(value)}"
            for name, value in data.items()
        )

    return {
        "title": say("填报记录"),
        "columns": [say("日期"), say("种类"), say("内容"), say("数据来源"), say("填报人")],
        "rows": [
            [
                {"day": each.on},
                write_text(scheme.kinds[each.kind].name, language()),
                said(each.data),
                each.source,
                each.recorded_by,
            ]
            for each in queries.area_facts(code, produces, on=_today())
        ],
        "empty_text": say("没有填报过。"),
    }


def _said(value: Any) -> str:
    return {True: say("是"), False: say("否")}[value] if isinstance(value, bool) else str(value)
