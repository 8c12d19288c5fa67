"""Changing every internal and every personal column changes no byte of what the public sees, the audit head apart."""

from pathlib import Path

import msgspec
import pytest

from supervision.config import Config
from supervision.database import connection, db
from supervision.demo.stage import moment
from supervision.models import Facility
from supervision.queries.public import public_snapshot
from supervision.records.snapshot import KINDS, Snapshot, canonical, read_snapshot, write_snapshot
from tests.supervision.queries.hidden_columns import change, hidden_columns
from tests.supervision.queries.test_public_scores import LAST


def shown() -> dict[str, list[bytes]]:
    snapshot: Snapshot = public_snapshot(as_of=LAST, at=moment(LAST, 22), public_url="https://a.example/")
    said = {kind: [canonical(each) for each in snapshot.of(kind)] for kind in KINDS}
    return {**said, "meta": [canonical(msgspec.structs.replace(snapshot.meta, audit_head=""))]}


@pytest.fixture
def opened(demonstration: Config):
    with connection():
        db.execute_sql("PRAGMA foreign_keys = OFF")
        yield


def test_no_hidden_column_reaches_the_public(opened: None) -> None:
    before = shown()
    columns = hidden_columns()
    assert len(columns) > 150
    change(columns)
    after = shown()
    assert [kind for kind in before if before[kind] != after[kind]] == []


def test_every_value_has_the_type_that_its_record_says(opened: None, tmp_path: Path) -> None:
    """A site is built from the snapshot itself or from its files: both must be the same thing."""
    snapshot: Snapshot = public_snapshot(as_of=LAST, at=moment(LAST, 22), public_url="https://a.example/")
    write_snapshot(snapshot, tmp_path)
    read = read_snapshot(tmp_path)
    assert [kind for kind in KINDS if read.of(kind) != snapshot.of(kind)] == []


def test_the_test_can_fail(opened: None) -> None:
    before = shown()
    change([(Facility, "name")])
    assert shown()["facility"] != before["facility"]


def test_rows_that_are_internal_stay_inside(opened: None) -> None:
    before = shown()
    db.execute_sql("""UPDATE fact SET data = '{"changed":true}' WHERE visibility <> 'public'""")
    db.execute_sql("""UPDATE visit SET checklist = 'x', departments = '[]' WHERE confirmed_on IS NULL""")
    db.execute_sql(
        """UPDATE draw SET roster = '{}', result = '{}', beacon = 'x' WHERE revealed_index IS NULL"""
    )
    db.execute_sql("""UPDATE visit_answer SET answer = 'met' WHERE visit_id IN
                      (SELECT id FROM visit WHERE confirmed_on IS NULL)""")
    db.execute_sql("""UPDATE score_sheet SET sheet = '{}', outcome = 'a' WHERE NOT public""")
    assert shown() == before
