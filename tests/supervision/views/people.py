"""People for the tests of pages."""

from flask import Flask
from flask.testing import FlaskClient

from supervision import clock
from supervision.actor import terminal
from supervision.usecases import accounts

PASSWORD = "fourteen letters"


def sign_in(
    app: Flask,
    username: str,
    *roles: str,
    scope: str = "",
    staff_number: str | None = None,
    facility_code: str | None = None,
) -> FlaskClient:
    """Make an account with these roles, perhaps of an inspector or a facility, and sign it in."""
    at, office = clock.now(), terminal()
    accounts.create_account(
        username=username, name=username, roles=roles, scope=scope, authority_key=None, department=None,
        facility_code=facility_code, staff_number=staff_number, actor=office, at=at,
    )  # fmt: skip
    letter = accounts.invite(username=username, actor=office, at=at)
    accounts.accept_invitation(token=letter.token, password=PASSWORD, actor=office, at=at)
    client = app.test_client()
    assert client.post("/sign-in", data={"username": username, "password": PASSWORD}).status_code == 303
    return client
