"""信用修复: applications to end a publication early."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, TextField

from supervision.database import JsonField, Table
from supervision.models.cases import Case
from supervision.models.facilities import Facility


class CreditRepair(Table):
    """信用修复申请 credit repair: asked for by the facility, decided by who imposed; ``against`` names the entry."""

    case = ForeignKeyField(Case, unique=True, backref="repair", on_delete="RESTRICT")
    facility = ForeignKeyField(Facility, backref="repairs", on_delete="RESTRICT")
    against_kind = CharField(max_length=20)  # penalty | listing
    against = CharField(max_length=80)  # id of the penalty or listing
    applied_on = DateField()
    committed_on = DateField()
    commitment = TextField()
    evidence = JsonField(default=list)  # sha256 of files
    answer = TextField(default="")
    decided_on = DateField(null=True)
    granted = BooleanField(null=True)
    barred_until = DateField(null=True)

    class Disclosure:
        """Applications are process material; that an entry was repaired shows by its being gone."""

        public = ""
        internal = (
            "id case facility against_kind against applied_on committed_on evidence decided_on granted "
            "barred_until answer"
        )
        personal = "commitment"
