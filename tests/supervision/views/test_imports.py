"""A list comes in through the pages: preview, confirmation, questions; nobody else's, nothing half written."""

import io

import pytest

from supervision.actor import terminal
from supervision.models import Facility, ImportBatch
from supervision.queries import imports
from tests.databases import one_database
from tests.supervision.intake.lists import GOLDEN, csv_of, row_of
from tests.supervision.views.people import sign_in

HOME = "/office/facilities/imports/"
DOUBTS = "/office/facilities/doubts/"
pytestmark = one_database


def upload(client, content, name="list.csv", **fields):
    data = {"file": (io.BytesIO(content), name), "area": "99", "kind": ""} | fields
    return client.post(HOME, data=data, content_type="multipart/form-data")


def digest_of(page) -> str:
    return page.text.split(f'action="{HOME}')[1].split('"')[0]


def confirm(client, page, **fields):
    data = {"name": "list.csv", "area": "99", "kind": "", "mapping": ""} | fields
    return client.post(HOME + digest_of(page), data=data)


def test_preview_confirm_and_again(planner):
    page = upload(planner, GOLDEN.read_bytes())
    assert page.status_code == 200
    assert "新增 43 家" in page.text
    assert "没有导入" in page.text
    assert Facility.select().count() == 0
    answer = confirm(planner, page)
    assert answer.status_code == 303
    assert Facility.select().count() == 43
    shown = planner.get(answer.location)
    assert "street.unknown" in shown.text
    assert "新增 0 家，变更 0 家" in upload(planner, GOLDEN.read_bytes()).text


def test_a_corrected_list_shows_its_differences(planner):
    confirm(planner, upload(planner, csv_of(row_of()).content))
    page = upload(planner, csv_of(row_of(beds="126", street="青石街道", address="")).content)
    for text in ("将要变更", "120", "126", "柳荫街道", "青石街道"):
        assert text in page.text
    done = planner.get(confirm(planner, page).location)
    for text in ("已变更", "120", "126", "柳荫街道", "青石街道"):
        assert text in done.text


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"%PDF-1.7", "list.xlsx", "PDF"),
        ("名称,区,占地\n甲,乙,3\n".encode(), "list.csv", "占地"),
        (b"", "list.csv", "空"),
    ],
)
def test_a_wrong_file_is_explained_where_it_was_chosen(planner, content, name, says):
    page = upload(planner, content, name)
    assert page.status_code == 400
    assert says in page.text
    assert 'name="file"' in page.text
    assert ImportBatch.select().count() == 0


def test_no_file_and_a_wrong_area(planner):
    page = planner.post(HOME, data={"area": "99"})
    assert page.status_code == 400
    assert "请选择一个文件" in page.text
    assert "区划代码" in upload(planner, csv_of(row_of()).content, area="abc").text
    assert "没有代码 31" in upload(planner, csv_of(row_of()).content, area="31").text


def test_an_unknown_column_is_named_by_a_mapping(planner):
    content = "老人之家,区,占地\n甲院,明湖区,3\n".encode()
    mapping = "老人之家：name\n占地: ignore"
    page = upload(planner, content, mapping=mapping)
    assert page.status_code == 200
    assert confirm(planner, page, mapping=mapping).status_code == 303
    assert Facility.get().name == "甲院"


def test_a_file_that_waits_no_longer(planner):
    for digest in ("0" * 64, "secret.key", ".."):
        assert planner.post(HOME + digest, data={"name": "x"}).status_code == 404


def test_names_of_files_are_shown_as_text(planner):
    page = upload(planner, csv_of(row_of(street="<script>x</script>")).content, name="<b>x.csv")
    assert "<script>x" not in page.text
    assert "<b>x" not in page.text


def test_questions_are_answered_together(planner):
    rows = [row_of(id=str(n), name=f"第{n}号院", address="", street="柳荫镇") for n in range(1, 4)]
    confirm(planner, upload(planner, csv_of(*rows).content))
    page = planner.get(DOUBTS)
    assert "涉及 3 家" in page.text
    assert "写入“柳荫街道”" in page.text
    doubts = [doubt.id for doubt in imports.list_doubts(actor=terminal())]
    answer = planner.post(DOUBTS, data={"doubt": doubts, "answer": "take:990101001"})
    assert answer.status_code == 303
    assert {row.area.code for row in Facility.select()} == {"990101001"}
    assert "没有待核事项" in planner.get(DOUBTS).text


def test_another_value_is_typed(planner):
    confirm(planner, upload(planner, csv_of(row_of(beds="0")).content))
    (doubt,) = imports.list_doubts(actor=terminal())
    wrong = planner.post(DOUBTS, data={"doubt": [doubt.id], "answer": "other:", "value": "many"})
    assert wrong.status_code == 400
    planner.post(DOUBTS, data={"doubt": [doubt.id], "answer": "other:", "value": "66"})
    assert Facility.get().beds == 66
    assert planner.post(DOUBTS, data={"doubt": [doubt.id], "answer": "leave:"}).status_code == 409


def test_nobody_without_the_permission_or_from_elsewhere(app, planner):
    confirm(planner, upload(planner, csv_of(row_of(street="柳荫镇")).content))
    (doubt,) = imports.list_doubts(actor=terminal())
    code = Facility.get().code
    reviewer = sign_in(app, "reviewer", "reviewer", scope="99")
    for address in (HOME, HOME + "1", DOUBTS):
        assert reviewer.get(address).status_code == 403
    assert reviewer.get(f"/office/facilities/{code}").status_code == 200
    elsewhere = sign_in(app, "elsewhere", "planner", scope="31")
    assert elsewhere.get(HOME + "1").status_code == 404
    assert elsewhere.get(f"/office/facilities/{code}").status_code == 404
    assert "明湖试写" not in elsewhere.get("/office/facilities/").text
    assert "柳荫镇" not in elsewhere.get(DOUBTS).text
    assert elsewhere.post(DOUBTS, data={"doubt": [doubt.id], "answer": "leave:"}).status_code == 404
    assert app.test_client().get(HOME).status_code == 303


def test_the_register_is_searched_filtered_and_sorted(planner):
    confirm(planner, upload(planner, GOLDEN.read_bytes()))
    every = planner.get("/office/facilities/")
    assert "共 43 条" in every.text
    found = planner.get("/office/facilities/?text=松涛")
    assert "明湖松涛养老院" in found.text
    assert "共 1 条" in found.text
    largest = planner.get("/office/facilities/?sort=-beds&kind=home&area=990101&state=registered").text
    assert largest.index("明湖荷塘养老院") < largest.index("明湖听雨养老院")
    assert planner.get("/office/facilities/?page=99&sort=nonsense").status_code == 200
    assert planner.get("/office/facilities/%27%20OR%201=1").status_code == 404


def test_templates_are_lists_that_can_be_filled_in_and_imported(planner):
    assert planner.get(HOME + "template.csv").data.startswith(b"\xef\xbb\xbf")
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(planner.get(HOME + "template.xlsx").data))
    example = [row[3].value for row in book.worksheets[1].iter_rows(min_row=2)]
    book.worksheets[0].append(example)
    out = io.BytesIO()
    book.save(out)
    page = upload(planner, out.getvalue(), "filled.xlsx")
    assert "新增 1 家" in page.text
    assert "每一行都没有问题" in page.text


def test_the_pages_speak_english(planner):
    page = planner.get(HOME + "?lang=en")
    assert "Import a list" in page.text
    assert "Refused" in upload(planner, GOLDEN.read_bytes()).text
