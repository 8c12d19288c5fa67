"""Lists enter the register: once, by their differences, in one transaction, with questions that are asked once."""

from datetime import UTC, datetime

import pytest

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor, terminal
from supervision.errors import InputError, NotAllowedError, NotFoundError, StaleError
from supervision.intake.container import Received
from supervision.intake.facility_list import read_facility_list
from supervision.models import AuditEntry, Facility, FacilityEvent, ImportBatch, ImportDoubt, OperatorLink
from supervision.queries import imports
from supervision.queries.areas import gazetteer, list_areas
from supervision.queries.audit import verify_audit
from supervision.usecases import facilities as register
from supervision.usecases.divisions import import_divisions
from supervision.usecases.doubts import clear_doubts
from supervision.usecases.imports import import_facilities
from tests.supervision.intake.lists import AREAS, GOLDEN, ON, csv_of, row_of

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
OFFICE = terminal()


@pytest.fixture
def register_of_minghu(database):
    """A register without facilities, in a country of one district."""
    import_divisions(areas=AREAS, actor=OFFICE, at=AT)


pytestmark = pytest.mark.usefixtures("register_of_minghu")


def take_in(received, *, actor=OFFICE, **options):
    listed = read_facility_list(received, gazetteer=gazetteer("99"), on=ON, **options)
    return import_facilities(facilities=listed, actor=actor, at=AT).report


def counts(report):
    return report.created, report.changed, report.unchanged, report.doubts, report.refused


def golden() -> Received:
    return Received(GOLDEN.name, GOLDEN.read_bytes())


def the_doubt(rule):
    (doubt,) = imports.list_doubts(actor=OFFICE, rule=rule)
    return doubt


def test_the_golden_list_twice():
    first = take_in(golden())
    assert counts(first) == (43, 0, 0, 25, 14)
    assert first.rows == first.accepted + first.doubts + first.refused == 60
    assert Facility.select().count() == 43  # three of the 25 in doubt wait: whose they are is the question
    asked = ImportDoubt.select().count()
    second = take_in(golden())
    assert counts(second) == (0, 0, 43, 25, 14)
    assert ImportDoubt.select().count() == asked == 25
    assert [p.rule for p in second.problems] == [p.rule for p in first.problems]
    assert FacilityEvent.select().count() == 43
    assert not verify_audit().problems


def test_a_corrected_file_changes_just_its_differences():
    take_in(golden())
    corrected = golden().content.decode().replace("明湖柳荫敬老院", "x").replace("120张", "126张")
    corrected = corrected.replace("柳荫镇", "柳荫街道").replace(",很多,", ",88,")
    report = take_in(Received("corrected.csv", corrected.encode()))
    assert counts(report) == (1, 2, 41, 24, 13)
    assert [(one.row, one.column, one.before, one.after) for one in report.differences] == [
        (4, "beds", 120, 126),
        (15, "area", "990101", "990101001"),
    ]
    changed = FacilityEvent.get(FacilityEvent.kind == "changed")
    assert changed.data == {"beds": [120, 126]}
    settled = ImportDoubt.get(ImportDoubt.row == 15)
    assert (settled.state, settled.resolution) == ("cleared", imports.SETTLED)


def test_the_same_rows_written_differently_are_no_change():
    take_in(csv_of(row_of(), row_of(id="2", name="明湖别家养老院", address="")))
    report = take_in(
        csv_of(
            row_of(id="2", name="明湖别家养老院", address=""),
            row_of(beds="120张", since="2015年7月22日", lng="0.020"),
        )
    )
    assert counts(report) == (0, 0, 2, 0, 0)


def test_what_the_office_corrected_is_not_undone_by_an_old_list():
    take_in(csv_of(row_of()))
    code = Facility.get().code
    register.change_facility(code=code, changes={"beds": 99}, reason="核实", actor=OFFICE, at=AT)
    assert counts(take_in(csv_of(row_of()))) == (0, 0, 1, 0, 0)
    report = take_in(csv_of(row_of(zipcode="200001")))
    assert [(one.column, one.after) for one in report.differences] == [("zipcode", "200001")]
    assert (Facility.get().beds, Facility.get().zipcode) == (99, "200001")


def test_a_cell_made_empty_empties_the_register_and_a_missing_column_does_not():
    take_in(csv_of(row_of()))
    assert counts(take_in(csv_of("1,明湖区,明湖试写养老院", heading="id,district,name"))) == (0, 0, 1, 0, 0)
    assert counts(take_in(csv_of(row_of(beds="")))) == (0, 1, 0, 0, 0)
    assert Facility.get().beds is None


