"""双随机抽查: commitment, beacon, result, reveal (protocol double-random/1)."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from supervision.database import JsonField, MomentField, Table
from supervision.models.authorities import Authority
from supervision.models.plans import Task


class Draw(Table):
    """双随机抽取 draw: one draw of a task; a second one names the first and the reason."""

    task = ForeignKeyField(Task, backref="draws", on_delete="RESTRICT")
    authority = ForeignKeyField(Authority, backref="draws", on_delete="RESTRICT")
    serial = IntegerField()
    supersedes = ForeignKeyField("self", null=True, backref="superseded_by", on_delete="RESTRICT")
    state = CharField(max_length=20)  # committed | drawn | revealed | abandoned
    commitment = JsonField()
    commitment_sha256 = CharField(max_length=64, unique=True)
    roster = JsonField()
    exclusions = JsonField()
    rules = JsonField()
    sealed_salt = TextField()
    beacon = CharField(max_length=400, null=True)
    result = JsonField(null=True)
    committed_at = MomentField()
    committed_by = CharField(max_length=60)
    drawn_at = MomentField(null=True)
    revealed_at = MomentField(null=True)
    reveal_by = DateField()
    abandoned_at = MomentField(null=True)
    reason = CharField(max_length=200, default="")
    committed_index = IntegerField(null=True)  # place in the public log
    revealed_index = IntegerField(null=True)

    class Meta:
        """Serials run without a gap per authority."""

        indexes = ((("authority", "serial"), True),)

    class Disclosure:
        """Before the reveal the commitment alone; afterwards the whole record, the second half of the columns."""

        public = (
            "id task authority serial supersedes state commitment commitment_sha256 committed_at "
            "reveal_by revealed_at abandoned_at reason committed_index revealed_index "
            "roster exclusions rules beacon result"
        )
        internal = "sealed_salt drawn_at committed_by"
        personal = ""


class BeaconEntry(Table):
    """信标录入 beacon entry: what one person read; two who agree are needed."""

    draw = ForeignKeyField(Draw, backref="beacon_entries", on_delete="CASCADE")
    value = CharField(max_length=400)
    by = CharField(max_length=60)
    at = MomentField()

    class Meta:
        """One entry a person."""

        indexes = ((("draw", "by"), True),)

    class Disclosure:
        """Who typed it is office matter."""

        public = ""
        internal = "id draw value by at"
        personal = ""


class DrawEvent(Table):
    """抽取后事件 draw event: withdrawal, recusal, call of a standby; chained, logged before it takes effect."""

    draw = ForeignKeyField(Draw, backref="events", on_delete="RESTRICT")
    n = IntegerField()
    event = JsonField()
    sha256 = CharField(max_length=64)
    at = MomentField()
    log_index = IntegerField(null=True)

    class Meta:
        """One chain a draw."""

        indexes = ((("draw", "n"), True),)

    class Disclosure:
        """Public with the reveal, through the record."""

        public = ""
        internal = "id draw n event sha256 at log_index"
        personal = ""
