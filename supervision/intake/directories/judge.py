"""判行: each row of a directory's table is accepted or refused; every problem names its line, column and remedy.

Nothing here is a doubt: who can be sent and what may be inspected is known or it is not. A refused row stays in the
report and nowhere else; of two rows that claim the same number, neither is taken.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from supervision.intake import values
from supervision.intake.container import Received
from supervision.intake.directories.cells import Known
from supervision.intake.directories.columns import Column, Directory
from supervision.intake.headings import Columns, recognise
from supervision.intake.rows import JudgedRow, problem_of
from supervision.intake.spreadsheet import Row, Sheet, read
from supervision.intake.values import Reading, refused
from supervision.texts import mark

Judged = JudgedRow[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class DirectoryList:
    """已判名录: a directory's table, judged; ``known``: what its cells could name. ``rows[].values`` by column name."""

    directory: Directory
    sheet: Sheet
    columns: Columns
    rows: tuple[Judged, ...]
    known: Known

    @property
    def source(self) -> str:
        """Return what tells this table from lists of facilities."""
        return f"directory:{self.directory.name}"

    def refuse(self, row: Judged, field: str, reading: Reading) -> Judged:
        """Return the row refused for what stands in the cell of ``field``."""
        return replace(row.with_problem(problem_of(row, self.columns, field, reading)), values=None)


def read_directory(
    received: Received, directory: Directory, known: Known, mapping: Mapping[str, str] | None = None
) -> DirectoryList:
    """Read and judge the table of a directory. ``mapping``: heading → column or ``ignore``.

    Raises:
        InputError: the file as a whole cannot be used (formulas among its cells, a column that is unknown, missing or
            there twice); place, problem and remedy.
    """
    sheet = read(received)
    columns = recognise(sheet.file, sheet.headings, mapping, known=directory.vocabulary)
    rows = tuple(_judged(row, columns, directory, known) for row in sheet.rows)
    listed = DirectoryList(directory, sheet, columns, rows, known)
    for column in directory:
        if column.single:
            listed = replace(listed, rows=tuple(_once(listed, column)))
    return listed


def _judged(row: Row, columns: Columns, directory: Directory, known: Known) -> Judged:
    raw = {name: values.present(columns.value(row.cells, name)) for name in columns.index}
    judged: Judged = JudgedRow(row.number, {}, raw)
    problems, found = [], dict[str, Any]()
    if len(row.cells) > len(columns.headings):
        message = mark("这一行有 {cells} 格，表头只有 {width} 列，可能有没加引号的逗号")
        facts = {"cells": len(row.cells), "width": len(columns.headings)}
        reading = refused("row.too_many_cells", message, **facts)
        return replace(judged.with_problem(problem_of(judged, columns, directory.key, reading)), values=None)
    for column in directory:
        reading = _read(column, raw.get(column.name, ""), known)
        if reading.rule:
            problems.append(problem_of(judged, columns, column.name, reading))
        elif reading.value is not None:
            found[column.name] = reading.value
    return replace(judged, values=None if problems else found, problems=tuple(problems))


def _read(column: Column, text: str, known: Known) -> Reading:
    if text.upper() in values.ERROR_VALUES:
        return refused("cell.error", mark("单元格显示错误值 {value}"), value=text)
    if text:
        return column.cell.read(text, known)
    if column.required:
        return refused(f"{column.name}.missing", column.missing)
    return Reading()


def _once(listed: DirectoryList, column: Column) -> Iterable[Judged]:
    """Yield the rows, those refused that share a value of which there can be one alone."""
    rows_of = defaultdict(list)
    for row in listed.rows:
        if row.raw.get(column.name):
            rows_of[row.raw[column.name]].append(row.number)
    for row in listed.rows:
        others = [number for number in rows_of[row.raw.get(column.name, "")] if number != row.number]
        if others:
            message = mark("“{value}”在第 {rows} 行也出现；请核对是哪一行的")
            facts = {"value": row.raw[column.name], "rows": "、".join(map(str, others))}
            yield listed.refuse(row, column.name, refused(f"{column.name}.doubled", message, **facts))
        else:
            yield row
