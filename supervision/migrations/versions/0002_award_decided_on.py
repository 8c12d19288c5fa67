# An award that is only proposed is told from one that was decided by a day that may be shown.
from datetime import datetime, timedelta

from peewee import *

def up(migrator, db):
    class Award(Model):
        decided_by = CharField(max_length=60)
        decided_at = CharField(max_length=20)
        decided_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'award'
    migrator.migrate(migrator.add_column('award', 'decided_on', DateField(null=True)))
    for row in Award.select().where(Award.decided_by != ''):
        china = datetime.strptime(row.decided_at, '%Y-%m-%dT%H:%M:%SZ') + timedelta(hours=8)
        Award.update(decided_on=china.date()).where(Award.id == row.id).execute()

def down(migrator, db):
    migrator.migrate(migrator.drop_column('award', 'decided_on'))
