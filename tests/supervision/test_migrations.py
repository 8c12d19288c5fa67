"""Databases of this version, of none, and of a newer one."""

import pytest

from supervision.database import db
from supervision.errors import InputError
from supervision.migrations import TABLE, migrate


def test_again_nothing_is_to_be_done(database):
    assert migrate() == []


def test_a_database_of_a_newer_version_is_refused_with_a_remedy(database):
    db.connect(reuse_if_open=True)
    db.execute_sql(
        f"INSERT INTO {TABLE} (name, applied) VALUES ('9999_from_the_future', '2030-01-01 00:00:00')"
    )
    with pytest.raises(InputError) as told:
        migrate()
    assert told.value.facts == {"name": "9999_from_the_future"}
    assert told.value.remedy
