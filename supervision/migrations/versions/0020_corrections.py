# What an objection that was upheld corrected: what was, what is, and the results without it.
from peewee import *

def up(migrator, db):
    migrator.migrate(migrator.add_column('objection', 'correction', TextField(null=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column('objection', 'correction'))
