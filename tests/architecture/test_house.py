"""What a linter cannot see: every column classified, migrations equal models, every verb in its place."""

import importlib
import pkgutil
from pathlib import Path

from playhouse.schema_diff import diff_models

import supervision.usecases
from supervision.app import create_app
from supervision.config import Config
from supervision.database import connection, db
from supervision.models import ALL
from supervision.permissions import ACTIONS, ROLES
from supervision.usecases import REGISTRY
from tests.databases import one_database

ROOT = Path(__file__).parents[2]
PSEUDO_ROLES = {"scheduler", "terminal", "visitor"}


def load_usecases():
    for module in pkgutil.iter_modules(supervision.usecases.__path__):
        importlib.import_module(f"supervision.usecases.{module.name}")


def test_every_column_is_public_internal_or_personal():
    for table in ALL:
        groups = [getattr(table.Disclosure, name).split() for name in ("public", "internal", "personal")]
        named = [name for group in groups for name in group]
        assert sorted(named) == sorted(table._meta.fields), table.__name__


def test_every_table_is_listed_and_says_what_it_is_in_chinese():
    assert len({table.__name__ for table in ALL}) == len(ALL)
    for table in ALL:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in table.__doc__ or ""), table.__name__


def test_migrations_lead_to_the_models(database):
    with connection():
        assert not diff_models(db.obj, ALL)


def test_every_usecase_is_a_permission_and_every_permission_a_usecase():
    load_usecases()

    assert set(REGISTRY) <= set(ACTIONS)
    within_others = {"rectification.order"}  # an order is given in the act of confirming a result
    assert set(ACTIONS) - set(REGISTRY) == within_others


def test_permissions_name_known_roles():
    for action, roles in ACTIONS.items():
        assert roles, action
        assert set(roles) <= set(ROLES) | PSEUDO_ROLES, action


def test_the_auditor_may_write_nothing():
    own_preference = {"account.change_language"}
    assert {action for action, roles in ACTIONS.items() if "auditor" in roles} == own_preference


@one_database
def test_every_address_names_who_may_open_it(database):
    app = create_app(Config.from_env())
    unmarked = [name for name, view in app.view_functions.items() if not hasattr(view, "access")]
    assert unmarked == ["static"]


def test_every_usecase_has_a_command_a_page_or_a_job():
    load_usecases()
    doors = [
        path.read_text()
        for room in ("views", "cli", "jobs.py", "jobs", "scheduler.py")
        for path in _files(ROOT / "supervision" / room)
    ]
    within = {
        "release.finish",
        "job.run",
        "job.finish",
        "draw.log_commitment",
        "draw.log_reveal",
        "draw.recuse",
        "visit.follow_draw",
    }  # made by the approval and by the clock itself
    missing = [
        action
        for action, function in REGISTRY.items()
        if action not in within and not any(f"{function.__name__}(" in text for text in doors)
    ]
    assert missing == []


def _files(place):
    return [place] if place.is_file() else sorted(place.rglob("*.py"))
