"""外地名单: entries of other regions' lists, held here until a person has said what they mean here."""

from peewee import CharField, DateField, ForeignKeyField, TextField

from supervision.database import MomentField, Table
from supervision.models.facilities import Facility


class ForeignEntry(Table):
    """外地名单条目 foreign entry: what another region listed; ``effect`` stays empty until it is recognised here."""

    uuid = CharField(max_length=36, unique=True)
    region = CharField(max_length=12)  # code of the region that listed
    authority = CharField(max_length=120)
    list_kind = CharField(max_length=10)  # red | black
    number = CharField(max_length=80)  # of the decision there
    name = CharField(max_length=160)
    uscc = CharField(max_length=18, default="")
    cause = TextField(default="")
    issued_on = DateField()
    until = DateField(null=True)
    removed_on = DateField(null=True)
    source_sha256 = CharField(max_length=64)
    received_at = MomentField()
    facility = ForeignKeyField(Facility, null=True, backref="foreign_entries", on_delete="RESTRICT")
    matched_by = CharField(max_length=10, default="")  # uscc | name | person
    effect = CharField(max_length=10, default="")  # notice | watch | same | none
    recognised_by = CharField(max_length=60, default="")
    recognised_on = DateField(null=True)
    reason = CharField(max_length=300, default="")

    class Meta:
        """One decision of a region is one entry."""

        indexes = ((("region", "number", "name"), True),)

    class Disclosure:
        """What another region published stays its own publication; here it is for the office."""

        public = ""
        internal = (
            "id uuid region authority list_kind number name uscc cause issued_on until removed_on source_sha256 "
            "received_at facility matched_by effect recognised_by recognised_on reason"
        )
        personal = ""
