"""Target figures of the policy documents: target, value, gap, date, and how each was worked out."""

from decimal import Decimal
from typing import Any

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from scoring.rulebook.indicators import Target
from supervision import clock
from supervision.config import Config
from supervision.disclosure.site.words import INDICATOR_GROUP, MET
from supervision.evidence import EvidenceStore
from supervision.filters import plain, write_figure, write_target, write_text
from supervision.forms.indicators import FigureForm
from supervision.queries import indicators as queries
from supervision.texts import mark
from supervision.usecases.indicators import report_indicator
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.steps import Step, allowed, carry_out, say, with_tried

bp = Blueprint("indicators", __name__, url_prefix="/office/indicators")

LIST = "/office/indicators/"
STATES = {
    "met": MET[True],
    "gap": MET[False],
    "compared": (mark("只作对照"), "info"),  # the documents tell what others had reached, and set no target
    "unknown": MET[None],
}


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """指标一览: target, value, gap, date."""
    rows = queries.list_indicators(actor=current_actor(), on=_today())
    group, state = request.args.get("group", ""), request.args.get("state", "")
    wanted = [
        row for row in rows if (not group or _group(row) == group) and (not state or state == _word(row))
    ]
    met = sum(row.is_met is True for row in rows)
    return render_template(
        "generic/list.html",
        title=say("指标"),
        lead=say("政策文件里的每一个目标数，和本地现在的数值。名册里有数据的由系统计算，没有的凭证据填报；没有数据就说没有。"),
        stats=[
            {"name": say("指标"), "value": len(rows)},
            {"name": say("达到"), "value": met, "tone": "good"},
            {"name": say("有差距"), "value": sum(row.is_met is False for row in rows), "tone": "danger"},
            {"name": say("没有数据"), "value": sum(row.figure is None for row in rows)},
        ],
        columns=[say("指标"), say("目标"), say("现值"), say("差距"), say("截止"), say("来由"), say("状态")],
        rows=[_cells(row) for row in wanted],
        empty_text=say("没有符合条件的指标。"),
        filters=[
            {"name": "group", "label": say("类别"), "options": [(key, say(name)) for key, name in INDICATOR_GROUP.items()]},
            {"name": "state", "label": say("状态"),
             "options": [(key, say(word)) for key, (word, _) in STATES.items()]},
        ],
    )  # fmt: skip


@bp.get("/<indicator>")
@page(OFFICE)
def show(indicator: str) -> ResponseReturnValue:
    """一项指标: each target with its sentence, the figure, and how it came about."""
    return _page(indicator)


@bp.post("/<indicator>/report")
@page("indicator.report")
def report(indicator: str) -> ResponseReturnValue:
    """填报指标."""
    form = FigureForm(prefix="report-")

    def write() -> None:
        config: Config = current_app.config["MINGJING"]
        content = form.evidence.data.read() if form.evidence.data else b""
        report_indicator(
            indicator=indicator,
            on=form.on.data,
            numerator=form.numerator.data,
            denominator=form.denominator.data,
            source=form.source.data.strip(),
            evidence_sha256=EvidenceStore(config.evidence).put(content) if content else "",
            actor=current_actor(),
            at=clock.now(),
        )

    return carry_out(
        Step("report", mark("填报数值"), form),
        write,
        lambda tried: _page(indicator, tried),
        done=mark("已填报。"),
        to=LIST + indicator,
    )


def _page(indicator: str, tried: Step | None = None) -> str:
    actor = current_actor()
    row = queries.get_indicator(indicator, actor=actor, on=_today())
    steps = []
    if row.indicator.computed is None or row.figure is None:
        told = mark("写明数值出自哪份报表或文件；以前填报的仍然保留。")
        step = Step("report", mark("填报数值"), FigureForm(None, prefix="report-"), lead=told)
        steps = allowed(actor, [("indicator.report", step)])
    word, tone = STATES[_word(row)]
    return render_template(
        "generic/detail.html",
        title=write_text(row.indicator.name, language()),
        over=say(INDICATOR_GROUP[_group(row)]),
        meta=[{"state": say(word), "tone": tone}],
        trail=[(say("指标"), LIST), (write_text(row.indicator.name, language()), "")],
        address=LIST + indicator,
        steps=with_tried(steps, tried),
        sections=[_value(row), _targets(row), _reports(row)],
    )


