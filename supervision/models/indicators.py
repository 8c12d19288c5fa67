"""指标: figures that are reported because the register cannot compute them."""

from peewee import CharField, DateField, ForeignKeyField

from supervision.database import ExactField, MomentField, Table
from supervision.models.areas import Area


class IndicatorReport(Table):
    """指标填报 indicator report: numerator and denominator of one indicator in one area, with its evidence."""

    indicator = CharField(max_length=80)
    area = ForeignKeyField(Area, backref="indicator_reports", on_delete="RESTRICT")
    on = DateField()
    numerator = ExactField()
    denominator = ExactField(null=True)
    source = CharField(max_length=200)
    evidence_sha256 = CharField(max_length=64, default="")
    reported_by = CharField(max_length=60)
    reported_at = MomentField()

    class Meta:
        """The newest of an indicator is found quickly."""

        indexes = ((("indicator", "area", "on"), False),)

    class Disclosure:
        """Shown to the office; a figure is published by a notice."""

        public = ""
        internal = "id indicator area on numerator denominator source evidence_sha256 reported_by reported_at"
        personal = ""
