"""账户查询: who is behind a session, a name, an invitation or a device token."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Account, Department, DeviceToken, Invitation


@dataclass(frozen=True, slots=True)
class AccountView:
    """账户: what a session needs to know; never the password hash."""

    id: int
    username: str
    name: str
    roles: tuple[str, ...]
    scope: str
    language: str
    active: bool
    session_version: int
    department: str | None
    facility_id: int | None
    inspector_id: int | None
    authority_id: int | None
    signed_in_at: datetime | None

    @property
    def actor(self) -> Actor:
        """Return this account as the one who does something."""
        return Actor(
            key=self.username,
            roles=frozenset(self.roles) if self.active else frozenset(),
            scope=self.scope,
            account_id=self.id,
            authority_id=self.authority_id,
            department=self.department,
            facility_id=self.facility_id,
            inspector_id=self.inspector_id,
        )


@dataclass(frozen=True, slots=True)
class InvitationView:
    """邀请函: an invitation that may still be used."""

    username: str
    name: str
    purpose: str
    expires_at: datetime


def token_hash(token: str) -> str:
    """Return what is stored of a token; the token itself never is."""
    return hashlib.sha256(token.encode()).hexdigest()


def _view(row: Account) -> AccountView:
    return AccountView(
        id=row.id,
        username=row.username,
        name=row.name,
        roles=tuple(row.roles),
        scope=row.scope,
        language=row.language,
        active=row.active,
        session_version=row.session_version,
        department=row.department.key if row.department_id else None,
        facility_id=row.facility_id,
        inspector_id=row.inspector_id,
        authority_id=row.authority_id,
        signed_in_at=row.signed_in_at,
    )


def _select() -> Any:
    return Account.select(Account, Department).left_outer_join(Department)


def find_account(account_id: int) -> AccountView | None:
    """Return the account of a session, or None."""
    row = _select().where(Account.id == account_id).first()
    return _view(row) if row else None


def get_account(username: str) -> AccountView:
    """Return the account called ``username``.

    Raises:
        NotFoundError: there is none.
    """
    row = _select().where(Account.username == username).first()
    if row is None:
        raise NotFoundError("没有名为“{username}”的账户。", username=username)
    return _view(row)


def list_accounts(actor: Actor) -> tuple[AccountView, ...]:
    """Return the accounts within the actor's authority, by name."""
    query = _select().order_by(Account.username)
    if actor.authority_id is not None:
        query = query.where((Account.authority == actor.authority_id) | Account.authority.is_null())
    return tuple(_view(row) for row in query)


def find_invitation(token: str, at: datetime) -> InvitationView | None:
    """Return the invitation behind ``token`` if it is unused and has not expired."""
    row = (
        Invitation.select(Invitation, Account)
        .join(Account)
        .where(Invitation.token_sha256 == token_hash(token), Invitation.used_at.is_null())
        .first()
    )
    if row is None or row.purpose == "asked" or row.expires_at < at or not row.account.active:
        return None
    return InvitationView(row.account.username, row.account.name, row.purpose, row.expires_at)


def find_device(token: str) -> AccountView | None:
    """Return the account whose tablet holds ``token``, unless it was revoked."""
    row = (
        DeviceToken.select(DeviceToken.account)
        .where(DeviceToken.token_sha256 == token_hash(token), DeviceToken.revoked_at.is_null())
        .first()
    )
    return find_account(row.account_id) if row else None


def list_reset_requests(at: datetime) -> tuple[str, ...]:
    """Return the usernames that asked for a new password and still wait for a letter."""
    rows = (
        Invitation.select(Account.username)
        .join(Account)
        .where(Invitation.purpose == "asked", Invitation.used_at.is_null(), Invitation.expires_at >= at)
        .distinct()
        .order_by(Account.username)
    )
    return tuple(name for (name,) in rows.tuples())


@dataclass(frozen=True, slots=True)
class DeviceView:
    """设备: one tablet of an account."""

    id: int
    label: str
    created_at: datetime
    last_used_on: date | None
    revoked: bool


def list_devices(actor: Actor) -> tuple[DeviceView, ...]:
    """Return the actor's own tablets."""
    rows = DeviceToken.select().where(DeviceToken.account == actor.account_id).order_by(DeviceToken.id)
    return tuple(
        DeviceView(row.id, row.label, row.created_at, row.last_used_on, row.revoked_at is not None)
        for row in rows
    )
