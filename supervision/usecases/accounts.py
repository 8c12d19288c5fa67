"""账户办理: creating accounts, inviting people, signing in, forgotten passwords, tablets."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError
from supervision.models import Account, Authority, Department, DeviceToken, Facility, Inspector, Invitation
from supervision.permissions import ROLES
from supervision.queries.accounts import token_hash
from supervision.usecases._frame import record, usecase

HASHER = PasswordHasher()
ATTEMPTS_BEFORE_LOCK = 5
LOCK = timedelta(minutes=15)
INVITATION_LASTS = timedelta(days=14)
RESET_LASTS = timedelta(days=1)
REQUEST_LASTS = timedelta(days=3)
MIN_PASSWORD = 10


@dataclass(frozen=True, slots=True)
class SignIn:
    """登录结果: the account that signed in, or why not: ``wrong``, ``locked``."""

    account_id: int | None
    session_version: int = 0
    problem: str | None = None
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """邀请函: what goes into the letter; the token is shown once and not stored."""

    username: str
    name: str
    purpose: str
    token: str
    expires_at: datetime


@usecase("account.sign_in")
def sign_in(*, username: str, password: str, actor: Actor, at: datetime) -> SignIn:
    """登录: check a password; five failures lock the account for a quarter of an hour.

    A wrong name costs the same time as a wrong password and is answered alike.
    """
    account = Account.get_or_none(Account.username == username.strip())
    if account is None or account.password_hash is None or not account.active:
        _matches(_absent(), password)
        record("account:unknown", outcome="wrong")
        return SignIn(None, problem="wrong")
    subject = f"account:{account.id}"
    if account.locked_until and account.locked_until > at:
        record(subject, outcome="locked")
        return SignIn(None, problem="locked", locked_until=account.locked_until)
    if not _matches(account.password_hash, password):
        account.failed_attempts += 1
        if account.failed_attempts >= ATTEMPTS_BEFORE_LOCK:
            account.failed_attempts, account.locked_until = 0, at + LOCK
        account.save()
        record(subject, outcome="wrong")
        locked = account.locked_until if account.locked_until and account.locked_until > at else None
        return SignIn(None, problem="locked" if locked else "wrong", locked_until=locked)
    if HASHER.check_needs_rehash(account.password_hash):
        account.password_hash = HASHER.hash(password)
    account.failed_attempts, account.locked_until, account.signed_in_at = 0, None, at
    account.save()
    record(subject, outcome="signed in")
    return SignIn(account.id, account.session_version)


@cache
def _absent() -> str:
    """Return a hash that is compared with where nobody is called so, so that the same time passes."""
    return HASHER.hash(secrets.token_hex(16))


def _matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


@usecase("account.create")
def create_account(
    *,
    username: str,
    name: str,
    roles: tuple[str, ...],
    scope: str = "",
    authority_key: str | None = None,
    department: str | None = None,
    facility_code: str | None = None,
    staff_number: str | None = None,
    language: str = "zh-CN",
    password: str | None = None,
    password_hash: str | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """新建账户: an account without a password until its invitation is accepted (a demonstration gives one)."""
    if Account.get_or_none(Account.username == username):
        raise RuleViolationError(
            "username-taken",
            "账户名“{username}”已被使用。",
            remedy="请换一个账户名。",
            facts={"username": username},
        )
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        raise RuleViolationError("role-unknown", "没有“{role}”这种角色。", facts={"role": ", ".join(unknown)})
    if "administrator" in roles and len(roles) > 1:
        raise RuleViolationError("administrator-alone", "系统管理员不办理案件，不能兼任其他角色。")
    if "auditor" in roles and len(roles) > 1:
        raise RuleViolationError("auditor-alone", "审计人员只读不写，不能兼任其他角色。")
    account = Account.create(
        username=username,
        name=name,
        roles=list(roles),
        scope=scope,
        authority=Authority.get(Authority.key == authority_key) if authority_key else None,
        department=Department.get(Department.key == department) if department else None,
        facility=Facility.get(Facility.code == facility_code) if facility_code else None,
        inspector=Inspector.get(Inspector.staff_number == staff_number) if staff_number else None,
        language=language,
        password_hash=HASHER.hash(password) if password else password_hash,
        created_at=at,
    )
    record(f"account:{account.id}", roles=list(roles), scope=scope)
    return account.id


@usecase("account.invite")
def invite(*, username: str, actor: Actor, at: datetime) -> Letter:
    """邀请: make a one-time letter for a first or a forgotten password; an earlier letter stops working."""
    account = Account.get_or_none(Account.username == username, Account.active)
    if account is None:
        raise NotFoundError("没有名为“{username}”的账户。", username=username)
    Invitation.delete().where(Invitation.account == account, Invitation.used_at.is_null()).execute()
    purpose = "reset" if account.password_hash else "first"
    token = secrets.token_urlsafe(24)
    expires_at = at + (RESET_LASTS if purpose == "reset" else INVITATION_LASTS)
    Invitation.create(
        account=account, purpose=purpose, token_sha256=token_hash(token), created_at=at, expires_at=expires_at
    )
    record(f"account:{account.id}", purpose=purpose)
    return Letter(account.username, account.name, purpose, token, expires_at)


@usecase("account.ask_reset")
def ask_reset(*, username: str, actor: Actor, at: datetime) -> None:
    """找回密码: leave a request; the administrator sees it, makes sure who asks, and hands over a letter."""
    account = Account.get_or_none(Account.username == username.strip(), Account.active)
    if account is None:
        record("account:unknown", purpose="reset")
        return
    Invitation.create(
        account=account,
        purpose="asked",
        token_sha256=token_hash(secrets.token_hex(32)),
        created_at=at,
        expires_at=at + REQUEST_LASTS,
    )
    record(f"account:{account.id}", purpose="reset")


@usecase("account.accept_invitation")
def accept_invitation(*, token: str, password: str, actor: Actor, at: datetime) -> str:
    """接受邀请: set the password that the letter allows, once; all earlier sessions end. Returns the username."""
    row = Invitation.get_or_none(Invitation.token_sha256 == token_hash(token), Invitation.used_at.is_null())
    if row is None or row.purpose == "asked" or row.expires_at < at or not row.account.active:
        raise RuleViolationError(
            "invitation-void",
            "这封邀请函已使用或已过期。",
            remedy="请联系本单位的系统管理员，重新发放一封。",
        )
    if len(password) < MIN_PASSWORD or password == row.account.username:
        raise RuleViolationError(
            "password-weak",
            "密码至少需要 {n} 个字符，且不能与账户名相同。",
            remedy="可以用几个互不相关的词连成一句。",
            facts={"n": MIN_PASSWORD},
        )
    row.used_at = at
    row.save()
    account = row.account
    account.password_hash = HASHER.hash(password)
    account.session_version += 1
    account.failed_attempts, account.locked_until = 0, None
    account.save()
    record(f"account:{account.id}", purpose=row.purpose)
    return account.username


@usecase("account.disable")
def disable_account(*, username: str, actor: Actor, at: datetime) -> None:
    """停用账户: no more sign-in; sessions and tablets end at once, the name stays in the records."""
    account = Account.get_or_none(Account.username == username)
    if account is None:
        raise NotFoundError("没有名为“{username}”的账户。", username=username)
    account.active = False
    account.session_version += 1
    account.save()
    DeviceToken.update(revoked_at=at).where(
        DeviceToken.account == account, DeviceToken.revoked_at.is_null()
    ).execute()
    record(f"account:{account.id}")


@usecase("account.change_language")
def change_language(*, language: str, actor: Actor, at: datetime) -> None:
    """切换语言: remember the language that somebody reads."""
    Account.update(language=language).where(Account.id == actor.account_id).execute()
    record(f"account:{actor.account_id}", language=language)


@usecase("device.register")
def register_device(*, label: str, actor: Actor, at: datetime) -> str:
    """登记设备: give a tablet its token, returned once; it sends visits even after the session has ended."""
    token = secrets.token_urlsafe(32)
    device = DeviceToken.create(
        account=actor.account_id,
        token_sha256=token_hash(token),
        label=label[:80],
        created_at=at,
        last_used_on=china_day(at),
    )
    record(f"device:{device.id}", account=actor.account_id)
    return token


@usecase("device.revoke")
def revoke_device(*, device_id: int, actor: Actor, at: datetime) -> None:
    """注销设备: a lost tablet sends nothing any more."""
    query = DeviceToken.update(revoked_at=at).where(DeviceToken.id == device_id)
    if "administrator" not in actor.roles:
        query = query.where(DeviceToken.account == actor.account_id)
    if not query.execute():
        raise NotFoundError("没有这台设备。")
    record(f"device:{device_id}")
