"""执法检查人员: the inspectors' directory, their absences and ties, and the experts who assist them."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField

from supervision.database import JsonField, MomentField, Table
from supervision.models.authorities import Department
from supervision.models.facilities import Facility


class Inspector(Table):
    """执法检查人员 inspector: credential, qualification, areas, and how many visits a task may give."""

    staff_number = CharField(max_length=40, unique=True)
    name = CharField(max_length=60)
    department = ForeignKeyField(Department, backref="inspectors", on_delete="RESTRICT")
    credential_number = CharField(max_length=40)
    credential_until = DateField(null=True)
    qualifications = JsonField(default=list)  # e.g. ["fire", "food"]
    areas = JsonField(default=list)  # prefixes of area codes; empty means everywhere
    own_area = CharField(max_length=12, default="")  # where he lives or is posted: recused there
    capacity = IntegerField(default=6)
    training = JsonField(default=list)  # [{on, topic}]
    since = DateField(null=True)
    until = DateField(null=True)
    confirmed_on = DateField(null=True)  # when a planner last confirmed that all of this still holds

    class Disclosure:
        """The public site names the organ, never the person (R7.14)."""

        public = ""
        internal = (
            "id staff_number department credential_until qualifications areas own_area capacity training since "
            "until confirmed_on"
        )
        personal = "name credential_number"


class InspectorAbsence(Table):
    """不在岗 absence: leave or training, during which nobody is drawn."""

    inspector = ForeignKeyField(Inspector, backref="absences", on_delete="CASCADE")
    since = DateField()
    until = DateField()
    reason = CharField(max_length=40)

    class Disclosure:
        """Personnel matter."""

        public = ""
        internal = "id inspector since until"
        personal = "reason"


class InspectorTie(Table):
    """利害关系 tie: kin at a facility, or a former post there; recusals follow from it by rule."""

    inspector = ForeignKeyField(Inspector, backref="ties", on_delete="CASCADE")
    facility = ForeignKeyField(Facility, backref="ties", on_delete="CASCADE")
    kind = CharField(max_length=20)  # kinship | former-employer
    relation = CharField(max_length=80, default="")  # e.g. 母亲入住; 曾任护理主管
    since = DateField()
    until = DateField(null=True)  # moved out, or left the post
    recorded_by = CharField(max_length=60)

    class Disclosure:
        """Kin is nobody else's business: all that says who and where is personal."""

        public = ""
        internal = "id recorded_by"
        personal = "inspector facility kind relation since until"


class ParticularsRequest(Table):
    """资料变更申请 particulars request: an inspector keeps his own areas and leave up to date; a planner confirms."""

    inspector = ForeignKeyField(Inspector, backref="requests", on_delete="CASCADE")
    changes = JsonField()  # {areas: […], own_area: …, absence: [since, until, reason], training: {on, topic}}
    note = CharField(max_length=200, default="")
    asked_at = MomentField()
    decided_at = MomentField(null=True)
    decided_by = CharField(max_length=60, null=True)
    accepted = BooleanField(null=True)
    answer = CharField(max_length=200, default="")

    class Disclosure:
        """Personnel matter."""

        public = ""
        internal = "id inspector asked_at decided_at decided_by accepted"
        personal = "changes note answer"


class Expert(Table):
    """专家 expert: assists an inspection and never replaces one of its two officers (R1.14)."""

    key = CharField(max_length=40, unique=True)
    name = CharField(max_length=60)
    organisation = CharField(max_length=120, default="")
    specialities = JsonField(default=list)  # e.g. ["消防", "营养"]
    department = ForeignKeyField(Department, backref="experts", on_delete="RESTRICT")
    since = DateField(null=True)
    until = DateField(null=True)
    remark = CharField(max_length=200, default="")
    confirmed_on = DateField(null=True)  # when a planner last entered or changed him, so that the age shows

    class Disclosure:
        """The public site names no person."""

        public = ""
        internal = "id key organisation specialities department since until remark confirmed_on"
        personal = "name"


class Recusal(Table):
    """回避 recusal: this inspector does not go to this facility."""

    inspector = ForeignKeyField(Inspector, backref="recusals", on_delete="CASCADE")
    facility = ForeignKeyField(Facility, backref="recusals", on_delete="CASCADE")
    code = CharField(max_length=40)  # declared-interest | kinship | former-employer | facility-request
    declared_by = CharField(max_length=60)
    since = DateField()
    until = DateField(null=True)
    note = CharField(max_length=200, default="")
    case = CharField(max_length=36, null=True)  # uuid of the case in which a head decided it

    class Disclosure:
        """Only the code goes into a roster, under a pseudonym."""

        public = ""
        internal = "id inspector facility code declared_by since until case"
        personal = "note"
