"""The item list: what may be inspected, and on which basis."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.filters import write_text
from supervision.queries.facilities import KIND_NAMES
from supervision.queries.inspectors import department_options
from supervision.queries.items import ItemRow, list_items
from supervision.texts import mark
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.steps import both, listed, say

bp = Blueprint("items", __name__, url_prefix="/office/items")

CATEGORIES = {"key": mark("重点事项"), "general": mark("一般事项")}


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """抽查事项清单: nothing outside it may be inspected."""
    names = {key: both(zh, en) for key, zh, en in department_options(actor=current_actor())}
    return render_template(
        "generic/list.html",
        title=say("抽查事项清单"),
        lead=say("清单之外不得检查；每一项都须有法律依据。"),
        trail=[(say("计划"), "/office/plans/"), (say("抽查事项清单"), "")],
        columns=[say("事项"), say("依据"), say("对象"), say("部门"), say("方式与频次"), say("类别")],
        rows=[_cells(row, names) for row in list_items(clock.china_day(clock.now()))],
        empty_text=say("还没有采用抽查事项清单。请在命令行采用清单文件。"),
    )


def _cells(row: ItemRow, names: dict[str, str]) -> list[object]:
    laws = [f"{write_text(law, language())} {article}".strip() for law, article in row.basis]
    return [
        {"text": row.matter, "hint": row.content},
        listed(laws),
        listed(say(KIND_NAMES.get(kind, kind)) for kind in row.kinds),
        listed(names.get(key, key) for key in row.departments),
        {"text": row.way, "hint": row.frequency},
        {"state": say(CATEGORIES.get(row.category, row.category)),
         "tone": "due" if row.category == "key" else "open"},
    ]  # fmt: skip
