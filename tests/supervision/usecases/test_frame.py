"""The frame of every write, and the chain that nobody rewrites in silence."""

from datetime import UTC, datetime

import pytest

from supervision.actor import Actor, terminal
from supervision.database import db, transaction
from supervision.errors import NotAllowedError
from supervision.models import AuditEntry, Setting
from supervision.permissions import ACTIONS
from supervision.queries.audit import ZERO, verify_audit
from supervision.usecases import _frame
from supervision.usecases._frame import after_commit, record, usecase

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.fixture
def write(monkeypatch):
    """A use-case ``test.write`` that keeps a setting."""
    monkeypatch.setitem(ACTIONS, "test.write", ("planner",))
    monkeypatch.setattr(_frame, "REGISTRY", {})

    @usecase("test.write")
    def write_setting(*, key, fails=False, silent=False, later=None, actor, at):
        Setting.create(key=key, value=1)
        if later:
            after_commit(later)
        if fails:
            raise ValueError("no")
        if not silent:
            record(f"setting:{key}", key=key)
        return key

    return write_setting


def chain_of(write, n):
    for number in range(n):
        write(key=f"k{number}", actor=terminal(), at=AT)


def test_a_write_leaves_one_entry_that_names_actor_action_and_subject(database, write):
    write(key="a", actor=Actor("wang", frozenset({"planner"})), at=AT)

    entry = AuditEntry.get()
    assert (entry.n, entry.actor, entry.action, entry.subject) == (1, "wang", "test.write", "setting:a")
    assert entry.prev_sha256 == ZERO
    assert verify_audit().problems == ()


def test_a_write_that_fails_leaves_nothing(database, write):
    ran = []
    with pytest.raises(ValueError, match="no"):
        write(key="a", fails=True, later=lambda: ran.append(1), actor=terminal(), at=AT)

    assert Setting.select().count() == AuditEntry.select().count() == 0
    assert ran == []


def test_a_write_without_an_entry_is_refused(database, write):
    with pytest.raises(RuntimeError, match="recorded nothing"):
        write(key="a", silent=True, actor=terminal(), at=AT)
    assert Setting.select().count() == 0


def test_what_follows_a_commit_runs_after_it(database, write):
    seen = []
    write(key="a", later=lambda: seen.append(db.in_transaction()), actor=terminal(), at=AT)
    assert seen == [False]


def test_somebody_without_the_permission_is_told_so(database, write):
    with pytest.raises(NotAllowedError) as told:
        write(key="a", actor=Actor("li", frozenset({"inspector"})), at=AT)
    assert told.value.facts == {"action": "test.write"}
    assert Setting.select().count() == 0


def test_a_usecase_takes_keywords_only(database, write):
    with pytest.raises(TypeError, match="keywords"):
        write("a", actor=terminal(), at=AT)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda: AuditEntry.update(payload="{}").where(AuditEntry.n == 2), [(2, "changed")]),
        (lambda: AuditEntry.update(at="yesterday").where(AuditEntry.n == 2), [(2, "changed")]),
        (lambda: AuditEntry.delete().where(AuditEntry.n == 3), [(3, "missing")]),
    ],
)
def test_a_changed_or_missing_row_is_found(database, write, change, found):
    chain_of(write, 5)
    with transaction():
        change().execute()
    assert [(p.row, p.kind) for p in verify_audit().problems] == found


def test_swapped_rows_are_found(database, write):
    chain_of(write, 4)
    with transaction():
        for number, other in ((2, 99), (3, 2), (99, 3)):
            AuditEntry.update(n=other).where(AuditEntry.n == number).execute()
    problems = verify_audit().problems
    assert {p.row for p in problems} >= {2, 3}


def test_a_cut_tail_is_found_against_a_head_kept_elsewhere(database, write):
    chain_of(write, 5)
    head = verify_audit().head
    with transaction():
        AuditEntry.delete().where(AuditEntry.n > 3).execute()

    assert verify_audit().problems == ()
    assert [(p.row, p.kind) for p in verify_audit(head).problems] == [(4, "cut")]
