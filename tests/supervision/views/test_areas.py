"""The tree of areas and the division table coming in through the page."""

import io
import lzma

import pytest

from supervision.models import Area
from tests.databases import one_database
from tests.supervision.intake.lists import csv_of, row_of
from tests.supervision.intake.test_divisions import TABLES
from tests.supervision.views.people import sign_in
from tests.supervision.views.test_imports import confirm
from tests.supervision.views.test_imports import upload as upload_list

pytestmark = one_database
HOME = "/office/areas/"


def upload(client, tables):
    files = [(io.BytesIO(content), name) for name, content in tables.items()]
    return client.post(HOME, data={"files": files}, content_type="multipart/form-data", follow_redirects=True)


@pytest.fixture
def tables():
    packed = {name: text.encode() for name, text in TABLES.items()}
    return packed | {"streets.csv.xz": lzma.compress(packed.pop("streets.csv"))}


def test_four_files_at_once_and_again(planner, tables):
    first = upload(planner, tables)
    assert "区划 8 个：新增 3" in first.text
    assert "区划 8 个：新增 0，更名 0，未变 8" in upload(planner, tables).text
    assert Area.get(Area.code == "990102002").name == "青石街道"


def test_a_wrong_table_loads_nothing(planner, tables):
    before = Area.select().count()
    missing = upload(planner, {name: content for name, content in tables.items() if name != "cities.csv"})
    assert missing.status_code == 400
    assert "缺少 cities.csv" in missing.text
    doubled = upload(planner, tables | {"areas.csv": tables["areas.csv"] + b"990101,x,9901,99\n"})
    assert "重复" in doubled.text
    assert planner.post(HOME).status_code == 400
    assert Area.select().count() == before


def test_the_tree_is_walked_down_within_ones_area(app, planner):
    confirm(planner, upload_list(planner, csv_of(row_of()).content))
    assert "示范省" in planner.get(HOME).text
    streets = planner.get(HOME + "?in=990101")
    for text in ("柳荫街道", "稻香镇", "示范市", "/office/facilities/?area=990101001"):
        assert text in streets.text
    assert planner.get(HOME + "?in=77").status_code == 404
    elsewhere = sign_in(app, "elsewhere", "planner", scope="31")
    assert "示范省" not in elsewhere.get(HOME).text
    reviewer = sign_in(app, "reviewer", "reviewer", scope="990101")
    page = reviewer.get(HOME + "?in=99")
    assert "示范市" in page.text
    assert 'name="files"' not in page.text
    assert reviewer.post(HOME).status_code == 403
