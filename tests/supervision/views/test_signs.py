"""Door plaque and certificate: printed, scanned as a telephone does, and what the code leads to."""

import io
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from pypdf import PdfReader

from supervision.app import create_app
from supervision.models import Award, Facility, PublishedRecord
from supervision.queries.public.decisions import award_id
from tests.databases import one_database
from tests.supervision.views.people import sign_in
from tests.supervision.views.small_district import District, enter, make_district

pytestmark = one_database


@pytest.fixture
def app(database: str) -> Flask:
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def district(app: Flask) -> District:
    """The small district; its first home was awarded a grade, which is not published yet."""
    district = make_district()
    home = Facility.get(Facility.code == district.home)
    Award.create(
        uuid="3f2a9c1e-0000-4000-8000-000000000000", scheme="grading.star", facility=home, outcome="three",
        since=district.today - timedelta(days=30), until=district.today + timedelta(days=1000),
        number="明评〔2026〕7号", organ="明湖区民政局", proposed_by="a", decided_by="b",
        decided_at=district.now, decided_on=district.today - timedelta(days=30),
    )  # fmt: skip
    return district


def publish(district: District) -> None:
    award = Award.get()
    PublishedRecord.create(
        record_id=f"score/{award_id(award.uuid)}", kind="grade", sha256="0" * 64, salt="0" * 64,
        logged_at=district.now, log_index=44, published_on=district.today,
    )  # fmt: skip


def scanned(pdf: bytes) -> list[str]:
    """Return what a telephone reads in the codes of a printed sheet."""
    sheets = pypdfium2.PdfDocument(pdf)
    assert len(sheets) == 1
    return [each.text for each in zxingcpp.read_barcodes(sheets[0].render(scale=1.5).to_pil())]


def words(pdf: bytes) -> str:
    return "".join((PdfReader(io.BytesIO(pdf)).pages[0].extract_text() or "").split())


def test_the_code_of_the_certificate_leads_to_the_page_that_confirms_it(
    app: Flask, district: District
) -> None:
    publish(district)
    pdf = enter(app, "owner1").get("/my/certificate.pdf")
    assert pdf.mimetype == "application/pdf"
    for said in ("等级证书", "明评〔2026〕7号", "第44条"):
        assert said in words(pdf.data)
    (address,) = scanned(pdf.data)
    config = app.config["MINGJING"]
    assert address == f"{config.public_url}/f/{district.home}.html"
    page = Path(config.site) / "live" / "f" / f"{district.home}.html"
    page.parent.mkdir(parents=True)
    page.write_text("<h1>三级</h1>")
    with app.test_client().get(urlsplit(address).path) as answer:
        assert "三级" in answer.get_data(as_text=True)


def test_the_plaque_names_no_grade_and_leads_to_the_same_page(app: Flask, district: District) -> None:
    people = {
        f"/office/facilities/{district.home}/plaque.pdf": sign_in(app, "planner", "planner", scope="99"),
        "/my/plaque.pdf": enter(app, "owner1"),
    }
    for address, person in people.items():
        pdf = person.get(address).data
        assert scanned(pdf) == [f"{app.config['MINGJING'].public_url}/f/{district.home}.html"]
        assert "12345" in words(pdf)
        assert "三级" not in words(pdf)


def test_no_certificate_before_the_grade_is_public_or_after_it_ended(app: Flask, district: District) -> None:
    owner = enter(app, "owner1")
    assert "/my/certificate.pdf" not in owner.get("/my/ratings/").get_data(as_text=True)
    early = owner.get("/my/certificate.pdf")
    assert early.status_code == 404
    assert "等级还没有公布" in early.get_data(as_text=True)
    publish(district)
    assert "/my/certificate.pdf" in owner.get("/my/ratings/").get_data(as_text=True)
    Award.update(ended_on=district.today).execute()
    late = owner.get("/my/certificate.pdf")
    assert late.status_code == 404
    assert "没有有效的等级" in late.get_data(as_text=True)


def test_nobody_prints_for_a_facility_that_is_not_theirs(app: Flask, district: District) -> None:
    assert enter(app, "owner1").get(f"/office/facilities/{district.home}/plaque.pdf").status_code in (
        403,
        404,
    )
    planner = sign_in(app, "planner", "planner", scope="99")
    assert planner.get("/office/facilities/NOSUCH/plaque.pdf").status_code == 404
