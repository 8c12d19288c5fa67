"""The application and its people, for the tests of pages."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from supervision import clock
from supervision.actor import terminal
from supervision.app import create_app
from supervision.usecases.divisions import import_divisions
from tests.supervision.intake.lists import AREAS
from tests.supervision.small_office import START, moment, open_office
from tests.supervision.views.office_pages import Clock, Pages
from tests.supervision.views.people import sign_in


@pytest.fixture
def app(database: str) -> Flask:
    """The application on a fresh database, without CSRF tokens, in a country of one district."""
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    import_divisions(areas=AREAS, actor=terminal(), at=clock.now())
    return app


@pytest.fixture
def planner(app: Flask) -> FlaskClient:
    """Somebody who plans for 示范省."""
    return sign_in(app, "planner", "planner", scope="99")


@pytest.fixture
def pages(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pages:
    """The office's pages over a small office of one authority, without CSRF tokens, in November 2026."""
    ticking = Clock(moment(START))
    monkeypatch.setattr(clock, "now", ticking)
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    return Pages(app, open_office(tmp_path), ticking)
