"""A directory goes out as a table and comes in unchanged; what is wrong in one is named by line and column."""

from datetime import date

import pytest

from scoring.rulebook import Rulebook
from supervision.errors import InputError
from supervision.intake.container import Received
from supervision.intake.directories.cells import Known
from supervision.intake.directories.columns import DIRECTORIES, EXPERTS, INSPECTORS, ITEMS
from supervision.intake.directories.judge import read_directory
from supervision.intake.directories.workbook import write_directory
from supervision.intake.headings import plain
from supervision.texts import translator
from tests.supervision.intake.lists import xlsx_of

KNOWN = Known(
    departments={"civil-affairs": "民政局", "fire-rescue": "消防救援大队"},
    areas={"990101": "明湖区", "990101001": "柳荫街道", "990101002": "青石街道"},
    laws={key: law.name["zh"] for key, law in Rulebook.load().laws.items()},
    points=("CL-A01", "CL-A02", "CL-C01"),
)
OFFICER = {
    "staff_number": "CI01", "name": "=演示甲", "department": "civil-affairs", "credential_number": "0001",
    "credential_until": date(2028, 2, 29), "qualifications": ["care", "first aid"], "areas": ["990101001", "990101002"],
    "own_area": "990101", "capacity": 6, "training": [{"on": "2026-03-01", "topic": "消防；用电"}],
    "absences": [["2026-07-01", "2026-07-15", "休假"]], "since": date(2021, 3, 1), "until": None,
}  # fmt: skip
EXPERT = {"key": "ZJ1", "name": "专家甲", "department": "fire-rescue", "organisation": "@大学", "specialities": ["消防"],
          "since": date(2026, 1, 1), "until": None, "remark": "-1"}  # fmt: skip
ITEM = {
    "key": "fire", "serial": 1, "matter": "消防安全", "kinds": ["home", "meal_point"], "content": "疏散通道",
    "basis": [{"law": "fire-law", "article": "第十六条"}, {"law": "star-guide-2020"}], "way": "实地核查", "frequency": "每年",
    "organ_level": "县级", "category": "key", "departments": ["fire-rescue", "civil-affairs"],
    "checklist_items": ["CL-A01", "CL-C01"], "remark": "",
}  # fmt: skip
ROWS = {"inspectors": OFFICER, "experts": EXPERT, "items": ITEM}


def known_law() -> str:
    """A law whose name itself holds the marks of a title."""
    return next(key for key, name in KNOWN.laws.items() if "《" in name)


def read(directory, *rows, headings=None):
    """Judge a workbook of these rows, each by column."""
    names = headings or list(rows[0])
    table = [[directory[name].label for name in names]] + [[row.get(name) for name in names] for row in rows]
    return read_directory(xlsx_of(table), directory, KNOWN)


def problems(listed):
    return [(one.row, one.column, one.rule) for row in listed.rows for one in row.problems]


@pytest.mark.parametrize("name", DIRECTORIES)
def test_what_goes_out_comes_in_unchanged(name):
    row = ROWS[name]
    if name == "items":
        row = row | {"basis": [row["basis"][0], {"law": known_law()}]}
    directory = DIRECTORIES[name]
    content = write_directory(directory, [row], KNOWN, translator("en"))
    (back,) = read_directory(Received("x.xlsx", content), directory, KNOWN).rows
    assert not back.problems
    for column in directory:
        assert column.words(back.values.get(column.name), KNOWN) == column.words(row[column.name], KNOWN)


@pytest.mark.parametrize("name", DIRECTORIES)
def test_every_heading_means_one_column_and_every_example_can_be_read(name):
    meant = {}
    for column in DIRECTORIES[name]:
        for heading in {plain(text) for text in (column.label, *column.headings)}:
            assert meant.setdefault(heading, column.name) == column.name
        assert column.explained
    assert DIRECTORIES[name].vocabulary.by_heading == meant


