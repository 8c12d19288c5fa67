"""The division table is read whole or not at all; names are looked up, never bent."""

import lzma
from pathlib import Path

import pytest

from supervision.errors import InputError
from supervision.intake.division_table import read_folder
from supervision.intake.divisions import Gazetteer, stem
from tests.supervision.intake.lists import AREAS, gazetteer

TABLES = {
    "provinces.csv": "code,name\n99,示范省\n",
    "cities.csv": "code,name,provinceCode\n9901,示范市,99\n",
    "areas.csv": 'code,name,cityCode,provinceCode\n990101,"明湖区",9901,99\n990102,"远山区",9901,99\n',
    "streets.csv": (
        "code,name,areaCode,provinceCode,cityCode\n"
        "990101001,柳荫街道,990101,99,9901\n990101002,青石街道,990101,99,9901\n"
        "990102001,云岭街道,990102,99,9901\n990102002,青石街道,990102,99,9901\n"
    ),
}


def folder(tmp_path: Path, **changed: str) -> Path:
    for name, text in (TABLES | {f"{name}.csv": text for name, text in changed.items()}).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_four_files_plain_or_packed(tmp_path):
    plain = read_folder(folder(tmp_path))
    streets = tmp_path / "streets.csv"
    (tmp_path / "streets.csv.xz").write_bytes(lzma.compress(streets.read_bytes()))
    streets.unlink()
    assert read_folder(tmp_path) == plain
    assert [area.level for area in plain] == ["province", "city", "district", "district", *["street"] * 4]
    assert plain[2].parent == "9901"


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("areas", "明湖区", "长" * 61, "名称过长"),
        ("areas", "明湖区", '明湖区" x "', "CSV"),
        ("areas", "990101,", "99010,", "不合规"),
        ("areas", "990101,", "99010a,", "不合规"),
        ("areas", "990101,", "９９０１０１,", "不合规"),
        ("areas", "990102,", "990101,", "重复"),
        ("areas", "9901,99", "9902,99", "不存在"),
        ("areas", '"明湖区"', '""', "没有名称"),
        ("streets", "990101001,", "990102009,", "不相连"),
        ("cities", "9901,示范市,99", "9901,示范市,", "上级"),
        ("streets", "areaCode", "area", "缺少列"),
    ],
)
def test_wrong_tables(tmp_path, name, old, new, says):
    with pytest.raises(InputError) as caught:
        read_folder(folder(tmp_path, **{name: TABLES[f"{name}.csv"].replace(old, new)}))
    assert says in str(caught.value)
    assert caught.value.place.startswith(f"{name}.csv")


def test_missing_and_broken_files(tmp_path):
    with pytest.raises(InputError, match="没有这个文件夹"):
        read_folder(tmp_path / "nowhere")
    folder(tmp_path)
    (tmp_path / "streets.csv").unlink()
    with pytest.raises(InputError, match="缺少 streets.csv"):
        read_folder(tmp_path)
    (tmp_path / "streets.csv.xz").write_bytes(b"\xfd7zXZ\0 broken")
    with pytest.raises(InputError, match="损坏"):
        read_folder(tmp_path)
    (tmp_path / "streets.csv.xz").write_bytes(lzma.compress(TABLES["streets.csv"].encode())[:-20])
    with pytest.raises(InputError, match="损坏"):
        read_folder(tmp_path)
    (tmp_path / "areas.csv").write_bytes("code,name,cityCode\n".encode("utf-16"))
    with pytest.raises(InputError, match="UTF-8"):
        read_folder(tmp_path)


def test_a_packed_bomb_is_not_unpacked(tmp_path, monkeypatch):
    folder(tmp_path)
    (tmp_path / "streets.csv").unlink()
    monkeypatch.setattr("supervision.intake.division_table.MAX_UNPACKED_BYTES", 1_000_000)
    (tmp_path / "streets.csv.xz").write_bytes(lzma.compress(b"0" * 50_000_000))
    with pytest.raises(InputError, match="过大"):
        read_folder(tmp_path)


def test_names_resolve_within_an_area_alone(tmp_path):
    areas = read_folder(folder(tmp_path))
    assert Gazetteer(areas, "99").district("明湖区").area.code == "990101"
    assert Gazetteer(areas, "98").district("明湖区").area is None
    found = Gazetteer(areas, "99").street("990101", "云岭街道")
    assert found.area is None
    assert [area.name for area in Gazetteer(areas, "99").elsewhere("990101", "云岭街道")] == ["远山区"]
    assert Gazetteer(areas, "99").street("990102", "青石街道").area.code == "990102002"


def test_two_districts_of_one_name_are_both_offered(tmp_path):
    twice = TABLES["areas.csv"].replace("远山区", "明湖区")
    found = Gazetteer(read_folder(folder(tmp_path, areas=twice)), "99").district("明湖区")
    assert found.area is None
    assert len(found.near) == 2


def test_a_district_may_stand_after_its_province_or_city(tmp_path):
    areas = Gazetteer(read_folder(folder(tmp_path)))
    for text in ("示范省明湖区", "示范市明湖区", "示范省示范市明湖区"):
        assert areas.district(text).area.code == "990101"
    assert areas.district("别处省明湖区").area is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("柳荫镇", "柳荫街道"),
        ("柳荫", "柳荫街道"),
        ("柳荫路街道", "柳荫街道"),
        ("稻香乡", "稻香镇"),
        ("稻香镇政府", "稻香镇"),
    ],
)
def test_near_names(written, meant):
    found = gazetteer().street("990101", written)
    assert found.area is None
    assert found.near[0].name == meant


def test_stems_keep_names_that_would_become_too_short():
    assert [stem(name) for name in ("唐镇", "古美路街道", "菊园新区管委会", "长兴乡")] == [
        "唐镇",
        "古美路",
        "菊园新区",
        "长兴",
    ]


def test_the_demonstration_district():
    assert [area.code for area in AREAS][-1] == "990101003"
