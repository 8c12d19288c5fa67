"""A spreadsheet is read as text, or stops with place, problem and remedy before anything is judged."""

import io
import zipfile

import openpyxl
import pytest

from supervision.errors import InputError
from supervision.intake import container, grid
from supervision.intake.container import Received
from supervision.intake.spreadsheet import read, read_path
from tests.supervision.intake.lists import HEADING, csv_of, row_of, saved, xlsx_of

SHEET = "xl/worksheets/sheet1.xml"
TEXT = f"{HEADING}\n{row_of()}\n"


def complaint(content: bytes, name: str = "list.csv") -> InputError:
    """Return the error that a file ends in; it must carry a place and a remedy."""
    with pytest.raises(InputError) as caught:
        read(Received(name, content))
    assert caught.value.place.startswith(name)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("gb18030"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode("gb18030"),
    ],
    ids=["utf-8", "bom", "gb18030", "utf-16", "crlf", "semicolon", "tab"],
)
def test_csv_in_every_form_gives_the_same_cells(encode):
    sheet = read(Received("list.csv", encode(TEXT)))
    assert sheet.headings == tuple(HEADING.split(","))
    assert [(row.number, row.cells[3]) for row in sheet.rows] == [(2, "明湖试写养老院")]


def test_row_numbers_are_those_of_the_file():
    sheet = read(csv_of(row_of(), "", row_of(id="2", address='"两\n行"'), ",,,,,,,,,,", row_of(id="3")))
    assert [row.number for row in sheet.rows] == [2, 4, 6]
    assert sheet.rows[1].cells[6] == "两 行"


def test_xlsx_gives_the_text_that_a_person_sees():
    day = openpyxl.utils.datetime.from_excel(42207)
    sheet = read(
        xlsx_of([["name", "beds", "since", "ok", "zip", "x"], ["甲", 247.0, day, True, "0012", 1.5]])
    )
    assert sheet.rows[0].cells == ("甲", "247", "2015-07-22", "TRUE", "0012", "1.5")


def test_escaped_control_characters_and_halves_go():
    content = patched(
        xlsx_of([["name", "district"], ["甲院", "乙"]]), SHEET, "甲院".encode(), b"a_x0000_b_xD800_c"
    )
    text = read(Received("x.xlsx", content)).rows[0].cells[0]
    assert text.isprintable()
    text.encode()


def test_the_first_sheet_with_data_is_read_and_said():
    sheet = read(xlsx_of([], 空=[], 名单=[["name"], ["甲"]], 别的=[["x"], ["y"]]))
    assert sheet.rows[0].cells == ("甲",)
    assert sheet.notes[0][1] == {"count": 4, "sheet": "名单"}


def test_hidden_sheets_are_not_read():
    book = openpyxl.Workbook()
    book.active.append(["选项"])
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("名单")
    sheet.append(["name"])
    sheet.append(["甲"])
    assert read(saved(book)).headings == ("name",)


def test_a_day_beyond_the_calendar_is_an_error_value():
    book = openpyxl.Workbook()
    book.active.append(["name", "since"])
    book.active.append(["甲", 99_999_999])
    book.active["B2"].number_format = "yyyy-mm-dd"
    assert read(saved(book)).rows[0].cells[1] == "#VALUE!"


def test_invisible_characters_and_outer_blanks_go():
    sheet = read(csv_of(row_of(name="\u200b　明湖\u3000试写\xa0养老院 ")))
    assert sheet.rows[0].cells[3] == "明湖 试写 养老院"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空"),
        (b"  \n", "空"),
        (b"%PDF-1.7 x", "PDF"),
        (b"\x89PNG\r\n", "图片"),
        (b"\x1f\x8b\x08", "压缩包"),
        (b"Rar!\x1a", "压缩包"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".xls"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"<html><table><tr><td>1", "网页"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "网页"),
        (b"name,district\n\x00\x01,x\n", "空字节"),
        (b"name,district\n\xff\xff\xff,x\n", "第 2 行"),
        (b'name,district\n"never closed,x\n', "引号"),
        (b'name,district\n"a"b,x\n', "引号"),
        (b"PK\x03\x04 not a zip", "损坏"),
        ("名称,区\n".encode(), "没有数据"),
        ("\n名称,区\n甲,乙\n".encode(), "第 1 行是空的"),
        ("某市养老机构一览表,,\n名称,区,地址\n甲,乙,丙\n".encode(), "标题"),
        ("名称,,地址\n甲,乙,丙\n".encode(), "没有列名"),
        ("1,明湖区,120\n2,明湖区,90\n".encode(), "没有表头"),
        ("名称,区,名称\n甲,乙,丙\n".encode(), "出现了 2 次"),
        ("名称,区\n=1+1,乙\n".encode(), "A2"),
        ('名称,区\n甲,=HYPERLINK("x")\n'.replace('"', "").encode(), "B2"),
        (("名称,区\n" + "长" * 2001 + ",乙\n").encode(), "2001"),
        ((",".join(f"c{n}" for n in range(201)) + "\n").encode(), "200 列"),
    ],
)
def test_wrong_files_are_named_for_what_they_are(content, says):
    error = complaint(content)
    assert says in str(error) or says in error.place


