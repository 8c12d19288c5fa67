"""The record of a visit as the office reads it, and its confirmation by a reviewer who was not there."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.filters import write_text
from supervision.forms.visits import ConfirmForm, confirm_form
from supervision.queries import visit_files as queries
from supervision.queries.visit_records import department_names
from supervision.texts import mark
from supervision.usecases.results import confirm_result
from supervision.views.access import current_actor, language, page
from supervision.views.steps import Step, against, both, carry_out, listed, reason, say

bp = Blueprint("record", __name__, url_prefix="/office/visits")


@bp.get("/<uuid_>/result")
@page("result.confirm")
def review(uuid_: str) -> ResponseReturnValue:
    """审核检查结果: the record, and what would follow."""
    return _page(uuid_)


@bp.post("/<uuid_>/result")
@page("result.confirm")
def confirm(uuid_: str) -> ResponseReturnValue:
    """确认检查结果: findings, results and orders follow by rule."""
    file = queries.get_visit_file(uuid_, actor=current_actor(), on=clock.china_day(clock.now()))
    form = _form(file)

    def write() -> Any:
        return confirm_result(
            uuid_=uuid_, circumstances=_stated(form, file), actor=current_actor(), at=clock.now()
        )

    return carry_out(
        Step("result", mark("确认检查结果"), form),
        write,
        lambda tried: _page(uuid_, tried),
        done=mark("检查结果已确认，责令改正通知书已出具。公开期限从今天起算。"),
        to=f"/office/visits/{uuid_}",
    )


def _form(file: queries.VisitFile) -> ConfirmForm:
    names = {key: both(*department_names().get(key, (key, key))) for key in file.row.departments}
    return confirm_form(names)()


def _stated(form: ConfirmForm, file: queries.VisitFile) -> dict[str, tuple[tuple[int, str], ...]]:
    found: dict[str, tuple[tuple[int, str], ...]] = {}
    for key in file.row.departments:
        kind, words = form[f"kind_{key}"].data, form[f"reason_{key}"].data.strip()
        if kind:
            found[key] = ((int(kind), words),)
    return found


def _page(uuid_: str, tried: Step | None = None) -> str:
    actor, today = current_actor(), clock.china_day(clock.now())
    file = queries.get_visit_file(uuid_, actor=actor, on=today)
    preview = queries.preview_result(uuid_, actor=actor, on=today)
    option = file.case.option("confirm")
    stands = [*(against(option) if option else ()), *([reason(preview.against)] if preview.against else [])]
    return render_template(
        "visits/review.html",
        file=file,
        against=stands,
        form=tried.form if tried else _form(file),
        refusal=tried.refusal if tried else None,
        sections=record_sections(file),
        results=_results(preview.results),
        orders=[_order(each) for each in preview.orders],
        set_aside=preview.set_aside,
        is_open=option is not None,
    )


def record_sections(file: queries.VisitFile) -> list[dict[str, Any]]:
    """Return the record: answers by category, what was not met, what was not looked at, results and orders."""
    if file.row.received_at is None:
        return []
    found = [_categories(file), _findings(file)]
    if file.unseen:
        found.append(
            {
                "title": say("未检查的事项"),
                "columns": [say("事项"), say("内容"), say("原因")],
                "rows": [
                    [item, write_text(question, language()), why] for item, question, why in file.unseen
                ],
            }
        )
    if file.results:
        found.append(
            {
                "title": say("检查结果"),
                "columns": [say("部门"), say("结果"), say("理由"), say("最迟公开")],
                "rows": _results(file.results),
            }
        )
    if file.orders:
        columns = [say("通知书"), say("部门"), say("事项"), say("改正期限")]
        found.append(
            {"title": say("责令改正"), "columns": columns, "rows": [_order(each) for each in file.orders]}
        )
    return found


def _categories(file: queries.VisitFile) -> dict[str, Any]:
    heads = (say("符合"), say("不符合"), say("不适用"), say("未检查"))
    total = {name: sum(getattr(row, name) for row in file.categories) for name in ANSWERS}
    return {
        "title": say("检查记录"),
        "text": say("照片 {photos} 张；符合 {met} 项，不符合 {not_met} 项，不适用 {not_applicable} 项，未检查 {not_observed} 项。",
                    photos=file.photos, **total),
        "columns": [say("类别"), *({"text": head, "number": True} for head in heads)],
        "rows": [
            [write_text(row.name, language()), *({"number": getattr(row, name)} for name in ANSWERS)]
            for row in file.categories
        ],
    }  # fmt: skip


ANSWERS = ("met", "not_met", "not_applicable", "not_observed")
SEVERITY = {1: mark("轻微"), 2: mark("一般"), 3: mark("严重"), 4: mark("重大")}


def _findings(file: queries.VisitFile) -> dict[str, Any]:
    return {
        "title": say("发现的问题"),
        "columns": [say("事项"), say("程度"), say("范围"), say("检查人员的说明"), say("依据"), say("状态")],
        "rows": [
            [
                {"text": write_text(row.question, language()), "hint": row.item},
                say(SEVERITY.get(row.severity, str(row.severity))),
                write_text(row.scope, language()),
                {
                    "text": row.remark or "—",
                    "hint": say("照片 {count} 张", count=row.photos) if row.photos else "",
                },
                {
                    "text": listed(write_text(each, language()) for each in row.basis),
                    "hint": "" if row.may_be_cited else say("依据待核，不能据以责令改正"),
                },
                {"state": say("当场改正"), "tone": "good"}
                if row.corrected
                else {"state": say("待整改"), "tone": "due"},
            ]
            for row in file.findings
        ],
        "empty_text": say("没有发现问题。"),
    }


def _results(rows: Sequence[queries.ResultRow]) -> list[list[Any]]:
    return [
        [
            write_text(row.department, language()),
            listed(write_text(kind, language()) for kind in row.kinds),
            " ".join(say(text, **facts) for text, facts in row.reasons),
            {"day": row.publish_by},
        ]
        for row in rows
    ]


def _order(row: queries.OrderRow) -> list[Any]:
    number = (
        {"text": row.number, "href": f"/office/rectifications/{row.number}"}
        if row.number
        else say("确认后出具")
    )
    return [
        number,
        write_text(row.department, language()),
        listed(row.items),
        {"day": row.due_on},
    ]
