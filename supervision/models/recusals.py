"""回避申请: somebody asks that an inspector not go to a facility; a head decides, with a reason."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, TextField

from supervision.database import JsonField, Table
from supervision.models.cases import Case
from supervision.models.facilities import Facility
from supervision.models.inspectors import Inspector


class RecusalRequest(Table):
    """回避申请 recusal request: declared by the inspector himself, or asked for by the facility (R1.22).

    A facility writes whom it means; which inspector that is, the office finds out.
    """

    case = ForeignKeyField(Case, unique=True, backref="recusal_requests", on_delete="RESTRICT")
    facility = ForeignKeyField(Facility, backref="recusal_requests", on_delete="RESTRICT")
    inspector = ForeignKeyField(Inspector, null=True, backref="recusal_requests", on_delete="RESTRICT")
    person = CharField(max_length=60, default="")
    code = CharField(max_length=40)
    text = TextField()
    evidence = JsonField(default=list)  # SHA-256 of the files
    filed_on = DateField()
    filed_by = CharField(max_length=60)
    granted = BooleanField(null=True)
    decided_on = DateField(null=True)
    decided_by = CharField(max_length=60, null=True)
    answer = TextField(default="")

    class Disclosure:
        """Process material; who is kin to whom least of all."""

        public = ""
        internal = "id case facility code evidence filed_on filed_by granted decided_on decided_by"
        personal = "inspector person text answer"
