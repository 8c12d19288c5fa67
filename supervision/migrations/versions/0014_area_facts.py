# What is reported of streets and districts: surveys, lists of tasks, coverage. Scores of areas follow from it.
from peewee import *

def up(migrator, db):
    class Area(Model):
        class Meta:
            database = db
            table_name = 'area'

    class AreaFact(Model):
        uuid = CharField(unique=True, max_length=36)
        area = ForeignKeyField(Area, on_delete='RESTRICT')
        kind = CharField(max_length=60)
        on = DateField()
        source = CharField(max_length=200)
        data = TextField(default='{}')
        recorded_at = CharField(max_length=20)
        recorded_by = CharField(max_length=60)
        class Meta:
            database = db
            table_name = 'area_fact'
            indexes = (
                (('area', 'kind', 'on'), False),
            )
    db.create_tables([AreaFact])

def down(migrator, db):
    migrator.migrate(migrator.drop_table('area_fact'))
