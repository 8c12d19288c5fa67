"""Each kind of dirt by its rule; what is harmless passes without a word."""

import csv
import io
from collections import Counter

import pytest

from supervision.intake.container import Received
from tests.supervision.intake.lists import GOLDEN, csv_of, judged, problems, row_of, xlsx_of

# what stands wrong in tests/golden/facilities-60.csv, row by row
GOLDEN_PROBLEMS = {
    15: "street.unknown", 16: "street.unknown", 17: "street.unknown", 18: "street.missing", 19: "street.unknown",
    20: "street.missing", 22: "beds.not_number", 23: "beds.negative", 24: "beds.zero", 25: "beds.huge",
    26: "beds.not_number", 27: "since.impossible", 28: "since.future", 29: "since.serial", 30: "since.partial",
    31: "since.unreadable", 33: "name.missing", 34: "district.missing", 35: "district.unknown",
    36: "kind.unknown", 37: "kind.missing", 38: "double.row", 39: "double.name", 40: "double.id",
    41: "double.near", 43: "coordinates.outside", 44: "coordinates.not_number", 45: "coordinates.incomplete",
    46: "coordinates.zero", 47: "coordinates.range", 48: "zipcode.invalid", 49: "uscc.invalid",
    50: "uscc.invalid", 51: "ownership.unknown", 52: "text.personal", 53: "address.other_street",
    56: "row.too_many_cells", 58: "cell.error", 61: "row.total",
}  # fmt: skip


def test_the_golden_list_shows_exactly_its_dirt():
    rows = judged(Received(GOLDEN.name, GOLDEN.read_bytes())).rows
    assert {p.row: p.rule for row in rows for p in row.problems} == GOLDEN_PROBLEMS
    assert Counter(row.outcome for row in rows) == {"accepted": 21, "doubts": 25, "refused": 14}


@pytest.mark.parametrize("form", ["gb18030", "tab", "xlsx"])
def test_the_golden_list_in_other_forms_is_judged_the_same(form):
    text = GOLDEN.read_text()
    cells = list(csv.reader(io.StringIO(text)))
    if form == "xlsx":
        received = xlsx_of(cells)
    else:
        out = io.StringIO()
        csv.writer(out, delimiter="\t" if form == "tab" else ",").writerows(cells)
        received = Received("list.csv", out.getvalue().encode("gb18030" if form == "gb18030" else "utf-8"))
    assert {p.row: p.rule for row in judged(received).rows for p in row.problems} == GOLDEN_PROBLEMS


def test_a_good_row_is_taken_over_whole():
    (row,) = judged(csv_of(row_of(zipcode="200436"))).rows
    assert row.outcome == "accepted"
    found = row.values
    assert (found.name, found.kind, found.district, found.area) == (
        "明湖试写养老院",
        "home",
        "990101",
        "990101001",
    )
    assert (found.beds, str(found.opened_on), found.ownership, found.zipcode) == (
        120,
        "2015-07-22",
        "民建民营",
        "200436",
    )
    assert (str(found.longitude), str(found.latitude)) == ("0.02", "0.03")


