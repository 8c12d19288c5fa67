"""排列 lists in another order: which columns can be sorted, and the rows in the order of one of them.

A list of one page is sorted where it stands, by ``assets/tables.js``. A longer one has a page for each order, so that it
is sorted without script too; of a very long one the first page of each order, which answers who has most and who waits
longest, while the whole is in its CSV.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any

from markupsafe import Markup

from supervision.disclosure.site.best import Best
from supervision.disclosure.site.pinyin import sounds
from supervision.texts import mark

Cell = str | Markup | int | date | None
REMEMBERED = 50_000  # cells of a column: as many as a city has facilities
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
    mark("镇街"): "street",
    mark("名次"): "place",
    mark("得分"): "points",
    mark("封存日期"): "closed",
    mark("指标"): "name",
    mark("状态"): "state",
    mark("应发（元）"): "amount",
}
OF_DAYS = {"date", "visited", "published", "decided", "until"}
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


def orders(
    rows: Iterable[Sequence[Cell]], columns: Sequence[Column], most: int
) -> dict[tuple[int, bool], list[int]]:
    """Return which rows are the first ``most`` in the order of each column that has one, up and down.

    (place of the column, down) → places of the rows. Rows without a value in the column stand last either way.
    """
    places = [place for place, column in enumerate(columns) if column.sort]
    filled = {
        (place, down): Best[tuple[Any, int]](most, itemgetter(0), down=down)
        for place in places
        for down in (False, True)
    }
    empty: dict[int, list[int]] = {place: [] for place in places}
    told = [(place, _keys(columns[place]), filled[place, False], filled[place, True]) for place in places]
    for number, row in enumerate(rows):
        for place, key_of, up, down in told:
            key = key_of(row[place])
            if key is not None:
                up.add((key, number))
                down.add((key, number))
            elif len(empty[place]) < most:
                empty[place].append(number)
    return {
        (place, down): [*(number for _, number in best.first()), *empty[place]][:most]
        for (place, down), best in filled.items()
    }


def _keys(column: Column) -> Callable[[Cell], Any]:
    """Return what tells by what a cell of the column is sorted; the same cell comes again and again."""
    return lru_cache(REMEMBERED, typed=True)(partial(_key, column=column))


def _key(cell: Cell, column: Column) -> Any:
    if cell is None or cell == "–":
        return None
    if isinstance(cell, str):
        if column.sort in OF_DAYS:  # words in the place of a day: there was none
            return None
        text = cell.striptags() if isinstance(cell, Markup) else cell
        if column.order:
            return column.order.index(text) if text in column.order else len(column.order)
        return [(int(part), ()) if part.isdigit() else (-1, sounds(part)) for part in _NUMBERS.split(text)]
    return cell
