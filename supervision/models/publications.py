"""公示: releases of the public site, and what the log holds."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField

from supervision.database import JsonField, MomentField, Table


class Release(Table):
    """发布 release: one state of the public site, prepared by one person and approved by another."""

    number = IntegerField(unique=True)
    as_of = DateField()
    state = CharField(max_length=20)  # prepared | approved | live | superseded | discarded
    reason = CharField(max_length=200, default="")
    prepared_by = CharField(max_length=60)
    prepared_at = MomentField()
    approved_by = CharField(max_length=60, null=True)
    approved_at = MomentField(null=True)
    snapshot_sha256 = CharField(max_length=64)
    manifest_sha256 = CharField(max_length=64, null=True)
    difference = JsonField(
        default=dict
    )  # {new, changed, taken_down, aged: [key], reasons: {key: [word, day]}, late: [...]}
    audit_head = CharField(max_length=64)
    log_size = IntegerField(null=True)

    class Disclosure:
        """Number, day and head are on the site; who did it is not."""

        public = "id number as_of state manifest_sha256 audit_head log_size"
        internal = "reason prepared_by prepared_at approved_by approved_at snapshot_sha256 difference"
        personal = ""


class PublishedRecord(Table):
    """已公示记录 published record: which record was entered in the log, and the salt that opens it."""

    record_id = CharField(max_length=120, index=True)
    kind = CharField(max_length=40)
    sha256 = CharField(max_length=64)
    salt = CharField(max_length=64)
    logged_at = MomentField()
    log_index = IntegerField(unique=True)
    release = ForeignKeyField(Release, null=True, backref="records", on_delete="SET NULL")
    published_on = DateField()
    taken_down_on = DateField(null=True)
    reason = CharField(max_length=200, default="")

    class Disclosure:
        """Record and salt are public as long as the record is."""

        public = "id record_id kind sha256 log_index published_on taken_down_on"
        internal = "salt logged_at release reason"
        personal = ""
