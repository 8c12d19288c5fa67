"""外地名单: entries of other regions' lists, held here until a person has said what they mean here."""

from peewee import CharField, DateField, ForeignKeyField, TextField

from supervision.database import JsonField, MomentField, Table
from supervision.models.cases import Case
from supervision.models.credit import Listing
from supervision.models.facilities import Facility


class ExchangePartner(Table):
    """交换机关 exchange partner: a region whose signed lists are read here, with the key it signs under."""

    region = CharField(max_length=12, unique=True)
    name = CharField(max_length=120)
    key = CharField(max_length=300)  # name+hash+key, as the other authority told it
    trusted_by = CharField(max_length=60)
    trusted_on = DateField()

    class Disclosure:
        """Between authorities."""

        public = ""
        internal = "id region name key trusted_by trusted_on"
        personal = ""


class ExchangeFile(Table):
    """交换文件 exchange file: one list that another region sent, and what became of each line of it."""

    sha256 = CharField(max_length=64, unique=True)
    region = CharField(max_length=12)
    authority = CharField(max_length=120)
    as_of = DateField()
    received_at = MomentField()
    received_by = CharField(max_length=60)
    report = JsonField()  # counts and problems

    class Disclosure:
        """Between authorities."""

        public = ""
        internal = "id sha256 region authority as_of received_at received_by report"
        personal = ""


class ForeignEntry(Table):
    """外地名单条目 foreign entry: what another region listed; ``effect`` stays empty until it is recognised here.

    ``case`` is opened once a facility here is known to be meant; ``listing`` where an entry here followed.
    """

    uuid = CharField(max_length=36, unique=True)
    region = CharField(max_length=12)  # code of the region that listed
    entry = CharField(max_length=100)  # its own id of the entry
    file = ForeignKeyField(ExchangeFile, backref="entries", on_delete="RESTRICT")  # that mentioned it last
    authority = CharField(max_length=120)
    list_kind = CharField(max_length=10)  # red | black
    number = CharField(max_length=80)  # of the decision there
    name = CharField(max_length=160)
    uscc = CharField(max_length=18, default="")
    cause = TextField(default="")
    issued_on = DateField()
    until = DateField(null=True)
    removed_on = DateField(null=True)
    facility = ForeignKeyField(Facility, null=True, backref="foreign_entries", on_delete="RESTRICT")
    matched_by = CharField(max_length=10, default="")  # uscc | person
    case = ForeignKeyField(Case, null=True, unique=True, backref="foreign_entry", on_delete="RESTRICT")
    proposed = CharField(max_length=10, default="")  # notice | watch | same
    effect = CharField(max_length=10, default="")  # as proposed, once it is recognised
    listing = ForeignKeyField(Listing, null=True, backref="foreign_entry", on_delete="RESTRICT")
    recognised_by = CharField(max_length=60, default="")
    recognised_on = DateField(null=True)
    ended_on = DateField(null=True)  # on which it lost its effect here

    class Meta:
        """One entry of a region is one entry."""

        indexes = ((("region", "entry"), True),)

    class Disclosure:
        """What another region published stays its own publication; here it is for the office."""

        public = ""
        internal = (
            "id uuid region entry file authority list_kind number name uscc cause issued_on until removed_on facility "
            "matched_by case proposed effect listing recognised_by recognised_on ended_on"
        )
        personal = ""
