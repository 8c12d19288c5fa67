"""外地名单判读: what each line of another region's list says, and why a line cannot be taken in.

Nothing is guessed and nothing is repaired: a line is taken as it stands, or refused with its number and the reason. Of
a line about a person neither name nor number is kept, not even in the report (natural persons are not listed here).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from supervision.intake.uscc import normalise
from supervision.intake.uscc import problem as uscc_problem
from supervision.texts import mark

LISTS = ("red", "black")
REMOVED = {"entry", "list", "removed_on"}
ENTRY = {
    "entry",
    "list",
    "subject",
    "name",
    "uscc",
    "authority",
    "number",
    "cause",
    "issued_on",
    "until",
    "origin",
}
LENGTHS = {"entry": 100, "name": 160, "authority": 120, "number": 80, "cause": 2000}
MAY_BE_EMPTY = {"uscc", "until", "origin"}
IDENTITY_NUMBER = re.compile(r"\d{6}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]")


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """外地条目: one entry in force elsewhere."""

    line: int
    entry: str
    list_kind: str
    name: str
    uscc: str
    authority: str
    number: str
    cause: str
    issued_on: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ForeignRemoval:
    """外地移出: that an entry has left its list there."""

    line: int
    entry: str
    removed_on: date


@dataclass(frozen=True, slots=True)
class LineProblem:
    """逐行问题: why a line was refused; ``facts`` fill the sentence."""

    line: int
    code: str
    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_record(self) -> dict[str, Any]:
        """Return it as a report keeps it."""
        return {"line": self.line, "code": self.code, "message": self.message, "facts": dict(self.facts)}


@dataclass(frozen=True, slots=True)
class Judged:
    """判读结果."""

    rows: tuple[ForeignRow, ...]
    removals: tuple[ForeignRemoval, ...]
    problems: tuple[LineProblem, ...]


class _RefusedError(Exception):
    def __init__(self, code: str, message: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.message, self.facts = code, message, facts


def judge(lines: Iterable[tuple[int, Mapping[str, Any]]], *, as_of: date) -> Judged:
    """Judge the lines of a file that speaks for the day ``as_of``."""
    rows: list[ForeignRow] = []
    removals: list[ForeignRemoval] = []
    problems: list[LineProblem] = []
    seen: dict[str, int] = {}
    for number, line in lines:
        try:
            one = _removal(number, line, as_of) if "removed_on" in line else _row(number, line, as_of)
            if one.entry in seen:
                raise _RefusedError("doubled", mark("与第 {line} 行是同一条"), line=seen[one.entry])
        except _RefusedError as told:
            problems.append(LineProblem(number, told.code, told.message, told.facts))
            continue
        seen[one.entry] = number
        if isinstance(one, ForeignRow):
            rows.append(one)
        else:
            removals.append(one)
    return Judged(tuple(rows), tuple(removals), tuple(problems))


def _removal(number: int, line: Mapping[str, Any], as_of: date) -> ForeignRemoval:
    _members(line, REMOVED)
    removed = _day(line, "removed_on")
    if removed is None or removed > as_of:
        raise _RefusedError("future", mark("移出日期晚于文件的日期"))
    return ForeignRemoval(number, _text(line, "entry"), removed)


def _row(number: int, line: Mapping[str, Any], as_of: date) -> ForeignRow:
    if line.get("subject") == "person":
        raise _RefusedError("person", mark("这是自然人，不收入"))
    _members(line, ENTRY)
    if line["subject"] != "organisation":
        raise _RefusedError("subject", mark("对象应为机构（organisation）"))
    if line["list"] not in LISTS:
        raise _RefusedError("list", mark("名单应为 red 或 black"))
    if line["origin"] is not None:
        raise _RefusedError("second-hand", mark("这一条是对方转列的，应由原列入地区提供"))
    issued, until = _day(line, "issued_on"), _day(line, "until")
    if issued is None or issued > as_of:
        raise _RefusedError("future", mark("决定日期缺失，或晚于文件的日期"))
    if until is not None and until <= as_of:
        raise _RefusedError("expired", mark("已于 {day} 到期，不再收入"), day=until.isoformat())
    return ForeignRow(
        line=number,
        entry=_text(line, "entry"),
        list_kind=line["list"],
        name=_text(line, "name"),
        uscc=_uscc(line["uscc"]),
        authority=_text(line, "authority"),
        number=_text(line, "number"),
        cause=_text(line, "cause"),
        issued_on=issued,
        until=until,
    )


def _members(line: Mapping[str, Any], expected: set[str]) -> None:
    if missing := sorted(expected - set(line)):
        raise _RefusedError("missing", mark("缺少 {names}"), names="、".join(missing))
    if unknown := sorted(set(line) - expected):
        raise _RefusedError("unknown", mark("有不认识的成员 {names}"), names="、".join(unknown))
    if empty := sorted(name for name in expected - MAY_BE_EMPTY if line[name] in (None, "")):
        raise _RefusedError("missing", mark("缺少 {names}"), names="、".join(empty))


def _text(line: Mapping[str, Any], name: str) -> str:
    value = line[name]
    if not isinstance(value, str) or len(value) > LENGTHS[name]:
        raise _RefusedError("text", mark("{name} 应为不超过 {most} 字的文字"), name=name, most=LENGTHS[name])
    return value.strip()


def _day(line: Mapping[str, Any], name: str) -> date | None:
    value = line[name]
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _RefusedError("day", mark("{name} 不是日期"), name=name) from error


def _uscc(value: Any) -> str:
    """Return the code; an identity number in its place tells of a person, whatever the line says."""
    if value in (None, ""):
        return ""
    code = normalise(value) if isinstance(value, str) else ""
    wrong = uscc_problem(code)
    if wrong and IDENTITY_NUMBER.fullmatch(code):
        raise _RefusedError("person", mark("这是自然人，不收入"))
    if wrong:
        raise _RefusedError("uscc", wrong)
    return code
