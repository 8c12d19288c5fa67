"""排列 lists in another order: which columns can be sorted, and the rows in the order of one of them.

A list of one page is sorted where it stands, by ``assets/tables.js``. A longer one has a page for each order, so that it
is sorted without script too; of a very long one the first page of each order, which answers who has most and who waits
longest, while the whole is in its CSV.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from supervision.disclosure.site.finding import sounds
from supervision.texts import mark

Cell = str | Markup | int | date | None
WHOLE = 400  # rows: up to here every order is given whole
SORTED = {  # heading → the word in the address of the pages in its order
    mark("机构"): "name",
    mark("标题"): "title",
    mark("计划名称"): "name",
    mark("类型"): "kind",
    mark("街道"): "street",
    mark("名单"): "list",
    mark("编号"): "id",
    mark("检查日期"): "date",
    mark("最近检查"): "visited",
    mark("发布日期"): "published",
    mark("公布日期"): "published",
    mark("决定日期"): "decided",
    mark("更正日期"): "date",
    mark("移出日期"): "date",
    mark("公示至"): "until",
    mark("原因"): "reason",
    mark("检查部门"): "department",
    mark("牵头部门"): "department",
    mark("处罚机关"): "authority",
    mark("不符合项"): "not-met",
    mark("未整改"): "open",
    mark("等级"): "grade",
    mark("绩效评估"): "performance",
    mark("信用评价"): "credit",
    mark("主题分类"): "subject",
    mark("体裁分类"): "genre",
    mark("发文字号"): "number",
    mark("有效性"): "validity",
    mark("更正了什么"): "about",
    mark("年份"): "year",
    mark("公布条数"): "count",
    mark("一般用时（工作日）"): "usual",
    mark("最长用时（工作日）"): "longest",
    mark("超期条数"): "late",
    mark("序号"): "serial",
    mark("数量"): "count",
    mark("类别"): "category",
    mark("事项"): "items",
    mark("一票否决"): "veto",
    mark("程度"): "severity",
}
_NUMBERS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading, CSS class of its cells (``number``, ``short`` or none), the word of its order (none: it has
    none), and the words that stand in it from first to last where their order is not that of the alphabet.
    """

    name: str
    style: str = ""
    sort: str = ""
    order: tuple[str, ...] = ()


def in_order(
    rows: Sequence[Sequence[Cell]], place: int, column: Column, *, down: bool
) -> list[Sequence[Cell]]:
    """Return the rows in the order of the column at ``place``; those without a value stand last either way."""
    of_days = any(isinstance(row[place], date) for row in rows)
    keys = {
        cell: None if of_days and isinstance(cell, str) else _key(cell, column)
        for cell in {row[place] for row in rows}
    }
    keyed: list[tuple[Any, Sequence[Cell]]] = [(keys[row[place]], row) for row in rows]
    filled = sorted((each for each in keyed if each[0] is not None), key=lambda each: each[0], reverse=down)
    return [*(row for _, row in filled), *(row for key, row in keyed if key is None)]


def _key(cell: Cell, column: Column) -> Any:
    if cell is None or cell == "–":
        return None
    if isinstance(cell, str):
        text = cell.striptags() if isinstance(cell, Markup) else cell
        if column.order:
            return column.order.index(text) if text in column.order else len(column.order)
        return [(int(part), ()) if part.isdigit() else (-1, sounds(part)) for part in _NUMBERS.split(text)]
    return cell
