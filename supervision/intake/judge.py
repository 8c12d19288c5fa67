"""判行 judge: each row of a list is accepted, accepted with doubts, or refused; every problem is named.

A page for the reader who does not program. For each row we look at one cell after the other. A cell that cannot
be read (beds “很多”, 30 February) or that we cannot do without (no name, a district that does not exist) refuses
the row: it stays in the report and nowhere else. A cell that reads well but is hard to believe (a street that the
district does not have, a point in another province) leaves the row accepted with a doubt: the facility enters the
register without this value, and the office is asked. Nothing is corrected in silence.

Worked example: a row ``明湖区, 柳荫镇, 明湖区柳荫敬老院, 120张`` where the division table knows 柳荫街道 gives the
value beds 120, the area 明湖区, and one doubt ``street.unknown`` offering 柳荫街道.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from supervision.intake import uscc, values, whereabouts
from supervision.intake.divisions import AreaRow, Gazetteer, Lookup
from supervision.intake.headings import Columns, plain, vocabulary
from supervision.intake.provinces import province
from supervision.intake.rows import FacilityValues, JudgedRow, Problem, Suggestion, shown
from supervision.intake.spreadsheet import Row
from supervision.intake.values import REFUSED, Reading
from supervision.texts import mark

KINDS_WITH_BEDS = frozenset({"home", "rural_home"})
# doubts in which what is written may be right after all, and is offered as the first answer
MAY_BE_RIGHT = frozenset(
    {"beds.huge", "beds.zero", "since.future", "since.early", "zipcode.outside", "ownership.unknown",
     "address.other_district", "address.other_street"}
)  # fmt: skip
TOTALS = frozenset({"合计", "总计", "小计", "共计", "总数", "total", "subtotal", "sum"})
LONGEST = {"name": 120, "source_id": 60, "address": 200, "ownership": 40, "operator": 120}


class Judge:
    """判官: judges the rows of one file; what they share (columns, area, day) is given once."""

    def __init__(self, columns: Columns, gazetteer: Gazetteer, *, on: date, kind: str | None = None) -> None:
        """``kind`` fills rows without one; without it and without such a column it is the kind with beds."""
        self.columns = columns
        self.gazetteer = gazetteer
        self.on = on
        self.kind = kind or ("" if "kind" in columns.index else "home")

    def rows(self, rows: Iterable[Row]) -> Iterable[JudgedRow]:
        """Judge each row by itself; what concerns several rows is looked at afterwards (``crosscheck``)."""
        return (_RowJudge(self, row).judged() for row in rows)


class _RowJudge:
    """Judges one row; problems gather in the order of the columns."""

    def __init__(self, judge: Judge, row: Row) -> None:
        self.judge = judge
        self.row = row
        self.problems: list[Problem] = []
        self.raw = {
            name: values.present(judge.columns.value(row.cells, name)) for name in judge.columns.index
        }

    def judged(self) -> JudgedRow:
        """Return the row with its outcome."""
        return JudgedRow(self.row.number, self._values(), self.raw, tuple(self.problems))

    def _values(self) -> FacilityValues | None:
        if not self._shape_holds():
            return None
        name, district, kind = self._name(), self._district(), self._kind()
        found: dict[str, Any] = {
            "source_id": self._text("source_id") or None,
            "beds": self._read("beds", lambda text: values.beds(text, kind_has_beds=kind in KINDS_WITH_BEDS)),
            "opened_on": self._read("since", lambda text: values.day(text, on=self.judge.on)),
            "ownership": self._ownership(),
            "uscc": self._uscc(),
            "operator": self._text("operator"),
        }
        if district is None:
            return None
        area = self._street(district) or district
        found["address"] = self._address(area)
        post = province(district.code[:2]).post
        found["zipcode"] = self._read("zipcode", lambda text: values.zipcode(text, beginnings=post)) or ""
        longitude, latitude = self._point(district)
        if any(problem.outcome == REFUSED for problem in self.problems):
            return None
        return FacilityValues(
            name, kind, district.code, area.code, longitude=longitude, latitude=latitude, **found
        )

    def _say(self, field_name: str, reading: Reading, near: tuple[Suggestion, ...] = ()) -> None:
        """Keep a problem of the cell of ``field_name``."""
        if reading.rule in MAY_BE_RIGHT:
            written = self.raw[field_name]
            near = (Suggestion(written, written),)
        facts = {
            key: values.masked(fact) if isinstance(fact, str) else fact for key, fact in reading.facts.items()
        }
        self.problems.append(
            Problem(
                self.row.number,
                self.judge.columns.heading(field_name),
                field_name,
                shown(field_name, self.raw.get(field_name, "")),
                reading.rule,
                reading.outcome,
                reading.message,
                facts,
                near,
            )
        )

    def _shape_holds(self) -> bool:
        """Refuse a row that has slipped, shows an error of the spreadsheet, or adds up the others."""
        width = len(self.judge.columns.headings)
        if len(self.row.cells) > width:
            self._say(
                "name",
                values.refused(
                    "row.too_many_cells",
                    mark("这一行有 {cells} 格，表头只有 {width} 列，可能有没加引号的逗号"),
                    cells=len(self.row.cells),
                    width=width,
                ),
            )
            return False
        for name, text in self.raw.items():
            if text.upper() in values.ERROR_VALUES:
                self._say(name, values.refused("cell.error", mark("单元格显示错误值 {value}"), value=text))
                return False
        first = next((text for text in self.raw.values() if text), "")
        if first.casefold().rstrip(":：") in TOTALS or self.raw["name"].casefold() in TOTALS:
            self._say("name", values.refused("row.total", mark("这是合计行，不是机构")))
            return False
        return True

    def _read(self, name: str, reader: Any) -> Any:
        """Return the value of a cell read by ``reader``; None when empty or a problem."""
        text = self.raw.get(name, "")
        if not text:
            return None
        reading = reader(text)
        if reading.rule:
            near: tuple[Suggestion, ...] = ()
            if reading.rule == "since.serial":
                near = (Suggestion(str(reading.facts["day"]), str(reading.facts["day"])),)
            self._say(name, reading, near)
            return None
        return reading.value

    def _text(self, name: str) -> str:
        """Return a text that fits its column; a telephone number in it is a doubt."""
        text = self.raw.get(name, "")
        limit = LONGEST[name]
        if len(text) > limit:
            judge = values.refused if name in ("name", "source_id") else values.doubt
            message = mark("有 {length} 个字，上限 {limit}")
            self._say(name, judge(f"{name}.too_long", message, length=len(text), limit=limit))
            return ""
        reading = values.personal(text)
        if reading and name != "source_id":
            self._say(name, replace(reading, outcome=REFUSED) if name == "name" else reading)
            return ""
        return text

    def _name(self) -> str:
        name = self._text("name")
        if not self.raw["name"]:
            self._say("name", values.refused("name.missing", mark("没有写机构名称")))
        elif name and not any(char.isalpha() for char in name):
            self._say("name", values.refused("name.unreadable", mark("“{value}”不像机构名称"), value=name))
        return name

    def _kind(self) -> str:
        text = self.raw.get("kind", "")
        kind = vocabulary().kinds.get(plain(text)) if text else self.judge.kind
        if kind:
            return kind
        if not text:
            self._say("kind", values.refused("kind.missing", mark("没有写机构类别")))
        else:
            known = tuple(Suggestion(name, name) for name in vocabulary().kind_names)
            message = mark("不认识的机构类别“{value}”；可用：{known}")
            listed = "、".join(vocabulary().kind_names)
            self._say("kind", values.refused("kind.unknown", message, value=text, known=listed), known)
        return ""

    def _district(self) -> AreaRow | None:
        gazetteer = self.judge.gazetteer
        text = self.raw.get("district", "")
        if not text and len(gazetteer.within) >= 6:
            text = gazetteer.within[:6]
        found = gazetteer.district(text) if text else Lookup(None)
        if found.area is None:
            self._say("district", whereabouts.no_district(text, found))
        return found.area

    def _street(self, district: AreaRow) -> AreaRow | None:
        gazetteer = self.judge.gazetteer
        if "street" not in self.raw and len(gazetteer.within) < 9:
            return None  # the list ends above the street
        if not gazetteer.streets(district.code):
            return None  # the division table does
        text = self.raw.get("street", "")
        if not text and len(gazetteer.within) == 9:
            text = gazetteer.within
        found = gazetteer.street(district.code, text, self.raw.get("address", ""))
        if found.area is None:
            reading = whereabouts.no_street(gazetteer, district, text, found)
            self._say("street", reading, tuple(Suggestion(area.code, area.name) for area in found.near))
        return found.area

    def _address(self, area: AreaRow) -> str:
        address = self._text("address")
        reading = whereabouts.address_elsewhere(self.judge.gazetteer, area, address)
        if reading is None:
            return address
        self._say("address", reading)
        return ""

    def _ownership(self) -> str:
        text = self._text("ownership")
        if text and text not in vocabulary().ownership:
            message = mark("不认识的类型“{value}”；常用：{known}")
            listed = "、".join(vocabulary().ownership)
            self._say("ownership", values.doubt("ownership.unknown", message, value=text, known=listed))
            return ""
        return text

    def _uscc(self) -> str:
        code = uscc.normalise(self.raw.get("uscc", ""))
        wrong = uscc.problem(code) if code else None
        if wrong:
            self._say("uscc", values.doubt("uscc.invalid", wrong))
            return ""
        return code

    def _point(self, district: AreaRow) -> tuple[Decimal | None, Decimal | None]:
        """Return longitude and latitude, both or none; their datum is unknown and stays so."""
        texts = self.raw.get("lng", ""), self.raw.get("lat", "")
        if not any(texts):
            return None, None
        reading, meant = whereabouts.point(*texts, province(district.code[:2]))
        if isinstance(reading.value, tuple):
            return reading.value
        self._say("lng" if texts[0] else "lat", reading, (Suggestion(meant, meant),) if meant else ())
        return None, None
