"""模板 template: an empty list to fill in, as XLSX with a sheet that explains it, or as CSV; and lists going out.

What goes out is guarded: a cell that a spreadsheet program would take for a formula is written as text.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from supervision.intake.headings import vocabulary
from supervision.texts import Translator, mark

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
INVENTED = {
    "source_id": "1", "name": "明湖柳荫养老院", "kind": "养老机构", "district": "明湖区", "street": "柳荫街道",
    "address": "明湖区柳荫街道柳浪路1号", "zipcode": "990101", "beds": "120", "since": "2015-07-22", "ownership": "民建民营",
    "lng": "0.020", "lat": "0.030", "uscc": "", "operator": "",
}  # fmt: skip
EXPLAINED = {
    "source_id": mark("名单里的编号，下次导入时据此认出同一家；可以不填"),
    "name": mark("必填。登记证书上的全称"),
    "kind": mark("养老机构、街道养老服务中心、社区养老服务站、助餐点、家庭养老床位服务机构、农村养老机构"),
    "district": mark("必填。区划表里的名称或 6 位代码"),
    "street": mark("区划表里的名称或 9 位代码；写错会被问到"),
    "address": mark("会公开，不要写联系人和手机号"),
    "zipcode": mark("6 位数字"),
    "beds": mark("整数；没有床位的不填"),
    "since": mark("例如 2015-07-22"),
    "ownership": mark("公建公营、公建民营、民建民营等"),
    "lng": mark("度，例如 121.4712；坐标系不明也可以"),
    "lat": mark("度，例如 31.2304"),
    "uscc": mark("运营单位的 18 位代码；校验码会核对"),
    "operator": mark("运营单位全称；不填时以机构名称代"),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """列的说明: heading of a column, whether it must be filled in, what it means, an invented example."""

    label: str
    required: bool
    explained: str
    example: str


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet program runs as a formula; numbers stay numbers."""
    if text.startswith(FORMULA_STARTS) and not text.lstrip("+-").replace(".", "", 1).isdigit():
        return f"'{text}"
    return text


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV file as Excel opens it without a question: UTF-8 with mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guarded(heading) for heading in headings])
    for row in rows:
        writer.writerow(["" if cell is None else guarded(str(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def template_csv() -> bytes:
    """Return the empty template as CSV: the headings alone."""
    return write_csv([field.label for field in vocabulary().fields.values()], [])


def template_xlsx(say: Translator) -> bytes:
    """Return the empty template as XLSX: a sheet to fill in, and one that explains each column."""
    return facilities_xlsx((), say)


def facilities_xlsx(rows: Iterable[Mapping[str, object]], say: Translator) -> bytes:
    """Return facilities, given by field, as a list that the import accepts unchanged."""
    fields = vocabulary().fields.values()
    explained = [
        Explained(field.label, field.required, say(EXPLAINED[field.name]), INVENTED[field.name])
        for field in fields
    ]
    cells = ([row.get(field.name, "") for field in fields] for row in rows)
    return workbook(say(mark("机构名单")), explained, cells, say)


def workbook(
    title: str, columns: Sequence[Explained], rows: Iterable[Sequence[object]], say: Translator
) -> bytes:
    """Return a workbook of two sheets: the rows under their headings, and what each column means.

    No text becomes a formula: it is stored as text, so that it is read again as it stands.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = min(40, max(14, 2 * len(column.example)))
    sheet.append([_heading(sheet, column.label, required=column.required) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    notes = book.create_sheet(say(mark("填写说明")))
    for letter, width in zip("ABCD", (24, 10, 70, 40), strict=True):
        notes.column_dimensions[letter].width = width
    notes.append(
        [_heading(notes, say(text)) for text in (mark("列名"), mark("必填"), mark("说明"), mark("示例"))]
    )
    for column in columns:
        notes.append(
            [column.label, say(mark("是")) if column.required else "", column.explained, column.example]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any) -> Cell:
    cell = WriteOnlyCell(sheet, value=None if value == "" else value)
    if isinstance(value, str) and value:
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _heading(sheet: Any, text: str, *, required: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="F3E3B5" if required else "E4EEE9")
    cell.alignment = Alignment(vertical="center")
    return cell
