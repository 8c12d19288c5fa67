"""运行: the audit trail and the runs of the clock."""

from peewee import CharField, DateField, IntegerField, TextField

from supervision.database import MomentField, Table


class AuditEntry(Table):
    """审计记录 audit entry: one write, chained to the one before by its hash."""

    n = IntegerField(unique=True)
    at = MomentField()
    actor = CharField(max_length=60)
    action = CharField(max_length=60, index=True)
    subject = CharField(max_length=120, index=True)
    payload = TextField()  # canonical JSON: ids and salted hashes of personal values, never the values
    prev_sha256 = CharField(max_length=64)
    sha256 = CharField(max_length=64)

    class Disclosure:
        """Only the head of the chain is public, in each release."""

        public = ""
        internal = "id n at actor action subject payload prev_sha256 sha256"
        personal = ""


class JobRun(Table):
    """定时任务记录 job run: one row a job and day."""

    job = CharField(max_length=40)
    day = DateField()
    state = CharField(max_length=20)  # running | done | refused | failed
    started_at = MomentField()
    finished_at = MomentField(null=True)
    message = TextField(default="")
    attempts = IntegerField(default=1)

    class Meta:
        """Once a day."""

        indexes = ((("job", "day"), True),)

    class Disclosure:
        """Office matter."""

        public = ""
        internal = "id job day state started_at finished_at message attempts"
        personal = ""
