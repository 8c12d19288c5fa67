"""信用档案: the ledger of dated facts, score sheets, awards, penalties, lists, objections."""

from peewee import BigIntegerField, BooleanField, CharField, DateField, ForeignKeyField, TextField

from supervision.database import ExactField, JsonField, MomentField, Table
from supervision.models.cases import Case
from supervision.models.facilities import Facility


class Fact(Table):
    """信用事实 fact: appended, never edited; a correction supersedes it."""

    uuid = CharField(max_length=36, unique=True)
    facility = ForeignKeyField(Facility, backref="facts", on_delete="RESTRICT")
    kind = CharField(max_length=60)
    on = DateField()
    recorded_at = MomentField()
    source = CharField(max_length=120)
    basis = CharField(max_length=120, default="")
    data = JsonField(default=dict)
    visibility = CharField(max_length=10)  # public | internal
    supersedes = CharField(max_length=36, null=True)
    public_until = DateField(null=True)

    class Meta:
        """Read by facility and kind; found by when they came and when they can no longer be shown."""

        indexes = (
            (("facility", "kind", "on"), False),
            (("kind", "on"), False),
            (("recorded_at",), False),
            (("public_until",), False),
        )

    class Disclosure:
        """Rows with visibility public, through their own query."""

        public = "id uuid facility kind on source basis data visibility public_until"
        internal = "recorded_at supersedes"
        personal = ""


class ScoreSheet(Table):
    """评分表 score sheet: a score with all its lines; without them it cannot be stored."""

    sha256 = CharField(max_length=64, unique=True)
    scheme = CharField(max_length=80)
    facility = ForeignKeyField(Facility, backref="score_sheets", on_delete="RESTRICT")
    on = DateField()
    known_at = MomentField()
    outcome = CharField(max_length=40, null=True)
    value = ExactField(null=True)
    sheet = JsonField()
    seal = JsonField(null=True)  # hashes of the facts, rules and values it rests on
    content_sha256 = CharField(max_length=64, null=True)  # of the seal
    public = BooleanField(default=False)
    decided_by = CharField(max_length=60, null=True)
    stored_at = MomentField()

    class Meta:
        """The newest of a scheme is found quickly."""

        indexes = ((("facility", "scheme", "on"), False),)

    class Disclosure:
        """Rows marked public; the internal risk class never is."""

        public = "id sha256 scheme facility on known_at outcome value sheet public"
        internal = "decided_by stored_at seal content_sha256"
        personal = ""


class Award(Table):
    """评定结果 award: a star grade or performance rating that was decided, with its term."""

    uuid = CharField(max_length=36, unique=True)
    scheme = CharField(max_length=80)
    facility = ForeignKeyField(Facility, backref="awards", on_delete="RESTRICT")
    outcome = CharField(max_length=40)
    since = DateField()
    until = DateField()
    ended_on = DateField(null=True)
    ended_reason = CharField(max_length=200, default="")
    number = CharField(max_length=60)
    organ = CharField(max_length=80)
    sheet_sha256 = CharField(max_length=64, null=True)
    proposed_by = CharField(max_length=60)
    decided_by = CharField(max_length=60)
    decided_at = MomentField()
    decided_on = DateField(null=True)  # none while it is only proposed

    class Disclosure:
        """Awards are announced once they are decided."""

        public = "id uuid scheme facility outcome since until ended_on ended_reason number organ sheet_sha256 decided_on"
        internal = "proposed_by decided_by decided_at"
        personal = ""


class Penalty(Table):
    """行政处罚 penalty: a decision against a facility, with the columns that publication needs (R6)."""

    uuid = CharField(max_length=36, unique=True)
    facility = ForeignKeyField(Facility, backref="penalties", on_delete="RESTRICT")
    number = CharField(max_length=80, unique=True)
    violation = CharField(max_length=120)
    facts = TextField()
    basis = JsonField()
    kinds = JsonField()
    content = TextField()
    fine_fen = BigIntegerField(default=0)
    forfeited_fen = BigIntegerField(default=0)
    decided_on = DateField()
    public_until = DateField(null=True)
    performed_on = DateField(null=True)
    corrected_on = DateField(null=True)
    ban_until = DateField(null=True)
    violation_ended_on = DateField(null=True)  # where known: some local laws count the public term from it
    repaired_on = DateField(null=True)
    withdrawn_on = DateField(null=True)
    sector = CharField(max_length=20, default="")  # in the words of the law: 养老服务, 消防 …
    simple = BooleanField(default=False)
    tier = CharField(max_length=20)  # minor | general | serious
    regime = CharField(max_length=60)  # rule id of the repair regime
    organ = CharField(max_length=80)
    recorded_at = MomentField()
    recorded_by = CharField(max_length=60, default="")

    class Disclosure:
        """Public while its term runs."""

        public = (
            "id uuid facility number violation facts basis kinds content fine_fen forfeited_fen decided_on "
            "public_until performed_on tier regime organ"
        )
        internal = "recorded_at recorded_by corrected_on ban_until violation_ended_on repaired_on withdrawn_on sector simple"
        personal = ""


class Listing(Table):
    """名单条目 listing: one entry of the red list or the black list (失信惩戒对象名单), with its due process."""

    uuid = CharField(max_length=36, unique=True)
    list_kind = CharField(max_length=10)  # red | black
    facility = ForeignKeyField(Facility, backref="listings", on_delete="RESTRICT")
    case = ForeignKeyField(Case, unique=True, backref="listing", on_delete="RESTRICT")
    cause = CharField(max_length=300)
    rule = CharField(max_length=80)
    basis = JsonField()
    organ = CharField(max_length=80)
    number = CharField(max_length=60, default="")
    decided_on = DateField(null=True)
    since = DateField(null=True)
    until = DateField(null=True)
    ended_on = DateField(null=True)
    ended_reason = CharField(max_length=200, default="")
    measures = JsonField(default=list)
    origin = JsonField(null=True)  # {region, authority, number}: of the entry elsewhere that led to this one

    class Disclosure:
        """Public from publication until the end; then a tombstone without name or cause."""

        public = (
            "id uuid list_kind facility cause rule basis organ number decided_on since until ended_on "
            "ended_reason measures origin"
        )
        internal = "case"
        personal = ""


class Objection(Table):
    """异议 objection: a facility says that something recorded about it is wrong."""

    case = ForeignKeyField(Case, unique=True, backref="objection", on_delete="RESTRICT")
    facility = ForeignKeyField(Facility, backref="objections", on_delete="RESTRICT")
    against_kind = CharField(max_length=40)  # finding | result | award | listing | penalty
    against = CharField(max_length=80)
    filed_on = DateField()
    text = TextField()
    answer = TextField(default="")
    answered_on = DateField(null=True)
    upheld = BooleanField(null=True)
    correction = JsonField(
        null=True
    )  # {visit, item, was: {member: value}, is: {…}, kinds: {department: [1..8]}}

    class Disclosure:
        """That an objection is pending, and against what, is public, and what it corrected; its text is not."""

        public = "id facility against_kind against filed_on answered_on upheld correction"
        internal = "case answer"
        personal = "text"
