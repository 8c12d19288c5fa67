"""The item list: what may be inspected, and on which basis."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.filters import write_text
from supervision.queries import items as queries
from supervision.queries.facilities import KIND_NAMES
from supervision.queries.inspectors import department_options
from supervision.queries.items import ItemRow, ProposalRow, VersionRow
from supervision.texts import mark
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.directory_files import table_actions
from supervision.views.steps import both, listed, say

bp = Blueprint("items", __name__, url_prefix="/office/items")

LIST = "/office/items/"
VERSIONS = LIST + "versions/"
CATEGORIES = {"key": mark("重点事项"), "general": mark("一般事项")}
COLUMNS = (mark("事项"), mark("依据"), mark("对象"), mark("部门"), mark("方式与频次"), mark("类别"))


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """抽查事项清单: nothing outside it may be inspected."""
    today, actor = clock.china_day(clock.now()), current_actor()
    rows, version = queries.list_items(today), queries.version_in_force(today)
    waiting = queries.list_proposals(waiting=True)
    return render_template(
        "generic/list.html",
        title=say("抽查事项清单"),
        lead=say("清单之外不得检查；每一项都须有法律依据。"),
        trail=[(say("计划"), "/office/plans/"), (say("抽查事项清单"), "")],
        stats=_stats(rows, version),
        columns=[say(text) for text in COLUMNS],
        rows=item_cells(rows),
        empty_text=say("还没有采用抽查事项清单。请上传整份清单，由机关负责人采用。"),
        actions=[
            *([_waiting_link(waiting)] if waiting else []),
            {"text": say("各版清单"), "href": VERSIONS},
            *table_actions("items", actor),
        ],
    )


def _stats(rows: tuple[ItemRow, ...], version: VersionRow | None) -> list[dict[str, Any]]:
    whole = sum(1 for row in rows if row.checklist_items)
    if version is None:
        return []
    return [
        {"name": say("现行版本"), "value": version_words(version.version)},
        {"name": say("起始日"), "value": version.since.isoformat()},
        {"name": say("采用人"), "value": version.adopted_by},
        {
            "name": say("对应检查表条目的事项"),
            "value": f"{whole}/{len(rows)}",
            "tone": "due" if whole < len(rows) else "",
        },
    ]


def _waiting_link(waiting: tuple[ProposalRow, ...]) -> dict[str, str]:
    return {"text": say("等待采用 · {count}", count=len(waiting)),
            "href": f"{LIST}proposals/{waiting[0].number}", "tone": "main"}  # fmt: skip


def version_words(number: int) -> str:
    """Return the name of a version."""
    return say("第 {number} 版", number=number)


def version_fact(day: date) -> tuple[str, dict[str, str]]:
    """Return the version of the list in force on a day, as a fact of a page that stands on it."""
    found = queries.version_in_force(day)
    shown = (
        {"text": version_words(found.version), "href": f"{VERSIONS}{found.version}"}
        if found
        else {"text": say("还没有采用过清单。")}
    )
    return say("抽查事项清单"), shown


def item_cells(rows: tuple[ItemRow, ...]) -> list[list[object]]:
    """Return items as rows under ``COLUMNS``."""
    names = {key: both(zh, en) for key, zh, en in department_options(actor=current_actor())}
    return [
        [
            {"text": row.matter, "hint": row.content},
            listed(f"{write_text(law, language())} {article}".strip() for law, article in row.basis),
            listed(say(KIND_NAMES.get(kind, kind)) for kind in row.kinds),
            listed(names.get(key, key) for key in row.departments),
            {"text": row.way, "hint": row.frequency},
            {
                "state": say(CATEGORIES.get(row.category, row.category)),
                "tone": "due" if row.category == "key" else "open",
            },
        ]
        for row in rows
    ]
