# A notice says what it is about and when its period ends; whether it is valid follows from that, or from its repeal.
from peewee import *

def up(migrator, db):
    class Facility(Model):
        class Meta:
            database = db
            table_name = 'facility'

    migrator.migrate(
        migrator.add_column('public_notice', 'facility_id', ForeignKeyField(Facility, field=Facility.id, null=True, on_delete='RESTRICT')),
        migrator.add_column('public_notice', 'about', CharField(default='', max_length=100)),
        migrator.add_column('public_notice', 'until', DateField(null=True)),
        migrator.add_column('public_notice', 'repealed_on', DateField(null=True)),
        migrator.add_column('public_notice', 'repeal_reason', CharField(default='', max_length=300)),
        migrator.drop_column('public_notice', 'validity'),
    )

def down(migrator, db):
    migrator.migrate(
        migrator.add_column('public_notice', 'validity', CharField(default='valid', max_length=20)),
        migrator.drop_column('public_notice', 'repeal_reason'),
        migrator.drop_column('public_notice', 'repealed_on'),
        migrator.drop_column('public_notice', 'until'),
        migrator.drop_column('public_notice', 'about'),
        migrator.drop_column('public_notice', 'facility_id'),
    )
