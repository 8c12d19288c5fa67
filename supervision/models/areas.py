"""区域: the dated tree of areas; a code of the division table is the prefix of all codes below it."""

from peewee import CharField, DateField

from supervision.database import Table


class Area(Table):
    """行政区域 area: province, city, district, street or community, as it stood from ``since`` until ``until``."""

    code = CharField(max_length=12, unique=True)
    name = CharField(max_length=60, index=True)
    level = CharField(max_length=10)  # province | city | district | street | community
    parent_code = CharField(max_length=12, null=True, index=True)
    since = DateField(null=True)
    until = DateField(null=True)

    class Disclosure:
        """Division codes are public facts."""

        public = "id code name level parent_code since until"
        internal = ""
        personal = ""
