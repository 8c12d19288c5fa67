"""Official papers: what stands in them, in two languages, as HTML and as PDF."""

import re
from dataclasses import fields, replace
from datetime import date
from io import BytesIO

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from supervision.documents.kinds import KINDS, read_paper
from supervision.documents.numbers import document_number
from supervision.documents.papers import (
    Mark,
    OnSiteRecord,
    Paper,
    content,
    content_sha256,
    verification_address,
)
from supervision.documents.render import render_html, render_pdf
from supervision.documents.strokes import strokes_svg
from tests.supervision.documents.papers import (
    EVERYBODY,
    GOLDEN,
    golden_papers,
    notice,
    order,
    record,
    samples,
)

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text().replace(" ", "") for page in PdfReader(BytesIO(pdf)).pages]


@pytest.fixture(scope="module")
def order_pdf() -> bytes:
    return render_pdf(order())


@pytest.mark.parametrize("name", golden_papers())
def test_paper_is_as_agreed(name: str) -> None:
    language = name.split(".")[1]
    made = render_html(golden_papers()[name], language=language, styled=False)
    assert made == (GOLDEN / name).read_text(encoding="utf-8"), (
        "read the difference; if it is meant: python -m tests.supervision.documents.papers"
    )


@pytest.mark.parametrize("name", samples())
def test_a_paper_is_kept_as_json_and_comes_back_the_same(name: str) -> None:
    paper = samples()[name]
    kept = msgspec.json.decode(msgspec.json.encode(content(paper)))
    again = read_paper(paper.kind, kept)
    assert again == paper
    assert content_sha256(again) == content_sha256(paper)


def test_a_paper_with_a_member_too_few_is_refused() -> None:
    kept = content(order())
    del kept["due_on"]
    with pytest.raises(msgspec.ValidationError, match="due_on"):
        read_paper("correction_order", kept)


def test_the_digest_moves_with_every_member() -> None:
    paper = record()
    changed = [
        replace(paper, number="明示民检录〔2026〕32号"),
        replace(paper, met=95),
        replace(paper, demonstration=False),
        replace(paper, facility=None),
    ]
    assert len({content_sha256(each) for each in (paper, *changed)}) == 5
    assert verification_address(paper).endswith(content_sha256(paper)[:16])
    assert verification_address(replace(paper, verify_at="")) == ""


def test_what_people_typed_stays_text() -> None:
    evil = replace(record(), statement="<script>alert(1)</script>", visit_number="{{ 7 * 7 }}")
    page = render_html(evil)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7 * 7 }}" in page
    title = strokes_svg((((0, 0), (4, 4)),), '"><script>')
    assert "<script>" not in title


def test_the_mark_of_the_demonstration_stands_on_demonstration_papers_alone() -> None:
    assert 'class="correction_order demonstration"' in render_html(order())
    real = render_html(replace(order(), demonstration=False), styled=False)
    assert "demonstration" not in real
    assert "演示" not in real


def test_english_papers_leave_no_text_of_ours_in_chinese() -> None:
    bare = replace(order(), organ=replace(order().organ, name=order().department), demonstration=False)
    page = render_html(bare, language="en", styled=False)
    known = f"{bare.number}{bare.party.name}{bare.contact}"
    left = [word for word in re.findall(r"[\u4e00-\u9fff]+", page) if word not in known]
    assert left == []


def test_immediate_danger_is_not_given_time() -> None:
    page = render_html(order(immediate=True), styled=False)
    assert "立即停止使用并排除危险。" in page
    assert "延期" not in page
    assert "重大事故隐患判定标准" in page
    assert "延期" in render_html(order(), styled=False)


def test_a_provisional_day_says_so() -> None:
    assert "尚未公布" in render_html(replace(order(), provisional=True), styled=False)
    assert "尚未公布" not in render_html(order(), styled=False)


def test_a_record_with_nothing_in_it_still_renders() -> None:
    empty = replace(record(), found=(), unseen=(), statement="", inspectors=(), facility=None, checklist="")
    page = render_html(empty, styled=False)
    assert "没有发现不符合" in page
    assert "没有提出意见" in page


