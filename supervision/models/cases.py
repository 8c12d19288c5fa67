"""案件: where something stands on the path of its procedure, and who moved it."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from supervision.database import JsonField, MomentField, Table
from supervision.models.areas import Area
from supervision.models.facilities import Facility


class Case(Table):
    """案件 case: a visit, rectification, listing or objection on the path of its procedure file."""

    uuid = CharField(max_length=36, unique=True)
    procedure = CharField(max_length=40)
    procedure_version = CharField(max_length=20)
    facility = ForeignKeyField(Facility, null=True, backref="cases", on_delete="RESTRICT")
    area = ForeignKeyField(Area, on_delete="RESTRICT")
    department = CharField(max_length=40, default="")
    title = CharField(max_length=200)
    state = CharField(max_length=40)
    entered_on = DateField()  # day on which the present state was entered
    opened_on = DateField()
    closed_on = DateField(null=True)
    data = JsonField(default=dict)

    class Meta:
        """Found by procedure and state."""

        indexes = ((("procedure", "state"), False),)

    class Disclosure:
        """What a case makes public, its own records carry."""

        public = ""
        internal = (
            "id uuid procedure procedure_version facility area department title state entered_on opened_on "
            "closed_on data"
        )
        personal = ""


class CaseMove(Table):
    """案件流转 case move: one step, by whom, when, with what note; never changed."""

    case = ForeignKeyField(Case, backref="moves", on_delete="RESTRICT")
    n = IntegerField()
    move = CharField(max_length=40)
    from_state = CharField(max_length=40)
    to_state = CharField(max_length=40)
    by = CharField(max_length=60)
    at = MomentField()
    on = DateField()
    note = TextField(default="")
    data = JsonField(default=dict)

    class Meta:
        """Numbered within the case."""

        indexes = ((("case", "n"), True),)

    class Disclosure:
        """Process material (R1.36)."""

        public = ""
        internal = "id case n move from_state to_state by at on data"
        personal = "note"


class CaseInvolvement(Table):
    """参与人 involvement: who had to do with a case, so that somebody else decides the appeal."""

    case = ForeignKeyField(Case, backref="involvements", on_delete="CASCADE")
    person = CharField(max_length=60)  # key of the actor
    role = CharField(max_length=40)

    class Meta:
        """Once each."""

        indexes = ((("case", "person", "role"), True),)

    class Disclosure:
        """Process material."""

        public = ""
        internal = "id case person role"
        personal = ""
