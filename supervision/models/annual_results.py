"""年度结果: what was worked out of a year, closed by two people: kept with its facts and rules, never edited."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField

from supervision.database import JsonField, MomentField, Table
from supervision.models.areas import Area


class AnnualResult(Table):
    """年度结果 annual result: the street index, the indicators or a subsidy of one year in one district.

    A correction is a later version with its reason; the earlier one stays as it was.
    """

    uuid = CharField(max_length=36, unique=True)
    about = CharField(max_length=40)  # street_index | indicators | what a subsidy scheme produces
    area = ForeignKeyField(Area, backref="annual_results", on_delete="RESTRICT")
    year = IntegerField()
    version = IntegerField()
    on = DateField()  # the last day of the year: for it everything was worked out
    known_at = MomentField()
    reason = CharField(max_length=300, default="")  # what a later version puts right
    proposed_by = CharField(max_length=60)
    decided_by = CharField(max_length=60, default="")
    decided_on = DateField(null=True)  # none while it is only proposed
    refused_on = DateField(null=True)
    refusal = CharField(max_length=300, default="")

    class Meta:
        """The versions of a year are found quickly."""

        indexes = ((("about", "area", "year"), False),)

    class Disclosure:
        """Public once it is decided; who proposed and decided it is internal, and so is what was refused."""

        public = "id uuid about area year version on known_at reason decided_on"
        internal = "proposed_by decided_by refused_on refusal"
        personal = ""


class AnnualSheet(Table):
    """年度结果表 annual sheet: what was worked out of one street, indicator or facility, sealed with what it rests on."""

    result = ForeignKeyField(AnnualResult, backref="sheets", on_delete="RESTRICT")
    subject = CharField(max_length=80)  # the code of a street or facility, the id of an indicator
    sheet = JsonField()
    standing = JsonField(default=dict)  # {place, streets}: among the others of the same year
    facts = JsonField()
    seal = JsonField()  # hashes of sheet, facts and rules
    content_sha256 = CharField(max_length=64)  # of the seal

    class Meta:
        """Each subject once."""

        indexes = ((("result", "subject"), True),)

    class Disclosure:
        """The sheet is public with its hash; the facts hold when each was recorded."""

        public = "id result subject sheet standing content_sha256"
        internal = "facts seal"
        personal = ""
