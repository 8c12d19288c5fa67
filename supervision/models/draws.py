"""双随机抽查: shares of the salt, commitment, beacon, result, changes, reveal (protocol double-random/1)."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

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
    reason = CharField(max_length=200, default="")  # why there is a second draw for the task
    exceptions = JsonField(default=list)  # [[target, why it may have too few inspectors]…]
    strata_reasons = JsonField(default=dict)  # stratum -> why it is drawn whole, small, or not drawn
    openings = JsonField(
        default=dict
    )  # {"targets"|"inspectors": [[pseudonym, code or staff number, nonce]…]}
    fallback_reason = CharField(max_length=200, default="")  # where the source said that the round was missed
    abandoned_reason = CharField(max_length=200, default="")
    ended_by = CharField(max_length=120, default="")  # body and number of the decision that ended it
    committed_index = IntegerField(null=True)  # place in the public log
    revealed_index = IntegerField(null=True)

    class Meta:
        """Serials run without a gap per authority."""

        indexes = ((("authority", "serial"), True),)

    class Disclosure:
        """Before the reveal the commitment alone; afterwards the whole record, the second half of the columns."""

        public = (
            "id task authority serial supersedes state commitment commitment_sha256 committed_at "
            "reveal_by revealed_at abandoned_at reason exceptions strata_reasons fallback_reason "
            "abandoned_reason ended_by committed_index revealed_index "
            "roster exclusions rules beacon result"
        )
        internal = "sealed_salt openings drawn_at committed_by"
        personal = ""


class SaltShare(Table):
    """盐值份额 salt share: one of two halves of a salt; its holder keeps it in a file under a passphrase of his own."""

    task = ForeignKeyField(Task, backref="salt_shares", on_delete="RESTRICT")
    body = CharField(max_length=40)  # key of the department that holds it
    holder = CharField(max_length=60)
    share_sha256 = CharField(max_length=64, unique=True)
    sealed = TextField(default="")  # under the server's key, until the commitment is made
    handed_in_at = MomentField()
    draw = ForeignKeyField(Draw, null=True, backref="salt_shares", on_delete="RESTRICT")
    asked_at = MomentField(null=True)  # since when both holders are asked to open an abandoned commitment
    returned_at = MomentField(null=True)

    class Meta:
        """One of each body for a draw."""

        indexes = ((("task", "body", "draw"), True),)

    class Disclosure:
        """Which bodies hold the shares, and which of them has not opened its own, is said in public."""

        public = "task body draw asked_at returned_at"
        internal = "id holder share_sha256 sealed handed_in_at"
        personal = ""


class ShortageForecast(Table):
    """缺口预测 shortage forecast: a frozen roster tried with many seeds that have nothing to do with the real one."""

    task = ForeignKeyField(Task, backref="forecasts", on_delete="CASCADE", unique=True)
    roster_sha256 = CharField(max_length=64)
    trials = IntegerField()
    done = IntegerField(default=0)
    trials_short = IntegerField(default=0)
    trials_without_day = IntegerField(default=0)
    short = JsonField(default=list)  # [[target, department, in how many trials]…]
    without_day = JsonField(default=list)  # [[target, in how many trials]…]
    asked_by = CharField(max_length=60)
    asked_at = MomentField()
    done_at = MomentField(null=True)

    class Disclosure:
        """It tells who is in the roster, so it stays inside."""

        public = ""
        internal = (
            "id task roster_sha256 trials done trials_short trials_without_day short without_day "
            "asked_by asked_at done_at"
        )
        personal = ""


class BeaconEntry(Table):
    """信标录入 beacon entry: what one person read; two who agree are needed. What was corrected or void stays."""

    draw = ForeignKeyField(Draw, backref="beacon_entries", on_delete="CASCADE")
    value = CharField(max_length=400)
    of_fallback = BooleanField(
        default=False
    )  # read from the later round, because the promised one was missed
    note = CharField(max_length=200, default="")  # where the source said so
    by = CharField(max_length=60)
    at = MomentField()
    voided_at = MomentField(null=True)
    void_why = CharField(max_length=20, default="")  # disagrees | corrected

    class Disclosure:
        """Who typed it is office matter."""

        public = ""
        internal = "id draw value of_fallback note by at voided_at void_why"
        personal = ""


class DrawChange(Table):
    """变动申请 draw change: an event that somebody asks for and a second person approves or refuses."""

    draw = ForeignKeyField(Draw, backref="changes", on_delete="RESTRICT")
    kind = CharField(max_length=30)
    what = JsonField()  # the members of its kind: target, inspector, department, count
    reason = CharField(max_length=200)
    state = CharField(max_length=20, default="asked")  # asked | approved | refused
    asked_by = CharField(max_length=60)
    asked_at = MomentField()
    decided_by = CharField(max_length=60, null=True)
    decided_at = MomentField(null=True)
    note = CharField(max_length=200, default="")  # why it was refused

    class Disclosure:
        """What was approved becomes public as an event, with the reveal."""

        public = ""
        internal = "id draw kind what reason state asked_by asked_at decided_by decided_at note"
        personal = ""


class DrawEvent(Table):
    """抽取后事件 draw event: withdrawal, recusal, call of a standby; chained, logged before it takes effect."""

    draw = ForeignKeyField(Draw, backref="events", on_delete="RESTRICT")
    change = ForeignKeyField(DrawChange, null=True, backref="events", on_delete="RESTRICT")
    n = IntegerField()
    event = JsonField()
    sha256 = CharField(max_length=64)
    at = MomentField()
    log_index = IntegerField(null=True)

    class Meta:
        """One chain a draw."""

        indexes = ((("draw", "n"), True),)

    class Disclosure:
        """Its hash stands in the log at once; the event itself is public with the reveal, through the record."""

        public = "draw n sha256 at log_index"
        internal = "id change event"
        personal = ""


class DrawLook(Table):
    """查看记录 draw look: who has seen what of a sealed draw, and when first on that day."""

    draw = ForeignKeyField(Draw, backref="looks", on_delete="RESTRICT")
    what = CharField(max_length=20)  # result | list | line | address
    subject = CharField(max_length=64)  # pseudonym of the target, or "all"
    by = CharField(max_length=60)
    on = DateField()
    at = MomentField()

    class Meta:
        """Once a day for each person and thing."""

        indexes = ((("draw", "what", "subject", "by", "on"), True),)

    class Disclosure:
        """For the auditor."""

        public = ""
        internal = "id draw what subject by on at"
        personal = ""
