"""整改: orders to correct, what the facility reported, how it was checked."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, TextField

from supervision.database import JsonField, MomentField, Table
from supervision.models.cases import Case
from supervision.models.facilities import Facility
from supervision.models.visits import Visit


class Rectification(Table):
    """责令改正 rectification: an order with its deadline; clock and state stand in its case."""

    case = ForeignKeyField(Case, unique=True, backref="rectification", on_delete="RESTRICT")
    visit = ForeignKeyField(Visit, backref="rectifications", on_delete="RESTRICT")
    facility = ForeignKeyField(Facility, backref="rectifications", on_delete="RESTRICT")
    department = CharField(max_length=40)
    number = CharField(max_length=60, unique=True)
    ordered_on = DateField()
    due_on = DateField()
    due_rule = CharField(max_length=80)
    provisional = BooleanField(default=False)
    items = JsonField()  # codes of the checklist
    reported_on = DateField(null=True)
    closed_on = DateField(null=True)

    class Disclosure:
        """That a correction was ordered, until when, and whether it was done, is public."""

        public = "id case visit facility department number ordered_on due_on items reported_on closed_on"
        internal = "due_rule provisional"
        personal = ""


class RectificationReport(Table):
    """整改报告 rectification report: what the facility says it did, with evidence."""

    rectification = ForeignKeyField(Rectification, backref="reports", on_delete="CASCADE")
    by = CharField(max_length=60)
    at = MomentField()
    text = TextField()
    evidence = JsonField(default=list)  # sha256 of files

    class Disclosure:
        """The facility's own words stay in the file."""

        public = ""
        internal = "id rectification by at evidence"
        personal = "text"