def test_a_renamed_pdf_is_refused_whatever_its_suffix():
    assert "PDF" in str(complaint(b"%PDF-1.7", "名单.xlsx"))


def test_one_row_too_many(monkeypatch):
    monkeypatch.setattr(grid, "MAX_ROWS", 3)
    assert len(read(csv_of(*[row_of()] * 3)).rows) == 3
    assert "超过 3 行" in str(complaint(csv_of(*[row_of()] * 4).content))
    assert "超过 3 行" in str(complaint(xlsx_of([["name"], *[["甲"]] * 4]).content))


def test_a_hundred_thousand_rows_are_the_limit():
    line = b"a,b\n"
    assert len(read(Received("list.csv", b"name,district\n" + line * 100_000)).rows) == 100_000
    assert "超过 100000 行" in str(complaint(b"name,district\n" + line * 100_001))


def test_files_beyond_the_size_limit(monkeypatch, tmp_path):
    monkeypatch.setattr(container, "MAX_FILE_BYTES", 100)
    path = tmp_path / "list.csv"
    path.write_bytes(b"x" * 101)
    with pytest.raises(InputError, match="超过"):
        read_path(path)
    assert "超过" in str(complaint(b"x" * 101))


def test_a_missing_file_and_a_folder(tmp_path):
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(InputError, match="无法读取"):
            read_path(path)


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def test_zip_bombs_are_not_opened(monkeypatch):
    bomb = archive(xl__workbook_dot_xml=b"<x/>", xl__worksheets__sheet1_dot_xml=b"0" * 60_000_000)
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_, **__: pytest.fail("was opened"))
    assert "压缩炸弹" in str(complaint(bomb))
    many = archive(**{f"m{n}": b"" for n in range(2_001)})
    assert "压缩炸弹" in str(complaint(many))


def test_other_archives_and_macros():
    assert "文字文档" in str(complaint(archive(word__document_dot_xml=b"<x/>")))
    assert "OpenDocument" in str(complaint(archive(content_dot_xml=b"<x/>", mimetype=b"x")))
    assert "压缩包" in str(complaint(archive(readme=b"x")))
    assert ".xlsb" in str(complaint(archive(xl__workbook_dot_bin=b"x")))
    assert "宏" in str(complaint(archive(xl__workbook_dot_xml=b"<x/>", xl__vbaProject_dot_bin=b"x")))
    assert "损坏" in str(complaint(archive(xl__workbook_dot_xml=b"<x/>")))


def patched(received: Received, part: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook in one of whose parts ``old`` is replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(received.content)) as before, zipfile.ZipFile(out, "w") as after:
        for member in before.infolist():
            content = before.read(member)
            if member.filename == part:
                assert old in content
                content = content.replace(old, new)
            after.writestr(member, content)
    return out.getvalue()


def test_entity_bombs_and_outside_entities_do_nothing():
    good = xlsx_of([["name", "district"], ["甲", "乙"]])
    sheet = "xl/worksheets/sheet1.xml"
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet'
    outside = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet'
    for attack in (laughs, outside):
        assert "损坏" in str(complaint(patched(good, sheet, b"<worksheet", attack)))


def test_truncated_workbooks():
    good = xlsx_of([["name", "district"], ["甲", "乙"]]).content
    assert "损坏" in str(complaint(good[: len(good) // 2]))
    assert "损坏" in str(
        complaint(patched(Received("x", good), "xl/worksheets/sheet1.xml", b"</sheetData>", b""))
    )


def test_formulas_in_a_workbook_are_named_and_never_evaluated():
    error = complaint(xlsx_of([["name", "beds"], ["甲", "=1+1"], ["乙", "=SUM(B1:B2)"]]).content)
    assert error.place.endswith("B2")
    assert "B2、B3" in str(error)


def test_array_formulas_too():
    book = openpyxl.Workbook()
    book.active.append(["name", "beds"])
    book.active.append(["甲", 1])
    book.active["B3"] = openpyxl.worksheet.formula.ArrayFormula("B3:B3", "=SUM(B2:B2)")
    assert complaint(saved(book).content).place.endswith("B3")


def test_merged_cells():
    book = openpyxl.Workbook()
    for row in (["区", "名称"], ["明湖区", "甲"], [None, "乙"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    error = complaint(saved(book).content)
    assert error.place.endswith("A2:A3")
    titled = openpyxl.Workbook()
    for row in (["一览表", None], ["区", "名称"], ["明湖区", "甲"]):
        titled.active.append(row)
    titled.active.merge_cells("A1:B1")
    assert "标题" in str(complaint(saved(titled).content))


def test_a_sheet_that_lies_about_its_size_is_still_read():
    good = xlsx_of([["name", "district"], ["甲", "乙"]])
    lying = patched(good, "xl/worksheets/sheet1.xml", b'<dimension ref="A1:B2"', b'<dimension ref="A1:A1"')
    assert read(Received("x.xlsx", lying)).rows[0].cells == ("甲", "乙")
