"""工作簿: a directory as XLSX, that its own import accepts unchanged; without rows it is the template to fill in."""

from collections.abc import Iterable, Mapping
from typing import Any

from supervision.intake.directories.cells import Known
from supervision.intake.directories.columns import Directory
from supervision.intake.template import Explained, workbook
from supervision.texts import Translator


def write_directory(
    directory: Directory, rows: Iterable[Mapping[str, Any]], known: Known, say: Translator
) -> bytes:
    """Return the workbook of a directory: a sheet of its rows, and one that explains each column."""
    return workbook(
        say(directory.title),
        [
            Explained(column.label, column.required, say(column.explained), column.example)
            for column in directory
        ],
        ([column.words(row.get(column.name), known) for column in directory] for row in rows),
        say,
    )
