"""执法检查人员: the inspectors' directory, their absences, and who must not go where."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField

from supervision.database import JsonField, Table
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
    since = DateField(null=True)
    until = DateField(null=True)

    class Disclosure:
        """The public site names the organ, never the person (R7.14)."""

        public = ""
        internal = (
            "id staff_number department credential_until qualifications areas own_area capacity since until"
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


class Recusal(Table):
    """回避 recusal: this inspector does not go to this facility."""

    inspector = ForeignKeyField(Inspector, backref="recusals", on_delete="CASCADE")
    facility = ForeignKeyField(Facility, backref="recusals", on_delete="CASCADE")
    code = CharField(max_length=40)  # declared-interest | kinship | former-employer | facility-request
    declared_by = CharField(max_length=60)
    since = DateField()
    until = DateField(null=True)
    note = CharField(max_length=200, default="")

    class Disclosure:
        """Only the code goes into a roster, under a pseudonym."""

        public = ""
        internal = "id inspector facility code declared_by since until"
        personal = "note"