def test_refused_signatures_are_written_out() -> None:
    refused = replace(record(), facility=Mark(name="示例负责人", refusal="对第二项有异议"))
    assert "拒绝签名：对第二项有异议" in render_html(refused, styled=False)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_title_series_and_template(kind: str) -> None:
    assert KINDS[kind].kind == kind
    assert CHINESE.search(KINDS[kind].title)
    assert len({each.series for each in KINDS.values()}) == len(KINDS)
    assert {"organ", "number", "party"} <= {field.name for field in fields(KINDS[kind])}


def test_the_pdf_is_tagged_one_page_with_embedded_type_and_text(order_pdf: bytes) -> None:
    reader = PdfReader(BytesIO(order_pdf))
    (text,) = pages_of(order_pdf)
    assert "责令限期改正通知书" in text
    assert text.count("明示民责改〔2026〕8号") == 2  # below the title and at the foot
    assert "于2026年12月17日（含当日）前改正完毕" in text
    assert text.count("演示文书，不具有法律效力") == 1
    assert reader.metadata is not None
    assert reader.metadata.title == "责令限期改正通知书 明示民责改〔2026〕8号"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == "zh-CN"
    for font in reader.pages[0]["/Resources"]["/Font"].values():
        assert "/ToUnicode" in font.get_object()
        (inner,) = font.get_object()["/DescendantFonts"]
        assert {"/FontFile2", "/FontFile3"} & set(inner.get_object()["/FontDescriptor"].get_object())


def test_the_same_paper_gives_the_same_bytes(order_pdf: bytes) -> None:
    assert render_pdf(order()) == order_pdf


def test_a_long_list_breaks_over_pages_with_its_head() -> None:
    pages = pages_of(render_pdf(notice(EVERYBODY)))
    assert 8 <= len(pages) <= 12
    for number, page in enumerate(pages, 1):
        assert f"{number}/{len(pages)}" in page
        if number > 2:
            assert "编码" in page
    listed = re.findall(r"CL-[A-M]\d\d", "".join(pages))
    assert len(listed) == len(set(listed)) == 128


def test_a_seal_never_stands_alone_on_a_page() -> None:
    for lines in (3, 4, 5, 6, 7):
        paper = order()
        longer = replace(paper, items=(paper.items * lines)[:lines])
        assert "联系人和电话" in pages_of(render_pdf(longer))[-1]


@given(st.integers(2000, 2100), st.integers(1, 99999))
def test_numbers_of_papers(year: int, n: int) -> None:
    assert document_number("明示民", "检通", year, n) == f"明示民检通〔{year}〕{n}号"


@pytest.mark.parametrize(("year", "n"), [(2026, 0), (2026, -3), (0, 1), (20260, 1)])
def test_impossible_numbers_are_refused(year: int, n: int) -> None:
    with pytest.raises(ValueError, match="numbered from 1"):
        document_number("明示民", "检通", year, n)


@given(st.lists(st.lists(st.tuples(st.integers(-500, 2000), st.integers(-500, 2000)))))
def test_strokes_are_cropped_to_what_was_drawn(drawn: list[list[tuple[int, int]]]) -> None:
    picture = strokes_svg(drawn, "签名")
    points = [point for stroke in drawn for point in stroke]
    if not points:
        assert picture == ""
        return
    box = re.search(r'viewBox="(-?\d+) (-?\d+) (\d+) (\d+)"', picture)
    assert box is not None
    left, top, width, height = map(int, box.groups())
    assert all(left < x < left + width and top < y < top + height for x, y in points)
    assert picture.count("<path") == sum(1 for stroke in drawn if stroke)


def test_papers_are_values() -> None:
    paper: Paper = record()
    assert isinstance(paper, OnSiteRecord)
    with pytest.raises(AttributeError):
        paper.issued_on = date(2026, 1, 1)  # type: ignore[misc]
