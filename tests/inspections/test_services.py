"""The catalogue of services: as many groups and items as the document says, and no name that means two things."""

from pathlib import Path

import pytest

from inspections.services import FILE, service_catalogue
from scoring.rulebook import Rulebook, RuleFileError


def test_ten_groups_and_thirty_items_marked_as_an_example() -> None:
    found = service_catalogue()
    assert (len(found.groups), len(found.items())) == (10, 30)
    assert "示例" in found.note
    assert found.basis in Rulebook.load().laws


def test_a_service_is_found_by_any_of_its_names() -> None:
    found = service_catalogue()
    assert found.item_of("送餐") == found.item_of("上门送餐") != None  # noqa: E711
    assert found.outside(["助浴", "理发", "理发"]) == ("理发",)


def test_a_name_that_means_two_things_is_an_error_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "services.yaml"
    file.write_text(
        FILE.read_text(encoding="utf-8").replace("also: [送餐]", "also: [助浴]"), encoding="utf-8"
    )
    with pytest.raises(RuleFileError, match="助浴 is also"):
        service_catalogue(file)
