"""试算与规则文本: rule files kept once a version, and what a changed one would have done."""

from peewee import CharField, DateField, IntegerField, TextField

from supervision.database import JsonField, MomentField, Table


class RuleText(Table):
    """规则文本 rule text: the text of a rule file by which something was decided or rehearsed, once a version."""

    sha256 = CharField(max_length=64, unique=True)
    text = TextField()
    kept_at = MomentField()

    class Disclosure:
        """Rule files are public by nature; one that was only rehearsed is not announced."""

        public = ""
        internal = "id sha256 text kept_at"
        personal = ""


class Rehearsal(Table):
    """试算 rehearsal: a changed rule file over facts of years past; ``result`` once all facilities are done."""

    uuid = CharField(max_length=36, unique=True)
    name = CharField(max_length=120)  # of the file
    text_sha256 = CharField(max_length=64)
    scheme = CharField(max_length=80)
    until = DateField()  # the last day looked at
    years = IntegerField()
    area_code = CharField(max_length=12, default="")  # of those looked at; empty: all
    done = IntegerField(default=0)
    total = IntegerField()
    rows = JsonField(default=list)
    result = JsonField(null=True)
    result_sha256 = CharField(max_length=64, null=True)
    started_by = CharField(max_length=60)
    started_at = MomentField()
    finished_at = MomentField(null=True)

    class Disclosure:
        """A thought about rules that nobody has adopted."""

        public = ""
        internal = (
            "id uuid name text_sha256 scheme until years area_code done total rows result result_sha256 "
            "started_by started_at finished_at"
        )
        personal = ""
