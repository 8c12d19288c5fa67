"""Current scores of everybody: who reads what, what moved since a day, and the same as CSV."""

import csv
import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from supervision import clock
from supervision.app import create_app
from supervision.config import Config
from supervision.database import connection
from supervision.models import CurrentScore, Facility, ScoreMove
from tests.supervision.small_office import moment

BOARD = "/office/scores/"


@pytest.fixture
def app(demonstration: Config, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The demonstration on the evening on which its clock last worked out the current scores."""
    with connection():
        last = ScoreMove.select(ScoreMove.on).order_by(ScoreMove.on.desc()).first().on
    monkeypatch.setattr(clock, "now", lambda: moment(last, 23))
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def enter(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    assert client.post("/sign-in", data={"username": name, "password": "mingjing-demo"}).status_code == 303
    return client


def lines(client: FlaskClient, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{BOARD}list.csv{query}")
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_a_head_sees_everybody_with_every_scheme_and_the_way_to_the_reasons(app: Flask) -> None:
    head = enter(app, "head")
    page = head.get(BOARD).text
    with connection():
        good = (
            CurrentScore.select()
            .where(CurrentScore.scheme == "credit.rating", CurrentScore.outcome == "good")
            .count()
        )
        rated = CurrentScore.select().where(CurrentScore.scheme == "credit.rating").count()
    assert f'信用良好<span class="count">{good}</span>' in page
    assert "信用风险分类" in page
    assert "内部，不公开" in page
    (reasons, *_) = re.findall(r'href="(/office/facilities/\w+/credit/credit\.rating)"', page)
    assert head.get(reasons).status_code == 200
    found = [row for row in lines(head, "?since=day") if row["scheme"] == "credit.rating"]
    assert len(found) == rated
    assert sum(row["outcome"] == "good" for row in found) == good
    assert {row["applicable"] for row in found} != {"0"}


def test_what_moved_since_a_day_stands_beside_what_was(app: Flask) -> None:
    head = enter(app, "head")
    with connection():
        move = (
            ScoreMove.select(ScoreMove, Facility)
            .join(Facility)
            .where(ScoreMove.scheme == "credit.rating")
            .first()
        )
        moved = {
            code
            for (code,) in ScoreMove.select(Facility.code)
            .join(Facility)
            .where(ScoreMove.on == move.on)
            .tuples()
        }
    assert (
        set(re.findall(r'href="/office/facilities/(\w+)"', head.get(f"{BOARD}?since=day&moved=1").text))
        == moved
    )
    line = next(row for row in lines(head, "?since=day&moved=1")
                if (row["code"], row["scheme"]) == (move.facility.code, move.scheme))  # fmt: skip
    before = {name: value for name, value in line.items() if "_on_" in name}
    assert list(before.values()) == [move.outcome_before, move.value_before]
    assert (line["outcome"], line["value"]) == (move.outcome, move.value)
    assert "变差" in head.get(f"/office/facilities/{move.facility.code}").text


def test_filters_narrow_the_list_and_its_file_alike(app: Flask) -> None:
    head = enter(app, "head")
    found = lines(head, "?outcome=credit.rating:poor&since=day")
    assert {row["outcome"] for row in found if row["scheme"] == "credit.rating"} == {"poor"}
    assert all(row["kind"] == "home" for row in lines(head, "?kind=home"))
    assert "没有符合条件的机构" in head.get(f"{BOARD}?text=没有这样的名字").text
    assert head.get(f"{BOARD}?outcome=no.such:x&since=never&page=999").status_code == 200


@pytest.mark.parametrize("name", ["inspector1", "publisher", "admin"])
def test_an_internal_outcome_is_not_everybodys_concern(app: Flask, name: str) -> None:
    client = enter(app, name)
    page = client.get(BOARD).text
    assert "信用评价等级" in page
    assert "信用风险分类" not in page
    (code, *_) = re.findall(r'href="/office/facilities/(\w+)"', page)
    assert "信用风险分类" not in client.get(f"/office/facilities/{code}").text
    assert client.get(f"/office/facilities/{code}/credit/credit.risk_class").status_code == 404
    assert {row["scheme"] for row in lines(client)}.isdisjoint({"credit.risk_class", "lists.watch"})
    assert client.get("/office/watch/").status_code == 403
    assert enter(app, "owner1").get(BOARD).status_code == 403
