"""Writing to the register: a list whose import is killed or runs out of disk is in whole or not at all; a crowd
that writes at once loses nothing and leaves one unbroken audit chain.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from supervision.actor import terminal
from supervision.database import connect, connection, db, is_postgresql, let_go
from supervision.intake.container import Received
from supervision.intake.facility_list import read_facility_list
from supervision.models import Facility, FacilityEvent, Fact, ImportBatch, ImportDoubt
from supervision.queries.areas import gazetteer
from supervision.queries.audit import verify_audit
from supervision.usecases.divisions import import_divisions
from supervision.usecases.facts import NewFact, record_facts
from supervision.usecases.imports import import_facilities
from tests.faults.harm import KINDS, Databases, crowd, killed, seconds_of, starved
from tests.faults.run import Fault, Outcome, Trial
from tests.supervision.intake.lists import AREAS, GOLDEN

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
ON = date(2026, 11, 22)
PEOPLE, FACTS = 8, 10


def faults() -> Iterator[Fault]:
    """Give each fault on both databases."""
    for kind, databases in KINDS.items():
        for name, trials in (
            ("import killed at any moment", _killing),
            ("import out of disk", _starving),
            ("the same list from four desks at once", _importing_together),
            (f"{PEOPLE} people writing {FACTS} facts each", _writing_together),
        ):
            if (name, kind) != ("import out of disk", "PostgreSQL"):  # there the disk is the server's
                yield Fault(
                    f"{name}, {kind}", lambda databases=databases, trials=trials: _place(databases, trials)
                )


@contextmanager
def _place(databases: Callable[..., object], trials: Callable[[Databases], Trial]) -> Iterator[Trial]:
    with databases(lambda: import_divisions(areas=AREAS, actor=terminal(), at=AT)) as fresh:
        yield trials(fresh)


def _import() -> None:
    with connection():
        listed = read_facility_list(
            Received(GOLDEN.name, GOLDEN.read_bytes()), gazetteer=gazetteer("99"), on=ON
        )
        import_facilities(facilities=listed, actor=terminal(), at=AT)


def _register() -> tuple[int, ...]:
    """Count what an import writes, and close the connection again: forks must not inherit it."""
    with connection():
        return tuple(table.select().count() for table in (Facility, FacilityEvent, ImportDoubt))


def _problems() -> list[str]:
    with connection():
        found = [f"audit row {problem.row} {problem.kind}" for problem in verify_audit().problems]
        if not is_postgresql():
            found += [answer for (answer,) in db.execute_sql("PRAGMA integrity_check") if answer != "ok"]
            found += [f"broken link {row}" for row in db.execute_sql("PRAGMA foreign_key_check")]
    return found


def _half(before: tuple[int, ...], whole: tuple[int, ...]) -> list[str]:
    """Return what is wrong where an import may or may not have happened, and after it is repeated."""
    found = [f"half written: {_register()}"] if _register() not in (before, whole) else []
    _import()
    if _register() != whole:
        found.append(f"after a repeat: {_register()}, not {whole}")
    let_go()
    return found + _problems()


def _whole(fresh: Databases) -> tuple[tuple[int, ...], tuple[int, ...], float]:
    """Return the counts before and after an import that nobody harms, and its seconds."""
    with fresh():
        before = _register()
        let_go()
        seconds = seconds_of(_import)
        return before, _register(), seconds


def _killing(fresh: Databases) -> Trial:
    before, whole, seconds = _whole(fresh)

    def trial(dice: random.Random) -> Outcome:
        with fresh():
            caught = killed(_import, dice.uniform(0, seconds))
            return Outcome(caught, tuple(_half(before, whole)))

    return trial


def _starving(fresh: Databases) -> Trial:
    before, whole, _ = _whole(fresh)

    def trial(dice: random.Random) -> Outcome:
        with fresh():
            failed = starved(_import, dice.randrange(0, 400_000))
            return Outcome(failed, tuple(_half(before, whole)))

    return trial


def _importing_together(fresh: Databases) -> Trial:
    _, whole, _ = _whole(fresh)

    def trial(_: random.Random) -> Outcome:
        with fresh():
            statuses = crowd(lambda number: _import(), 4)
            found = [f"desk {number} failed" for number, status in enumerate(statuses) if status]
            if _register() != whole:
                found.append(f"{_register()}, not {whole}")
            with connection():
                if ImportBatch.select().count() != 4:
                    found.append("a report is missing")
            return Outcome(True, (*found, *_problems()))

    return trial


def _writing_together(fresh: Databases) -> Trial:
    def write(number: int) -> None:
        with connection():
            code = Facility.select().order_by(Facility.id).first().code
        for count in range(FACTS):
            fact = NewFact("staff.count", ON, {"nurses": count})
            record_facts(facility_code=code, source=f"desk {number}", facts=(fact,), actor=terminal(), at=AT)

    def trial(_: random.Random) -> Outcome:
        with fresh() as url:
            _import()
            let_go()
            statuses = crowd(write, PEOPLE)
            connect(url)
            found = [f"person {number} failed" for number, status in enumerate(statuses) if status]
            with connection():
                if (kept := Fact.select().where(Fact.kind == "staff.count").count()) != PEOPLE * FACTS:
                    found.append(f"{kept} facts of {PEOPLE * FACTS}")
            return Outcome(True, (*found, *_problems()))

    return trial
