"""监管机关与部门: who supervises."""

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from supervision.database import JsonField, Table
from supervision.models.areas import Area


class Authority(Table):
    """监管机关 authority: the organ in whose name plans, draws and papers are made."""

    key = CharField(max_length=40, unique=True)
    name = CharField(max_length=80)
    short_name = CharField(max_length=20)  # head of document numbers, e.g. 明民
    uscc = CharField(max_length=18, null=True)
    area = ForeignKeyField(Area, backref="authorities", on_delete="RESTRICT")
    telephone = CharField(max_length=40, default="")
    address = CharField(max_length=200, default="")
    site = JsonField(default=dict)  # footer: 主办单位, 网站标识码, ICP

    class Disclosure:
        """An organ is public."""

        public = "id key name short_name uscc area telephone address site"
        internal = ""
        personal = ""


class Department(Table):
    """部门 department: civil affairs, market regulation, fire rescue, health; each sends its own inspectors."""

    key = CharField(max_length=40, unique=True)
    name = CharField(max_length=80)
    english = CharField(max_length=80, default="")
    authority = ForeignKeyField(Authority, backref="departments", on_delete="RESTRICT")
    duty = TextField(default="")

    class Disclosure:
        """A department is public."""

        public = "id key name english authority duty"
        internal = ""
        personal = ""


class Setting(Table):
    """设置 setting: what the installation remembers about itself, such as whether it is a demonstration."""

    key = CharField(max_length=60, unique=True)
    value = JsonField()

    class Disclosure:
        """Settings reach the public only through fields of their own."""

        public = ""
        internal = "id key value"
        personal = ""


class NumberSeries(Table):
    """文号序列 number series: the last number given out per authority, series and year; no gaps."""

    authority = ForeignKeyField(Authority, on_delete="RESTRICT")
    series = CharField(max_length=40)
    year = IntegerField()
    last = IntegerField(default=0)

    class Meta:
        """One counter each."""

        indexes = ((("authority", "series", "year"), True),)

    class Disclosure:
        """A counter tells how many papers there are, nothing else."""

        public = ""
        internal = "id authority series year last"
        personal = ""
