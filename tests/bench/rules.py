"""The rules of a nation: everybody's outcome, total and sheet hash from the database, through the application's own doors."""

import atexit
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from scoring.engine import evaluate
from scoring.reading import examine_schemes
from scoring.rulebook import parsed, use_local_rules
from scoring.rulebook.book import examine
from supervision.actor import terminal
from supervision.database import connect, connection
from supervision.jobs.current_scores import bring_up_to_date
from supervision.migrations import migrate
from supervision.queries.current_scores import current_scores
from supervision.queries.facilities import facility_codes
from supervision.queries.scores import gathered
from supervision.rulebook import rulebook, schemes
from supervision.usecases.authorities import enter_areas
from supervision.usecases.facts import NewFact, record_facts
from supervision.usecases.scores import decide_scores
from tests.bench.credit_files import TOTAL_IN_SQL, fill, total_in_polars
from tests.bench.run import Benchmark

ON = date(2026, 6, 30)
KNOWN_AT = datetime(2026, 7, 1, tzinfo=UTC)
SCHEME = "credit.rating"
ADOPTION = """
authority: {zh: 测试, en: test}
review: {last_checked: 2026-01-01, every_days: 365}
adopts:
  - {scheme: credit.rating, since: 2024-01-01, reference: {law: system-design}, confidence: design}
"""


def benchmarks() -> Iterator[Benchmark]:
    """Return what is measured; the peers compute the total alone, without lines, reasons, hash or keeping it."""
    yield Benchmark(
        name="rules: outcome, total and sheet hash of everybody, kept",
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
        name="rules: full sheets, sealed and kept",
        size="4,500 facilities, 56,000 facts",
        prepare=lambda: Ledger(4_500),
        work=full_sheets,
        limit={"seconds": 10},
    )
    yield Benchmark(
        name="rules: a day's news",
        size="500 facilities of 40,000 with a new fact",
        prepare=lambda: News(500),
        work=next_day,
        peer="50 of 40,000",
        peer_work=next_day,
        peer_prepare=lambda: News(50),
        limit={"seconds": 5, "ratio": 15},
    )
    yield Benchmark(
        name="rules: one subject",
        size="1,000 times, from the query to the sheet",
        prepare=lambda: Ledger(1_000),
        work=one_by_one,
        limit={"seconds": 5},
    )
    yield Benchmark(
        name="rules: all rule files",
        size="from the files",
        work=lambda _: rule_files(),
        limit={"seconds": 0.5},
    )
    yield Benchmark(
        name="rules: all rule files, read before",
        size="from what an earlier run kept",
        prepare=earlier_run,
        work=rule_files,
        limit={"seconds": 0.05},
    )


@cache
def folder() -> Path:
    """Return where databases lie until the measuring ends; one of a size is made once."""
    made = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@dataclass
class Ledger:
    """A database of the application with so many facilities, under rules that an authority has adopted."""

    subjects: int

    def __post_init__(self) -> None:
        rules = folder() / "rules"
        rules.mkdir(exist_ok=True)
        (rules / "adoption.yaml").write_text(ADOPTION, encoding="utf-8")
        use_local_rules([rules])
        self.file = folder() / f"{self.subjects}.sqlite"
        if not self.file.exists():
            unfinished = self.file.with_suffix(".unfinished")
            connect(f"sqlite:///{unfinished}")
            migrate()
            enter_areas(areas=(("310101", "区", "district", None),), actor=terminal(), at=KNOWN_AT)
            with connection():
                fill(self.subjects, ON)
            unfinished.rename(self.file)
        connect(f"sqlite:///{self.file}")