def test_a_new_name_under_the_old_id():
    take_in(csv_of(row_of()))
    renamed = take_in(csv_of(row_of(name="明湖新名颐养院")))
    assert counts(renamed) == (0, 1, 0, 0, 0)
    other = take_in(csv_of("1,明湖区,柳荫街道,完全另一家,5,,,,,,"))
    assert counts(other) == (0, 0, 0, 1, 0)
    doubt = the_doubt("match.id_reused")
    assert doubt.held
    clear_doubts(doubts=[doubt.id], answer="separate", actor=OFFICE, at=AT)
    assert {row.name for row in Facility.select()} == {"明湖新名颐养院", "完全另一家"}
    assert counts(take_in(csv_of("1,明湖区,柳荫街道,完全另一家,5,,,,,,"))) == (0, 0, 1, 0, 0)


def test_a_list_numbered_afresh_creates_the_new_one_alone():
    names = ["甲养老院", "乙养老院", "丙养老院"]
    take_in(csv_of(*[row_of(id=str(n), name=name, address="") for n, name in enumerate(names, 1)]))
    shifted = ["新养老院", *names]
    report = take_in(csv_of(*[row_of(id=str(n), name=name, address="") for n, name in enumerate(shifted, 1)]))
    assert counts(report) == (1, 0, 3, 0, 0)
    ids = {row.name: row.source_id for row in Facility.select()}
    assert ids == {"新养老院": "1", "甲养老院": "2", "乙养老院": "3", "丙养老院": "4"}


def test_answers_outlast_a_list_numbered_afresh():
    take_in(csv_of(row_of(street="柳荫镇")))
    clear_doubts(
        doubts=[the_doubt("street.unknown").id], answer="take", value="990101001", actor=OFFICE, at=AT
    )
    report = take_in(csv_of(row_of(id="2", street="柳荫镇"), row_of(id="1", name="新来的养老院", address="")))
    assert counts(report) == (1, 0, 1, 0, 0)
    assert imports.list_doubts(actor=OFFICE) == ()
    assert Facility.get(Facility.source_id == "2").area.code == "990101001"


def test_ids_that_changed_places():
    take_in(csv_of(row_of(name="甲院"), row_of(id="2", name="乙院", address="")))
    report = take_in(csv_of(row_of(id="2", name="甲院"), row_of(id="1", name="乙院", address="")))
    assert counts(report) == (0, 0, 2, 0, 0)
    assert {row.name: row.source_id for row in Facility.select()} == {"甲院": "2", "乙院": "1"}


def test_another_source_finds_the_facility_by_name_and_district():
    take_in(csv_of(row_of()))
    assert counts(take_in(csv_of(row_of(id="77")), source="another list")) == (0, 0, 1, 0, 0)
    assert counts(take_in(csv_of(row_of(id="77", beds="90")), source="another list")) == (0, 1, 0, 0, 0)
    assert counts(take_in(csv_of(row_of()))) == (0, 0, 1, 0, 0)


def test_a_name_that_differs_by_its_area_is_asked_and_the_answer_remembered():
    take_in(csv_of(row_of(id="", name="试写养老院")))
    listed = csv_of(row_of(id="", name="明湖区试写养老院", beds="90"))
    assert counts(take_in(listed)) == (0, 0, 0, 1, 0)
    clear_doubts(doubts=[the_doubt("match.near").id], answer="same", actor=OFFICE, at=AT)
    facility = Facility.get()
    assert (facility.name, facility.beds) == ("明湖区试写养老院", 90)
    assert counts(take_in(listed)) == (0, 0, 1, 0, 0)


def test_rows_that_wait_enter_when_the_office_has_answered():
    rows = row_of(), row_of(id="2", beds="0", address="柳浪路99号")
    take_in(csv_of(*rows))
    identity, beds = the_doubt("double.name"), the_doubt("beds.zero")
    assert (identity.held, beds.held) == (True, False)
    with pytest.raises(RuleViolationError, match="是不是已有的那一家"):
        clear_doubts(doubts=[beds.id], answer="take", value="10", actor=OFFICE, at=AT)
    clear_doubts(doubts=[identity.id], answer="separate", actor=OFFICE, at=AT)
    clear_doubts(doubts=[beds.id], answer="take", value="10", actor=OFFICE, at=AT)
    assert sorted(row.beds for row in Facility.select()) == [10, 120]
    assert counts(take_in(csv_of(*rows))) == (0, 0, 2, 0, 0)


