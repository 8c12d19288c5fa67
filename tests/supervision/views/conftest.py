"""The application and a planner, for the tests of pages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from supervision import clock
from supervision.actor import terminal
from supervision.app import create_app
from supervision.usecases.divisions import import_divisions
from tests.supervision.intake.lists import AREAS
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
