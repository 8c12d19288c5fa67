"""What an import costs: a city's list, a province's list, the same again, and as a workbook."""

import csv
import io
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl

from supervision.actor import terminal
from supervision.database import connect
from supervision.intake.container import Received
from supervision.intake.divisions import AreaRow
from supervision.intake.facility_list import read_facility_list
from supervision.migrations import migrate
from supervision.queries.areas import gazetteer
from supervision.usecases.divisions import import_divisions
from supervision.usecases.imports import import_facilities
from tests.bench.run import Benchmark

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
ON = date(2026, 11, 22)
HEADINGS = ["id", "district", "street", "name", "beds", "since", "address", "zipcode", "type", "lng", "lat"]
DISTRICTS = 40
STREETS = 20  # a district


def benchmarks() -> Iterator[Benchmark]:
    """Return what is measured; the peer reads with csv and inserts the cells as they are, in one transaction."""
    for rows, seconds in ((626, 2), (20_000, 20)):
        yield Benchmark(
            name="import: a list, CSV",
            size=f"{rows:,} rows",
            prepare=lambda rows=rows: Place(rows),
            work=lambda place: place.take_in(place.csv()),
            peer="csv and bare insert into SQLite",
            peer_work=bare_insert,
            limit={"seconds": seconds, "peak_mb": 500},
        )
    yield Benchmark(
        name="import: the same list again",
        size="20,000 rows",
        prepare=lambda: Place(20_000, filled=True),
        work=lambda place: place.take_in(place.csv()),
        peer="csv and bare insert into SQLite",
        peer_work=bare_insert,
        limit={"seconds": 15, "peak_mb": 600},
    )
    yield Benchmark(
        name="import: a list, XLSX",
        size="20,000 rows",
        prepare=lambda: Place(20_000, workbook=True),
        work=lambda place: place.take_in(place.workbook),
        peer="openpyxl alone, read-only",
        peer_work=bare_workbook,
        limit={"seconds": 40, "peak_mb": 600},
    )


@dataclass
class Place:
    """A database with an invented province, and a list of its facilities."""

    rows: int
    filled: bool = False
    workbook: object = False

    def __post_init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        connect(f"sqlite:///{self.folder / 'bench.sqlite'}")
        migrate()
        import_divisions(areas=province(), actor=terminal(), at=AT)
        self.cells = [row(number) for number in range(self.rows)]
        if self.workbook:
            self.workbook = workbook_of(self.cells)
        if self.filled:
            self.take_in(self.csv())

    def csv(self) -> Received:
        """The list as CSV."""
        out = io.StringIO()
        csv.writer(out).writerows([HEADINGS, *self.cells])
        return Received("list.csv", out.getvalue().encode())

    def take_in(self, received: object) -> None:
        """Read, judge and write the list."""
        assert isinstance(received, Received)
        listed = read_facility_list(received, gazetteer=gazetteer("99"), on=ON)
        report = import_facilities(facilities=listed, actor=terminal(), at=AT).report
        assert report.refused == 0, report.problems[:3]
        assert report.created in (0, self.rows)


def province() -> list[AreaRow]:
    """Return a province of 40 districts with 20 streets each."""
    areas = [AreaRow("99", "示范省", "province", ""), AreaRow("9901", "示范市", "city", "99")]
    for district in range(DISTRICTS):
        code = f"9901{district + 1:02d}"
        areas.append(AreaRow(code, f"第{district + 1}示范区", "district", "9901"))
        areas += [
            AreaRow(f"{code}{street + 1:03d}", f"第{street + 1}街道", "street", code)
            for street in range(STREETS)
        ]
    return areas


def row(number: int) -> list[str]:
    """Return one invented row; every fiftieth names a street that does not exist."""
    district, street = number % DISTRICTS + 1, number // DISTRICTS % STREETS + 1
    named = f"第{street}街道" if number % 50 else "第零街道"
    x, y = 0.01 * district + 0.0001 * (number % 97), 0.01 * street + 0.0001 * (number % 89)
    return [
        str(number + 1), f"第{district}示范区", named, f"示范养老院第{number + 1}号", str(20 + number % 400),
        f"{1990 + number % 36}-{1 + number % 12:02d}-{1 + number % 28:02d}", f"示范路{number + 1}号", "",
        "民建民营", f"{x:.6f}", f"{y:.6f}",
    ]  # fmt: skip


def workbook_of(cells: list[list[str]]) -> Received:
    """Return the list as XLSX."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for one in (HEADINGS, *cells):
        sheet.append(one)
    out = io.BytesIO()
    book.save(out)
    return Received("list.xlsx", out.getvalue())


def bare_insert(place: Place) -> None:
    """Read the cells with the csv module and insert them as they are."""
    reader = csv.reader(io.StringIO(place.csv().content.decode()))
    database = sqlite3.connect(place.folder / "bare.sqlite")
    with database:
        database.execute(f"CREATE TABLE facility ({', '.join(next(reader))})")
        database.executemany(f"INSERT INTO facility VALUES ({', '.join('?' * len(HEADINGS))})", reader)
    database.close()


def bare_workbook(place: Place) -> None:
    """Read the cells with openpyxl and do nothing."""
    assert isinstance(place.workbook, Received)
    book = openpyxl.load_workbook(io.BytesIO(place.workbook.content), read_only=True)
    assert sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) == place.rows + 1
