"""XLSX, read as a stream with openpyxl; the XML goes through defusedxml. Values only, nothing is evaluated."""

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from supervision.errors import InputError
from supervision.intake.container import Received, damaged
from supervision.intake.grid import MAX_COLUMNS, Grid, cell_name
from supervision.texts import mark

TITLE_SPAN = re.compile(r"A1:[A-Z]+1$")
# what openpyxl and the XML parser raise on a workbook whose parts do not fit together
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, ElementTree.ParseError, DefusedXmlException,
    LookupError, ValueError, TypeError, AttributeError, EOFError, OverflowError, NotImplementedError,
)  # fmt: skip


def read(received: Received) -> Grid:
    """Return the rows of the first sheet that has any."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # of features that hold no data: validations, styles, conditional formats
            return _read(received)
    except BROKEN as error:
        raise damaged(received.name) from error


def _read(received: Received) -> Grid:
    workbook = openpyxl.load_workbook(
        io.BytesIO(received.content), read_only=True, data_only=False, keep_links=False
    )
    try:
        filled = []
        for sheet in (one for one in workbook.worksheets if one.sheet_state == "visible"):
            sheet.reset_dimensions()  # what the file says of its own size is not believed
            if any(any(cell is not None for cell in row) for row in _first_rows(sheet)):
                filled.append(sheet)
        if not filled:
            raise InputError(received.name, mark("工作簿里没有数据"), mark("请核对是否选错了文件"))
        sheet = filled[0]
        grid = Grid()
        if len(workbook.worksheets) > 1:
            grid.notes.append(
                (
                    mark("有 {count} 个工作表，读取的是第一个有数据的“{sheet}”"),
                    {"count": len(workbook.worksheets), "sheet": sheet.title},
                )
            )
        _refuse_merged(received, sheet)
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), start=1):
            row = [_text(cell.value) for cell in cells]
            if any(row):
                grid.formulas += [
                    cell_name(number, index) for index, cell in enumerate(cells) if cell.data_type == "f"
                ]
                while row and not row[-1]:
                    row.pop()
                grid.add(received.name, number, tuple(row))
        return grid
    finally:
        workbook.close()


def _first_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Return the rows that decide whether a sheet has data."""
    return sheet.iter_rows(max_row=20, max_col=MAX_COLUMNS + 1, values_only=True)


def _refuse_merged(received: Received, sheet: Any) -> None:
    """Merged cells leave all rows but the first without a value; which one is meant is not guessed."""
    merged = []
    with zipfile.ZipFile(io.BytesIO(received.content)) as archive, archive.open(_part(sheet)) as part:
        for _, element in ElementTree.iterparse(part):
            if element.tag.endswith("}mergeCell"):
                merged.append(element.get("ref", "?"))
            element.clear()
    if merged and TITLE_SPAN.match(merged[0]):
        raise InputError(
            f"{received.name} · {merged[0]}",
            mark("第 1 行是合并的标题，不是表头"),
            mark("请删去标题行，让列名在第 1 行"),
        )
    if merged:
        raise InputError(
            f"{received.name} · {merged[0]}",
            mark("有合并单元格：{cells}"),
            mark("请取消合并，并在每一行填上各自的值"),
            cells="、".join(merged[:10]),
        )


def _part(sheet: Any) -> str:
    """Return the name of the sheet's part inside the workbook."""
    return str(sheet._worksheet_path).lstrip("/")


def _text(value: Any) -> str:
    """Return the text that a person sees in the cell; days in ISO form, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)
