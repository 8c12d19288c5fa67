"""An archive, restored into an empty place on either database, proves itself by the audit chain."""

import tarfile
from datetime import UTC, datetime

import pytest

from supervision.actor import terminal
from supervision.errors import InputError
from supervision.models import ALL, Account
from supervision.queries.audit import verify_audit
from supervision.queries.backups import table_rows
from supervision.usecases import accounts
from supervision.usecases.authorities import enter_areas, register_authority
from supervision.usecases.backups import make_backup, restore_backup
from tests.databases import fresh_sqlite, one_database

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def fill():
    enter_areas(areas=(("990101", "明湖区", "district", None),), actor=terminal(), at=AT)
    register_authority(
        key="minghu",
        name="明湖区民政局",
        short_name="明民",
        area_code="990101",
        departments=(("civil-affairs", "民政", "Civil affairs"),),
        actor=terminal(),
        at=AT,
    )
    accounts.create_account(username="wang", name="演示", roles=("planner",), actor=terminal(), at=AT)


def backup(folder):
    evidence = folder / "evidence"
    evidence.mkdir(parents=True)
    name = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"  # of b"foo"
    (evidence / name).write_bytes(b"foo")
    report = make_backup(
        target=folder / "b.tar.gz", folders={"evidence": evidence}, actor=terminal(), at=AT
    )()
    return folder / "b.tar.gz", report


@one_database
def test_a_restored_place_holds_the_same_rows_and_the_same_chain(database, tmp_path, sqlite_template):
    fill()
    archive, report = backup(tmp_path / "from")
    before = {table: list(table_rows(table)) for table in ALL if table.__name__ != "AuditEntry"}

    with fresh_sqlite(sqlite_template, tmp_path / "to" / "x.sqlite"):
        head = restore_backup(
            source=archive, folders={"evidence": tmp_path / "to" / "evidence"}, actor=terminal(), at=AT
        )
        assert head == report.head
        assert verify_audit(head).problems == ()
        assert {table: list(table_rows(table)) for table in before} == before
    assert next((tmp_path / "to" / "evidence").iterdir()).read_bytes() == b"foo"


def test_numbers_go_on_after_a_restore(database, tmp_path):
    fill()
    archive, _ = backup(tmp_path / "from")
    from supervision.database import transaction

    with transaction():
        for table in reversed(ALL):
            table.delete().execute()
    restore_backup(source=archive, folders={}, actor=terminal(), at=AT)

    number = accounts.create_account(username="li", name="演示", roles=("head",), actor=terminal(), at=AT)
    assert number > Account.get(Account.username == "wang").id


@one_database
def test_a_place_that_is_not_empty_is_left_alone(database, tmp_path):
    fill()
    archive, _ = backup(tmp_path / "from")
    with pytest.raises(InputError, match="已有内容"):
        restore_backup(source=archive, folders={}, actor=terminal(), at=AT)


@one_database
def test_a_spoilt_archive_restores_nothing(database, tmp_path, sqlite_template):
    fill()
    archive, _ = backup(tmp_path / "from")
    spoilt = tmp_path / "spoilt.tar.gz"
    with tarfile.open(archive) as old, tarfile.open(spoilt, "w:gz") as new:
        for entry in old:
            data = old.extractfile(entry).read()
            if entry.name == "tables/account.jsonl":
                data = data.replace(b"wang", b"zhao")
            import io

            entry.size = len(data)
            new.addfile(entry, io.BytesIO(data))

    with fresh_sqlite(sqlite_template, tmp_path / "to" / "x.sqlite"):
        with pytest.raises(InputError, match="已损坏"):
            restore_backup(source=spoilt, folders={}, actor=terminal(), at=AT)
        assert not Account.select().exists()


@one_database
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not an archive", b"\x1f\x8b\x08\x00broken"])
def test_something_else_is_no_backup(database, tmp_path, content):
    other = tmp_path / "other.tar.gz"
    other.write_bytes(content)
    with pytest.raises(InputError) as told:
        restore_backup(source=other, folders={}, actor=terminal(), at=AT)
    assert told.value.remedy
