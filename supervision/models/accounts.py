"""账户: who may sign in, how they were invited, which tablets they use."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from supervision.database import JsonField, MomentField, Table
from supervision.models.authorities import Authority, Department
from supervision.models.facilities import Facility
from supervision.models.inspectors import Inspector


class Account(Table):
    """账户 account: a person's way in; roles and scope say what is seen and done."""

    username = CharField(max_length=60, unique=True)
    password_hash = TextField(null=True)  # null until the invitation is accepted
    name = CharField(max_length=60)
    email = CharField(max_length=120, null=True)
    roles = JsonField(default=list)
    scope = CharField(max_length=12, default="")  # prefix of area codes
    authority = ForeignKeyField(Authority, null=True, on_delete="RESTRICT")
    department = ForeignKeyField(Department, null=True, on_delete="RESTRICT")
    facility = ForeignKeyField(Facility, null=True, on_delete="RESTRICT")
    inspector = ForeignKeyField(Inspector, null=True, on_delete="RESTRICT")
    language = CharField(max_length=10, default="zh-CN")
    active = BooleanField(default=True)
    failed_attempts = IntegerField(default=0)
    locked_until = MomentField(null=True)
    session_version = IntegerField(default=1)  # raised to end all sessions
    created_at = MomentField()
    signed_in_at = MomentField(null=True)

    class Disclosure:
        """Nothing of an account is public."""

        public = ""
        internal = (
            "id username roles scope authority department facility inspector language active "
            "failed_attempts locked_until session_version created_at signed_in_at"
        )
        personal = "password_hash name email"


class Invitation(Table):
    """邀请函 invitation: a one-time letter with a QR code, for the first password or a forgotten one."""

    account = ForeignKeyField(Account, backref="invitations", on_delete="CASCADE")
    purpose = CharField(max_length=20)  # first | reset
    token_sha256 = CharField(max_length=64, unique=True)
    created_at = MomentField()
    expires_at = MomentField()
    used_at = MomentField(null=True)

    class Disclosure:
        """Never public."""

        public = ""
        internal = "id account purpose created_at expires_at used_at"
        personal = "token_sha256"


class DeviceToken(Table):
    """设备令牌 device token: lets one tablet send visits, also when the session has ended."""

    account = ForeignKeyField(Account, backref="devices", on_delete="CASCADE")
    token_sha256 = CharField(max_length=64, unique=True)
    label = CharField(max_length=80)
    created_at = MomentField()
    last_used_on = DateField(null=True)
    revoked_at = MomentField(null=True)

    class Disclosure:
        """Never public."""

        public = ""
        internal = "id account label created_at last_used_on revoked_at"
        personal = "token_sha256"
