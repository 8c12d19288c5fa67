# Generated from a schema diff on 2026-11-22 14:35.
from peewee import *

def up(migrator, db):
    class Area(Model):
        class Meta:
            database = db
            table_name = 'area'

    class Case(Model):
        class Meta:
            database = db
            table_name = 'case'

    class Facility(Model):
        class Meta:
            database = db
            table_name = 'facility'

    class CreditRepair(Model):
        case = ForeignKeyField(Case, unique=True, on_delete='RESTRICT')
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        against_kind = CharField(max_length=20)
        against = CharField(max_length=80)
        applied_on = DateField()
        committed_on = DateField()
        commitment = TextField()
        evidence = TextField(default='[]')
        answer = TextField(default='')
        decided_on = DateField(null=True)
        granted = BooleanField(null=True)
        barred_until = DateField(null=True)
        class Meta:
            database = db
            table_name = 'credit_repair'
    db.create_tables([CreditRepair])

    class ForeignEntry(Model):
        uuid = CharField(unique=True, max_length=36)
        region = CharField(max_length=12)
        authority = CharField(max_length=120)
        list_kind = CharField(max_length=10)
        number = CharField(max_length=80)
        name = CharField(max_length=160)
        uscc = CharField(max_length=18, default='')
        cause = TextField(default='')
        issued_on = DateField()
        until = DateField(null=True)
        removed_on = DateField(null=True)
        source_sha256 = CharField(max_length=64)
        received_at = CharField(max_length=20)
        facility = ForeignKeyField(Facility, null=True, on_delete='RESTRICT')
        matched_by = CharField(max_length=10, default='')
        effect = CharField(max_length=10, default='')
        recognised_by = CharField(max_length=60, default='')
        recognised_on = DateField(null=True)
        reason = CharField(max_length=300, default='')
        class Meta:
            database = db
            table_name = 'foreign_entry'
            indexes = ((('region', 'number', 'name'), True),)
    db.create_tables([ForeignEntry])

    class IndicatorReport(Model):
        indicator = CharField(max_length=80)
        area = ForeignKeyField(Area, on_delete='RESTRICT')
        on = DateField()
        numerator = CharField(max_length=40)
        denominator = CharField(null=True, max_length=40)
        source = CharField(max_length=200)
        evidence_sha256 = CharField(max_length=64, default='')
        reported_by = CharField(max_length=60)
        reported_at = CharField(max_length=20)
        class Meta:
            database = db
            table_name = 'indicator_report'
            indexes = ((('indicator', 'area', 'on'), False),)
    db.create_tables([IndicatorReport])

    migrator.migrate(migrator.add_column('penalty', 'corrected_on', DateField(null=True)))
    migrator.migrate(migrator.add_column('penalty', 'ban_until', DateField(null=True)))
    migrator.migrate(migrator.add_column('penalty', 'repaired_on', DateField(null=True)))
    migrator.migrate(migrator.add_column('penalty', 'withdrawn_on', DateField(null=True)))
    migrator.migrate(migrator.add_column('penalty', 'recorded_by', CharField(default='', max_length=60)))
    migrator.migrate(migrator.add_column('penalty', 'sector', CharField(max_length=20, default='')))
    migrator.migrate(migrator.add_column('penalty', 'simple', BooleanField(default=False)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column('penalty', 'simple'))
    migrator.migrate(migrator.drop_column('penalty', 'recorded_by'))
    migrator.migrate(migrator.drop_column('penalty', 'sector'))
    migrator.migrate(migrator.drop_column('penalty', 'withdrawn_on'))
    migrator.migrate(migrator.drop_column('penalty', 'repaired_on'))
    migrator.migrate(migrator.drop_column('penalty', 'ban_until'))
    migrator.migrate(migrator.drop_column('penalty', 'corrected_on'))
    migrator.migrate(migrator.drop_table('indicator_report'))
    migrator.migrate(migrator.drop_table('foreign_entry'))
    migrator.migrate(migrator.drop_table('credit_repair'))
