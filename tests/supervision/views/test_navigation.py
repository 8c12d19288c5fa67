"""The menu offers what exists and what the person may open, and nothing else."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from supervision import clock
from supervision.actor import terminal
from supervision.app import create_app
from supervision.usecases.accounts import create_account
from supervision.views.navigation import MENUS
from tests.databases import one_database

PASSWORD = "mirror mirror on the wall"
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def sign_in(database: str) -> SignIn:
    """Return how to get a browser in which somebody of one role is signed in."""
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False

    def enter(role: str) -> FlaskClient:
        create_account(
            username=role, name="王小明", roles=(role,), password=PASSWORD, actor=terminal(), at=clock.now()
        )
        client = app.test_client()
        answer = client.post("/sign-in", data={"username": role, "password": PASSWORD})
        assert answer.status_code == 303
        return client

    return enter


def menu(page: str) -> set[str]:
    return set(re.findall(r'<li><a href="([^"]+)"', page))


@one_database
@pytest.mark.parametrize("role", ["planner", "administrator", "auditor"])
def test_every_entry_opens(sign_in: SignIn, role: str) -> None:
    client = sign_in(role)
    offered = menu(client.get("/office/").text)
    assert "/office/" in offered
    assert {href: client.get(href).status_code for href in offered} == dict.fromkeys(offered, 200)


@one_database
def test_what_is_not_offered_does_not_open(sign_in: SignIn) -> None:
    client = sign_in("planner")
    every = {link.href for group in MENUS["office"] for link in group.links}
    hidden = every - menu(client.get("/office/").text)
    assert "/office/accounts/" in hidden
    assert {href for href in hidden if client.get(href).status_code == 200} == set()


@one_database
def test_the_entry_of_this_page_is_marked(sign_in: SignIn) -> None:
    page = sign_in("administrator").get("/office/accounts/").text
    assert set(re.findall(r'<a href="([^"]+)" aria-current="page">', page)) == {"/office/accounts/"}


@one_database
def test_the_menu_speaks_english(sign_in: SignIn) -> None:
    page = sign_in("administrator").get("/office/accounts/?lang=en").text
    assert "Accounts" in page
    assert "账户" not in page
    assert "Administrator" in page
