"""Scores explained: to the office, and to the facility itself; nobody else's."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring.frozen.verifying import verify
from scoring.rulebook import Rulebook
from supervision.app import create_app
from supervision.config import Config
from supervision.database import connection
from supervision.models import Account, Facility, ScoreSheet


@pytest.fixture
def app(demonstration: Config) -> Flask:
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def enter(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/sign-in", data={"username": name, "password": "mingjing-demo"})
    assert answer.status_code == 303
    return client


@pytest.fixture
def code(app: Flask) -> str:
    """A facility that lost points in its newest credit sheet."""
    with connection():
        query = ScoreSheet.select(ScoreSheet, Facility).join(Facility).where(ScoreSheet.outcome == "fair")
        return str(query.order_by(ScoreSheet.id.desc()).first().facility.code)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_office_reads_why_what_changed_and_what_comes(app: Flask, code: str, language: str) -> None:
    office = enter(app, "assessor")
    address = f"/office/facilities/{code}/credit"
    assert f"{address}/credit.rating" in office.get(address).text
    page = office.get(f"{address}/credit.rating?lang={language}")
    assert page.status_code == 200
    heads = {
        "zh-CN": ["怎样提高", "什么都不变，会怎样", "有什么变化", "逐行理由", "保存过的评分"],
        "en": [
            "What would lift it",
            "What comes if nothing changes",
            "What changed",
            "Scores that were kept",
        ],
    }[language]
    for head in heads:
        assert head in page.text
    assert "spot_checks" in page.text
    assert ("抽查检查" in page.text.replace("信用评价等级", "")) == (language == "zh-CN")


def test_days_are_chosen_in_the_address_and_odd_ones_do_no_harm(app: Flask, code: str) -> None:
    office = enter(app, "assessor")
    address = f"/office/facilities/{code}/credit/credit.rating"
    for asked in ("since=2025-06-30&until=2028-01-01", "since=x&until=", "since=9999-12-31&until=0001-01-01",
                  "since=1900-01-01&until=9999-12-31"):  # fmt: skip
        assert office.get(f"{address}?{asked}").status_code == 200
    assert "2025年6月30日相比" in office.get(f"{address}?since=2025-06-30").text
    assert office.get(f"/office/facilities/{code}/credit/no.such").status_code == 404


def test_a_sealed_score_is_downloaded_and_holds(app: Flask, code: str) -> None:
    office = enter(app, "assessor")
    page = office.get(f"/office/facilities/{code}/credit/credit.rating").text
    (address, *_) = re.findall(r'href="([^"]+/credit/sheets/[0-9a-f]{64}\.json)"', page)
    answer = office.get(address)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert verify(json.loads(answer.text), Rulebook.load(())).holds
    assert office.get(address.replace(code, "NOSUCH00")).status_code == 404


def test_a_facility_reads_its_own_ratings_and_no_internal_one(app: Flask) -> None:
    with connection():
        own = Account.get(Account.username == "owner1").facility.code
        other = (
            ScoreSheet.select(ScoreSheet, Facility).join(Facility).where(Facility.code != own).first().sha256
        )
        mine = ScoreSheet.select().join(Facility).where(Facility.code == own).first().sha256
        hidden = ScoreSheet.get(ScoreSheet.sha256 == mine)
        sheet = {**hidden.sheet, "scheme": "credit.risk_class"}
        insides = ScoreSheet.create(
            **{**hidden.__data__, "id": None, "sha256": "f" * 64, "sheet": sheet, "public": False}
        )
    owner = enter(app, "owner1")
    assert owner.get(f"/my/ratings/sheets/{insides.sha256}.json").status_code == 404
    assert "/my/ratings/credit.rating" in owner.get("/my/ratings/").text
    page = owner.get("/my/ratings/credit.rating").text
    assert "什么都不变，会怎样" in page
    assert "/my/ratings/sheets/" in page
    assert owner.get(f"/my/ratings/sheets/{mine}.json").status_code == 200
    assert owner.get(f"/my/ratings/sheets/{other}.json").status_code == 404
    assert owner.get("/my/ratings/credit.risk_class").status_code == 404
    assert owner.get(f"/office/facilities/{own}/credit/credit.rating").status_code == 403


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_scheme_is_told_in_words_with_versions_and_examples(app: Flask, language: str) -> None:
    office = enter(app, "assessor")
    page = office.get(f"/office/methods/?lang={language}").text
    ids = re.findall(r'href="/office/methods/([a-z_.]+)"', page)
    assert {"credit.rating", "grading.star", "performance.rating"} <= set(ids)
    for each in ids:
        assert office.get(f"/office/methods/{each}?lang={language}").status_code == 200, each
    assert office.get("/office/methods/no.such").status_code == 404


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_what_differs_here_stands_beside_the_national_value(app: Flask, language: str) -> None:
    office = enter(app, "head")
    page = office.get(f"/office/methods/local?lang={language}").text
    assert "lists.yaml" in page
    (row,) = re.findall(r'<tr><th scope="row"><a[^>]*text=repair\.very_large_fine_yuan.*?</tr>', page, re.S)
    assert ("200000 元" if language == "zh-CN" else "200000 yuan") in row
    assert ("第二十五条" if language == "zh-CN" else "Article 25") in row or "Measures on Rating" in row
    assert "grading.star" in page
    assert "/office/methods/local" in office.get("/office/bases/").text


def test_rules_are_found_by_name_and_by_what_they_are_about(app: Flask) -> None:
    office = enter(app, "head")
    found = office.get("/office/methods/?family=lists&text=term").text
    assert "lists.red.term_months" in found
    assert "rectification." not in re.sub(r"<select.*?</select>", "", found, flags=re.S)
    assert "没有符合条件的规则" in office.get("/office/methods/?text=没有这样的规则").text
