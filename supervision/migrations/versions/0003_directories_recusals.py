# Versions of the item list, changes of plans, requests for recusal, ties, what inspectors ask for, experts.
from peewee import *

def up(migrator, db):
    class Case(Model):
        class Meta:
            database = db
            table_name = 'case'

    class Department(Model):
        class Meta:
            database = db
            table_name = 'department'

    class Facility(Model):
        class Meta:
            database = db
            table_name = 'facility'

    class Inspector(Model):
        class Meta:
            database = db
            table_name = 'inspector'

    class Plan(Model):
        class Meta:
            database = db
            table_name = 'plan'

    class Expert(Model):
        key = CharField(unique=True, max_length=40)
        name = CharField(max_length=60)
        organisation = CharField(max_length=120, default='')
        specialities = TextField(default='[]')
        department = ForeignKeyField(Department, on_delete='RESTRICT')
        since = DateField(null=True)
        until = DateField(null=True)
        remark = CharField(max_length=200, default='')
        class Meta:
            database = db
            table_name = 'expert'
    db.create_tables([Expert])

    class InspectorTie(Model):
        inspector = ForeignKeyField(Inspector, on_delete='CASCADE')
        facility = ForeignKeyField(Facility, on_delete='CASCADE')
        kind = CharField(max_length=20)
        relation = CharField(max_length=80, default='')
        since = DateField()
        until = DateField(null=True)
        recorded_by = CharField(max_length=60)
        class Meta:
            database = db
            table_name = 'inspector_tie'
    db.create_tables([InspectorTie])

    class ItemList(Model):
        version = IntegerField(unique=True)
        since = DateField()
        reason = CharField(max_length=300)
        changes = TextField(default='[]')
        sha256 = CharField(max_length=64)
        adopted_by = CharField(max_length=60)
        adopted_at = CharField(max_length=20)
        class Meta:
            database = db
            table_name = 'item_list'
    db.create_tables([ItemList])

    class ParticularsRequest(Model):
        inspector = ForeignKeyField(Inspector, on_delete='CASCADE')
        changes = TextField()
        note = CharField(max_length=200, default='')
        asked_at = CharField(max_length=20)
        decided_at = CharField(null=True, max_length=20)
        decided_by = CharField(null=True, max_length=60)
        accepted = BooleanField(null=True)
        answer = CharField(max_length=200, default='')
        class Meta:
            database = db
            table_name = 'particulars_request'
    db.create_tables([ParticularsRequest])

    class PlanChange(Model):
        plan = ForeignKeyField(Plan, on_delete='RESTRICT')
        n = IntegerField()
        kind = CharField(max_length=10)
        serial = IntegerField()
        before = TextField(null=True)
        after = TextField(null=True)
        reason = CharField(max_length=300)
        state = CharField(max_length=20, default='draft')
        drafted_by = CharField(max_length=60)
        drafted_at = CharField(max_length=20)
        approved_by = CharField(null=True, max_length=60)
        published_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'plan_change'
            indexes = ((('plan', 'n'), True),)
    db.create_tables([PlanChange])

    class RecusalRequest(Model):
        case = ForeignKeyField(Case, unique=True, on_delete='RESTRICT')
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        inspector = ForeignKeyField(Inspector, null=True, on_delete='RESTRICT')
        person = CharField(max_length=60, default='')
        code = CharField(max_length=40)
        text = TextField()
        evidence = TextField(default='[]')
        filed_on = DateField()
        filed_by = CharField(max_length=60)
        granted = BooleanField(null=True)
        decided_on = DateField(null=True)
        decided_by = CharField(null=True, max_length=60)
        answer = TextField(default='')
        class Meta:
            database = db
            table_name = 'recusal_request'
    db.create_tables([RecusalRequest])

    migrator.migrate(migrator.drop_index('inspection_item', 'inspectionitem_key'))
    migrator.migrate(migrator.add_column('inspector', 'training', TextField(default='[]')))
    migrator.migrate(migrator.add_column('inspector', 'confirmed_on', DateField(null=True)))
    migrator.migrate(migrator.add_column('plan_line', 'ended_on', DateField(null=True)))
    migrator.migrate(migrator.add_column('task', 'experts', TextField(default='[]')))
    migrator.migrate(migrator.add_column('recusal', 'case', CharField(null=True, max_length=36)))
    migrator.migrate(migrator.add_index('inspection_item', ('key', 'since'), unique=True))


def down(migrator, db):
    migrator.migrate(migrator.drop_index('inspection_item', 'inspection_item_key_since'))
    migrator.migrate(migrator.drop_column('recusal', 'case'))
    migrator.migrate(migrator.drop_column('task', 'experts'))
    migrator.migrate(migrator.drop_column('plan_line', 'ended_on'))
    migrator.migrate(migrator.drop_column('inspector', 'confirmed_on'))
    migrator.migrate(migrator.drop_column('inspector', 'training'))
    migrator.migrate(migrator.add_index('inspection_item', ('key',), unique=True, name='inspectionitem_key'))
    migrator.migrate(migrator.drop_table('recusal_request'))
    migrator.migrate(migrator.drop_table('plan_change'))
    migrator.migrate(migrator.drop_table('particulars_request'))
    migrator.migrate(migrator.drop_table('item_list'))
    migrator.migrate(migrator.drop_table('inspector_tie'))
    migrator.migrate(migrator.drop_table('expert'))
