"""文书与公告: official papers with their numbers, and notices to the public."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from supervision.database import JsonField, MomentField, Table
from supervision.models.authorities import Authority
from supervision.models.cases import Case
from supervision.models.facilities import Facility


class Document(Table):
    """文书 document: an official paper, frozen when it was issued."""

    number = CharField(max_length=80, unique=True)
    authority = ForeignKeyField(Authority, on_delete="RESTRICT")
    series = CharField(max_length=40)
    year = IntegerField()
    n = IntegerField()
    kind = CharField(max_length=40)
    case = ForeignKeyField(Case, null=True, backref="documents", on_delete="RESTRICT")
    facility = ForeignKeyField(Facility, null=True, backref="documents", on_delete="RESTRICT")
    issued_on = DateField()
    issued_by = CharField(max_length=60)
    content = JsonField()
    content_sha256 = CharField(max_length=64)
    pdf_sha256 = CharField(max_length=64, null=True)  # of the frozen PDF in the evidence store
    served_at = MomentField(null=True)

    class Meta:
        """No number twice."""

        indexes = ((("authority", "series", "year", "n"), True),)

    class Disclosure:
        """A paper belongs to its file."""

        public = ""
        internal = "id number authority series year n kind case facility issued_on issued_by content_sha256 pdf_sha256 served_at"
        personal = "content"


class PublicNotice(Table):
    """公告 public notice: with the metadata of government disclosure (R7.1, M22)."""

    index_number = CharField(max_length=60, unique=True)
    authority = ForeignKeyField(Authority, on_delete="RESTRICT")
    subject = CharField(max_length=60)
    genre = CharField(max_length=40)
    document_number = CharField(max_length=80, default="")
    formed_on = DateField()
    published_on = DateField()
    title = CharField(max_length=200)
    body = TextField()
    facility = ForeignKeyField(Facility, null=True, backref="notices", on_delete="RESTRICT")
    about = CharField(
        max_length=100, default=""
    )  # public id of the plan, draw, award or notice that it makes known
    until = DateField(null=True)  # the first day after the period of a public notice (公示期)
    repealed_on = DateField(null=True)
    repeal_reason = CharField(max_length=300, default="")

    class Disclosure:
        """Made to be published."""

        public = (
            "id index_number authority subject genre document_number formed_on published_on title body facility about "
            "until repealed_on repeal_reason"
        )
        internal = ""
        personal = ""
