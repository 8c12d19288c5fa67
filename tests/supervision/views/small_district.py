"""A district as small as can be: one organ, three inspectors of one department, two homes with their owners."""

import functools
import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from inspections.checklist import checklist_on
from supervision import clock
from supervision.actor import Actor, terminal
from supervision.evidence import EvidenceStore
from supervision.intake.manifests import read_manifest
from supervision.queries.accounts import get_account
from supervision.usecases import accounts, authorities, facilities, inspectors, items, results, sync, visits

PASSWORD = "mirror mirror on the wall"
HEAD = Actor(key="head", roles=frozenset({"head"}))
PLANNER = Actor(key="planner", roles=frozenset({"planner"}))
REVIEWER = Actor(key="reviewer", roles=frozenset({"reviewer"}))
ITEMS = ("CL-A02", "CL-A03", "CL-B04", "CL-C09")
PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
NAME = hashlib.sha256(PHOTO).hexdigest()
WAVE = [[[0.1, 0.2, 0], [0.4, 0.3, 16], [0.8, 0.25, 33]]]


@dataclass(frozen=True)
class District:
    """Codes of the two homes, and the day."""

    home: str
    other: str
    today: date
    now: datetime

    def visit(
        self,
        *team: str,
        kind: str = "case",
        items: tuple[str, ...] = ITEMS,
        day: date | None = None,
        approved: bool = True,
    ) -> str:
        """Plan a visit of the first home, without notice, and have it approved; returns its id."""
        new = visits.NewVisit(
            kind=kind, facility_code=self.home, day=day or self.today, reason="群众来信", items=items,
            staff_numbers=team or ("CA01", "CA02"),
        )  # fmt: skip
        uuid = visits.plan_visit(visit=new, actor=PLANNER, at=self.now)
        if approved:
            visits.approve_visits(uuids=(uuid,), actor=HEAD, at=self.now)
        return uuid


def make_district() -> District:
    """Fill an empty database."""
    at, office = clock.now(), terminal()
    authorities.enter_areas(
        areas=(("99", "示范省", "province", None), ("9901", "示范市", "city", "99"), ("990101", "明湖区", "district", "9901")),
        actor=office, at=at,
    )  # fmt: skip
    authorities.register_authority(
        key="minghu", name="明湖区民政局", short_name="明民", area_code="990101", telephone="0000-5500001",
        departments=(("civil-affairs", "民政局", "Civil affairs"),), demonstration=True, actor=office, at=at,
    )  # fmt: skip
    items.adopt_items(items=(_item(),), since=date(2024, 1, 1), reason="首次采用", actor=office, at=at)
    for number in ("CA01", "CA02", "CA03"):
        inspectors.register_inspector(
            staff_number=number, name=f"检查员{number}", department="civil-affairs", credential_number=f"D{number}",
            actor=office, at=at,
        )  # fmt: skip
        _account(number.lower(), "inspector", staff_number=number)
    homes = [_home(name, at) for name in ("清溪养老院", "听荷养老院")]
    for number, code in enumerate(homes, 1):
        _account(f"owner{number}", "owner", facility_code=code)
    return District(*homes, today=clock.china_day(at), now=at)


def _home(name: str, at: datetime) -> str:
    new = facilities.NewFacility(
        source="test", source_id=name, name=name, name_key=name, kind="home", area_code="990101", address="长风路 18 号",
        beds=60,
    )  # fmt: skip
    return facilities.register_facility(facility=new, actor=terminal(), at=at)


def _item() -> items.NewItem:
    """One item of the list that holds every point of the checklist."""
    return items.NewItem(
        "all", 1, "服务安全", ("home",), "全部内容", ({"law": "mca-order-66", "article": "第三十八条"},), "实地核查", "每年",
        "县级", "key", ("civil-affairs",), tuple(each.id for each in checklist_on(clock.china_day(clock.now()))),
    )  # fmt: skip


@functools.cache
def _hash() -> str:
    return accounts.HASHER.hash(PASSWORD)  # once: it is slow on purpose


def _account(username: str, role: str, **links: str) -> None:
    accounts.create_account(
        username=username, name=username, roles=(role,), password_hash=_hash(), actor=terminal(), at=clock.now(), **links
    )  # fmt: skip


def enter(app: Flask, username: str) -> FlaskClient:
    """Return a browser in which this person is signed in."""
    client = app.test_client()
    checked, app.config["WTF_CSRF_ENABLED"] = app.config.get("WTF_CSRF_ENABLED", True), False
    answer = client.post("/sign-in", data={"username": username, "password": PASSWORD})
    app.config["WTF_CSRF_ENABLED"] = checked
    assert answer.status_code == 303, answer.text
    return client


def manifest(visit: str, **changes: Any) -> dict[str, Any]:
    """What a tablet holds of a finished visit: all met, one with a photo, three signatures."""
    answers = [
        {"id": fixed(visit, item), "item": item, "answer": "met", "scope": None, "remark": "", "corrected": False,
         "photos": [NAME] if item == "CL-A03" else [], "history": []}
        for item in ITEMS
    ]  # fmt: skip
    signatures = [
        {"id": fixed(visit, name), "role": role, "name": name, "strokes": WAVE}
        for role, name in (("inspector", "检查员CA01"), ("inspector", "检查员CA02"), ("facility", "王芳"))
    ]
    parts = [{"sha256": NAME, "size": len(PHOTO), "type": "image/jpeg", "name": "IMG_1.jpg"}]
    version = checklist_on(clock.china_day(clock.now())).version
    return {
        "visit": visit, "checklist": version, "device_time": "2026-11-22T09:00:00.000Z",
        "answers": answers, "signatures": signatures, "parts": parts,
    } | changes  # fmt: skip


def fixed(*words: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "/".join(words)))


def inspected(district: District, store: EvidenceStore, *not_met: str) -> tuple[str, tuple[str, ...]]:
    """A visit that was made and confirmed, with these items not met; returns its id and the numbers of the orders."""
    visit = district.visit()
    sent = manifest(visit)
    for each in sent["answers"]:
        if each["item"] in not_met:
            each |= {"answer": "not_met", "scope": "several", "remark": "公示栏是空的。"}
    sender = get_account("ca01").actor
    store.put(PHOTO)
    receive = {"uuid_": visit, "store": store, "actor": sender, "at": district.now}
    sync.receive_manifest(manifest=read_manifest(json.dumps(sent).encode()), **receive)
    sync.complete_visit(signing_key=bytes(32), **receive)
    return visit, results.confirm_result(uuid_=visit, actor=REVIEWER, at=district.now).orders
