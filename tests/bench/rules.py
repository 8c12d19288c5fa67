"""The rules of a nation: everybody's outcome, total and sheet hash from the rows of a database."""

import csv
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from scoring.engine import Run, evaluate
from scoring.fact_rows import Row, RowReader
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook
from tests.bench.credit_files import TOTAL_IN_SQL, fill, total_in_polars
from tests.bench.run import Benchmark

ON = date(2026, 6, 30)
KNOWN_AT = datetime(2026, 7, 1, tzinfo=UTC)
PROCESSES = 2


def benchmarks() -> Iterator[Benchmark]:
    """Return what is measured; the peers compute the total alone, without lines, reasons or hash."""
    yield Benchmark(
        name="rules: outcome, total and sheet hash of everybody",
        size="400,000 subjects, 5 million facts",
        prepare=lambda: Ledger(400_000),
        work=everybody,
        peer="the same totals in SQL",
        peer_work=in_sql,
        limit={"seconds": 60, "peak_mb": 1500},
    )
    yield Benchmark(
        name="rules: the same totals in polars",
        size="400,000 subjects, 5 million facts",
        prepare=lambda: Ledger(400_000),
        work=lambda ledger: total_in_polars(ledger.file, ON, KNOWN_AT),
        peer="in SQL",
        peer_work=in_sql,
    )
    yield Benchmark(
        name="rules: full sheets",
        size="4,500 facilities, 56,000 facts",
        prepare=lambda: Ledger(4_500),
        work=full_sheets,
        limit={"seconds": 10},
    )
    yield Benchmark(
        name="rules: one day's new facts",
        size="500 subjects of 40,000",
        prepare=lambda: Ledger(40_000),
        work=lambda ledger: some(ledger, 500),
        peer="50 subjects of 40,000",
        peer_work=lambda ledger: some(ledger, 50),
        limit={"seconds": 1, "ratio": 20},
    )
    yield Benchmark(
        name="rules: one subject",
        size="1,000 times, each from the beginning",
        prepare=lambda: Ledger(1_000),
        work=one_by_one,
        limit={"seconds": 5},
    )
    yield Benchmark(
        name="rules: all rule files",
        size="from the files",
        work=lambda _: load_schemes(Rulebook.load()),
        limit={"seconds": 0.5},
    )


@dataclass
class Ledger:
    """A database with the table of facts as the application keeps it."""

    subjects: int
    folder: "tempfile.TemporaryDirectory[str]" = field(default_factory=tempfile.TemporaryDirectory)

    def __post_init__(self) -> None:
        self.file = Path(self.folder.name) / "ledger.sqlite3"
        fill(self.file, self.subjects, ON)
        self.book = Rulebook.load()
        self.scheme = load_schemes(self.book).on("credit.rating", ON)

    def run(self) -> Run:
        return Run(self.book, self.scheme, ON, KNOWN_AT, rehearse=True)

    def reader(self) -> RowReader:
        return RowReader({kind.id: kind.members for kind in self.scheme.kinds.values()})

    def rows(self, where: str = "1") -> Iterator[Row]:
        base = sqlite3.connect(self.file)
        base.execute("PRAGMA cache_size = -200000")
        yield from base.execute(
            "SELECT uuid, facility_id, kind, on_day, recorded_at, source, basis, data, visibility, supersedes "
            f"FROM fact WHERE recorded_at <= ? AND {where} ORDER BY facility_id, on_day",
            (KNOWN_AT.isoformat().replace("+00:00", "Z"),),
        )
        base.close()


def everybody(ledger: Ledger) -> None:
    """Write a line for every subject, half of them in a process of its own"""
    begun = [_begin(ledger, part) for part in range(PROCESSES)]
    for process in begun:
        if os.waitpid(process, 0)[1]:
            raise RuntimeError("a part of the subjects could not be scored")
    scored = sum(1 for part in range(PROCESSES) for _ in _lines(ledger, part))
    if scored < 0.99 * ledger.subjects:  # of some nothing is known yet
        raise RuntimeError(f"{scored} subjects of {ledger.subjects} were scored")


def _begin(ledger: Ledger, part: int) -> int:
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        size = -(-ledger.subjects // PROCESSES)
        first = f"{part * size:09}"
        end = f"{(part + 1) * size:09}"
        _score(ledger, f"facility_id >= '{first}' AND facility_id < '{end}'", _file(ledger, part))
        status = 0
    finally:
        os._exit(status)
    return 0


def _score(ledger: Ledger, where: str, file: Path) -> None:
    run = ledger.run()
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        for subject, facts in ledger.reader().subjects(ledger.rows(where)):
            sheet = run.sheet(subject, facts)
            table.writerow((subject, sheet.outcome, sheet.value, run.digest(sheet)))


def _file(ledger: Ledger, part: int) -> Path:
    return Path(ledger.folder.name) / f"scored-{part}.csv"


def _lines(ledger: Ledger, part: int) -> Iterator[list[str]]:
    with _file(ledger, part).open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines)


def in_sql(ledger: Ledger) -> dict[str, str]:
    """Return everybody's total by one statement."""
    base = sqlite3.connect(ledger.file)
    found = dict(base.execute(TOTAL_IN_SQL, {"day": ON.isoformat(), "known_at": "2026-07-01T00:00:00Z"}))
    base.close()
    return found


def agree(ledger: Ledger) -> int:
    """Return how many totals there are; each is the same in SQL and here, and each hash that of the whole sheet."""
    theirs = in_sql(ledger)
    book, scheme, run = ledger.book, ledger.scheme, ledger.run()
    count = 0
    for subject, facts in ledger.reader().subjects(ledger.rows()):
        sheet = run.sheet(subject, facts)
        if sheet.value is not None and Decimal(theirs[subject]) / 10 != sheet.value:
            raise ValueError(f"{subject}: {sheet.value} here, {theirs[subject]} tenths in SQL")
        count += sheet.value is not None
        again = evaluate(book, scheme, subject, facts, on=ON, known_at=KNOWN_AT, rehearse=True)
        if again.as_record()["sheet_sha256"] != run.digest(sheet):
            raise ValueError(f"{subject}: another sheet alone than among the others")
    return count


def full_sheets(ledger: Ledger) -> str:
    """Return a hash over all sheets, written out in full."""
    run, whole = ledger.run(), hashlib.sha256()
    for subject, facts in ledger.reader().subjects(ledger.rows()):
        whole.update(repr(run.sheet(subject, facts).as_record()).encode())
    return whole.hexdigest()


def some(ledger: Ledger, count: int) -> int:
    """Score those alone of whom a new fact speaks."""
    step = ledger.subjects // count
    chosen = [f"{number * step:09}" for number in range(count)]
    run, reader = ledger.run(), ledger.reader()
    where = f"facility_id IN ({','.join(repr(subject) for subject in chosen)})"
    return len(
        [run.digest(run.sheet(subject, facts)) for subject, facts in reader.subjects(ledger.rows(where))]
    )


def one_by_one(ledger: Ledger) -> int:
    """Score each subject as if it were the only one."""
    reader = ledger.reader()
    return len(
        {ledger.run().sheet(subject, facts).sha256 for subject, facts in reader.subjects(ledger.rows())}
    )
