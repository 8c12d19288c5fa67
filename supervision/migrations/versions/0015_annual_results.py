# The street index, indicators and subsidies of a year are closed by two people and kept with facts and rules.
from peewee import *

def up(migrator, db):
    class Area(Model):
        class Meta:
            database = db
            table_name = 'area'

    class AnnualResult(Model):
        uuid = CharField(unique=True, max_length=36)
        about = CharField(max_length=40)
        area = ForeignKeyField(Area, on_delete='RESTRICT')
        year = IntegerField()
        version = IntegerField()
        on = DateField()
        known_at = CharField(max_length=20)
        reason = CharField(default='', max_length=300)
        proposed_by = CharField(max_length=60)
        decided_by = CharField(default='', max_length=60)
        decided_on = DateField(null=True)
        refused_on = DateField(null=True)
        refusal = CharField(default='', max_length=300)
        class Meta:
            database = db
            table_name = 'annual_result'
            indexes = (
                (('about', 'area', 'year'), False),
            )

    class AnnualSheet(Model):
        result = ForeignKeyField(AnnualResult, on_delete='RESTRICT')
        subject = CharField(max_length=80)
        sheet = TextField()
        standing = TextField(default='{}')
        facts = TextField()
        seal = TextField()
        content_sha256 = CharField(max_length=64)
        class Meta:
            database = db
            table_name = 'annual_sheet'
            indexes = (
                (('result', 'subject'), True),
            )
    db.create_tables([AnnualResult, AnnualSheet])

def down(migrator, db):
    migrator.migrate(migrator.drop_table('annual_sheet'), migrator.drop_table('annual_result'))
