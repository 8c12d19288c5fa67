# Lists of items that wait for their adoption; when an expert's entry was last looked at.
from peewee import *

def up(migrator, db):
    class ItemProposal(Model):
        since = DateField()
        reason = CharField(max_length=300)
        against = IntegerField()
        items = TextField()
        changes = TextField()
        file_name = CharField(max_length=200)
        sha256 = CharField(max_length=64)
        state = CharField(max_length=20, default='waiting')
        proposed_by = CharField(max_length=60)
        proposed_at = CharField(max_length=20)
        decided_by = CharField(null=True, max_length=60)
        decided_at = CharField(null=True, max_length=20)
        answer = CharField(max_length=300, default='')
        version = IntegerField(null=True)
        class Meta:
            database = db
            table_name = 'item_proposal'
    db.create_tables([ItemProposal])

    migrator.migrate(migrator.add_column('expert', 'confirmed_on', DateField(null=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column('expert', 'confirmed_on'))
    migrator.migrate(migrator.drop_table('item_proposal'))
