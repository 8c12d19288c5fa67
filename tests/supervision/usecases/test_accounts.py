"""Signing in, being locked out, letters that work once."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher, Type

from scoring.rulebook import RuleViolationError
from supervision.actor import VISITOR, terminal
from supervision.models import Account, AuditEntry, Invitation
from supervision.queries.accounts import find_account, find_device, find_invitation, get_account
from supervision.usecases import accounts
from tests.databases import one_database

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
PASSWORD = "three grey geese"


def make(username="wang", **changes):
    values = {"name": "演示人员", "roles": ("planner",), "password": PASSWORD, **changes}
    return accounts.create_account(username=username, actor=terminal(), at=AT, **values)


def sign_in(password=PASSWORD, username="wang", at=AT):
    return accounts.sign_in(username=username, password=password, actor=VISITOR, at=at)


def test_the_right_password_signs_in(database):
    number = make()
    assert sign_in().account_id == number
    assert get_account("wang").signed_in_at == AT


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(database):
    make()
    assert sign_in("wrong") == sign_in(username="nobody")


@one_database
def test_five_failures_lock_for_a_quarter_of_an_hour(database):
    make()
    for _ in range(5):
        outcome = sign_in("wrong")
    assert outcome.problem == "locked"
    assert sign_in(at=AT + timedelta(minutes=14)).problem == "locked"
    assert sign_in(at=AT + timedelta(minutes=16)).account_id


@one_database
def test_a_disabled_account_signs_in_no_more_and_its_tablets_send_nothing(database):
    number = make(roles=("inspector",))
    token = accounts.register_device(label="平板", actor=find_account(number).actor, at=AT)
    assert find_device(token).username == "wang"

    accounts.disable_account(username="wang", actor=terminal(), at=AT)

    assert sign_in().problem == "wrong"
    assert find_device(token) is None
    assert find_account(number).actor.roles == frozenset()


@one_database
def test_a_letter_works_once_and_ends_earlier_sessions(database):
    make(password=None)
    letter = accounts.invite(username="wang", actor=terminal(), at=AT)
    before = get_account("wang").session_version

    accounts.accept_invitation(token=letter.token, password=PASSWORD, actor=VISITOR, at=AT)

    assert sign_in().account_id
    assert get_account("wang").session_version == before + 1
    with pytest.raises(RuleViolationError) as told:
        accounts.accept_invitation(token=letter.token, password=PASSWORD, actor=VISITOR, at=AT)
    assert told.value.code == "invitation-void"


@one_database
def test_a_letter_expires_and_a_new_one_voids_the_old(database):
    make(password=None)
    old = accounts.invite(username="wang", actor=terminal(), at=AT)
    new = accounts.invite(username="wang", actor=terminal(), at=AT)
    assert find_invitation(old.token, AT) is None
    assert find_invitation(new.token, AT).username == "wang"
    assert find_invitation(new.token, AT + timedelta(days=15)) is None


@one_database
def test_asking_for_a_new_password_gives_nobody_a_way_in(database):
    make()
    accounts.ask_reset(username="wang", actor=VISITOR, at=AT)
    accounts.ask_reset(username="nobody", actor=VISITOR, at=AT)
    assert Invitation.select().count() == 1
    assert sign_in().account_id


@one_database
def test_a_short_password_is_refused_with_a_remedy(database):
    make(password=None)
    letter = accounts.invite(username="wang", actor=terminal(), at=AT)
    with pytest.raises(RuleViolationError) as told:
        accounts.accept_invitation(token=letter.token, password="short", actor=VISITOR, at=AT)
    assert told.value.code == "password-weak"
    assert told.value.remedy


@one_database
@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_administrator_and_auditor_stand_alone(database, role):
    with pytest.raises(RuleViolationError):
        make(roles=(role, "planner"))


@one_database
def test_neither_password_nor_token_nor_name_reaches_the_audit_trail(database):
    make(name="秘密姓名")
    letter = accounts.invite(username="wang", actor=terminal(), at=AT)
    sign_in("wrong")
    trail = "".join(row.payload + row.subject for row in AuditEntry.select())
    assert PASSWORD not in trail
    assert letter.token not in trail
    assert "秘密姓名" not in trail
    assert letter.token not in str(Account.get().__data__)


def test_a_stolen_database_gives_no_passwords(hasher: PasswordHasher) -> None:
    assert hasher.type is Type.ID
    assert hasher.memory_cost >= 64 * 1024  # KiB, with three passes: the second recommendation of RFC 9106
    assert hasher.time_cost >= 3
    assert len(hasher.hash("a long walk by the river").split("$")[4]) >= 22  # 16 bytes of salt
