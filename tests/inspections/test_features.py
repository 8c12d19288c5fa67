"""Skip logic: what is absent is not asked, what is not known is."""

from datetime import date

from inspections.checklist import checklist_on
from inspections.features import features, features_of, without

WHOLE = checklist_on(date(2026, 11, 22))


def test_every_item_that_hangs_on_something_is_on_the_list() -> None:
    for feature in features():
        assert all(code in WHOLE for code in feature.items), feature.id


def test_no_item_hangs_on_two_things() -> None:
    codes = [code for feature in features() for code in feature.items]
    assert len(codes) == len(set(codes))


def test_without_a_kitchen_nothing_is_asked_about_it_and_all_else_is() -> None:
    station = WHOLE.for_kind("station")
    narrowed = without(station, {"kitchen"})
    kitchen = next(feature for feature in features() if feature.id == "kitchen")
    assert not [item.id for item in narrowed if item.id in kitchen.items]
    assert {item.id for item in station} - {item.id for item in narrowed} <= kitchen.items
    assert narrowed.sha256 == WHOLE.sha256


def test_what_asks_of_several_things_is_asked_while_one_of_them_may_be_there() -> None:
    """A boiler is special equipment where there is no lift; meals may be bought where none are cooked; nurses need no unit."""
    left = {item.id for item in without(WHOLE, {"lift", "kitchen", "kept_medicines", "medical_unit"})}
    assert {"CL-D01", "CL-D02", "CL-D04", "CL-C15", "CL-E01", "CL-E06", "CL-E12", "CL-H04", "CL-H05"} <= left
    grave = {item.id for item in WHOLE if item.severity >= 4} - left
    assert grave == {"CL-A05", "CL-A06"}, "a licence of the unit or canteen that is not there"


def test_what_nobody_said_is_asked() -> None:
    assert without(WHOLE, set()).items == WHOLE.items


def test_a_facility_is_asked_only_for_what_its_items_hang_on() -> None:
    asked = {feature.id for feature in features_of(WHOLE.for_kind("home"))}
    assert "kitchen" in asked
    assert "home_beds" not in asked or any(item.id == "CL-M03" for item in WHOLE.for_kind("home"))
    assert not features_of(WHOLE.only(frozenset({"CL-L06"})))
