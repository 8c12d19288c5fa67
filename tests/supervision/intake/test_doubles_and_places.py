"""What only shows when rows are seen together."""

from supervision.intake.divisions import AreaRow, Gazetteer
from supervision.intake.facility_list import read_facility_list
from tests.supervision.intake.lists import AREAS, ON, csv_of, judged, row_of


def rules(*rows):
    return [[(p.rule, row.held) for p in row.problems] for row in judged(csv_of(*rows)).rows]


def test_a_copy_is_refused_and_the_first_stays():
    assert rules(row_of(), row_of()) == [[], [("double.row", False)]]
    assert rules(row_of(), row_of(id="2")) == [[], [("double.row", False)]]


def test_one_id_or_one_name_with_other_contents_is_asked():
    assert rules(row_of(), row_of(name="明湖别家养老院", address="柳浪路9号")) == [[], [("double.id", True)]]
    assert rules(row_of(), row_of(id="2", beds="90")) == [[], [("double.name", True)]]


def test_writing_does_not_make_two_of_one():
    assert rules(row_of(name="明湖(柳荫)院"), row_of(id="2", name="明湖（柳荫） 院", beds="1")) == [
        [],
        [("double.name", True)],
    ]


def test_a_name_with_and_without_its_area_is_asked():
    assert rules(
        row_of(name="试写养老院"), row_of(id="2", name="明湖区试写养老院", beds="1", address="柳浪路2号")
    ) == [
        [],
        [("double.near", True)],
    ]


def test_neighbours_at_one_address_with_different_names_are_two():
    assert rules(row_of(name="明湖颐业养老院"), row_of(id="2", name="明湖康家园")) == [[], []]
    assert rules(row_of(name="明湖颐业养老院"), row_of(id="2", name="明湖颐业养老院二部")) == [
        [],
        [("double.near", True)],
    ]


def test_rows_without_ids_are_no_doubles_of_each_other():
    assert rules(row_of(id=""), row_of(id="", name="明湖别家养老院", address="")) == [[], []]


TWO = Gazetteer((*AREAS, AreaRow("990102", "远山区", "district", "9901")), "99")


def places(rows):
    return [
        [p.rule for p in row.problems] for row in read_facility_list(csv_of(*rows), gazetteer=TWO, on=ON).rows
    ]


def spread(district, street, lng, count, first):
    return [
        row_of(id=str(first + n), name=f"第{first + n}号院", district=district, street=street, address="",
               lng=f"{lng + n * 0.003:.3f}", lat="0.050")
        for n in range(count)
    ]  # fmt: skip


def test_one_point_in_two_districts_belongs_to_neither():
    rows = [
        row_of(id="1", name="甲院", lng="0.1", lat="0.1"),
        row_of(id="2", name="乙院", district="远山区", street="", address="", lng="0.10", lat="0.100"),
        row_of(id="3", name="丙院", lng="0.1001", lat="0.1"),
    ]
    assert places(rows) == [["coordinates.shared"], ["coordinates.shared"], []]


def test_one_point_in_one_district_is_a_campus():
    assert places([row_of(id="1", name="甲院"), row_of(id="2", name="乙院", address="")]) == [[], []]


def test_a_point_among_strangers_is_asked_about():
    near = spread("明湖区", "柳荫街道", 0.0, 8, 1)
    far = spread("远山区", "", 0.4, 8, 20)
    lost = row_of(id="99", name="迷路院", address="", lng="0.411", lat="0.051")
    found = places([*near, *far, lost])
    assert found[:-1] == [[]] * 16
    assert found[-1] == ["coordinates.elsewhere"]


def test_a_lonely_place_is_not_a_wrong_one():
    near = spread("明湖区", "柳荫街道", 0.0, 8, 1)
    island = row_of(id="99", name="岛上院", address="", lng="0.411", lat="0.051")
    assert places([*near, island])[-1] == []
