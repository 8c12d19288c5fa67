# Entries of other regions' lists get their way through the house. Nothing wrote the table before: it is made anew.
from peewee import *

def up(migrator, db):
    class Case(Model):
        class Meta:
            database = db
            table_name = 'case'

    class Facility(Model):
        class Meta:
            database = db
            table_name = 'facility'

    class Listing(Model):
        class Meta:
            database = db
            table_name = 'listing'

    migrator.migrate(migrator.drop_table('foreign_entry'))

    class ExchangePartner(Model):
        region = CharField(max_length=12, unique=True)
        name = CharField(max_length=120)
        key = CharField(max_length=300)
        trusted_by = CharField(max_length=60)
        trusted_on = DateField()
        class Meta:
            database = db
            table_name = 'exchange_partner'
    db.create_tables([ExchangePartner])

    class ExchangeFile(Model):
        sha256 = CharField(max_length=64, unique=True)
        region = CharField(max_length=12)
        authority = CharField(max_length=120)
        as_of = DateField()
        received_at = CharField(max_length=20)
        received_by = CharField(max_length=60)
        report = TextField()
        class Meta:
            database = db
            table_name = 'exchange_file'
    db.create_tables([ExchangeFile])

    class ForeignEntry(Model):
        uuid = CharField(max_length=36, unique=True)
        region = CharField(max_length=12)
        entry = CharField(max_length=100)
        file = ForeignKeyField(ExchangeFile, on_delete='RESTRICT')
        authority = CharField(max_length=120)
        list_kind = CharField(max_length=10)
        number = CharField(max_length=80)
        name = CharField(max_length=160)
        uscc = CharField(max_length=18, default='')
        cause = TextField(default='')
        issued_on = DateField()
        until = DateField(null=True)
        removed_on = DateField(null=True)
        facility = ForeignKeyField(Facility, null=True, on_delete='RESTRICT')
        matched_by = CharField(max_length=10, default='')
        case = ForeignKeyField(Case, null=True, unique=True, on_delete='RESTRICT')
        proposed = CharField(max_length=10, default='')
        effect = CharField(max_length=10, default='')
        listing = ForeignKeyField(Listing, null=True, on_delete='RESTRICT')
        recognised_by = CharField(max_length=60, default='')
        recognised_on = DateField(null=True)
        ended_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'foreign_entry'
            indexes = ((('region', 'entry'), True),)
    db.create_tables([ForeignEntry])

    migrator.migrate(migrator.add_column('listing', 'origin', TextField(null=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column('listing', 'origin'))

    class Facility(Model):
        class Meta:
            database = db
            table_name = 'facility'

    for table in ('foreign_entry', 'exchange_file', 'exchange_partner'):
        migrator.migrate(migrator.drop_table(table))

    class ForeignEntry(Model):
        uuid = CharField(unique=True, max_length=36)
        region = CharField(max_length=12)
        authority = CharField(max_length=120)
        list_kind = CharField(max_length=10)
        number = CharField(max_length=80)
        name = CharField(max_length=160)
        uscc = CharField(max_length=18, default='')
        cause = TextField(default='')
        issued_on = DateField()
        until = DateField(null=True)
        removed_on = DateField(null=True)
        source_sha256 = CharField(max_length=64)
        received_at = CharField(max_length=20)
        facility = ForeignKeyField(Facility, null=True, on_delete='RESTRICT')
        matched_by = CharField(max_length=10, default='')
        effect = CharField(max_length=10, default='')
        recognised_by = CharField(max_length=60, default='')
        recognised_on = DateField(null=True)
        reason = CharField(max_length=300, default='')
        class Meta:
            database = db
            table_name = 'foreign_entry'
            indexes = ((('region', 'number', 'name'), True),)
    db.create_tables([ForeignEntry])
