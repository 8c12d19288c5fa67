"""Versions of the item list: what each changed, and lists that wait for a head to adopt them."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.forms.base import ReasonForm
from supervision.forms.imports import AdoptForm
from supervision.intake.directories.columns import ITEMS
from supervision.queries import items as queries
from supervision.queries.directory_files import known_names
from supervision.queries.items import ProposalRow
from supervision.texts import mark
from supervision.usecases import items as writes
from supervision.views.access import OFFICE, current_actor, page
from supervision.views.items import COLUMNS, LIST, VERSIONS, item_cells, version_words
from supervision.views.steps import Step, allowed, carry_out, say, with_tried

bp = Blueprint("item_versions", __name__, url_prefix="/office/items")

KINDS = {"added": (mark("增加"), "good"), "changed": (mark("变更"), "due"), "ended": (mark("取消"), "danger")}
STATES = {
    "waiting": (mark("等待采用"), "due"),
    "adopted": (mark("已采用"), "good"),
    "refused": (mark("已退回"), "closed"),
}


@bp.get("/versions/")
@page(OFFICE)
def versions() -> ResponseReturnValue:
    """各版清单: what was adopted, and what was proposed."""
    return render_template(
        "generic/detail.html",
        title=say("各版清单"),
        lead=say("每一版都长期保存；计划和检查按当日有效的版本。"),
        trail=[(say("抽查事项清单"), LIST), (say("各版清单"), "")],
        sections=[
            {
                "title": say("采用的版本"),
                "columns": [say("版本"), say("起始日"), say("变更"), say("理由"), say("采用人")],
                "rows": [
                    [
                        {"text": version_words(row.version), "href": f"{VERSIONS}{row.version}"},
                        {"day": row.since},
                        _count(row.changes),
                        row.reason,
                        {"text": row.adopted_by, "hint": clock.china_day(row.adopted_at).isoformat()},
                    ]
                    for row in queries.list_versions()
                ],
                "empty_text": say("还没有采用过清单。"),
            },
            {
                "title": say("提出的清单"),
                "columns": [say("文件"), say("提出"), say("起始日"), say("变更"), say("状态")],
                "rows": [
                    [
                        {"text": row.file_name, "href": f"{LIST}proposals/{row.number}", "hint": row.reason},
                        {"text": row.proposed_by, "hint": clock.china_day(row.proposed_at).isoformat()},
                        {"day": row.since},
                        _count(row.changes),
                        _state(row),
                    ]
                    for row in queries.list_proposals()
                ],
                "empty_text": say("没有提出过清单。"),
            },
        ],
    )


@bp.get("/versions/<int:number>")
@page(OFFICE)
def version(number: int) -> ResponseReturnValue:
    """一版清单: what it changed, and the whole list from its first day."""
    row, rows = queries.get_version(number)
    return render_template(
        "generic/detail.html",
        title=version_words(number),
        over=say("抽查事项清单"),
        trail=[(say("抽查事项清单"), LIST), (say("各版清单"), VERSIONS), (version_words(number), "")],
        sections=[
            {
                "title": say("采用"),
                "facts": [
                    (say("起始日"), {"day": row.since}),
                    (say("理由"), row.reason),
                    (say("采用人"), row.adopted_by),
                    (say("采用于"), {"moment": row.adopted_at}),
                    ("SHA-256", row.sha256),
                ],
            },
            _changes_section(row.changes),
            {
                "title": say("整份清单"),
                "columns": [say(text) for text in COLUMNS],
                "rows": item_cells(rows),
                "empty_text": say("这一版没有任何事项。"),
            },
        ],
    )


@bp.get("/proposals/<int:number>")
@page(OFFICE)
def proposal(number: int) -> ResponseReturnValue:
    """提出的清单: what it would change; a head adopts it or turns it down."""
    return _page(number)


@bp.post("/proposals/<int:number>/adopt")
@page("item.adopt_proposal")
def adopt(number: int) -> ResponseReturnValue:
    """采用清单."""
    form = AdoptForm(prefix="adopt-")
    return carry_out(
        _adopt(form),
        lambda: writes.adopt_proposal(
            proposal=number, since=form.since.data, actor=current_actor(), at=clock.now()
        ),
        lambda tried: _page(number, tried),
        done=mark("已采用，从起始日起按它检查。"),
        to=f"{LIST}proposals/{number}",
    )


@bp.post("/proposals/<int:number>/refuse")
@page("item.refuse_proposal")
def refuse(number: int) -> ResponseReturnValue:
    """退回清单."""
    form = ReasonForm(prefix="refuse-")
    return carry_out(
        _refuse(form),
        lambda: writes.refuse_proposal(
            proposal=number, answer=form.reason.data, actor=current_actor(), at=clock.now()
        ),
        lambda tried: _page(number, tried),
        done=mark("已退回。"),
        to=f"{LIST}proposals/{number}",
    )


def _page(number: int, tried: Step | None = None) -> str:
    row, actor, today = queries.get_proposal(number), current_actor(), clock.china_day(clock.now())
    steps = []
    if row.state == "waiting":
        first = AdoptForm(None, prefix="adopt-", data={"since": max(row.since, today)})
        steps = allowed(
            actor,
            [
                ("item.adopt_proposal", _adopt(first)),
                ("item.refuse_proposal", _refuse(ReasonForm(None, prefix="refuse-"))),
            ],
        )
    facts: list[tuple[str, Any]] = [
        (say("变更"), _count(row.changes)),
        (say("对照的版本"), version_words(row.against) if row.against else say("首次采用")),
        (say("拟定起始日"), {"day": row.since}),
        (say("理由"), row.reason),
        (say("提出人"), row.proposed_by),
        (say("提出于"), {"moment": row.proposed_at}),
        (say("文件"), {"text": row.file_name, "hint": f"SHA-256 {row.sha256}"}),
    ]
    if row.decided_at:
        facts += [(say("办理人"), row.decided_by), (say("办理于"), {"moment": row.decided_at})]
    if row.answer:
        facts.append((say("退回的理由"), row.answer))
    if row.version:
        facts.append((say("版本"), {"text": version_words(row.version), "href": f"{VERSIONS}{row.version}"}))
    return render_template(
        "generic/detail.html",
        title=say("新版抽查事项清单"),
        meta=[_state(row)],
        trail=[(say("抽查事项清单"), LIST), (say("各版清单"), VERSIONS), (row.file_name, "")],
        address=f"{LIST}proposals/{number}",
        steps=with_tried(steps, tried),
        sections=[{"title": say("提出"), "facts": facts}, _changes_section(row.changes)],
    )


def _adopt(form: AdoptForm) -> Step:
    return Step(
        "adopt", mark("采用这份清单"), form, lead=mark("由提出人以外的机关负责人采用；从这一天起按它检查。")
    )


def _refuse(form: ReasonForm) -> Step:
    return Step("refuse", mark("退回"), form, danger=True)


def _changes_section(changes: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    """Return what a version changes: each item with its columns, before and after."""
    known = known_names(actor=current_actor(), on=clock.china_day(clock.now()))

    def words(change: dict[str, Any]) -> list[str]:
        return [
            say(
                "{field}：{before} → {after}",
                field=say(ITEMS[name].label),
                before=ITEMS[name].words(before, known) or "—",
                after=ITEMS[name].words(change["after"][name], known) or "—",
            )
            for name, before in (change["before"] or {}).items()
        ]

    return {
        "title": say("变更"),
        "columns": [say("事项"), say("变更"), say("内容")],
        "rows": [
            [
                {"text": change["matter"], "hint": change["key"]},
                {"state": say(KINDS[change["kind"]][0]), "tone": KINDS[change["kind"]][1]},
                say("；").join(words(change)),
            ]
            for change in changes
        ],
        "empty_text": say("没有变更。"),
    }


def _count(changes: tuple[dict[str, Any], ...]) -> str:
    counts = {kind: sum(1 for each in changes if each["kind"] == kind) for kind in KINDS}
    return say("增加 {added}，变更 {changed}，取消 {ended}", **counts)


def _state(row: ProposalRow) -> dict[str, str]:
    word, tone = STATES[row.state]
    return {"state": say(word), "tone": tone}
