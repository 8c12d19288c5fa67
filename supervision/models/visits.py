"""检查: visits, answers, evidence, findings and results."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from supervision.database import JsonField, MomentField, Table
from supervision.models.authorities import Authority
from supervision.models.cases import Case
from supervision.models.draws import Draw
from supervision.models.facilities import Facility
from supervision.models.inspectors import Inspector
from supervision.models.plans import Task


class Visit(Table):
    """检查 visit: drawn, yearly joint one-form, special, case, re-check or emergency; only drawn ones have a draw."""

    uuid = CharField(max_length=36, unique=True)
    number = CharField(max_length=60, unique=True)
    kind = CharField(max_length=20)  # drawn | joint | special | case | recheck | emergency
    facility = ForeignKeyField(Facility, backref="visits", on_delete="RESTRICT")
    authority = ForeignKeyField(Authority, backref="visits", on_delete="RESTRICT")
    task = ForeignKeyField(Task, null=True, backref="visits", on_delete="RESTRICT")
    draw = ForeignKeyField(Draw, null=True, backref="visits", on_delete="RESTRICT")
    parent = ForeignKeyField("self", null=True, backref="rechecks", on_delete="RESTRICT")
    case = ForeignKeyField(Case, unique=True, backref="visit", on_delete="RESTRICT")
    day = DateField(null=True)
    reason = CharField(max_length=200, default="")
    departments = JsonField(default=list)
    checklist = CharField(max_length=60)
    checklist_sha256 = CharField(max_length=64)
    items = JsonField(null=True)  # codes, where not the whole checklist (a re-check)
    pseudonym = CharField(max_length=64, null=True)
    nonce = CharField(max_length=64, null=True)  # published with the result of a drawn visit
    notified_at = MomentField(null=True)
    started_at = MomentField(null=True)
    received_at = MomentField(null=True)
    manifest = JsonField(null=True)
    manifest_sha256 = CharField(max_length=64, null=True)
    receipt = JsonField(null=True)
    confirmed_on = DateField(null=True)

    class Disclosure:
        """A visit becomes public by its confirmed results."""

        public = (
            "id uuid number kind facility authority task draw day departments checklist checklist_sha256 pseudonym "
            "nonce confirmed_on"
        )
        internal = (
            "parent case reason items notified_at started_at received_at manifest manifest_sha256 receipt"
        )
        personal = ""


class VisitMember(Table):
    """检查组成员 visit member: which inspector goes, for which department."""

    visit = ForeignKeyField(Visit, backref="members", on_delete="CASCADE")
    inspector = ForeignKeyField(Inspector, backref="visits", on_delete="RESTRICT")
    department = CharField(max_length=40)
    informed_at = MomentField(null=True)

    class Meta:
        """Once each."""

        indexes = ((("visit", "inspector"), True),)

    class Disclosure:
        """Inspectors are not named to the public."""

        public = ""
        internal = "id visit inspector department informed_at"
        personal = ""


class VisitAnswer(Table):
    """检查结论 visit answer: the last answer to one item, with the history of how it came about."""

    visit = ForeignKeyField(Visit, backref="answers", on_delete="CASCADE")
    client_id = CharField(max_length=36)
    item = CharField(max_length=20)
    answer = CharField(max_length=20)  # met | not_met | not_applicable | not_observed
    scope = CharField(max_length=20, null=True)  # isolated | several | widespread
    remark = TextField(default="")
    corrected_on_spot = BooleanField(default=False)
    by = CharField(max_length=60)
    photos = JsonField(default=list)
    history = JsonField(default=list)  # [{answer, scope, device_time, monotonic_ms, by}]
    received_at = MomentField()

    class Meta:
        """One standing answer an item."""

        indexes = ((("visit", "item"), True),)

    class Disclosure:
        """Of a confirmed visit: how many answers of each kind, which items were not seen; never the remark."""

        public = "visit item answer"
        internal = "id client_id scope corrected_on_spot by photos history received_at"
        personal = "remark"


class Evidence(Table):
    """证据文件 evidence: a file by its content; the name somebody typed is only a label."""

    sha256 = CharField(max_length=64, unique=True)
    size = BigIntegerField()
    type = CharField(max_length=80)
    label = CharField(max_length=200, default="")
    stored_at = MomentField(null=True)  # when its last byte had come and the content fitted the name

    class Disclosure:
        """Photos stay in the file (R7.16)."""

        public = ""
        internal = "id sha256 size type stored_at"
        personal = "label"


class VisitEvidence(Table):
    """检查证据 visit evidence: which file belongs to which visit and item."""

    visit = ForeignKeyField(Visit, backref="evidence", on_delete="CASCADE")
    sha256 = CharField(max_length=64)
    item = CharField(max_length=20, default="")

    class Meta:
        """Once each."""

        indexes = ((("visit", "sha256", "item"), True),)

    class Disclosure:
        """Stays in the file."""

        public = ""
        internal = "id visit sha256 item"
        personal = ""


class Signature(Table):
    """签名 signature: strokes as points, or a stated refusal with a witness."""

    visit = ForeignKeyField(Visit, backref="signatures", on_delete="CASCADE")
    client_id = CharField(max_length=36, unique=True)
    role = CharField(max_length=20)  # inspector | facility | witness
    name = CharField(max_length=60)
    strokes = JsonField(null=True)
    refusal = CharField(max_length=200, default="")

    class Disclosure:
        """Personal."""

        public = ""
        internal = "id visit client_id role"
        personal = "name strokes refusal"


class Finding(Table):
    """检查发现 finding: an item that was not met, and whether it has been put right."""

    visit = ForeignKeyField(Visit, backref="findings", on_delete="RESTRICT")
    facility = ForeignKeyField(Facility, backref="findings", on_delete="RESTRICT")
    department = CharField(max_length=40)
    item = CharField(max_length=20)
    scope = CharField(max_length=20)
    severity = IntegerField()
    legal_major = CharField(max_length=10)
    veto = BooleanField()
    state = CharField(max_length=20, default="open")  # open | corrected | verified
    corrected_on = DateField(null=True)
    verified_on = DateField(null=True)
    rectification = ForeignKeyField(Case, null=True, backref="findings", on_delete="SET NULL")

    class Meta:
        """One an item and visit."""

        indexes = ((("visit", "item"), True),)

    class Disclosure:
        """A confirmed finding is public, with its state."""

        public = (
            "id visit facility department item scope severity legal_major veto state corrected_on verified_on "
            "rectification"
        )
        internal = ""
        personal = ""


class Result(Table):
    """抽查检查结果 result: a set of the eight kinds for one recording department (R1.33)."""

    visit = ForeignKeyField(Visit, backref="results", on_delete="RESTRICT")
    department = CharField(max_length=40)
    kinds = JsonField()  # [1..8]
    reasons = JsonField(default=list)
    confirmed_by = CharField(max_length=60)
    confirmed_at = MomentField()
    formed_on = DateField()
    publish_by = DateField()

    class Meta:
        """One set a department."""

        indexes = ((("visit", "department"), True),)

    class Disclosure:
        """Results are published within 20 working days."""

        public = "id visit department kinds reasons formed_on publish_by"
        internal = "confirmed_by confirmed_at"
        personal = ""
