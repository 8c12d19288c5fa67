"""重复 doubles: rows of one file that are, or may be, the same facility. Copies are refused, the rest is asked.

Whose a row is cannot be left open: a row in doubt is held back, nothing is written until the office answers.
"""

from collections import defaultdict
from dataclasses import replace
from difflib import SequenceMatcher

from supervision.intake import values
from supervision.intake.divisions import Gazetteer
from supervision.intake.headings import Columns
from supervision.intake.rows import FacilityValues, JudgedRow, Suggestion, name_key, problem_of
from supervision.intake.values import REFUSED
from supervision.texts import mark

ALIKE = 0.75  # how alike two names at one address must be, 0 to 1, to be asked about
SAME = "same"  # answers to “is this the one of row N?”
SEPARATE = "separate"
ANSWERS = (
    Suggestion(SAME, mark("是同一家，略过这一行")),
    Suggestion(SEPARATE, mark("不是同一家，登记为新的一家")),
)
ANSWERS_REGISTER = (
    Suggestion(SAME, mark("是登记簿里的那一家")),
    Suggestion(SEPARATE, mark("不是同一家，登记为新的一家")),
)


def without_area(name: str, gazetteer: Gazetteer, district: str) -> str:
    """Return the key of a name without the province, city and district that it may begin with."""
    key = name_key(name)
    for code in (gazetteer.within[:2], district[:2], district[:4], district):
        area = gazetteer.by_code.get(code)
        for word in (area.name, area.name[:-1]) if area else ():
            if len(word) >= 2 and key.startswith(word) and len(key) - len(word) >= 4:
                key = key.removeprefix(word).removeprefix("市")
                break
    return key


def check_doubles(rows: list[JudgedRow], columns: Columns, gazetteer: Gazetteer) -> list[JudgedRow]:
    """Refuse copies of an earlier row; hold back rows that may be one."""
    by_id: dict[str, JudgedRow] = {}
    by_name: dict[tuple[str, str], JudgedRow] = {}
    by_short_name: dict[tuple[str, str], JudgedRow] = {}
    by_address: dict[tuple[str, str], list[JudgedRow]] = defaultdict(list)
    checked = []
    for row in rows:
        found = row.values
        if found is None:
            checked.append(row)
            continue
        name = found.district, name_key(found.name)
        short = found.district, without_area(found.name, gazetteer, found.district)
        place = found.district, name_key(row.raw.get("address", ""))
        neighbours = by_address[place] if place[1] else []
        if found.source_id and found.source_id in by_id:
            row = _same_id(row, by_id[found.source_id], columns)
        elif name in by_name:
            row = _same_name(row, by_name[name], columns)
        elif short in by_short_name:
            row = _ask(row, by_short_name[short], columns, "double.near")
        else:
            alike = next((other for other in neighbours if _alike(other.values, found)), None)
            if alike:
                row = _ask(row, alike, columns, "double.near")
        if row.outcome != REFUSED and not row.held:
            if found.source_id:
                by_id[found.source_id] = row
            by_name[name] = row
            by_short_name.setdefault(short, row)
            neighbours.append(row)
        checked.append(row)
    return checked


def _alike(first: FacilityValues | None, second: FacilityValues) -> bool:
    return (
        first is not None
        and SequenceMatcher(None, name_key(first.name), name_key(second.name)).ratio() >= ALIKE
    )


def _same_id(row: JudgedRow, earlier: JudgedRow, columns: Columns) -> JudgedRow:
    if row.raw == earlier.raw:
        return _copy(row, earlier, columns, "source_id")
    reading = values.doubt("double.id", mark("序号与第 {row} 行相同，内容不同"), row=earlier.number)
    return row.with_problem(problem_of(row, columns, "source_id", reading, ANSWERS))


def _same_name(row: JudgedRow, earlier: JudgedRow, columns: Columns) -> JudgedRow:
    if {**row.raw, "source_id": ""} == {**earlier.raw, "source_id": ""}:
        return _copy(row, earlier, columns, "name")
    reading = values.doubt("double.name", mark("与第 {row} 行同区同名，其他内容不同"), row=earlier.number)
    return row.with_problem(problem_of(row, columns, "name", reading, ANSWERS))


def _copy(row: JudgedRow, earlier: JudgedRow, columns: Columns, field: str) -> JudgedRow:
    reading = values.refused("double.row", mark("与第 {row} 行完全相同"), row=earlier.number)
    refused = row.with_problem(problem_of(row, columns, field, reading))
    return replace(refused, values=None)


def _ask(row: JudgedRow, earlier: JudgedRow, columns: Columns, rule: str) -> JudgedRow:
    name = earlier.values.name if earlier.values else ""
    reading = values.doubt(rule, mark("可能与第 {row} 行“{name}”是同一家"), row=earlier.number, name=name)
    return row.with_problem(problem_of(row, columns, "name", reading, ANSWERS))
