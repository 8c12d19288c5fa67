"""机构名单 facility list: one file of facilities from the first byte to judged rows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from supervision.intake.container import Received
from supervision.intake.divisions import Gazetteer
from supervision.intake.doubles import check_doubles
from supervision.intake.headings import Columns, recognise
from supervision.intake.judge import Judge
from supervision.intake.places import check_places
from supervision.intake.rows import JudgedRow, problem_of
from supervision.intake.spreadsheet import Sheet, read
from supervision.intake.values import refused
from supervision.texts import mark

Progress = Callable[[Iterable[Any]], Iterable[Any]]  # shows how far one is; hands on what it gets


@dataclass(frozen=True, slots=True)
class FacilityList:
    """已判名单: a file's rows, judged, and what was needed to judge them."""

    sheet: Sheet
    columns: Columns
    rows: tuple[JudgedRow, ...]
    gazetteer: Gazetteer
    source: str

    def within(self, scope: str) -> "FacilityList":
        """Return the list with rows outside the area ``scope`` refused: nobody writes beyond their area."""
        if not scope:
            return self
        message = mark("不在您的工作范围内")
        rows = tuple(
            row
            if row.values is None
            or row.values.district.startswith(scope)
            or scope.startswith(row.values.area)
            else replace(
                row.with_problem(
                    problem_of(row, self.columns, "district", refused("district.scope", message))
                ),
                values=None,
            )
            for row in self.rows
        )
        return replace(self, rows=rows)


def read_facility_list(
    received: Received,
    *,
    gazetteer: Gazetteer,
    on: date,
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    source: str | None = None,
    progress: Progress = iter,
) -> FacilityList:
    """Read and judge a list of facilities.

    ``kind``: of rows that name none. ``mapping``: heading → field or ``ignore``. ``source``: what tells this list
    from others, so that the next one is compared with it; by default the area and the kind.

    Raises:
        InputError: the file as a whole cannot be used; place, problem and remedy.
    """
    sheet = read(received)
    given = {"district"} if len(gazetteer.within) >= 6 else set()
    columns = recognise(sheet.file, sheet.headings, mapping, given=given)
    judge = Judge(columns, gazetteer, on=on, kind=kind)
    rows = check_doubles(list(judge.rows(progress(sheet.rows))), columns, gazetteer)
    rows = check_places(rows, columns, gazetteer)
    named = source or f"list:{gazetteer.within or 'all'}:{kind or judge.kind or 'mixed'}"
    return FacilityList(sheet, columns, tuple(rows), gazetteer, named)
