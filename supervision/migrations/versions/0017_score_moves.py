# How much of each current score was observed, and a line for each that moved; the next round looks at everybody again.
from peewee import *

def up(migrator, db):
    class Facility(Model):
        class Meta:
            database = db
            table_name = 'facility'

    class ScoreMove(Model):
        scheme = CharField(max_length=80)
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        on = DateField()
        known_at = CharField(max_length=20)
        outcome_before = CharField(null=True, max_length=40)
        value_before = TextField(null=True)
        outcome = CharField(null=True, max_length=40)
        value = TextField(null=True)
        class Meta:
            database = db
            table_name = 'score_move'
            indexes = ((('facility', 'scheme', 'on'), False), (('scheme', 'on'), False))
    db.create_tables([ScoreMove])

    migrator.migrate(
        migrator.add_column('current_score', 'observed', IntegerField(default=0)),
        migrator.add_column('current_score', 'applicable', IntegerField(default=0)),
    )
    db.execute_sql('DELETE FROM scoring_round')


def down(migrator, db):
    migrator.migrate(
        migrator.drop_column('current_score', 'applicable'),
        migrator.drop_column('current_score', 'observed'),
        migrator.drop_table('score_move'),
    )
