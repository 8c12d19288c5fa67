"""单元格: each kind of cell is read and written here, so that what goes out comes in again as the same value.

A cell reads into a ``Reading``: a value, or the rule that it breaks with the sentence that says so.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from supervision.intake.headings import plain, vocabulary
from supervision.intake.values import DAY, PACKED_DAY, Reading, narrow, refused
from supervision.texts import mark

LINE_BREAKS = re.compile(r"[；;\n]+")
NAME_BREAKS = re.compile(r"[、，,；;\s]+")  # names without blanks: departments, areas, codes
WORD_BREAKS = re.compile(r"\s*[、，,；;\n]\s*")
WHOLE_NUMBER = re.compile(r"[0-9]{1,6}")
AREA_CODE = re.compile(r"(?<![0-9])(?:[0-9]{12}|[0-9]{9}|[0-9]{6}|[0-9]{4}|[0-9]{2})(?![0-9])")
LAW = re.compile(r"《(?P<name>.+)》\s*(?P<article>[^《》]*)|(?P<id>[a-z0-9][a-z0-9-]*)\s*(?P<part>.*)")
ABSENCE = re.compile(r"(\S+)\s*(?:至|到|~|—|－)\s*(\S+)\s*(.*)")
WAYS = ("书面检查", "实地核查", "网络监测")
CATEGORIES = {"key": "重点事项", "general": "一般事项"}


@dataclass(frozen=True, slots=True)
class Known:
    """已知: what cells may name, by key or code: departments, areas and laws with their names; points of the checklist."""

    departments: Mapping[str, str]
    areas: Mapping[str, str]
    laws: Mapping[str, str]
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """单元格种类: ``read`` of a text that is not empty, ``write`` of a value that is not empty."""

    read: Callable[[str, Known], Reading]
    write: Callable[[Any, Known], Any] = lambda value, _: value


def text(most: int) -> Cell:
    """A text of at most so many characters."""

    def read(cell: str, _: Known) -> Reading:
        if len(cell) > most:
            message = mark("有 {length} 个字，上限 {limit}")
            return refused("text.too_long", message, length=len(cell), limit=most)
        return Reading(cell)

    return Cell(read)


def number(least: int, most: int) -> Cell:
    """A whole number in a range."""

    def read(cell: str, _: Known) -> Reading:
        digits = narrow(cell)
        if not WHOLE_NUMBER.fullmatch(digits) or not least <= int(digits) <= most:
            message = mark("“{value}”不是 {least} 至 {most} 的整数")
            return refused("number.unfit", message, value=cell, least=least, most=most)
        return Reading(int(digits))

    return Cell(read)


def _day(cell: str) -> date | None:
    match = DAY.fullmatch(narrow(cell).strip()) or PACKED_DAY.fullmatch(narrow(cell).strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _read_day(cell: str, _: Known) -> Reading:
    found = _day(cell)
    return Reading(found) if found else _no_day(cell)


def _no_day(cell: str) -> Reading:
    return refused("day.unreadable", mark("“{value}”不是日期；请写成 2026-03-31"), value=cell)


def _departments(cell: str, known: Known) -> tuple[list[str], Reading | None]:
    keys = {plain(name): key for key, name in known.departments.items()}
    keys |= {plain(key): key for key in known.departments}
    found = []
    for word in _words(cell):
        if plain(word) not in keys:
            message = mark("没有名为“{value}”的部门；已登记的部门：{known}")
            names = "、".join(known.departments.values())
            return [], refused("department.unknown", message, value=word, known=names)
        found.append(keys[plain(word)])
    return found, None


def _read_department(cell: str, known: Known) -> Reading:
    found, wrong = _departments(cell, known)
    if wrong is None and len(found) != 1:
        return refused("department.several", mark("“{value}”应当是一个部门"), value=cell)
    return wrong or Reading(found[0])


def _read_departments(cell: str, known: Known) -> Reading:
    found, wrong = _departments(cell, known)
    return wrong or Reading(found)


def _words(cell: str, breaks: re.Pattern[str] = NAME_BREAKS) -> list[str]:
    return list(dict.fromkeys(word for word in breaks.split(cell) if word))


def _areas(cell: str, known: Known) -> tuple[list[str], Reading | None]:
    found = []
    for word in _words(cell):
        code = AREA_CODE.search(narrow(word))
        same = [code[0]] if code else [each for each, name in known.areas.items() if name == word]
        if len(same) > 1:
            message = mark("名为“{value}”的区域有 {count} 个，请写区划代码")
            return [], refused("area.several", message, value=word, count=len(same))
        if not same or same[0] not in known.areas:
            return [], refused("area.unknown", mark("区划表里没有“{value}”"), value=word)
        found.append(same[0])
    return found, None


def _read_areas(cell: str, known: Known) -> Reading:
    found, wrong = _areas(cell, known)
    return wrong or Reading(sorted(found))


def _read_area(cell: str, known: Known) -> Reading:
    found, wrong = _areas(cell, known)
    if wrong is None and len(found) != 1:
        return refused("area.not_one", mark("“{value}”应当是一个区域"), value=cell)
    return wrong or Reading(found[0])


def _area_word(code: str, known: Known) -> str:
    return f"{known.areas[code]}({code})" if code in known.areas else code


def _read_laws(cell: str, known: Known) -> Reading:
    ids = {name: key for key, name in known.laws.items()}
    found = []
    for part in LINE_BREAKS.split(cell):
        if not part.strip():
            continue
        match = LAW.fullmatch(part.strip())
        law = (ids.get(match["name"]) if match["name"] else match["id"]) if match else None
        if match is None or law not in known.laws:
            message = mark("法规库里没有“{value}”；请写成 《消防法》第十六条，几条之间用分号")
            return refused("law.unknown", message, value=part.strip())
        article = (match["article"] if match["name"] else match["part"]).strip()
        found.append({"law": law, "article": article} if article else {"law": law})
    return Reading(found)


def _law_words(basis: Iterable[Mapping[str, str]], known: Known) -> str:
    words = (
        (f"《{known.laws[each['law']]}》" if each["law"] in known.laws else each["law"] + " ")
        + each.get("article", "")
        for each in basis
    )
    return "；".join(words)


def _read_kinds(cell: str, _: Known) -> Reading:
    found = []
    for word in _words(cell):
        kind = vocabulary().kinds.get(plain(word))
        if kind is None:
            message = mark("不认识的机构类别“{value}”；可用：{known}")
            return refused("kind.unknown", message, value=word, known="、".join(_kind_words().values()))
        found.append(kind)
    return Reading(list(dict.fromkeys(found)))


def _kind_words() -> dict[str, str]:
    words = vocabulary().kinds
    first: dict[str, str] = {}
    for word, kind in words.items():
        if word != plain(kind):
            first.setdefault(kind, word)
    return first


def _read_points(cell: str, known: Known) -> Reading:
    found = []
    for word in _words(cell):
        code = narrow(word).upper()
        same = [code] if code in known.points else [each for each in known.points if each[3] == code]
        if not same:
            message = mark("检查表里没有条目“{value}”；请写 CL-A01 这样的编号，或类别字母")
            return refused("point.unknown", message, value=word)
        found += same
    return Reading(sorted(set(found)))


def _read_way(cell: str, _: Known) -> Reading:
    if cell not in WAYS:
        message = mark("“{value}”不是抽查方式；可用：{known}")
        return refused("way.unknown", message, value=cell, known="、".join(WAYS))
    return Reading(cell)


def _read_category(cell: str, _: Known) -> Reading:
    key = next((key for key, name in CATEGORIES.items() if cell in (key, name, name[:2])), None)
    if key is None:
        message = mark("“{value}”不是事项类别；可用：{known}")
        return refused("category.unknown", message, value=cell, known="、".join(CATEGORIES.values()))
    return Reading(key)


def _read_trainings(cell: str, _: Known) -> Reading:
    found = []
    for part in LINE_BREAKS.split(cell):
        if not part.strip():
            continue
        day, _blank, topic = part.strip().partition(" ")
        on = _day(day)
        if on is None:
            return _no_day(day)
        found.append({"on": on.isoformat(), "topic": topic.strip()})
    return Reading(found)


def _training_words(trainings: Iterable[Mapping[str, str]], _: Known) -> str:
    return "；".join(f"{each['on']} {_flat(each['topic'])}".strip() for each in trainings)


def _read_absences(cell: str, _: Known) -> Reading:
    found = []
    for part in LINE_BREAKS.split(cell):
        if not part.strip():
            continue
        match = ABSENCE.fullmatch(part.strip())
        since, until = (_day(match[1]), _day(match[2])) if match else (None, None)
        if not match or since is None or until is None:
            message = mark("“{value}”不是不在岗的期间；请写成 2026-03-01 至 2026-03-15 休假")
            return refused("absence.unreadable", message, value=part.strip())
        if until <= since:
            message = mark("“{value}”：返岗之日须晚于开始之日")
            return refused("absence.backwards", message, value=part.strip())
        found.append([since.isoformat(), until.isoformat(), match[3].strip()])
    return Reading(found)


def _absence_words(absences: Iterable[Iterable[str]], _: Known) -> str:
    return "；".join(f"{since} 至 {until} {_flat(reason)}".strip() for since, until, reason in absences)


def _flat(words: str) -> str:
    """Return free words without the sign that parts one entry of a cell from the next."""
    return LINE_BREAKS.sub("，", words).strip()


def _joined(names: Iterable[str]) -> str:
    return "、".join(names)


DAYS = Cell(_read_day)
WORDS = Cell(lambda cell, _: Reading(_words(cell, WORD_BREAKS)), lambda value, _: _joined(value))
DEPARTMENT = Cell(_read_department, lambda key, known: known.departments.get(key, key))
DEPARTMENTS = Cell(
    _read_departments, lambda keys, known: _joined(known.departments.get(key, key) for key in keys)
)
AREA = Cell(_read_area, _area_word)
AREAS = Cell(_read_areas, lambda codes, known: _joined(_area_word(code, known) for code in codes))
LAWS = Cell(_read_laws, _law_words)
KINDS = Cell(_read_kinds, lambda kinds, _: _joined(_kind_words().get(kind, kind) for kind in kinds))
POINTS = Cell(_read_points, lambda codes, _: _joined(codes))
WAY = Cell(_read_way)
CATEGORY = Cell(_read_category, lambda key, _: CATEGORIES.get(key, key))
TRAININGS = Cell(_read_trainings, _training_words)
ABSENCES = Cell(_read_absences, _absence_words)
