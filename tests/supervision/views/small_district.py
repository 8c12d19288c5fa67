"""A district as small as can be: one organ, three inspectors of one department, two homes with their owners."""

import functools
from dataclasses import dataclass
from datetime import date, datetime

from flask import Flask
from flask.testing import FlaskClient

from supervision import clock
from supervision.actor import Actor, terminal
from supervision.usecases import accounts, authorities, facilities, inspectors, visits

PASSWORD = "mirror mirror on the wall"
HEAD = Actor(key="head", roles=frozenset({"head"}))
PLANNER = Actor(key="planner", roles=frozenset({"planner"}))
REVIEWER = Actor(key="reviewer", roles=frozenset({"reviewer"}))
ITEMS = ("CL-A02", "CL-A03", "CL-B04", "CL-C09")
CHECKLIST = "elderly_care_2026_11"


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
