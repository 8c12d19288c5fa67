"""机关文件 office file: who supervises, with whom and with which items, as one YAML file; strict, every problem told.

demonstration: false
areas: [{code: "990101", name: 明湖区, level: district, parent: "9901"}]     # where no division table holds them
authority: {key: minghu, name: 明湖区民政局, short_name: 明民, area: "990101", telephone: …, address: …}
departments: [{key: civil-affairs, name: 民政局, english: Civil affairs}]
accounts: [{username: planner, name: …, roles: [planner]}]
inspectors: [{staff_number: CI01, name: …, department: civil-affairs, credential_number: …, credential_until: 2027-12-31}]
items: [{key: …, matter: …, kinds: […], content: …, basis: [{law: …, article: …}], way: …, frequency: …,
         category: key | general, departments: […]}]
"""

from pathlib import Path
from typing import Any

from scoring.rulebook.errors import RuleFileError
from scoring.rulebook.loader import read_document
from scoring.rulebook.schema import Choice, Day, Flag, ListOf, Number, Record, Text, check

WORDS = ListOf(Text())
AREA = Record(
    {"code": Text(), "name": Text(), "level": Choice("province", "city", "district", "street", "community")},
    {"parent": Text()},
)
AUTHORITY = Record(
    {"key": Text(), "name": Text(), "short_name": Text(), "area": Text()},
    {"name_en": Text(), "uscc": Text(), "telephone": Text(), "address": Text(), "complaints": Text()},
)
DEPARTMENT = Record({"key": Text(), "name": Text()}, {"english": Text()})
ACCOUNT = Record({"username": Text(), "name": Text(), "roles": WORDS}, {"scope": Text(), "inspector": Text()})
INSPECTOR = Record(
    {"staff_number": Text(), "name": Text(), "department": Text(), "credential_number": Text()},
    {
        "credential_until": Day(),
        "qualifications": WORDS,
        "areas": WORDS,
        "own_area": Text(),
        "capacity": Number(0, whole=True),
    },
)
ITEM = Record(
    {
        "key": Text(),
        "matter": Text(),
        "kinds": WORDS,
        "content": Text(),
        "basis": ListOf(Record({"law": Text()}, {"article": Text()}), least=1),
        "way": Text(),
        "frequency": Text(),
        "category": Choice("key", "general"),
        "departments": WORDS,
    },
    {"checklist": WORDS, "remark": Text(), "organ_level": Text()},
)
OFFICE = Record(
    {"authority": AUTHORITY, "departments": ListOf(DEPARTMENT, least=1)},
    {
        "demonstration": Flag(),
        "areas": ListOf(AREA),
        "accounts": ListOf(ACCOUNT),
        "inspectors": ListOf(INSPECTOR),
        "items": ListOf(ITEM),
    },
)
LINE = Record(
    {
        "title": Text(),
        "visit_kind": Choice("drawn", "joint", "special", "grade_sample"),
        "items": WORDS,
        "departments": WORDS,
        "lead": Text(),
        "kinds": WORDS,
        "areas": WORDS,
        "months": ListOf(Number(1, 12, whole=True)),
        "ratio": ListOf(Number(0, whole=True), least=2),
    },
    {"frequency": Text()},
)
PLAN = Record(
    {
        "authority": Text(),
        "year": Number(2000, whole=True),
        "number": Text(),
        "title": Text(),
        "lines": ListOf(LINE, least=1),
    }
)
TASK = Record(
    {
        "plan": Text(),
        "line": Number(1, whole=True),
        "number": Text(),
        "title": Text(),
        "team": ListOf(
            Record({"department": Text(), "count": Number(1, whole=True)}, {"qualifications": WORDS}), least=1
        ),
        "days": ListOf(Day(), least=1),
    },
    {"kinds": WORDS, "areas": WORDS, "standby_days": ListOf(Day()), "per_day": Number(1, whole=True)},
)


def read_office(path: Path) -> dict[str, Any]:
    """Read an office file; raises ``RuleFileError`` with file, line and column of every problem."""
    return _read(path, OFFICE)


def read_plan(path: Path) -> dict[str, Any]:
    """Read the file of a yearly plan."""
    return _read(path, PLAN)


def read_task(path: Path) -> dict[str, Any]:
    """Read the file of a task."""
    return _read(path, TASK)


def _read(path: Path, shape: Record) -> dict[str, Any]:
    document = read_document(path)
    problems = check(document, shape)
    if problems:
        raise RuleFileError(problems)
    return dict(document.data)
