"""养老服务机构: the register, its operators as dated links, its life cycle, and what imports asked."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from supervision.database import ExactField, JsonField, MomentField, Table
from supervision.models.areas import Area


class Operator(Table):
    """运营主体 operator: the legal person that runs one facility or a chain of them."""

    uscc = CharField(max_length=18, null=True, unique=True)
    name = CharField(max_length=120)
    nature = CharField(max_length=20, default="")  # enterprise | non_profit | public_institution | …
    legal_representative = CharField(max_length=60, default="")

    class Disclosure:
        """A legal person and the name of its representative are registered publicly."""

        public = "id uscc name nature legal_representative"
        internal = ""
        personal = ""


class Facility(Table):
    """养老服务机构 facility: a home, centre, station or provider under an opaque permanent code."""

    code = CharField(max_length=12, unique=True)
    source = CharField(max_length=60)
    source_id = CharField(max_length=60, null=True)
    name = CharField(max_length=120)
    name_key = CharField(max_length=120, index=True)  # normalised, for matching
    kind = CharField(
        max_length=20
    )  # home | street_centre | station | meal_point | home_bed_provider | rural_home
    area = ForeignKeyField(Area, backref="facilities", on_delete="RESTRICT")
    address = CharField(max_length=200, default="")
    zipcode = CharField(max_length=10, default="")
    beds = IntegerField(null=True)
    opened_on = DateField(null=True)
    ownership = CharField(max_length=40, default="")
    telephone = CharField(max_length=40, default="")  # the public one
    longitude = ExactField(null=True)
    latitude = ExactField(null=True)
    coordinate_system = CharField(
        max_length=20, default="unknown"
    )  # unknown | wgs84 | gcj02 | bd09 | cgcs2000
    life_state = CharField(
        max_length=20, default="registered"
    )  # of the last event, kept by the same use-case
    about = JsonField(default=dict)  # visiting hours, services in words, reply to families
    imported = JsonField(
        default=dict
    )  # what the source last said, so that a later file changes its differences alone
    created_at = MomentField()
    changed_at = MomentField()

    class Meta:
        """A source knows each of its rows once."""

        indexes = ((("source", "source_id"), True), (("kind", "area"), False))

    class Disclosure:
        """The register is public; how rows were matched is not."""

        public = (
            "id code name kind area address zipcode beds opened_on ownership telephone longitude latitude "
            "coordinate_system life_state about"
        )
        internal = "source source_id name_key imported created_at changed_at"
        personal = ""


class OperatorLink(Table):
    """运营关系 operator link: who ran which facility from when until when."""

    facility = ForeignKeyField(Facility, backref="operator_links", on_delete="RESTRICT")
    operator = ForeignKeyField(Operator, backref="facility_links", on_delete="RESTRICT")
    since = DateField(null=True)
    until = DateField(null=True)

    class Disclosure:
        """Who runs a facility is public."""

        public = "id facility operator since until"
        internal = ""
        personal = ""


class FacilityEvent(Table):
    """机构生命周期事件 facility event: registered, filed, changed, suspended, resumed, closed, merged."""

    facility = ForeignKeyField(Facility, backref="events", on_delete="RESTRICT")
    kind = CharField(max_length=20)
    on = DateField()
    recorded_at = MomentField()
    reason = CharField(max_length=200, default="")
    basis = CharField(max_length=120, default="")
    into = ForeignKeyField(Facility, null=True, backref="absorbed", on_delete="RESTRICT")
    data = JsonField(default=dict)  # for changed: {field: [before, after]}

    class Disclosure:
        """Entry, operation and exit are public (M4)."""

        public = "id facility kind on reason basis into data"
        internal = "recorded_at"
        personal = ""


class ImportBatch(Table):
    """导入批次 import batch: one file, what became of each row."""

    file_name = CharField(max_length=200)
    sha256 = CharField(max_length=64, index=True)
    source = CharField(max_length=60)
    at = MomentField()
    by = CharField(max_length=60)
    rows = IntegerField()
    accepted = IntegerField()
    doubts = IntegerField()
    refused = IntegerField()
    created = IntegerField()
    changed = IntegerField()
    unchanged = IntegerField()
    report = JsonField()

    class Disclosure:
        """Office matter."""

        public = ""
        internal = (
            "id file_name sha256 source at by rows accepted doubts refused created changed unchanged report"
        )
        personal = ""


class ImportDoubt(Table):
    """待核事项 import doubt: a question about a row that the office answers; doubt is asked, never guessed."""

    batch = ForeignKeyField(ImportBatch, backref="doubt_rows", on_delete="CASCADE")
    facility = ForeignKeyField(Facility, null=True, backref="doubts", on_delete="CASCADE")
    row = IntegerField()
    column = CharField(max_length=60)
    value = TextField(default="")
    rule = CharField(max_length=60)
    message = TextField()
    data = JsonField(default=dict)  # suggestions; of a row that was held back, its values
    state = CharField(max_length=20, default="open")  # open | cleared
    resolution = TextField(default="")
    cleared_by = CharField(max_length=60, null=True)
    cleared_at = MomentField(null=True)

    class Disclosure:
        """Office matter."""

        public = ""
        internal = (
            "id batch facility row column value rule message data state resolution cleared_by cleared_at"
        )
        personal = ""