@pytest.mark.parametrize(
    "cells",
    [
        {"beds": "120张"},
        {"beds": "１２０"},
        {"beds": "'120"},
        {"beds": "120.0"},
        {"beds": ""},
        {"beds": "3000"},
        {"since": "2015/7/22"},
        {"since": "2015.07.22"},
        {"since": "20150722"},
        {"since": "2015年7月22日"},
        {"since": "2015-07-22 00:00:00"},
        {"since": ""},
        {"since": "1958-01-01"},
        {"since": "2026-11-22"},
        {"zipcode": "-"},
        {"type": "无"},
        {"type": ""},
        {"address": ""},
        {"address": "明湖区柳浪路1号"},
        {"lng": "", "lat": ""},
        {"lng": "0.02°", "lat": "北纬0.03"},
        {"street": "990101001"},
        {"district": "990101"},
        {"id": ""},
        {"beds": "NaN"},
        {"since": "N/A"},
    ],
    ids=str,
)
def test_what_a_person_understands_passes_without_a_word(cells):
    assert problems(**cells) == []


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"name": "  "}, "name.missing"),
        ({"name": "12345"}, "name.unreadable"),
        ({"name": "长" * 121}, "name.too_long"),
        ({"name": "张三养老院 13900000000"}, "text.personal"),
        ({"district": "无"}, "district.missing"),
        ({"district": "明湖"}, "district.unknown"),
        ({"beds": "一百"}, "beds.not_number"),
        ({"beds": "100左右"}, "beds.not_number"),
        ({"beds": "inf"}, "beds.not_number"),
        ({"beds": "1e400"}, "beds.huge"),
        ({"beds": "1e99999999"}, "beds.huge"),
        ({"since": "2015-02-29"}, "since.impossible"),
        ({"since": "2015-13-01"}, "since.impossible"),
        ({"since": "0000-01-01"}, "since.impossible"),
        ({"since": "22/07/2015"}, "since.unreadable"),
        ({"since": "9" * 400}, "since.unreadable"),
        ({"id": "9" * 61}, "source_id.too_long"),
    ],
    ids=str,
)
def test_refused(cells, rule):
    outcome = "doubt" if rule == "beds.huge" else "refused"
    assert problems(**cells) == [(rule, outcome)]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"street": "柳荫"}, "street.unknown"),
        ({"street": "柳荫街道办事处"}, "street.unknown"),
        ({"street": ""}, "street.missing"),
        ({"since": "1899-12-31"}, "since.early"),
        ({"since": "2026-11-23"}, "since.future"),
        ({"since": "42207"}, "since.serial"),
        ({"since": "2015-07"}, "since.partial"),
        ({"beds": "3001"}, "beds.huge"),
        ({"zipcode": "20043"}, "zipcode.invalid"),
        ({"zipcode": "000000"}, "zipcode.invalid"),
        ({"type": "养老院"}, "ownership.unknown"),
        ({"address": "长" * 201}, "address.too_long"),
        ({"address": "柳浪路1号 联系13900000000"}, "text.personal"),
        ({"address": "明湖区稻香镇新禾路1号"}, "address.other_street"),
        ({"lng": "sNaN"}, "coordinates.not_number"),
        ({"lng": "Infinity"}, "coordinates.not_number"),
        ({"lng": "", "lat": "0.1"}, "coordinates.incomplete"),
    ],
    ids=str,
)
def test_asked(cells, rule):
    assert problems(**cells) == [(rule, "doubt")]


def test_a_value_in_doubt_is_not_taken_over():
    (row,) = judged(csv_of(row_of(beds="0", zipcode="0", street="柳荫镇", since="42207", lng="99"))).rows
    found = row.values
    assert (found.beds, found.zipcode, found.area, found.opened_on, found.longitude) == (
        None,
        "",
        "990101",
        None,
        None,
    )
    assert len(row.problems) == 5


def test_every_problem_of_a_row_is_listed_not_the_first():
    assert [rule for rule, _ in problems(name="", district="明潮区", beds="?", since="?")] == [
        "name.missing",
        "district.unknown",
        "beds.not_number",
        "since.unreadable",
    ]


def test_near_streets_are_offered_and_the_one_in_the_address():
    (first, second) = judged(
        csv_of(row_of(street="稻香乡"), row_of(id="2", street="", name="另一家", address="明湖区青石街道1号"))
    ).rows
    assert [near.label for near in first.problems[0].suggestions] == ["稻香镇"]
    assert [near.value for near in second.problems[0].suggestions] == ["990101002"]


def test_numbers_of_persons_do_not_reach_the_report():
    rows = judged(
        csv_of(row_of(address="柳浪路1号 13912345678"), row_of(id="2", name="二", beds="13912345678张x"))
    ).rows
    shown = str([row.problems for row in rows])
    assert "13912345678" not in shown
    assert "139****5678" in shown


def test_kinds_by_word_by_code_by_option_and_by_default():
    heading = "name,district,street,kind"
    rows = [
        "甲院,明湖区,柳荫街道,农村幸福院",
        "乙院,明湖区,柳荫街道,meal_point",
        "丙院,明湖区,柳荫街道,",
        "丁院,明湖区,柳荫街道,幼儿园",
    ]
    by_column = judged(csv_of(*rows, heading=heading)).rows
    assert [row.values and row.values.kind for row in by_column] == ["rural_home", "meal_point", None, None]
    filled = judged(csv_of(*rows[:3], heading=heading), kind="station").rows
    assert [row.values.kind for row in filled] == ["rural_home", "meal_point", "station"]
    assert judged(csv_of(row_of())).rows[0].values.kind == "home"


def test_no_beds_are_no_question_where_a_kind_has_none():
    heading = "name,district,street,kind,beds"
    (row,) = judged(csv_of("甲,明湖区,柳荫街道,助餐点,0", heading=heading)).rows
    assert row.outcome == "accepted"
    assert row.values.beds == 0


def test_rows_outside_ones_area_are_refused():
    facilities = judged(csv_of(row_of()))
    assert facilities.within("990101").rows[0].outcome == "accepted"
    (row,) = facilities.within("990102").rows
    assert (row.outcome, row.problems[0].rule) == ("refused", "district.scope")
