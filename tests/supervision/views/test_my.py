"""A facility's own pages: its clocks, what it may see and when, what it writes, and nobody else's."""

import io
import re
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from supervision.app import create_app
from supervision.evidence import EvidenceStore
from supervision.queries.accounts import get_account
from supervision.queries.papers import list_papers
from supervision.queries.rectifications import get_order
from tests.databases import one_database
from tests.supervision.views.small_district import (
    PHOTO,
    PLANNER,
    District,
    enter,
    inspected,
    make_district,
)

pytestmark = one_database
PAGES = (
    "/my/",
    "/my/rectifications/",
    "/my/visits/",
    "/my/ratings/",
    "/my/papers/",
    "/my/reply",
    "/my/grade/",
    "/my/self-check/",
)


@pytest.fixture
def app(database: str) -> Flask:
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def district(app: Flask) -> District:
    return make_district()


@pytest.fixture
def store(app: Flask) -> EvidenceStore:
    return EvidenceStore(app.config["MINGJING"].evidence)


@pytest.fixture
def owner(app: Flask, district: District) -> FlaskClient:
    return enter(app, "owner1")


def upload(name: str = "改好了.jpg", data: bytes = PHOTO) -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def test_pages_without_anything_in_them(owner: FlaskClient) -> None:
    for path in PAGES:
        for language in ("zh-CN", "en"):
            answer = owner.get(f"{path}?lang={language}")
            assert answer.status_code == 200, path
            assert "清溪养老院" in answer.text
    english = re.sub(r"<[^>]+>|清溪养老院|中文|明镜", "", owner.get("/my/").text)
    assert not re.findall("[一-鿿]+", english)
    owner.get("/my/?lang=zh-CN")
    assert "现在没有等您办理的事" in owner.get("/my/").text


def test_nobody_else_comes_in(app: Flask, district: District, store: EvidenceStore) -> None:
    visit, (number, *_) = inspected(district, store, "CL-A02")
    other, inspector = enter(app, "owner2"), enter(app, "ca01")
    paths = (f"/my/rectifications/{number}", f"/my/visits/{visit}", f"/my/papers/{number}.pdf", f"/my/rectifications/{number}/report", f"/my/visits/{visit}/objection")  # fmt: skip
    assert {path: other.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
    assert {path: inspector.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 403)
    assert {app.test_client().get(path).status_code for path in PAGES} == {303}
    report = {"text": "改好了", "evidence": [upload()]}
    assert other.post(f"/my/rectifications/{number}/report", data=report).status_code == 404


def test_a_visit_without_notice_stays_unknown_until_it_begins(owner: FlaskClient, district: District) -> None:
    uuid = district.visit()
    assert uuid not in owner.get("/my/visits/").text
    assert owner.get(f"/my/visits/{uuid}").status_code == 404


def test_an_order_is_reported_with_photos(
    owner: FlaskClient, district: District, store: EvidenceStore
) -> None:
    _, (number, *_) = inspected(district, store, "CL-A02")
    home = owner.get("/my/").text
    assert number in home
    assert re.search(r"还有 1\d 天", home), "days, not working days"
    address = f"/my/rectifications/{number}/report"
    without = owner.post(address, data={"text": "改好了"})
    assert without.status_code == 400
    assert "请附上照片或文件" in without.text
    wrong = owner.post(address, data={"text": "改好了", "evidence": [upload("照片.jpg", b"MZ" + bytes(99))]})
    assert wrong.status_code == 400
    assert "照片.jpg" in wrong.text
    assert "改好了" in wrong.text
    sent = owner.post(
        address, data={"text": "改好了", "evidence": [upload(), upload("收据.pdf", b"%PDF-1.7 x")]}
    )
    assert sent.status_code == 303
    file = get_order(number, actor=PLANNER, on=district.today)
    assert (file.case.state.state, file.reports[0].text, file.reports[0].evidence) == (
        "reported",
        "改好了",
        2,
    )
    again = owner.post(address, data={"text": "再次", "evidence": [upload()]})
    assert again.status_code == 409
    assert "等待复查" in owner.get("/my/").text


def test_result_findings_and_the_way_to_object(
    owner: FlaskClient, district: District, store: EvidenceStore
) -> None:
    visit, (number, *_) = inspected(district, store, "CL-A02")
    page = owner.get(f"/my/visits/{visit}").text
    assert "CL-A02" in page
    assert number in page
    assert "提出异议" in page
    address = f"/my/visits/{visit}/objection"
    assert "您的权利" in owner.get(address).text
    assert owner.post(address, data={"text": ""}).status_code == 400
    assert owner.post(address, data={"text": "公示栏在大厅另一侧。"}).status_code == 303
    assert "公示栏在大厅另一侧。" in owner.get(f"/my/visits/{visit}").text
    assert owner.post(address, data={"text": "再说一遍"}).status_code == 400


def test_a_reply_is_kept_for_the_next_release(owner: FlaskClient) -> None:
    assert owner.post("/my/reply", data={"text": "欢迎家属随时来看。"}).status_code == 303
    assert owner.post("/my/reply", data={"text": "长" * 601}).status_code == 400


def test_papers_are_the_same_bytes_each_time(
    owner: FlaskClient, district: District, store: EvidenceStore
) -> None:
    inspected(district, store, "CL-A02")
    rows = list_papers(actor=get_account("owner1").actor)
    assert {row.kind for row in rows} == {"inspection_notice", "on_site_record", "correction_order"}
    address = f"/my/papers/{quote(rows[0].number)}.pdf"
    first, second = owner.get(address), owner.get(address)
    assert first.data[:5] == b"%PDF-"
    assert first.data == second.data
    assert (
        quote(rows[0].number) in owner.get("/my/papers/").text
        or rows[0].number in owner.get("/my/papers/").text
    )


def test_a_facility_checks_itself_by_what_applies(owner: FlaskClient) -> None:
    whole = owner.get("/my/self-check/").text
    assert "CL-E07" in whole
    narrowed = owner.get("/my/self-check/?absent=kitchen&absent=nonsense").text
    assert "CL-E07" not in narrowed
    assert "CL-C02" in narrowed
