"""区域事实: what is reported of an area (a street, a district), appended and never edited."""

from peewee import CharField, DateField, ForeignKeyField

from supervision.database import JsonField, MomentField, Table
from supervision.models.areas import Area


class AreaFact(Table):
    """区域事实 area fact: a survey, a list of tasks, coverage of one area on a day, with its source."""

    uuid = CharField(max_length=36, unique=True)
    area = ForeignKeyField(Area, backref="area_facts", on_delete="RESTRICT")
    kind = CharField(max_length=60)
    on = DateField()
    source = CharField(max_length=200)
    data = JsonField(default=dict)
    recorded_at = MomentField()
    recorded_by = CharField(max_length=60)

    class Meta:
        """Read by area and kind."""

        indexes = ((("area", "kind", "on"), False),)

    class Disclosure:
        """Counts without persons; who recorded them is internal."""

        public = "id uuid area kind on source data"
        internal = "recorded_at recorded_by"
        personal = ""
