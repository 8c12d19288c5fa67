"""The sync API: each step may come twice or after a lost answer, and nobody gets at what is not his."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from werkzeug.test import TestResponse

from supervision.app import create_app
from supervision.database import canonical_json
from supervision.disclosure.log.keys import demonstration_key
from supervision.queries.accounts import get_account, list_devices
from supervision.queries.visits import get_visit
from tests.databases import one_database
from tests.supervision.views.small_district import (
    NAME,
    PHOTO,
    PLANNER,
    District,
    enter,
    fixed,
    make_district,
    manifest,
)


@pytest.fixture
def app(database: str) -> Flask:
    return create_app()


@pytest.fixture
def district(app: Flask) -> District:
    return make_district()


Tablet = Callable[..., TestResponse]


@pytest.fixture
def tablet(app: Flask, district: District) -> Tablet:
    """A registered tablet of the first inspector: it has a token and no session."""
    return tablet_of(app, "ca01")


def tablet_of(app: Flask, username: str) -> Tablet:
    client = enter(app, username)
    app.config["WTF_CSRF_ENABLED"] = False
    registered = client.post("/api/field/devices", json={"label": "2 号平板"})
    assert registered.status_code == 201
    client, token = app.test_client(), registered.json["token"]
    app.config["WTF_CSRF_ENABLED"] = True  # a token needs no CSRF token

    def call(method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> TestResponse:
        return client.open(
            f"/api/field/{path}", method=method, headers={"Authorization": f"Bearer {token}"} | (headers or {}), **more
        )  # fmt: skip

    return call


def patch(tablet: Tablet, offset: int | str, data: bytes, name: str = NAME, **headers: str) -> TestResponse:
    all_headers = {"Upload-Offset": str(offset), "Tus-Resumable": "1.0.0"} | {
        key.replace("_", "-"): value for key, value in headers.items()
    }
    all_headers.setdefault("Content-Type", "application/offset+octet-stream")
    return tablet("PATCH", f"parts/{name}", headers=all_headers, data=data)


def refusal(answer: TestResponse, status: int) -> dict[str, str]:
    """Make sure that it was refused in the form that tablets read."""
    assert answer.status_code == status, answer.text
    assert {"error", "message", "remedy"} <= set(answer.json)
    return dict(answer.json)


def test_a_visit_travels_in_three_steps_and_each_may_be_repeated(district: District, tablet: Tablet) -> None:
    visit = district.visit()
    for _ in range(2):
        answer = tablet("POST", f"visits/{visit}/manifest", json=manifest(visit))
        assert (answer.status_code, answer.json) == (202, {"missing": [NAME]})
    refusal(tablet("POST", f"visits/{visit}/complete", json={}), 409)

    first = patch(tablet, 0, PHOTO[:4000])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "4000")
    lost = patch(tablet, 0, PHOTO[:4000])  # the answer was lost, the tablet sends again
    assert (refusal(lost, 409)["error"], lost.headers["Upload-Offset"]) != ("", "0")
    assert lost.headers["Upload-Offset"] == "4000"
    head = tablet("HEAD", f"parts/{NAME}", headers={"Tus-Resumable": "1.0.0"})
    assert (head.status_code, head.headers["Upload-Offset"], head.headers["Upload-Length"]) == (200, "4000", str(len(PHOTO)))  # fmt: skip
    for _ in range(2):
        last = patch(tablet, 4000, PHOTO[4000:])
        assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(PHOTO)))
    assert tablet("POST", f"visits/{visit}/manifest", json=manifest(visit)).json == {"missing": []}

    receipts = [tablet("POST", f"visits/{visit}/complete", json={}) for _ in range(3)]
    assert {each.status_code for each in receipts} == {200}
    assert len({each.data for each in receipts}) == 1
    receipt = dict(receipts[0].json)
    assert set(receipt) == {"visit", "number", "manifest_sha256", "received_at", "signature"}
    signature = bytes.fromhex(receipt.pop("signature").removeprefix("ed25519:"))
    key = Ed25519PrivateKey.from_private_bytes(demonstration_key().seed).public_key()
    key.verify(signature, canonical_json(receipt).encode())
    assert get_visit(visit, PLANNER).state == "submitted"

    later = tablet("POST", f"visits/{visit}/manifest", json=manifest(visit))
    assert (later.status_code, later.json) == (202, {"missing": []})
    refusal(tablet("POST", f"visits/{visit}/manifest", json=manifest(visit, answers=[])), 409)


@one_database
def test_a_later_draft_replaces_the_earlier_one(district: District, tablet: Tablet) -> None:
    visit = district.visit()
    first = manifest(visit)
    tablet(
        "POST",
        f"visits/{visit}/manifest",
        json=first | {"answers": first["answers"][:1], "parts": [], "signatures": []},
    )
    assert get_visit(visit, PLANNER).state == "started"
    tablet("POST", f"visits/{visit}/manifest", json=first)
    patch(tablet, 0, PHOTO)
    assert tablet("POST", f"visits/{visit}/complete", json={}).status_code == 200


@one_database
def test_an_unfinished_record_gives_no_receipt_and_says_what_is_missing(
    district: District, tablet: Tablet
) -> None:
    visit = district.visit()
    whole = manifest(visit)
    tablet(
        "POST", f"visits/{visit}/manifest", json=whole | {"answers": whole["answers"][1:], "signatures": []}
    )
    patch(tablet, 0, PHOTO)
    assert "CL-A02" in refusal(tablet("POST", f"visits/{visit}/complete", json={}), 422)["message"]
    assert get_visit(visit, PLANNER).state == "started"


@one_database
def test_somebody_elses_visit_does_not_exist(app: Flask, district: District, tablet: Tablet) -> None:
    visit = district.visit()
    tablet("POST", f"visits/{visit}/manifest", json=manifest(visit))
    stranger = tablet_of(app, "ca03")
    refusal(stranger("POST", f"visits/{visit}/manifest", json=manifest(visit)), 404)
    refusal(stranger("POST", f"visits/{visit}/complete", json={}), 404)
    refusal(patch(stranger, 0, PHOTO), 404)
    assert stranger("HEAD", f"parts/{NAME}").status_code == 404
    assert tablet("HEAD", f"parts/{NAME}").headers["Upload-Offset"] == "0"


@one_database
@pytest.mark.parametrize("where", ["not approved", "another checklist", "another visit's address"])
def test_what_may_not_be_received(district: District, tablet: Tablet, where: str) -> None:
    visit = district.visit(approved=where != "not approved")
    sent = manifest(visit)
    if where == "another checklist":
        sent["checklist"] = "elderly_care_2020_01"
        assert (
            "elderly_care_2020_01"
            in refusal(tablet("POST", f"visits/{visit}/manifest", json=sent), 422)["message"]
        )
    elif where == "not approved":
        refusal(tablet("POST", f"visits/{visit}/manifest", json=sent), 404)
    else:
        refusal(tablet("POST", f"visits/{district.visit()}/manifest", json=sent), 400)


@one_database
def test_who_may_send(app: Flask, district: District, tablet: Tablet) -> None:
    visit = district.visit()
    nobody = app.test_client()
    assert (
        "登录"
        in refusal(nobody.post(f"/api/field/visits/{visit}/manifest", json=manifest(visit)), 401)["remedy"]
    )
    refusal(
        nobody.post("/api/field/devices", json={"label": "x"}, headers={"Authorization": "Bearer wrong"}), 401
    )
    inspector, owner = enter(app, "ca01"), enter(app, "owner1")
    app.config["WTF_CSRF_ENABLED"] = False
    refusal(owner.post(f"/api/field/visits/{visit}/manifest", json=manifest(visit)), 403)
    app.config["WTF_CSRF_ENABLED"] = True
    refusal(
        inspector.post(f"/api/field/visits/{visit}/manifest", json=manifest(visit)), 400
    )  # a session without its token
    app.config["WTF_CSRF_ENABLED"] = False
    (device, *_) = list_devices(get_account("ca01").actor)
    assert enter(app, "ca03").post(f"/field/devices/{device.id}/revoke").status_code == 404
    assert "2 号平板" in inspector.get("/field/devices/").text
    assert inspector.post(f"/field/devices/{device.id}/revoke").status_code == 303
    refusal(tablet("POST", f"visits/{visit}/manifest", json=manifest(visit)), 401)


@one_database
def test_offsets_types_and_versions_are_exact(district: District, tablet: Tablet) -> None:
    visit = district.visit()
    refusal(patch(tablet, 0, PHOTO), 404)  # nobody announced it
    tablet("POST", f"visits/{visit}/manifest", json=manifest(visit))
    for offset in ("", "-1", "1e3", "0x10", "９", "1" * 30):
        refusal(patch(tablet, offset.encode().decode("latin-1"), PHOTO), 400)
    refusal(patch(tablet, 7, PHOTO[7:]), 409)
    assert patch(tablet, 0, PHOTO, Tus_Resumable="0.2.2").headers["Tus-Version"] == "1.0.0"
    refusal(patch(tablet, 0, PHOTO, Tus_Resumable="0.2.2"), 412)
    refusal(patch(tablet, 0, PHOTO, Content_Type="image/jpeg"), 415)
    refusal(
        tablet("POST", f"visits/{visit}/manifest", data="{}", headers={"Content-Type": "text/plain"}), 415
    )
    assert tablet("HEAD", f"parts/{NAME}").headers["Upload-Offset"] == "0"


@one_database
def test_too_much_and_too_wrong(district: District, tablet: Tablet, app: Flask) -> None:
    visit = district.visit()
    huge = [{"sha256": NAME, "size": 40 * 1024 * 1024, "type": "image/jpeg", "name": "x"}]
    assert "$.parts[0].size" in refusal(tablet("POST", f"visits/{visit}/manifest", json=manifest(visit, parts=huge)), 400)["message"]  # fmt: skip
    program = [{"sha256": NAME, "size": 10, "type": "application/x-msdownload", "name": "x.exe"}]
    refusal(tablet("POST", f"visits/{visit}/manifest", json=manifest(visit, parts=program)), 400)
    refusal(
        tablet(
            "POST",
            f"visits/{visit}/manifest",
            data=b" " * (9 << 20),
            headers={"Content-Type": "application/json"},
        ),
        413,
    )
    tablet("POST", f"visits/{visit}/manifest", json=manifest(visit))
    refusal(patch(tablet, 0, bytes(40 * 1024 * 1024)), 413)
    refusal(patch(tablet, 0, b"x" * len(PHOTO)), 400)  # does not fit its name: thrown away
    assert tablet("HEAD", f"parts/{NAME}").headers["Upload-Offset"] == "0"
    refusal(patch(tablet, 1000, b"x"), 409)
    assert patch(tablet, 0, PHOTO).status_code == 204
    evidence = app.config["MINGJING"].evidence
    assert [path.name for path in evidence.iterdir() if path.is_file()] == [NAME]


@one_database
def test_a_name_is_a_hash_and_nothing_else(district: District, tablet: Tablet) -> None:
    visit = district.visit()
    tablet("POST", f"visits/{visit}/manifest", json=manifest(visit))
    for name in ("..%2f..%2fmingjing.sqlite", "a" * 63, NAME.upper(), ".partial", "%00", NAME + "%0a"):
        assert patch(tablet, 0, PHOTO, name=name).status_code in (404, 405), name


@one_database
def test_broken_manifests(district: District, tablet: Tablet) -> None:
    visit = district.visit()
    texts = ("", "[]", "{", "[" * 90_000, '{"visit": NaN}', json.dumps({"visit": "\u0000"}),
             '{"answers": [{"history": [{"a":' + "[" * 5000)  # fmt: skip
    for text in texts:
        headers = {"Content-Type": "application/json"}
        refusal(tablet("POST", f"visits/{visit}/manifest", data=text, headers=headers), 400)


@one_database
def test_strokes_without_end_are_refused(district: District, tablet: Tablet) -> None:
    visit = district.visit()
    for point in ([1], [1e300, 0], [0.1, 0.2, 0, 0]):
        sign = [{"id": fixed("x"), "role": "inspector", "name": "x", "strokes": [[point]]}]
        refusal(tablet("POST", f"visits/{visit}/manifest", json=manifest(visit, signatures=sign)), 400)


def test_two_tablets_send_the_same_part_at_once(app: Flask, district: District, tablet: Tablet) -> None:
    visit = district.visit()
    tablet("POST", f"visits/{visit}/manifest", json=manifest(visit))
    both = [tablet, tablet_of(app, "ca02")]
    start, answers = threading.Barrier(2), []

    def send(own: Tablet) -> None:
        start.wait()
        for _ in range(40):
            offset = int(own("HEAD", f"parts/{NAME}").headers["Upload-Offset"])
            if offset == len(PHOTO):
                break
            answers.append(patch(own, offset, PHOTO[offset : offset + 1024]).status_code)

    threads = [threading.Thread(target=send, args=(own,)) for own in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {204, 409}
    assert tablet("POST", f"visits/{visit}/complete", json={}).status_code == 200
    assert (app.config["MINGJING"].evidence / NAME).read_bytes() == PHOTO


@one_database
def test_every_address_is_described(app: Flask) -> None:
    described = app.test_client().get("/api/openapi.json").json
    told = {
        (path, method)
        for path, each in described["paths"].items()
        for method in each
        if method != "parameters"
    }
    real = set()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            path = rule.rule.replace("<", "{").replace(">", "}")
            methods = {method.lower() for method in rule.methods or ()} - {"options"}
            real |= {(path, method) for method in methods}
    alike = {("/api/openapi.json", "head"), ("/api/field/parts/{sha256}", "get")}  # as their twins
    assert real - alike == told