def _value(row: queries.IndicatorRow) -> dict[str, Any]:
    figure, one = row.figure, row.indicator
    over = write_text(one.numerator, language())
    under = write_text(one.denominator, language()) if one.denominator else ""
    facts: list[tuple[str, Any]] = [
        (say("分子"), f"{over}{_counted(figure.numerator if figure else None)}"),
        (say("分母"), f"{under}{_counted(figure.denominator if figure else None)}" if under else ""),
        (say("现值"), _number(figure.value if figure else None, one.unit)),
        (say("日期"), {"day": figure.on if figure else None}),
        (say("来由"), _how(row)),
        (say("数据来源"), figure.source if figure else ""),
    ]
    return {"title": say("怎样算出"), "facts": facts}


def _counted(value: Decimal | None) -> str:
    return "" if value is None else f" = {plain(value)}"


def _targets(row: queries.IndicatorRow) -> dict[str, Any]:
    return {
        "title": say("目标和出处"),
        "columns": [say("文件"), say("原文"), say("目标"), say("截止"), say("差距")],
        "rows": [
            [
                {"text": each.target.source.cite(language()), "hint": say("适用地区 {area}", area=each.target.area)},
                f"“{each.target.source.quote}”",
                _target(each.target, row.indicator.unit),
                {"day": each.target.by},
                _gap(each, row.indicator.unit),
            ]
            for each in row.targets
        ],
    }  # fmt: skip


def _reports(row: queries.IndicatorRow) -> dict[str, Any]:
    found = queries.list_reports(row.indicator.id, actor=current_actor())
    return {
        "title": say("填报记录"),
        "columns": [say("日期"), say("现值"), say("数据来源"), say("填报人"), say("证据")],
        "rows": [
            [{"day": each.on}, _number(each.value, row.indicator.unit), each.source, each.reported_by, each.evidence[:12]]
            for each in found
        ],
        "empty_text": say("没有填报过。"),
    }  # fmt: skip


def _cells(row: queries.IndicatorRow) -> list[Any]:
    one, unit = row.indicator, row.indicator.unit
    main = next((each for each in row.targets if each.target.is_target), row.targets[0])
    word, tone = STATES[_word(row)]
    return [
        {"text": write_text(one.name, language()), "href": LIST + one.id, "hint": main.target.source.cite(language())},
        _target(main.target, unit),
        _number(row.figure.value if row.figure else None, unit),
        _gap(main, unit),
        {"day": main.target.by},
        _how(row),
        {"state": say(word), "tone": tone},
    ]  # fmt: skip


def _group(row: queries.IndicatorRow) -> str:
    return row.indicator.file.rsplit("/", 1)[-1].removesuffix(".yaml")


def _word(row: queries.IndicatorRow) -> str:
    if row.is_met is None:
        return "unknown" if row.figure is None else "compared"
    return "met" if row.is_met else "gap"


def _how(row: queries.IndicatorRow) -> str:
    if row.figure is None:
        return say("等待填报") if row.indicator.computed is None else say("名册里还没有数据")
    return say("由名册计算") if row.figure.how == "computed" else say("填报")


def _target(target: Target, unit: str) -> str:
    return write_target(target.comparison, target.value, target.to, unit, language())


def _gap(row: queries.TargetRow, unit: str) -> str:
    if row.gap is None:
        return ""
    return say("已达到") if row.gap == 0 else say("差 {value}", value=_number(abs(row.gap), unit))


def _number(value: Decimal | None, unit: str) -> str:
    return write_figure(value, unit, language())


def _today() -> Any:
    return clock.china_day(clock.now())
