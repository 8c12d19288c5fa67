"""工作日历 Which days are worked: yearly notices as data, statutory holidays where no notice is loaded yet.

A year with a notice is certain. Any other year is computed from weekends and the holidays that the law itself
names, with a substitute day off for each that falls on a weekend; what rests on it is provisional (暂定).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from scoring.rulebook.errors import Problem, RuleFileError
from scoring.rulebook.loader import Document, read_document
from scoring.rulebook.local import local_rules
from scoring.rulebook.schema import WORDS, Day, ListOf, MapOf, Number, Record, Report, Text, by_key, check

FOLDER = Path(__file__).parent.parent / "rules" / "calendars"
ONE_DAY = timedelta(days=1)
FIRST_WEEKEND_DAY = 5  # Saturday, as date.weekday() counts

REFERENCE = Record({"law": Text(), "confidence": Text()}, {"article": Text()})
NOTICE = Record(
    {
        "year": Number(1990, 2200, whole=True),
        "notice": REFERENCE,
        "off": ListOf(Record({"first": Day(), "last": Day(), "name": WORDS}), least=1),
        "make_up_workdays": ListOf(Day()),
    }
)
STATUTORY = Record(
    {
        "law": REFERENCE,
        "fixed": ListOf(
            Record(
                {
                    "month": Number(1, 12, whole=True),
                    "day": Number(1, 31, whole=True),
                    "days": Number(1, 7, whole=True),
                    "name": WORDS,
                }
            )
        ),
        "moving": MapOf(
            Number(1990, 2200, whole=True),
            Record({"spring_festival": Day(), "qingming": Day(), "dragon_boat": Day(), "mid_autumn": Day()}),
        ),
    }
)
SHAPE = by_key({"year": NOTICE}, STATUTORY)


@dataclass(frozen=True, slots=True)
class Calendar:
    """工作日历 Exceptions to "Monday to Friday is worked", and the years for which a notice announced them."""

    off: frozenset[date]
    worked: frozenset[date]
    announced: frozenset[int]

    def is_working_day(self, day: date) -> bool:
        """Return whether ``day`` is worked."""
        if day.weekday() < FIRST_WEEKEND_DAY:
            return day not in self.off
        return day in self.worked

    def is_provisional(self, day: date) -> bool:
        """Return whether the year of ``day`` still waits for its notice."""
        return day.year not in self.announced


def read_calendars(folders: Iterable[Path] = ()) -> tuple[dict[Path, Document], list[Problem]]:
    """Read the built-in calendar files and those of local ``folders``; a local year replaces the built-in one."""
    documents: dict[Path, Document] = {}
    problems: list[Problem] = []
    for folder in (FOLDER, *folders):
        for path in sorted(folder.glob("*.yaml")):
            document = read_document(path)
            found = check(document, SHAPE, "calendar") or _sense(document)
            problems += found
            if not found:
                documents[path] = document
    return documents, problems


def calendar_folders(roots: Iterable[Path]) -> tuple[Path, ...]:
    """Return the folders called ``calendars`` in or under local ``roots``, the built-in one apart."""
    folders = {path.parent for root in roots if root.is_dir() for path in root.rglob("calendars/*.yaml")}
    folders |= {root.parent for root in roots if root.parent.name == "calendars" and root.is_file()}
    return tuple(sorted(folder for folder in folders if folder.resolve() != FOLDER.resolve()))


def load_calendar(folders: tuple[Path, ...] | None = None) -> Calendar:
    """Return the calendar of the built-in files and of local ``folders`` (``None``: of this installation).

    Raises:
        RuleFileError: a calendar file cannot be used.
    """
    if folders is None:
        folders = calendar_folders(local_rules())
    files = [path for folder in folders for path in sorted(folder.glob("*.yaml"))]
    return _load(folders, tuple((str(path), path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...], stamp: tuple[tuple[str, int], ...]) -> Calendar:
    del stamp  # part of the key: a notice that was just loaded counts at once
    documents, problems = read_calendars(folders)
    if problems:
        raise RuleFileError(problems)
    notices: dict[int, dict[str, Any]] = {}
    statutory: dict[str, Any] = {"fixed": [], "moving": {}}
    for document in documents.values():
        if "year" in document.data:
            notices[document.data["year"]] = document.data
        else:
            statutory = document.data
    off: set[date] = set()
    worked: set[date] = set()
    for notice in notices.values():
        for run in notice["off"]:
            off.update(_run(run["first"], run["last"]))
        worked.update(notice["make_up_workdays"])
    for year in set(statutory["moving"]) - set(notices):
        off.update(_statutory_days_off(year, statutory))
    return Calendar(frozenset(off), frozenset(worked), frozenset(notices))


def _run(first: date, last: date) -> Iterable[date]:
    for number in range((last - first).days + 1):
        yield first + number * ONE_DAY


def _statutory_days_off(year: int, statutory: dict[str, Any]) -> set[date]:
    """Return the holidays of the law itself, and the next free weekday for each that falls on a weekend."""
    holidays: list[date] = []
    for fixed in statutory["fixed"]:
        first = date(year, fixed["month"], fixed["day"])
        holidays += _run(first, first + (fixed["days"] - 1) * ONE_DAY)
    moving = statutory["moving"][year]
    eve = moving["spring_festival"] - ONE_DAY
    holidays += _run(eve, eve + 3 * ONE_DAY)
    holidays += [moving["qingming"], moving["dragon_boat"], moving["mid_autumn"]]
    off = set(holidays)
    for holiday in sorted(holidays):
        if holiday.weekday() >= FIRST_WEEKEND_DAY:
            substitute = holiday
            while substitute.weekday() >= FIRST_WEEKEND_DAY or substitute in off:
                substitute += ONE_DAY
            off.add(substitute)
    return off


def _sense(document: Document) -> list[Problem]:
    """Check what a shape cannot: runs that go forwards, make-up workdays on weekends outside the days off."""
    report = Report(document)
    if "year" not in document.data:
        return report.problems
    off: set[date] = set()
    for number, run in enumerate(document.data["off"]):
        if run["last"] < run["first"] or (run["last"] - run["first"]).days > 20:
            report.say(
                ("off", number), "bad-run", f"{run['first']} to {run['last']} is not a run of days off"
            )
            continue
        off.update(_run(run["first"], run["last"]))
    for number, day in enumerate(document.data["make_up_workdays"]):
        if day.weekday() < FIRST_WEEKEND_DAY:
            report.say(("make_up_workdays", number), "no-weekend", f"{day} is no Saturday or Sunday")
        if day in off:
            report.say(
                ("make_up_workdays", number), "off-and-worked", f"{day} is also announced as a day off"
            )
    return report.problems