class News(Ledger):
    """A ledger brought up to date, and a day on which some facilities have a new fact."""

    def __init__(self, new: int) -> None:
        super().__init__(40_000)
        copied = folder() / f"news-{new}.sqlite"
        shutil.copyfile(self.file, copied)
        connect(f"sqlite:///{copied}")
        self.on, self.at = ON + timedelta(days=1), KNOWN_AT + timedelta(hours=12)
        with connection():
            bring_up_to_date(scheme=SCHEME, on=self.on, actor=terminal(), at=KNOWN_AT)
            for code in facility_codes()[:: self.subjects // new]:
                fact = NewFact("honour", ON, {"grade": "city"})
                record_facts(facility_code=code, source="bench", facts=(fact,), actor=terminal(), at=self.at)


def everybody(ledger: Ledger) -> None:
    """Rate everybody and keep it, as `credit refresh --everybody` and the clock do."""
    with connection():
        looked_at, _ = bring_up_to_date(scheme=SCHEME, on=ON, everybody=True, actor=terminal(), at=KNOWN_AT)
    if looked_at != ledger.subjects:
        raise RuntimeError(f"{looked_at} subjects of {ledger.subjects} were rated")


def next_day(news: News) -> None:
    """Rate those of whom something is new, as the clock does each night."""
    with connection():
        bring_up_to_date(scheme=SCHEME, on=news.on, actor=terminal(), at=news.at)


def in_sql(ledger: Ledger) -> dict[str, int]:
    """Return everybody's total in tenths of a point by one statement."""
    base = sqlite3.connect(ledger.file)
    found = dict(base.execute(TOTAL_IN_SQL, {"day": ON.isoformat(), "known_at": "2026-07-01T00:00:00Z"}))
    base.close()
    return found


def agree(ledger: Ledger) -> int:
    """Return how many totals there are; each is the same in SQL and here, and each hash that of the whole sheet."""
    everybody(ledger)
    theirs, scheme, count = in_sql(ledger), schemes().on(SCHEME, ON), 0
    with connection():
        for one in current_scores(SCHEME):
            if one.value is not None and Decimal(theirs[one.facility]) / 10 != Decimal(one.value):
                raise ValueError(f"{one.facility}: {one.value} here, {theirs[one.facility]} tenths in SQL")
            count += one.value is not None
            facts = gathered(scheme, one.facility, on=ON, known_at=KNOWN_AT)
            alone = evaluate(rulebook(), scheme, one.facility, facts, on=ON, known_at=KNOWN_AT)
            if alone.sha256 != one.sheet_sha256:
                raise ValueError(f"{one.facility}: another sheet alone than among the others")
    return count


def full_sheets(ledger: Ledger) -> None:
    """Evaluate, seal and keep the whole sheet of everybody, as the clock does each month for the risk class."""
    with connection():
        for codes in in_hundreds(facility_codes()):
            decide_scores(scheme=SCHEME, codes=codes, on=ON, known_at=KNOWN_AT, actor=terminal(), at=KNOWN_AT)


def in_hundreds(codes: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give them a hundred at a time."""
    yield from (codes[first : first + 100] for first in range(0, len(codes), 100))


def one_by_one(ledger: Ledger) -> None:
    """Score each subject as if it were the only one."""
    book, scheme = rulebook(), schemes().on(SCHEME, ON)
    with connection():
        for code in facility_codes():
            facts = gathered(scheme, code, on=ON, known_at=KNOWN_AT)
            evaluate(book, scheme, code, facts, on=ON, known_at=KNOWN_AT).as_record()


def rule_files(kept: bytes = b"") -> float:
    """Return the seconds in which a fresh process reads and checks all rule files and compiles all schemes."""
    return float(_fresh("seconds(sys.stdin.buffer.read())", kept))


def earlier_run() -> bytes:
    """Return what a process that read all rule files keeps for the next one."""
    return _fresh("seconds(b'') and rules.parsed.as_bytes().decode()")


def _fresh(asked: str, given: bytes = b"") -> bytes:
    program = (
        f"import sys; from tests.bench import rules; from tests.bench.rules import seconds; print({asked})"
    )
    command = [sys.executable, "-c", program]
    return subprocess.run(command, input=given, check=True, stdout=subprocess.PIPE).stdout


def seconds(kept: bytes) -> float:
    """Read all rule files, believing what an earlier run kept; return how long that took."""
    began = time.perf_counter()
    if kept and not parsed.believe(kept):
        raise RuntimeError("the same program does not believe itself")
    book, problems = examine(())
    if problems or examine_schemes(book)[1]:
        raise RuntimeError("a rule file is wrong")
    took = time.perf_counter() - began
    if kept and parsed.has_news():
        raise RuntimeError("a file was read again")
    return took
