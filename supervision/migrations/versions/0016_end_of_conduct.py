# A penalty keeps when the conduct ended: some local laws count its public term from that day.
from peewee import *

def up(migrator, db):
    migrator.migrate(migrator.add_column('penalty', 'violation_ended_on', DateField(null=True)))

def down(migrator, db):
    migrator.migrate(migrator.drop_column('penalty', 'violation_ended_on'))
