"""Rehearsals on the page: a file is chosen or sent, runs step by step, and leaves a document; files that mean ill are refused."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring.frozen.freezing import hash_of
from scoring.rulebook.book import FOLDER
from supervision.app import create_app
from supervision.config import Config
from supervision.database import connection
from supervision.models import Award, Facility, Rehearsal, ScoreSheet

LIST = "/office/rehearsals/"
RATING = (FOLDER / "credit" / "rating.yaml").read_text(encoding="utf-8")
HARDER = RATING.replace("if severity >= 3 then 3 else if scope", "if severity >= 3 then 9 else if scope")
ASKED = {"until": "2026-11-20", "years": "2"}


@pytest.fixture
def app(demonstration: Config) -> Flask:
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    return enter(app, "assessor")


def enter(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    assert client.post("/sign-in", data={"username": name, "password": "mingjing-demo"}).status_code == 303
    return client


def send(office: FlaskClient, raw: bytes, name: str = "rating.yaml", **more: str):
    """Send a file as a browser does; written by hand, as the test client leaves files of its own open."""
    head = 'Content-Disposition: form-data; name="{}"'
    parts = [
        head.format(key).encode() + b"\r\n\r\n" + value.encode() for key, value in {**ASKED, **more}.items()
    ]
    parts.append(head.format("file").encode() + f'; filename="{name}"\r\n\r\n'.encode() + raw)
    body = b"".join(b"--edge\r\n" + part + b"\r\n" for part in parts) + b"--edge--\r\n"
    return office.post(LIST, data=body, content_type="multipart/form-data; boundary=edge")


def run(office: FlaskClient, address: str) -> None:
    for _ in range(30):
        progress = office.post(f"{address}/advance", headers={"Accept": "application/json"}).json
        if progress["done"] == progress["total"]:
            return
    raise AssertionError("it never ends")


def test_the_page_says_what_is_changed_in_which_file(office: FlaskClient) -> None:
    address = send(
        office, RATING.replace("{from: 75, outcome: good", "{from: 82, outcome: good").encode()
    ).location
    page = office.get(address).text
    assert "credit/rating.yaml" in page
    assert re.findall(r"<(del|ins)>[^<]*from: (\d+)", page) == [("del", "75"), ("ins", "82")]
    assert "个不再成立" in page  # an example of the file itself expects the old limit
    assert "一处也没有改" in office.get(send(office, RATING.encode()).location).text


def test_a_chosen_file_is_changed_rehearsed_and_kept_with_its_hash(office: FlaskClient) -> None:
    page = office.get(f"{LIST}?base=credit/rating.yaml").text
    assert "扣分，另有加分" in page
    answer = office.post(LIST, data={**ASKED, "text": HARDER.replace("\n", "\r\n"), "name": "rating.yaml"})
    assert answer.status_code == 303
    address = answer.headers["Location"]
    assert "data-rehearsal" in office.get(address).text
    with connection():
        before = ScoreSheet.select().count(), Award.select().count()
    run(office, address)
    page = office.get(address).text
    for head in ("按种类", "按区域", "因为哪一条", "结果怎样移动", "会移动的机构"):
        assert head in page
    document = json.loads(office.get(f"{address}/document.json").text)
    sha256 = document.pop("sha256")
    assert hash_of(document) == sha256
    assert sha256 in page
    with connection():
        assert (ScoreSheet.select().count(), Award.select().count()) == before  # nothing is awarded
        facilities = Facility.select().count()
    last = document["days"][-1]
    assert last["subjects"] == facilities
    assert last["lost"] > 0 == last["won"]
    assert {one["rule"] for one in last["rules"]} == {"spot_checks"}
    assert sum(one["lost"] for one in last["groups"]["kind"]) == last["lost"]
    assert office.get(f"{address}/rules.yaml").text == HARDER
    assert office.get(f"{address}?lang=en").status_code == 200


def test_the_document_says_what_the_evaluator_says(office: FlaskClient) -> None:
    address = send(office, RATING.encode()).headers["Location"]
    run(office, address)
    document = json.loads(office.get(f"{address}/document.json").text)
    assert {row["direction"] for row in document["rows"]} == {"same"}
    with connection():
        sheets = ScoreSheet.select(ScoreSheet, Facility).join(Facility)
        kept = {row.facility.code: str(row.value) for row in sheets.where(ScoreSheet.on == "2026-11-19")}
    rows = {row["subject"]: row["value"][1] for row in document["rows"] if row["on"] == "2026-11-20"}
    same = [code for code in kept if rows[code] == kept[code]]
    assert len(same) > len(kept) * 0.9  # a day later a window may have run out


def test_without_a_script_the_button_does_one_step(office: FlaskClient) -> None:
    address = send(office, HARDER.encode()).headers["Location"]
    assert office.post(f"{address}/advance").status_code == 303
    with connection():
        assert 0 < Rehearsal.get().done < Rehearsal.get().total
    assert office.get(f"{address}/document.json").status_code == 404


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (HARDER.replace("from: 75", "from: 95").encode(), "overlap"),
        (
            HARDER.replace("anwser", "x").replace('"CL-A04" and answer', '"CL-A04" and anwser').encode(),
            "anwser",
        ),
        ("方案: 信用".encode("gb18030"), "not-utf8"),
        (b"\xff\xd8\xff\xe0" * 100, "not-utf8"),
        (b"[" * 50_000, "too-deep"),
        (b"a: &a [x]\nb: *a\n", "alias"),
        (b"#" * 5_000_000, "too-long"),
        (b"scheme: !!python/object/apply:os.system [x]\n", "tag"),
        (b"<script>alert(1)</script>: 1\n", "&lt;script&gt;"),
    ],
)
def test_a_file_that_cannot_be_used_is_shown_kindly(office: FlaskClient, raw: bytes, said: str) -> None:
    answer = send(office, raw)
    assert answer.status_code == 422
    assert "这份文件还不能用" in answer.text
    assert said in answer.text
    assert "<script>alert" not in answer.text
    with connection():
        assert Rehearsal.select().count() == 0


def test_a_mistake_is_shown_with_its_line_and_a_mark_below_it(office: FlaskClient) -> None:
    text = HARDER.replace('"CL-A04" and answer', '"CL-A04" and anwser')
    line = text[: text.index("anwser")].count("\n") + 1
    page = send(office, text.encode()).text
    assert re.search(rf"第 {line} 行第 \d+ 列", page)
    assert re.search(r"<pre>[^<]*anwser[^<]*\n *\^</pre>", page)


def test_fifty_megabytes_are_turned_away(office: FlaskClient) -> None:
    assert send(office, b"#" * 50_000_000).status_code in (413, 422)


def test_who_may(app: Flask, office: FlaskClient) -> None:
    address = send(office, HARDER.encode()).headers["Location"]
    auditor = enter(app, "auditor")
    assert auditor.get(address).status_code == 200
    assert auditor.post(f"{address}/advance").status_code == 403
    assert enter(app, "owner1").get(address).status_code == 403
    assert office.post(LIST, data=ASKED).status_code == 400
    assert office.get(f"{LIST}?base=../../../etc/passwd").status_code == 404
    assert send(office, HARDER.encode(), until="2027-01-01").status_code == 422
