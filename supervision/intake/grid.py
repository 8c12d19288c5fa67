"""What both readers of spreadsheets hand over, and the limits that both keep."""

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from supervision.errors import InputError
from supervision.texts import mark

MAX_ROWS = 100_000  # rows with content, the heading not counted
MAX_COLUMNS = 200
MAX_CELL = 2_000  # characters


@dataclass(slots=True)
class Grid:
    """Rows as ``(number, cells)``, blank ones left out; names of cells with formulas; what was chosen."""

    rows: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    notes: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def add(self, file: str, number: int, cells: tuple[str, ...]) -> None:
        """Keep a row unless it is blank; refuse one too many."""
        if not any(cells):
            return
        if len(self.rows) > MAX_ROWS:
            raise InputError(
                f"{file} · {number}",
                mark("超过 {limit} 行数据"),
                mark("请按区或街道拆成几个文件，分别导入"),
                limit=MAX_ROWS,
            )
        if len(cells) > MAX_COLUMNS:
            raise InputError(
                f"{file} · {cell_name(number, MAX_COLUMNS)}",
                mark("超过 {limit} 列"),
                mark("请删去无关的列"),
                limit=MAX_COLUMNS,
            )
        self.rows.append((number, cells))


def cell_name(row: int, index: int) -> str:
    """Return the name that spreadsheet programs give a cell: row 5, third column → ``C5``."""
    return f"{get_column_letter(index + 1)}{row}"
