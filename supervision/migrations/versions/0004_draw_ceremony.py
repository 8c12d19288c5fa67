# Shares of the salt, forecast, changes and looks of a draw; what was read of a beacon is never deleted.
from peewee import *

def up(migrator, db):
    class Draw(Model):
        state = CharField(max_length=20)
        reason = CharField(max_length=200, default='')
        abandoned_reason = CharField(max_length=200, default='')
        class Meta:
            database = db
            table_name = 'draw'

    class Task(Model):
        class Meta:
            database = db
            table_name = 'task'

    class DrawChange(Model):
        draw = ForeignKeyField(Draw, on_delete='RESTRICT')
        kind = CharField(max_length=30)
        what = TextField()
        reason = CharField(max_length=200)
        state = CharField(max_length=20, default='asked')
        asked_by = CharField(max_length=60)
        asked_at = CharField(max_length=20)
        decided_by = CharField(null=True, max_length=60)
        decided_at = CharField(null=True, max_length=20)
        note = CharField(max_length=200, default='')
        class Meta:
            database = db
            table_name = 'draw_change'
    db.create_tables([DrawChange])

    class DrawLook(Model):
        draw = ForeignKeyField(Draw, on_delete='RESTRICT')
        what = CharField(max_length=20)
        subject = CharField(max_length=64)
        by = CharField(max_length=60)
        on = DateField()
        at = CharField(max_length=20)
        class Meta:
            database = db
            table_name = 'draw_look'
            indexes = ((('draw', 'what', 'subject', 'by', 'on'), True),)
    db.create_tables([DrawLook])

    class SaltShare(Model):
        task = ForeignKeyField(Task, on_delete='RESTRICT')
        body = CharField(max_length=40)
        holder = CharField(max_length=60)
        share_sha256 = CharField(unique=True, max_length=64)
        sealed = TextField(default='')
        handed_in_at = CharField(max_length=20)
        draw = ForeignKeyField(Draw, null=True, on_delete='RESTRICT')
        asked_at = CharField(null=True, max_length=20)
        returned_at = CharField(null=True, max_length=20)
        class Meta:
            database = db
            table_name = 'salt_share'
            indexes = ((('task', 'body', 'draw'), True),)
    db.create_tables([SaltShare])

    class ShortageForecast(Model):
        task = ForeignKeyField(Task, unique=True, on_delete='CASCADE')
        roster_sha256 = CharField(max_length=64)
        trials = IntegerField()
        done = IntegerField(default=0)
        trials_short = IntegerField(default=0)
        trials_without_day = IntegerField(default=0)
        short = TextField(default='[]')
        without_day = TextField(default='[]')
        asked_by = CharField(max_length=60)
        asked_at = CharField(max_length=20)
        done_at = CharField(null=True, max_length=20)
        class Meta:
            database = db
            table_name = 'shortage_forecast'
    db.create_tables([ShortageForecast])

    migrator.migrate(migrator.drop_index('beacon_entry', 'beaconentry_draw_id_by'))
    migrator.migrate(migrator.add_column('draw', 'exceptions', TextField(default='[]')))
    migrator.migrate(migrator.add_column('draw', 'strata_reasons', TextField(default='{}')))
    migrator.migrate(migrator.add_column('draw', 'openings', TextField(default='{}')))
    migrator.migrate(migrator.add_column('draw', 'fallback_reason', CharField(max_length=200, default='')))
    migrator.migrate(migrator.add_column('draw', 'abandoned_reason', CharField(max_length=200, default='')))
    migrator.migrate(migrator.add_column('draw', 'ended_by', CharField(max_length=120, default='')))
    abandoned = Draw.state == 'abandoned'
    Draw.update(abandoned_reason=Draw.reason).where(abandoned).execute()
    Draw.update(reason='').where(abandoned).execute()
    migrator.migrate(migrator.add_column('beacon_entry', 'of_fallback', BooleanField(default=False)))
    migrator.migrate(migrator.add_column('beacon_entry', 'note', CharField(max_length=200, default='')))
    migrator.migrate(migrator.add_column('beacon_entry', 'voided_at', CharField(null=True, max_length=20)))
    migrator.migrate(migrator.add_column('beacon_entry', 'void_why', CharField(max_length=20, default='')))
    migrator.migrate(migrator.add_column('draw_event', 'change_id', ForeignKeyField(DrawChange, field=DrawChange.id, null=True, on_delete='RESTRICT')))


def down(migrator, db):
    migrator.migrate(migrator.drop_index('draw_event', 'draw_event_change_id'))
    migrator.migrate(migrator.drop_column('draw_event', 'change_id'))
    migrator.migrate(migrator.drop_column('beacon_entry', 'void_why'))
    migrator.migrate(migrator.drop_column('beacon_entry', 'voided_at'))
    migrator.migrate(migrator.drop_column('beacon_entry', 'note'))
    migrator.migrate(migrator.drop_column('beacon_entry', 'of_fallback'))
    migrator.migrate(migrator.drop_column('draw', 'ended_by'))
    migrator.migrate(migrator.drop_column('draw', 'abandoned_reason'))
    migrator.migrate(migrator.drop_column('draw', 'fallback_reason'))
    migrator.migrate(migrator.drop_column('draw', 'openings'))
    migrator.migrate(migrator.drop_column('draw', 'strata_reasons'))
    migrator.migrate(migrator.drop_column('draw', 'exceptions'))
    migrator.migrate(migrator.add_index('beacon_entry', ('draw_id', 'by'), unique=True, name='beaconentry_draw_id_by'))
    migrator.migrate(migrator.drop_table('shortage_forecast'))
    migrator.migrate(migrator.drop_table('salt_share'))
    migrator.migrate(migrator.drop_table('draw_look'))
    migrator.migrate(migrator.drop_table('draw_change'))
