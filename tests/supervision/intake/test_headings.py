"""Every column is mapped, explicitly ignored, or stops the import."""

import pytest

from scoring.rulebook import load_yaml
from supervision.errors import InputError
from supervision.intake.headings import VOCABULARY_FILE, plain, read_mapping, recognise, vocabulary


def test_chinese_and_english_headings_mean_the_same():
    chinese = [
        "序号",
        "区",
        "街道",
        "机构名称",
        "床位数（张）",
        "成立时间",
        "地址",
        "邮编",
        "类型",
        "经度",
        "纬度",
    ]
    english = [
        "ID",
        "District",
        "Street",
        "*Name",
        "Beds",
        "Since",
        "Address",
        "Zip Code",
        "Type",
        "Longitude",
        "Latitude",
    ]
    assert recognise("f", chinese).index == recognise("f", english).index


def test_no_heading_means_two_things():
    data = load_yaml(VOCABULARY_FILE)
    meant = {}
    entries = [(name, entry["headings"]) for name, entry in data["fields"].items()]
    for name, headings in (*entries, *data["ignored"].items()):
        for heading in headings:
            assert meant.setdefault(plain(heading), name) == name, heading
    kinds = [plain(word) for words in data["kinds"].values() for word in words]
    assert len(kinds) == len(set(kinds))
    assert len(vocabulary().kind_names) == 6


def test_personal_columns_are_ignored_and_said():
    columns = recognise("f", ["名称", "区", "联系电话", "备注"])
    assert [heading for heading, _ in columns.ignored] == ["联系电话", "备注"]
    assert "个人信息" in columns.ignored[0][1]


def test_unknown_columns_stop_the_import_all_named():
    with pytest.raises(InputError) as caught:
        recognise("f.csv", ["名称", "区", "占地面积", "消防等级"])
    assert "C1 “占地面积”、D1 “消防等级”" in str(caught.value)
    assert caught.value.place == "f.csv · C1"


def test_missing_columns_are_named_at_once():
    with pytest.raises(InputError, match="机构名称、区"):
        recognise("f", ["街道", "地址"])
    assert recognise("f", ["名称"], given={"district"}).index == {"name": 0}


def test_two_columns_for_one_field():
    with pytest.raises(InputError, match="“名称”和“单位名称”"):
        recognise("f", ["名称", "区", "单位名称"])


def test_a_mapping_goes_before_the_vocabulary():
    columns = recognise("f", ["老人之家", "区", "类型"], {"老人之家": "name", "类型": "ignore"})
    assert columns.index == {"name": 0, "district": 1}


@pytest.mark.parametrize("mapping", [{"名称": "nmae"}, {"没有的列": "name"}])
def test_a_wrong_mapping(mapping):
    with pytest.raises(InputError) as caught:
        recognise("f", ["名称", "区"], mapping)
    assert caught.value.place.startswith("--mapping")


def test_mapping_files(tmp_path):
    good = tmp_path / "m.yaml"
    good.write_text("机构性质: ownership\n备注: ignore\n", encoding="utf-8")
    assert read_mapping(good) == {"机构性质": "ownership", "备注": "ignore"}
    for text in ("- a list\n", "名称: 3\n", "名称: name\n名称: kind\n", "{"):
        good.write_text(text, encoding="utf-8")
        with pytest.raises(InputError):
            read_mapping(good)
    with pytest.raises(InputError):
        read_mapping(tmp_path / "none.yaml")
