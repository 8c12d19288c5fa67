"""电子表格 spreadsheet: a CSV or XLSX file from outside as rows of plain text, or one clear sentence why not.

Nothing is evaluated, nothing is guessed: cells come out as the text that a person sees, with the row number
that their spreadsheet program shows. What cannot be read safely stops here, before any row is judged.
"""

import hashlib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from supervision.errors import InputError
from supervision.intake import csv_table, xlsx_table
from supervision.intake.container import Received, kind_of
from supervision.intake.grid import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Grid, cell_name
from supervision.texts import mark

INVISIBLE = ("Cf", "Cc", "Cs")  # marks of direction and width, control characters, halves of characters
BLANKS = "\r\n\t\xa0\u3000"
FORMULAS_NAMED = 10  # cells that the message names; more would bury the sentence


@dataclass(frozen=True, slots=True)
class Row:
    """数据行: ``number`` as in the file (the heading is 1); ``cells`` as many as there are headings, or more."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """表格: headings and rows of one file. ``notes`` say what was chosen, as (sentence, facts)."""

    file: str
    sha256: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[tuple[str, dict[str, object]], ...]


def read_path(path: Path) -> Sheet:
    """Read the spreadsheet at ``path``."""
    return read(Received.from_path(path))


def read(received: Received) -> Sheet:
    """Read a received file; every reason to stop is an ``InputError`` with place, problem and remedy."""
    reader = xlsx_table if kind_of(received) == "xlsx" else csv_table
    grid = reader.read(received)
    headings = _headings(received.name, grid)
    _refuse_formulas(received.name, grid)
    spare = len(grid.rows[0][1]) - len(headings)  # empty columns right of the headings
    rows = tuple(_row(received.name, number, cells, len(headings), spare) for number, cells in grid.rows[1:])
    rows = tuple(row for row in rows if any(row.cells))
    if not rows:
        raise InputError(received.name, mark("只有表头，没有数据行"), mark("请核对是否选错了文件或工作表"))
    digest = hashlib.sha256(received.content).hexdigest()
    return Sheet(received.name, digest, headings, rows, tuple(grid.notes))


def clean(text: str) -> str:
    """Return a cell without invisible characters and outer blanks; line breaks inside become one blank."""
    if text.isascii() and text.isprintable():
        return text.strip()
    spaced = (" " if char in BLANKS else char for char in text)
    kept = (char for char in spaced if unicodedata.category(char) not in INVISIBLE)
    return "".join(kept).strip()


def _headings(file: str, grid: Grid) -> tuple[str, ...]:
    """Return the headings of row 1, without the empty columns at the right end."""
    if not grid.rows or grid.rows[0][0] != 1:
        raise InputError(
            f"{file} · 1", mark("第 1 行是空的，表头应当在第 1 行"), mark("请删去表头上方的空行")
        )
    cells = [clean(cell) for cell in grid.rows[0][1]]
    while cells and not cells[-1]:
        cells.pop()
    if sum(map(bool, cells)) == 1 and len(grid.rows) > 1 and sum(map(bool, grid.rows[1][1])) > 1:
        raise InputError(
            f"{file} · 1",
            mark("第 1 行只有一格“{text}”，像是标题而不是表头"),
            mark("请删去标题行，让列名在第 1 行"),
            text=next(filter(None, cells)),
        )
    for index, cell in enumerate(cells):
        if not cell:
            raise InputError(
                f"{file} · {cell_name(1, index)}", mark("这一列没有列名"), mark("请补上列名，或删去这一列")
            )
    numeric = [cell for cell in cells if cell.replace(".", "", 1).replace("-", "").isdigit()]
    if numeric:
        raise InputError(
            f"{file} · 1",
            mark("没有表头：第 1 行里有数值“{value}”，像是数据"),
            mark("请在第 1 行写上列名"),
            value=numeric[0],
        )
    doubled = [cell for cell, count in Counter(cells).items() if count > 1]
    if doubled:
        places = [cell_name(1, index) for index, cell in enumerate(cells) if cell == doubled[0]]
        raise InputError(
            f"{file} · {places[1]}",
            mark("列名“{heading}”出现了 {count} 次（{places}）"),
            mark("请改名或删去其中一列"),
            heading=doubled[0],
            count=len(places),
            places="、".join(places),
        )
    return tuple(cells)


def _refuse_formulas(file: str, grid: Grid) -> None:
    """Name the cells that hold formulas: what they would show depends on somebody else's computer."""
    if grid.formulas:
        raise InputError(
            f"{file} · {grid.formulas[0]}",
            mark("{count} 格里有公式（{cells}）；公式不会被计算"),
            mark("请选中这些格，复制后“选择性粘贴为数值”，再导入"),
            count=len(grid.formulas),
            cells="、".join(grid.formulas[:FORMULAS_NAMED])
            + ("…" if len(grid.formulas) > FORMULAS_NAMED else ""),
        )


def _row(file: str, number: int, cells: tuple[str, ...], width: int, spare: int) -> Row:
    """Return one row, cleaned, padded to the headings; longer only where cells have slipped."""
    cleaned = [clean(cell) for cell in cells]
    for index, cell in enumerate(cleaned):
        if len(cell) > MAX_CELL:
            raise InputError(
                f"{file} · {cell_name(number, index)}",
                mark("这一格有 {length} 个字，上限 {limit}"),
                mark("可能是引号没有配对，几行并成了一格；请核对"),
                length=len(cell),
                limit=MAX_CELL,
            )
    while width < len(cleaned) <= width + spare and not cleaned[-1]:
        cleaned.pop()
    cleaned += [""] * (width - len(cleaned))
    return Row(number, tuple(cleaned))


__all__ = ["MAX_CELL", "MAX_COLUMNS", "MAX_ROWS", "Row", "Sheet", "clean", "read", "read_path"]