def test_a_row_that_is_the_same_is_left_out_with_its_other_questions():
    rows = row_of(), row_of(id="2", beds="0", address="柳浪路99号")
    take_in(csv_of(*rows))
    clear_doubts(doubts=[the_doubt("double.name").id], answer="same", actor=OFFICE, at=AT)
    assert imports.list_doubts(actor=OFFICE) == ()
    assert Facility.select().count() == 1
    assert counts(take_in(csv_of(*rows))) == (0, 0, 2, 0, 0)


@pytest.mark.parametrize(
    ("cells", "rule", "value", "column", "kept"),
    [
        ({"street": "柳荫镇"}, "street.unknown", "990101001", "area", "990101001"),
        ({"street": "柳荫镇"}, "street.unknown", "稻香镇", "area", "990101003"),
        ({"beds": "5000"}, "beds.huge", "5000", "beds", 5000),
        ({"since": "42207"}, "since.serial", "2015-07-22", "opened_on", "2015-07-22"),
        ({"since": "2031-05-01"}, "since.future", "2031-05-01", "opened_on", "2031-05-01"),
        ({"zipcode": "0"}, "zipcode.invalid", "990101", "zipcode", "990101"),
        ({"type": "合资"}, "ownership.unknown", "合资", "ownership", "合资"),
        ({"lng": "121.4"}, "coordinates.outside", "121.4,0.03", "longitude", "121.4"),
    ],
)
def test_an_answer_is_entered_and_not_asked_again(cells, rule, value, column, kept):
    take_in(csv_of(row_of(**cells)))
    doubt = the_doubt(rule)
    clear_doubts(doubts=[doubt.id], answer="take", value=value, actor=OFFICE, at=AT)
    facility = Facility.get()
    found = facility.area.code if column == "area" else getattr(facility, column)
    assert str(found) == str(kept)
    assert counts(take_in(csv_of(row_of(**cells)))) == (0, 0, 1, 0, 0)
    assert imports.list_doubts(actor=OFFICE) == ()
    with pytest.raises(StaleError):
        clear_doubts(doubts=[doubt.id], answer="leave", actor=OFFICE, at=AT)


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ({"street": "柳荫镇"}, "云岭街道"),
        ({"beds": "0"}, "-1"),
        ({"beds": "0"}, "٣"),
        ({"since": "2031-05-01"}, "2031-02-30"),
        ({"since": "2031-05-01"}, "2031"),
        ({"zipcode": "0"}, "12"),
        ({"type": "合资"}, ""),
        ({"lng": "121.4"}, "121.4"),
        ({"lng": "121.4"}, "181,0"),
        ({"address": "柳浪路1号 13900000000"}, "柳浪路1号 13900000000"),
    ],
)
def test_answers_that_are_no_value_change_nothing(cells, value):
    take_in(csv_of(row_of(**cells)))
    (doubt,) = imports.list_doubts(actor=OFFICE)
    with pytest.raises(InputError):
        clear_doubts(doubts=[doubt.id], answer="take", value=value, actor=OFFICE, at=AT)
    assert imports.list_doubts(actor=OFFICE) == (doubt,)


def test_many_alike_are_answered_at_once_or_not_at_all():
    take_in(csv_of(*[row_of(id=str(n), name=f"第{n}号院", address="", street="柳荫镇") for n in range(1, 6)]))
    doubts = [doubt.id for doubt in imports.list_doubts(actor=OFFICE)]
    with pytest.raises(NotFoundError):
        clear_doubts(doubts=[*doubts, 10**6], answer="take", value="990101001", actor=OFFICE, at=AT)
    assert len(imports.list_doubts(actor=OFFICE)) == 5
    assert clear_doubts(doubts=doubts, answer="take", value="990101001", actor=OFFICE, at=AT) == 5
    assert {row.area.code for row in Facility.select()} == {"990101001"}