def inspector(**cells):
    given = {"staff_number": "CI01", "name": "甲", "department": "民政局", "credential_number": "0001"}
    return given | cells


@pytest.mark.parametrize(
    ("cells", "column", "rule"),
    [
        ({"department": "税务局"}, "部门", "department.unknown"),
        ({"department": ""}, "部门", "department.missing"),
        ({"areas": "柳荫街道、月亮街道"}, "负责区域", "area.unknown"),
        ({"own_area": "880101"}, "居住或任职的街道", "area.unknown"),
        ({"capacity": "很多"}, "一次任务至多承担的检查数", "number.unfit"),
        ({"capacity": -1}, "一次任务至多承担的检查数", "number.unfit"),
        ({"credential_until": "2026-02-30"}, "证件有效期至", "day.unreadable"),
        ({"absences": "2026-07-15 至 2026-07-01"}, "不在岗", "absence.backwards"),
        ({"training": "去年 消防"}, "培训", "day.unreadable"),
        ({"name": "#REF!"}, "姓名", "cell.error"),
        ({"name": "甲" * 61}, "姓名", "text.too_long"),
    ],
)
def test_a_wrong_cell_is_named(cells, column, rule):
    listed = read(INSPECTORS, inspector(**cells))
    assert problems(listed) == [(2, column, rule)]
    assert listed.rows[0].values is None


@pytest.mark.parametrize(
    ("cells", "column", "rule"),
    [
        ({"basis": ""}, "抽查依据", "basis.missing"),
        ({"basis": "《月球法》第一条"}, "抽查依据", "law.unknown"),
        ({"kinds": "幼儿园"}, "检查对象", "kind.unknown"),
        ({"departments": "民政局、税务局"}, "部门", "department.unknown"),
        ({"checklist_items": "CL-Z99"}, "检查表条目", "point.unknown"),
        ({"way": "突击"}, "抽查方式", "way.unknown"),
        ({"category": "紧急"}, "事项类别", "category.unknown"),
    ],
)
def test_a_wrong_item_is_named(cells, column, rule):
    row = {name: ITEMS[name].words(value, KNOWN) for name, value in ITEM.items()}
    row |= {"basis": "《消防法》第十六条"} | cells
    assert problems(read(ITEMS, row)) == [(2, column, rule)]


def test_letters_short_words_and_codes_are_understood():
    row = {name: ITEMS[name].words(value, KNOWN) for name, value in ITEM.items()}
    row |= {
        "basis": "fire-law 第十六条",
        "checklist_items": "a",
        "category": "一般",
        "departments": "civil-affairs",
    }
    values = read(ITEMS, row).rows[0].values
    assert values["basis"] == [{"law": "fire-law", "article": "第十六条"}]
    assert values["checklist_items"] == ["CL-A01", "CL-A02"]
    assert (values["category"], values["departments"]) == ("general", ["civil-affairs"])


def test_of_two_with_one_credential_neither_is_taken():
    listed = read(
        INSPECTORS,
        inspector(),
        inspector(staff_number="CI02"),
        inspector(staff_number="CI03", credential_number="3"),
    )
    assert problems(listed) == [(row, "执法证件号", "credential_number.doubled") for row in (2, 3)]
    assert [row.values is None for row in listed.rows] == [True, True, False]


def test_formulas_stop_the_file_and_unknown_columns_too():
    with pytest.raises(InputError) as formula:
        read(INSPECTORS, inspector(name="=1+1"))
    assert "公式" in formula.value.message
    assert "B2" in formula.value.place
    table = xlsx_of([["工号", "姓名", "部门", "执法证件号", "血型"], ["1", "甲", "民政局", "1", "A"]])
    with pytest.raises(InputError, match="不认识的列"):
        read_directory(table, INSPECTORS, KNOWN)
    with pytest.raises(InputError, match="缺少必需的列"):
        read_directory(xlsx_of([["姓名"], ["甲"]]), EXPERTS, KNOWN)
