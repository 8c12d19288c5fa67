# What every scheme says of everybody today, kept up to date by the clock; facts are found by when they came and when they go.
from peewee import *

def up(migrator, db):
    class Facility(Model):
        class Meta:
            database = db
            table_name = 'facility'

    class CurrentScore(Model):
        scheme = CharField(max_length=80)
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        outcome = CharField(null=True, max_length=40)
        value = TextField(null=True)
        sheet_sha256 = CharField(max_length=64)
        on = DateField()
        known_at = CharField(max_length=20)
        turn = DateField()
        class Meta:
            database = db
            table_name = 'current_score'
            indexes = ((('scheme', 'facility'), True), (('scheme', 'turn'), False))
    db.create_tables([CurrentScore])

    class ScoringRound(Model):
        scheme = CharField(max_length=80)
        on = DateField()
        known_at = CharField(max_length=20)
        newest_fact = IntegerField()
        rules_sha256 = CharField(max_length=64)
        looked_at = IntegerField()
        changed = IntegerField()
        class Meta:
            database = db
            table_name = 'scoring_round'
            indexes = ((('scheme', 'on'), False),)
    db.create_tables([ScoringRound])

    migrator.migrate(
        migrator.add_index('fact', ('recorded_at',)),
        migrator.add_index('fact', ('public_until',)),
    )


def down(migrator, db):
    migrator.migrate(
        migrator.drop_index('fact', 'fact_public_until'),
        migrator.drop_index('fact', 'fact_recorded_at'),
        migrator.drop_table('scoring_round'),
        migrator.drop_table('current_score'),
    )
