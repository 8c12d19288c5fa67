# A kept score names by hash what it rests on; rule files are kept once a version; rehearsals of changed files are kept.
from peewee import *

def up(migrator, db):
    migrator.migrate(
        migrator.add_column('score_sheet', 'seal', TextField(null=True)),
        migrator.add_column('score_sheet', 'content_sha256', CharField(null=True, max_length=64)),
    )

    class RuleText(Model):
        sha256 = CharField(unique=True, max_length=64)
        text = TextField()
        kept_at = CharField(max_length=20)
        class Meta:
            database = db
            table_name = 'rule_text'
    db.create_tables([RuleText])

    class Rehearsal(Model):
        uuid = CharField(unique=True, max_length=36)
        name = CharField(max_length=120)
        text_sha256 = CharField(max_length=64)
        scheme = CharField(max_length=80)
        until = DateField()
        years = IntegerField()
        area_code = CharField(max_length=12, default='')
        done = IntegerField(default=0)
        total = IntegerField()
        rows = TextField(default='[]')
        result = TextField(null=True)
        result_sha256 = CharField(null=True, max_length=64)
        started_by = CharField(max_length=60)
        started_at = CharField(max_length=20)
        finished_at = CharField(null=True, max_length=20)
        class Meta:
            database = db
            table_name = 'rehearsal'
    db.create_tables([Rehearsal])

def down(migrator, db):
    migrator.migrate(
        migrator.drop_table('rehearsal'),
        migrator.drop_table('rule_text'),
        migrator.drop_column('score_sheet', 'content_sha256'),
        migrator.drop_column('score_sheet', 'seal'),
    )
