"""A snapshot on disk: the same bytes each time, closed to what it does not know, with a schema beside it."""

import json
import re
from datetime import date
from decimal import Decimal

import jsonschema
import pytest

from supervision.records.facilities import Facility, LifeStage, Service
from supervision.records.snapshot import (
    KINDS,
    PLURALS,
    Licence,
    Meta,
    Snapshot,
    SnapshotError,
    identity,
    json_schema,
    read_snapshot,
    write_snapshot,
)
from supervision.records.values import Office, Text

META = Meta(
    as_of=date(2026, 11, 22),
    authority=Text(zh="示范区民政局", en="Demonstration Civil Affairs Bureau"),
    area="990101",
    demonstration=True,
    licence=Licence(name=Text(zh="署名")),
    office=Office(name=Text(zh="养老服务科")),
)


def facility(code: str, **more: object) -> Facility:
    return Facility(
        code=code, name=Text(zh=f"院{code}"), kind="home", area="990101001", stage=LifeStage.FILED, **more
    )


def test_a_snapshot_reads_back_as_written_whatever_the_order_it_came_in(tmp_path):
    second = facility("F2", services=(Service(name=Text(zh="床位"), price=Decimal("1200.50")),))
    write_snapshot(Snapshot(META, facilities=(second, facility("F1"))), tmp_path / "a")
    write_snapshot(Snapshot(META, facilities=(facility("F1"), second)), tmp_path / "b")
    read = read_snapshot(tmp_path / "a")
    assert [each.code for each in read.facilities] == ["F1", "F2"]
    assert read.facilities[1] == second
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_every_kind_has_its_place_and_its_schema():
    snapshot = Snapshot(META)
    assert [snapshot.of(kind) for kind in KINDS] == [()] * len(KINDS)
    assert {cls.__name__ for cls in KINDS.values()} <= set(json_schema()["$defs"])
    assert PLURALS["facility"] == "facilities"
    assert PLURALS["facility_kind"] == "facility_kinds"


def test_what_is_written_satisfies_the_schema_beside_it(tmp_path):
    write_snapshot(Snapshot(META, facilities=(facility("F1"),)), tmp_path)
    schema = json.loads((tmp_path / "schema.json").read_text())
    line = json.loads((tmp_path / "facility.jsonl").read_text())
    check = jsonschema.Draft202012Validator({**schema, "$ref": "#/$defs/Facility"})
    check.validate(line)
    with pytest.raises(jsonschema.ValidationError):
        check.validate({**line, "risk_class": "D"})


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("facility.jsonl", '{"code":"F1","risk_class":"D"}\n', "facility.jsonl:1"),
        ("facility.jsonl", "not json\n", "facility.jsonl:1"),
        ("facility.jsonl", '{"code":"../x"}', "facility.jsonl:1"),
        ("resident.jsonl", "{}\n", "resident.jsonl"),
        ("meta.json", '{"version": 99}', "meta.json"),
        ("meta.json", "[]", "meta.json"),
    ],
)
def test_what_is_not_allow_listed_is_refused_with_its_place(tmp_path, name, content, place):
    write_snapshot(Snapshot(META), tmp_path)
    (tmp_path / name).write_text(content)
    with pytest.raises(SnapshotError) as refused:
        read_snapshot(tmp_path)
    assert refused.value.place == place


def test_doubles_and_a_missing_snapshot_are_refused(tmp_path):
    write_snapshot(Snapshot(META, facilities=(facility("F1"), facility("F1"))), tmp_path)
    with pytest.raises(SnapshotError, match="unique and ascending"):
        read_snapshot(tmp_path)
    with pytest.raises(SnapshotError, match="no snapshot here"):
        read_snapshot(tmp_path / "nowhere")


def test_records_are_known_by_their_own_ids():
    assert identity("facility", facility("F7")) == "F7"


def test_no_type_has_room_for_what_must_never_be_public():
    names = {name for each in json_schema()["$defs"].values() for name in each.get("properties", {})}
    forbidden = re.compile(
        r"risk|tier|resident|complain|identity|id_number|inspector_|person|photo|salt$|prepared_by|decided_by"
    )
    assert {name for name in names if forbidden.search(name)} == set()