def test_nobody_writes_beyond_their_area_or_without_the_permission():
    elsewhere = Actor(key="planner2", roles=frozenset({"planner"}), scope="990102")
    report = take_in(csv_of(row_of(street="柳荫镇")), actor=elsewhere)
    assert counts(report) == (0, 0, 0, 0, 1)
    assert report.problems[-1].rule == "district.scope"
    with pytest.raises(NotAllowedError):
        take_in(csv_of(row_of()), actor=Actor(key="x", roles=frozenset({"auditor"})))
    take_in(csv_of(row_of(street="柳荫镇")))
    doubt = the_doubt("street.unknown")
    assert imports.list_doubts(actor=elsewhere) == ()
    with pytest.raises(NotFoundError):
        clear_doubts(doubts=[doubt.id], answer="leave", actor=elsewhere, at=AT)


def test_a_fault_half_way_leaves_nothing(monkeypatch):
    monkeypatch.setattr("supervision.usecases.imports._keep_doubts", lambda *_: 1 / 0)
    entries = AuditEntry.select().count()
    with pytest.raises(ZeroDivisionError):
        take_in(golden())
    assert Facility.select().count() == ImportBatch.select().count() == FacilityEvent.select().count() == 0
    assert AuditEntry.select().count() == entries


def test_a_preview_says_the_same_and_writes_nothing():
    listed = read_facility_list(golden(), gazetteer=gazetteer("99"), on=ON)
    shown = imports.preview(listed, actor=OFFICE)
    assert Facility.select().count() == 0
    assert import_facilities(facilities=listed, actor=OFFICE, at=AT).report == shown


def test_a_closed_facility_is_not_opened_by_a_list():
    take_in(csv_of(row_of()))
    register.record_event(code=Facility.get().code, kind="closed", on=ON, reason="歇业", actor=OFFICE, at=AT)
    assert counts(take_in(csv_of(row_of()))) == (0, 0, 0, 1, 0)
    clear_doubts(doubts=[the_doubt("match.closed").id], answer="same", actor=OFFICE, at=AT)
    assert counts(take_in(csv_of(row_of()))) == (0, 0, 1, 0, 0)
    assert Facility.get().life_state == "closed"


def test_operators_are_dated_links_that_chains_share():
    heading = "id,name,district,street,uscc,operator"
    code = "91110000802100433B"
    rows = [f"{n},第{n}号院,明湖区,柳荫街道,{code},明湖连锁公司" for n in (1, 2)]
    take_in(csv_of(*rows, heading=heading))
    assert {link.operator.name for link in OperatorLink.select()} == {"明湖连锁公司"}
    assert OperatorLink.select().count() == 2
    take_in(
        csv_of(rows[0].replace(code, "12100000400000624D").replace("连锁", "新任"), rows[1], heading=heading)
    )
    first = Facility.get(Facility.source_id == "1")
    links = [(link.operator.name, link.until) for link in first.operator_links.order_by(OperatorLink.id)]
    assert links == [("明湖连锁公司", ON), ("明湖新任公司", None)]


def test_facilities_that_a_file_leaves_out_are_named_and_stay():
    take_in(csv_of(row_of(), row_of(id="2", name="明湖别家养老院", address="")))
    assert take_in(csv_of(row_of())).absent == ("明湖别家养老院",)
    assert Facility.select().count() == 2


def test_numbers_of_persons_are_nowhere_in_the_database():
    take_in(csv_of(row_of(address="柳浪路1号 13912345678")))
    facility, doubt, batch = Facility.get(), ImportDoubt.get(), ImportBatch.get()
    kept = str((facility.__data__, doubt.__data__, batch.__data__, [e.payload for e in AuditEntry.select()]))
    assert "13912345678" not in kept
    assert facility.address == ""


def test_divisions_twice_and_corrected():
    again = import_divisions(areas=AREAS, actor=OFFICE, at=AT)
    assert (again.rows, again.created, again.changed, again.unchanged) == (6, 0, 0, 6)
    from dataclasses import replace

    renamed = (*AREAS[:-1], replace(AREAS[-1], name="稻香街道"))
    assert import_divisions(areas=renamed, actor=OFFICE, at=AT).changed == 1
    assert gazetteer("99").street("990101", "稻香街道").area.code == "990101003"


def test_the_tree_counts_what_lies_in_it():
    take_in(golden())
    (province,) = list_areas(actor=OFFICE)
    assert (province.code, province.beneath, province.facilities) == ("99", 1, 43)
    streets = list_areas(actor=OFFICE, parent="990101")
    assert [area.name for area in streets] == ["柳荫街道", "青石街道", "稻香镇"]
    assert sum(area.facilities for area in streets) < 43  # some streets are still in doubt


def test_areas_that_are_not_there():
    with pytest.raises(InputError, match="没有代码 31"):
        gazetteer("31")
