"""对照 matching: which facility of the register a row is, and what it changes there.

Source and source id decide, else name and district; where the two contradict each other, or only resemble, the
row is held back and the office is asked. What a source said last time is remembered with the facility: only what
the source says differently today is a change, so that a correction made by the office is not undone by the next
copy of an old list.

Worked example: last time row 7 said ``beds 120, address 柳荫路1号``; the office has since corrected the address by
hand. Today row 7 says ``beds 126, address 柳荫路1号``. The one change is beds 120 → 126.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from supervision.intake import values
from supervision.intake.divisions import Gazetteer
from supervision.intake.doubles import ANSWERS_REGISTER, without_area
from supervision.intake.headings import Columns
from supervision.intake.rows import FacilityValues, JudgedRow, Problem, name_key, problem_of
from supervision.intake.values import Reading
from supervision.texts import mark

# columns of the list → column of the register; what is missing here identifies and never changes
REGISTER = {
    "name": "name",
    "kind": "kind",
    "district": "area",
    "street": "area",
    "address": "address",
    "zipcode": "zipcode",
    "beds": "beds",
    "since": "opened_on",
    "ownership": "ownership",
    "lng": "longitude",
    "lat": "latitude",
    "uscc": "uscc",
    "operator": "operator",
}
WITNESSES = {"address": 2, "uscc": 2, "lng": 1, "beds": 1, "since": 1, "zipcode": 1}
ENOUGH_WITNESS = 2  # agreeing cells that make a new name under an old id a change of name
ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Known:
    """登记簿中的一家: what matching needs of it. ``now``: values by register column; ``said``: cells of each source."""

    id: int
    source: str
    source_id: str | None
    district: str
    now: Mapping[str, object]
    said: Mapping[str, Mapping[str, str]]
    open_doubts: frozenset[str] = frozenset()  # columns of the list about which the office has not answered
    closed: bool = False

    @property
    def name(self) -> str:
        """Return the name in the register."""
        return str(self.now["name"])


@dataclass(frozen=True, slots=True)
class Difference:
    """差异: one column of one facility, before and after; ``before`` is None for a facility that is new."""

    row: int
    facility: str
    column: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Match:
    """对照结果: ``action`` is create, change, same, hold or refuse; ``changes`` by register column (before, after)."""

    row: JudgedRow
    action: str
    known: Known | None = None
    changes: Mapping[str, tuple[object, object]] = field(default_factory=dict)


def doubt_key(row: JudgedRow, problem: Problem) -> str:
    """Return what makes two questions the same question, in this file and the next, also numbered afresh."""
    number = row.raw.get("source_id", "") if problem.holds else ""
    district, name = row.raw.get("district", ""), name_key(row.raw.get("name", ""))
    return f"{number}|{district}|{name}|{problem.field}|{problem.rule}|{problem.value}"


def match(
    rows: Sequence[JudgedRow],
    known: Iterable[Known],
    *,
    source: str,
    columns: Columns,
    gazetteer: Gazetteer,
    answered: Mapping[str, str],
) -> list[Match]:
    """Return what each row is and does; ``answered``: what the office said to questions (``doubt_key`` → answer)."""
    return _Matcher(rows, known, source, columns, gazetteer, answered).matches()


class _Matcher:
    def __init__(
        self,
        rows: Sequence[JudgedRow],
        known: Iterable[Known],
        source: str,
        columns: Columns,
        gazetteer: Gazetteer,
        answered: Mapping[str, str],
    ) -> None:
        self.rows, self.source, self.columns, self.gazetteer, self.answered = (
            rows, source, columns, gazetteer, answered,
        )  # fmt: skip
        self.by_id: dict[str, Known] = {}
        self.by_name: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self.by_short_name: dict[tuple[str, str], list[Known]] = defaultdict(list)
        for one in known:
            if one.source == source and one.source_id:
                self.by_id[one.source_id] = one
            self.by_name[one.district, name_key(one.name)].append(one)
            self.by_short_name[one.district, without_area(one.name, gazetteer, one.district)].append(one)
        self.names_here = {
            (row.values.district, name_key(row.values.name)) for row in rows if row.values and not row.held
        }
        self.taken: set[int] = set()

    def matches(self) -> list[Match]:
        return [self._match(self._without_answered(row)) for row in self.rows]

    def _without_answered(self, row: JudgedRow) -> JudgedRow:
        """Drop the questions that the office has answered about exactly this row and value."""
        left = tuple(p for p in row.problems if doubt_key(row, p) not in self.answered)
        if len(left) == len(row.problems):
            return row
        answers = {self.answered[doubt_key(row, p)] for p in row.problems if p not in left}
        if "same" in answers and row.held:
            return replace(row, problems=left, values=None)  # the office said: not a facility of its own
        return replace(row, problems=left)

    def _match(self, row: JudgedRow) -> Match:
        if row.values is None:
            return Match(row, "refuse" if row.problems else "same")
        if row.held:
            return Match(row, "hold")
        found, doubt = self._find(row, row.values)
        if doubt:
            problem = problem_of(row, self.columns, *doubt, ANSWERS_REGISTER)
            answer = self.answered.get(doubt_key(row, problem))
            if answer is None:
                return Match(row.with_problem(problem), "hold", found)
            found = found if answer == "same" else None
        if found is None:
            return Match(row, "create")
        self.taken.add(found.id)
        if found.closed:
            return Match(row, "same", found)
        changes = changes_of(row, row.values, found, self.source)
        return Match(row, "change" if changes else "same", found, changes)

    def _find(self, row: JudgedRow, value: FacilityValues) -> tuple[Known | None, tuple[str, Reading] | None]:
        """Return the facility that the row is (or may be), and the question if it is one."""
        by_id = self.by_id.get(value.source_id or "")
        named = [
            one for one in self.by_name[value.district, name_key(value.name)] if one.id not in self.taken
        ]
        if by_id and by_id.id in self.taken:
            by_id = None
        if by_id and (by_id in named or not named):
            return _unless_closed(*self._by_id(row, value, by_id, same_name=by_id in named))
        if len(named) == 1:
            return _unless_closed(named[0], None)
        if named:
            message = mark("登记簿里有 {count} 家同区同名的机构")
            return named[0], ("name", values.doubt("match.several", message, count=len(named)))
        return self._near(value)

    def _by_id(
        self, row: JudgedRow, value: FacilityValues, found: Known, *, same_name: bool
    ) -> tuple[Known | None, tuple[str, Reading] | None]:
        """Judge a row whose id is known: the same name, a new name, or a list that was numbered afresh."""
        if same_name or (found.district, name_key(found.name)) == (value.district, name_key(value.name)):
            return found, None
        if (found.district, name_key(found.name)) in self.names_here:
            return self._near(value)  # the facility of that id stands in another row: the list was renumbered
        before, today = found.said.get(self.source, {}), row.said
        weight = sum(
            points
            for column, points in WITNESSES.items()
            if today.get(column) and today.get(column) == before.get(column)
        )
        if SequenceMatcher(None, name_key(found.name), name_key(value.name)).ratio() >= ALIKE:
            weight += 1
        if weight >= ENOUGH_WITNESS:
            return found, None
        message = mark("登记簿里序号 {id} 是“{name}”，这一行是另一个名称")
        reading = values.doubt("match.id_reused", message, id=value.source_id or "", name=found.name)
        return found, ("name", reading)

    def _near(self, value: FacilityValues) -> tuple[Known | None, tuple[str, Reading] | None]:
        """Look for a facility whose name differs only by the area that it begins with."""
        short = value.district, without_area(value.name, self.gazetteer, value.district)
        near = [
            one
            for one in self.by_short_name[short]
            if one.id not in self.taken and (one.district, name_key(one.name)) not in self.names_here
        ]
        if near:
            reading = values.doubt("match.near", mark("可能是登记簿里的“{name}”"), name=near[0].name)
            return near[0], ("name", reading)
        return None, None


def _unless_closed(
    found: Known | None, doubt: tuple[str, Reading] | None
) -> tuple[Known | None, tuple[str, Reading] | None]:
    """Ask before a row is taken for a facility that has closed."""
    if found and found.closed and doubt is None:
        message = mark("登记簿里的“{name}”已终止服务")
        return found, ("name", values.doubt("match.closed", message, name=found.name))
    return found, doubt


def changes_of(
    row: JudgedRow, value: FacilityValues, known: Known, source: str
) -> dict[str, tuple[object, object]]:
    """Return what the row says differently than last time and than the register, by register column."""
    before, today = known.said.get(source, {}), row.said
    in_doubt = {problem.field for problem in row.problems}
    if in_doubt & {"lng", "lat"}:
        in_doubt |= {"lng", "lat"}
    after = {column: getattr(value, column) for column in REGISTER.values()}
    changes = {}
    for column, kept in REGISTER.items():
        if column not in today or column in in_doubt:
            continue
        if today[column] == before.get(column) and column not in known.open_doubts:
            continue
        if (
            column == "district"
            and ("street" in in_doubt or "street" not in today)
            and str(known.now["area"]).startswith(value.district)
        ):
            continue  # the register knows the street, the row only the district
        if known.now[kept] != after[kept] and not (kept == "operator" and not after[kept]):
            changes[kept] = (known.now[kept], after[kept])
    return changes
