"""The audit trail, for those who check: newest first, by subject."""

import json

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision.queries.audit import AuditRow, list_audit
from supervision.queries.draw_looks import all_looks
from supervision.views.access import AUDIT, current_actor, page
from supervision.views.draw_sections import LOOKS, looked_at
from supervision.views.steps import say

bp = Blueprint("audit", __name__, url_prefix="/office/audit")

PAGE_SIZE = 100
LONGEST = 24


@bp.get("/")
@page(AUDIT)
def index() -> ResponseReturnValue:
    """审计记录: every write, chained by its hash."""
    subject, before = request.args.get("subject", "").strip(), request.args.get("before", type=int)
    rows = list_audit(subject=subject or None, before=before, limit=PAGE_SIZE)
    older = (
        {"text": say("更早的"), "href": f"?subject={subject}&before={rows[-1].n}"}
        if len(rows) == PAGE_SIZE
        else None
    )
    return render_template(
        "generic/list.html",
        title=say("审计记录"),
        lead=say("每一次写入都在这里，逐条以指纹相连；改动、缺失、调换、截断都能查出。"),
        columns=[{"text": say("序号"), "number": True}, say("时间"), say("办理人"), say("动作"), say("对象"), say("内容")],
        rows=[_cells(row) for row in rows],
        empty_text=say("没有符合条件的记录。"),
        filters=[{"name": "subject", "label": say("对象"), "kind": "search", "placeholder": "draw:1"}],
        actions=[{"text": say("谁看过密封的抽取"), "href": "/office/audit/looks"}, *([older] if older else [])],
    )  # fmt: skip


@bp.get("/looks")
@page(AUDIT)
def looks() -> ResponseReturnValue:
    """查看记录: who saw what of which sealed draw, the latest first."""
    serial = request.args.get("draw", type=int)
    rows = all_looks(serial=serial, actor=current_actor())
    return render_template(
        "generic/list.html",
        title=say("谁看过密封的抽取"),
        lead=say("揭示之前，谁在哪一天第一次看到抽中的机构。审计人员自己的查看不记录。"),
        trail=[(say("审计记录"), "/office/audit/"), (say("谁看过密封的抽取"), "")],
        columns=[say("人员"), say("时间"), say("抽取"), say("看了什么"), say("对象")],
        rows=[
            [
                row.by,
                {"moment": row.at},
                {"text": say("第 {serial} 号抽取", serial=row.serial), "href": f"/office/draws/{row.serial}"},
                say(LOOKS[row.what]),
                looked_at(row.what, row.subject),
            ]
            for row in rows
        ],
        empty_text=say("还没有人看过。"),
        filters=[{"name": "draw", "label": say("第几号抽取"), "kind": "search", "placeholder": "1"}],
    )


def _cells(row: AuditRow) -> list[object]:
    said = json.loads(row.payload)
    content = (
        "; ".join(f"{key}={value}" for key, value in said.items()) if isinstance(said, dict) else row.payload
    )
    return [
        {"number": row.n},
        row.at,
        row.actor,
        row.action,
        {"text": row.subject, "href": f"?subject={row.subject}"},
        {"text": content, "hint": row.sha256[:16]},
    ]


def _short(value: object) -> str:
    """Return a value that fits a table; fingerprints by their beginning."""
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
