# Generated from a schema diff on 2026-11-22 12:07.
from peewee import *

def up(migrator, db):
    class Area(Model):
        code = CharField(unique=True, max_length=12)
        name = CharField(index=True, max_length=60)
        level = CharField(max_length=10)
        parent_code = CharField(index=True, null=True, max_length=12)
        since = DateField(null=True)
        until = DateField(null=True)
        class Meta:
            database = db
            table_name = 'area'
    db.create_tables([Area])

    class Authority(Model):
        key = CharField(unique=True, max_length=40)
        name = CharField(max_length=80)
        short_name = CharField(max_length=20)
        uscc = CharField(null=True, max_length=18)
        area = ForeignKeyField(Area, on_delete='RESTRICT')
        telephone = CharField(max_length=40, default='')
        address = CharField(max_length=200, default='')
        site = TextField(default='{}')
        class Meta:
            database = db
            table_name = 'authority'
    db.create_tables([Authority])

    class Department(Model):
        key = CharField(unique=True, max_length=40)
        name = CharField(max_length=80)
        english = CharField(max_length=80, default='')
        authority = ForeignKeyField(Authority, on_delete='RESTRICT')
        duty = TextField(default='')
        class Meta:
            database = db
            table_name = 'department'
    db.create_tables([Department])

    class Facility(Model):
        code = CharField(unique=True, max_length=12)
        source = CharField(max_length=60)
        source_id = CharField(null=True, max_length=60)
        name = CharField(max_length=120)
        name_key = CharField(index=True, max_length=120)
        kind = CharField(max_length=20)
        area = ForeignKeyField(Area, on_delete='RESTRICT')
        address = CharField(max_length=200, default='')
        zipcode = CharField(max_length=10, default='')
        beds = IntegerField(null=True)
        opened_on = DateField(null=True)
        ownership = CharField(max_length=40, default='')
        telephone = CharField(max_length=40, default='')
        longitude = CharField(null=True, max_length=40)
        latitude = CharField(null=True, max_length=40)
        coordinate_system = CharField(max_length=20, default='unknown')
        life_state = CharField(max_length=20, default='registered')
        about = TextField(default='{}')
        imported = TextField(default='{}')
        created_at = CharField(max_length=20)
        changed_at = CharField(max_length=20)
        class Meta:
            database = db
            table_name = 'facility'
            indexes = ((('source', 'source_id'), True), (('kind', 'area'), False))
    db.create_tables([Facility])

    class Inspector(Model):
        staff_number = CharField(unique=True, max_length=40)
        name = CharField(max_length=60)
        department = ForeignKeyField(Department, on_delete='RESTRICT')
        credential_number = CharField(max_length=40)
        credential_until = DateField(null=True)
        qualifications = TextField(default='[]')
        areas = TextField(default='[]')
        own_area = CharField(max_length=12, default='')
        capacity = IntegerField(default=6)
        since = DateField(null=True)
        until = DateField(null=True)
        class Meta:
            database = db
            table_name = 'inspector'
    db.create_tables([Inspector])

    class Account(Model):
        username = CharField(unique=True, max_length=60)
        password_hash = TextField(null=True)
        name = CharField(max_length=60)
        email = CharField(null=True, max_length=120)
        roles = TextField(default='[]')
        scope = CharField(max_length=12, default='')
        authority = ForeignKeyField(Authority, null=True, on_delete='RESTRICT')
        department = ForeignKeyField(Department, null=True, on_delete='RESTRICT')
        facility = ForeignKeyField(Facility, null=True, on_delete='RESTRICT')
        inspector = ForeignKeyField(Inspector, null=True, on_delete='RESTRICT')
        language = CharField(max_length=10, default='zh-CN')
        active = BooleanField(default=True)
        failed_attempts = IntegerField(default=0)
        locked_until = CharField(null=True, max_length=20)
        session_version = IntegerField(default=1)
        created_at = CharField(max_length=20)
        signed_in_at = CharField(null=True, max_length=20)
        class Meta:
            database = db
            table_name = 'account'
    db.create_tables([Account])

    class AuditEntry(Model):
        n = IntegerField(unique=True)
        at = CharField(max_length=20)
        actor = CharField(max_length=60)
        action = CharField(index=True, max_length=60)
        subject = CharField(index=True, max_length=120)
        payload = TextField()
        prev_sha256 = CharField(max_length=64)
        sha256 = CharField(max_length=64)
        class Meta:
            database = db
            table_name = 'audit_entry'
    db.create_tables([AuditEntry])

    class Award(Model):
        uuid = CharField(unique=True, max_length=36)
        scheme = CharField(max_length=80)
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        outcome = CharField(max_length=40)
        since = DateField()
        until = DateField()
        ended_on = DateField(null=True)
        ended_reason = CharField(max_length=200, default='')
        number = CharField(max_length=60)
        organ = CharField(max_length=80)
        sheet_sha256 = CharField(null=True, max_length=64)
        proposed_by = CharField(max_length=60)
        decided_by = CharField(max_length=60)
        decided_at = CharField(max_length=20)
        class Meta:
            database = db
            table_name = 'award'
    db.create_tables([Award])

    class Plan(Model):
        authority = ForeignKeyField(Authority, on_delete='RESTRICT')
        year = IntegerField()
        number = CharField(unique=True, max_length=60)
        title = CharField(max_length=160)
        state = CharField(max_length=20, default='draft')
        drafted_by = CharField(max_length=60)
        approved_by = CharField(null=True, max_length=60)
        approved_at = CharField(null=True, max_length=20)
        published_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'plan'
    db.create_tables([Plan])

    class PlanLine(Model):
        plan = ForeignKeyField(Plan, on_delete='CASCADE')
        serial = IntegerField()
        title = CharField(max_length=160)
        visit_kind = CharField(max_length=20)
        items = TextField(default='[]')
        departments = TextField(default='[]')
        lead = CharField(max_length=40)
        kinds = TextField(default='[]')
        areas = TextField(default='[]')
        months = TextField(default='[]')
        ratio = TextField(default='[]')
        frequency = CharField(max_length=80, default='')
        class Meta:
            database = db
            table_name = 'plan_line'
    db.create_tables([PlanLine])

    class Task(Model):
        line = ForeignKeyField(PlanLine, on_delete='RESTRICT')
        authority = ForeignKeyField(Authority, on_delete='RESTRICT')
        number = CharField(unique=True, max_length=60)
        title = CharField(max_length=160)
        visit_kind = CharField(max_length=20)
        state = CharField(max_length=20, default='draft')
        kinds = TextField(default='[]')
        areas = TextField(default='[]')
        team = TextField(default='[]')
        days = TextField(default='[]')
        standby_days = TextField(default='[]')
        per_day = IntegerField(default=2)
        roster = TextField(null=True)
        exclusions = TextField(null=True)
        rules = TextField(null=True)
        reasons = TextField(default='{}')
        created_by = CharField(max_length=60)
        frozen_at = CharField(null=True, max_length=20)
        frozen_by = CharField(null=True, max_length=60)
        class Meta:
            database = db
            table_name = 'task'
    db.create_tables([Task])

    class Draw(Model):
        task = ForeignKeyField(Task, on_delete='RESTRICT')
        authority = ForeignKeyField(Authority, on_delete='RESTRICT')
        serial = IntegerField()
        supersedes = ForeignKeyField('self', null=True, on_delete='RESTRICT')
        state = CharField(max_length=20)
        commitment = TextField()
        commitment_sha256 = CharField(unique=True, max_length=64)
        roster = TextField()
        exclusions = TextField()
        rules = TextField()
        sealed_salt = TextField()
        beacon = CharField(null=True, max_length=400)
        result = TextField(null=True)
        committed_at = CharField(max_length=20)
        committed_by = CharField(max_length=60)
        drawn_at = CharField(null=True, max_length=20)
        revealed_at = CharField(null=True, max_length=20)
        reveal_by = DateField()
        abandoned_at = CharField(null=True, max_length=20)
        reason = CharField(max_length=200, default='')
        committed_index = IntegerField(null=True)
        revealed_index = IntegerField(null=True)
        class Meta:
            database = db
            table_name = 'draw'
            indexes = ((('authority', 'serial'), True),)
    db.create_tables([Draw])

    class BeaconEntry(Model):
        draw = ForeignKeyField(Draw, on_delete='CASCADE')
        value = CharField(max_length=400)
        by = CharField(max_length=60)
        at = CharField(max_length=20)
        class Meta:
            database = db
            table_name = 'beacon_entry'
            indexes = ((('draw', 'by'), True),)
    db.create_tables([BeaconEntry])

    class Case(Model):
        uuid = CharField(unique=True, max_length=36)
        procedure = CharField(max_length=40)
        procedure_version = CharField(max_length=20)
        facility = ForeignKeyField(Facility, null=True, on_delete='RESTRICT')
        area = ForeignKeyField(Area, on_delete='RESTRICT')
        department = CharField(max_length=40, default='')
        title = CharField(max_length=200)
        state = CharField(max_length=40)
        entered_on = DateField()
        opened_on = DateField()
        closed_on = DateField(null=True)
        data = TextField(default='{}')
        class Meta:
            database = db
            table_name = 'case'
            indexes = ((('procedure', 'state'), False),)
    db.create_tables([Case])

    class CaseInvolvement(Model):
        case = ForeignKeyField(Case, on_delete='CASCADE')
        person = CharField(max_length=60)
        role = CharField(max_length=40)
        class Meta:
            database = db
            table_name = 'case_involvement'
            indexes = ((('case', 'person', 'role'), True),)
    db.create_tables([CaseInvolvement])

    class CaseMove(Model):
        case = ForeignKeyField(Case, on_delete='RESTRICT')
        n = IntegerField()
        move = CharField(max_length=40)
        from_state = CharField(max_length=40)
        to_state = CharField(max_length=40)
        by = CharField(max_length=60)
        at = CharField(max_length=20)
        on = DateField()
        note = TextField(default='')
        data = TextField(default='{}')
        class Meta:
            database = db
            table_name = 'case_move'
            indexes = ((('case', 'n'), True),)
    db.create_tables([CaseMove])

    class DeviceToken(Model):
        account = ForeignKeyField(Account, on_delete='CASCADE')
        token_sha256 = CharField(unique=True, max_length=64)
        label = CharField(max_length=80)
        created_at = CharField(max_length=20)
        last_used_on = DateField(null=True)
        revoked_at = CharField(null=True, max_length=20)
        class Meta:
            database = db
            table_name = 'device_token'
    db.create_tables([DeviceToken])

    class Document(Model):
        number = CharField(unique=True, max_length=80)
        authority = ForeignKeyField(Authority, on_delete='RESTRICT')
        series = CharField(max_length=40)
        year = IntegerField()
        n = IntegerField()
        kind = CharField(max_length=40)
        case = ForeignKeyField(Case, null=True, on_delete='RESTRICT')
        facility = ForeignKeyField(Facility, null=True, on_delete='RESTRICT')
        issued_on = DateField()
        issued_by = CharField(max_length=60)
        content = TextField()
        content_sha256 = CharField(max_length=64)
        pdf_sha256 = CharField(null=True, max_length=64)
        served_at = CharField(null=True, max_length=20)
        class Meta:
            database = db
            table_name = 'document'
            indexes = ((('authority', 'series', 'year', 'n'), True),)
    db.create_tables([Document])

    class DrawEvent(Model):
        draw = ForeignKeyField(Draw, on_delete='RESTRICT')
        n = IntegerField()
        event = TextField()
        sha256 = CharField(max_length=64)
        at = CharField(max_length=20)
        log_index = IntegerField(null=True)
        class Meta:
            database = db
            table_name = 'draw_event'
            indexes = ((('draw', 'n'), True),)
    db.create_tables([DrawEvent])

    class Evidence(Model):
        sha256 = CharField(unique=True, max_length=64)
        size = BigIntegerField()
        type = CharField(max_length=80)
        label = CharField(max_length=200, default='')
        stored_at = CharField(null=True, max_length=20)
        class Meta:
            database = db
            table_name = 'evidence'
    db.create_tables([Evidence])

    class FacilityEvent(Model):
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        kind = CharField(max_length=20)
        on = DateField()
        recorded_at = CharField(max_length=20)
        reason = CharField(max_length=200, default='')
        basis = CharField(max_length=120, default='')
        into = ForeignKeyField(Facility, null=True, on_delete='RESTRICT')
        data = TextField(default='{}')
        class Meta:
            database = db
            table_name = 'facility_event'
    db.create_tables([FacilityEvent])

    class Fact(Model):
        uuid = CharField(unique=True, max_length=36)
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        kind = CharField(max_length=60)
        on = DateField()
        recorded_at = CharField(max_length=20)
        source = CharField(max_length=120)
        basis = CharField(max_length=120, default='')
        data = TextField(default='{}')
        visibility = CharField(max_length=10)
        supersedes = CharField(null=True, max_length=36)
        public_until = DateField(null=True)
        class Meta:
            database = db
            table_name = 'fact'
            indexes = ((('facility', 'kind', 'on'), False), (('kind', 'on'), False))
    db.create_tables([Fact])

    class Visit(Model):
        uuid = CharField(unique=True, max_length=36)
        number = CharField(unique=True, max_length=60)
        kind = CharField(max_length=20)
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        authority = ForeignKeyField(Authority, on_delete='RESTRICT')
        task = ForeignKeyField(Task, null=True, on_delete='RESTRICT')
        draw = ForeignKeyField(Draw, null=True, on_delete='RESTRICT')
        parent = ForeignKeyField('self', null=True, on_delete='RESTRICT')
        case = ForeignKeyField(Case, unique=True, on_delete='RESTRICT')
        day = DateField(null=True)
        reason = CharField(max_length=200, default='')
        departments = TextField(default='[]')
        checklist = CharField(max_length=60)
        checklist_sha256 = CharField(max_length=64)
        items = TextField(null=True)
        pseudonym = CharField(null=True, max_length=64)
        nonce = CharField(null=True, max_length=64)
        notified_at = CharField(null=True, max_length=20)
        started_at = CharField(null=True, max_length=20)
        received_at = CharField(null=True, max_length=20)
        manifest = TextField(null=True)
        manifest_sha256 = CharField(null=True, max_length=64)
        receipt = TextField(null=True)
        confirmed_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'visit'
    db.create_tables([Visit])

    class Finding(Model):
        visit = ForeignKeyField(Visit, on_delete='RESTRICT')
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        department = CharField(max_length=40)
        item = CharField(max_length=20)
        scope = CharField(max_length=20)
        severity = IntegerField()
        legal_major = CharField(max_length=10)
        veto = BooleanField()
        state = CharField(max_length=20, default='open')
        corrected_on = DateField(null=True)
        verified_on = DateField(null=True)
        rectification = ForeignKeyField(Case, null=True, on_delete='SET NULL')
        class Meta:
            database = db
            table_name = 'finding'
            indexes = ((('visit', 'item'), True),)
    db.create_tables([Finding])

    class ImportBatch(Model):
        file_name = CharField(max_length=200)
        sha256 = CharField(index=True, max_length=64)
        source = CharField(max_length=60)
        at = CharField(max_length=20)
        by = CharField(max_length=60)
        rows = IntegerField()
        accepted = IntegerField()
        doubts = IntegerField()
        refused = IntegerField()
        created = IntegerField()
        changed = IntegerField()
        unchanged = IntegerField()
        report = TextField()
        class Meta:
            database = db
            table_name = 'import_batch'
    db.create_tables([ImportBatch])

    class ImportDoubt(Model):
        batch = ForeignKeyField(ImportBatch, on_delete='CASCADE')
        facility = ForeignKeyField(Facility, null=True, on_delete='CASCADE')
        row = IntegerField()
        column = CharField(max_length=60)
        value = TextField(default='')
        rule = CharField(max_length=60)
        message = TextField()
        data = TextField(default='{}')
        state = CharField(max_length=20, default='open')
        resolution = TextField(default='')
        cleared_by = CharField(null=True, max_length=60)
        cleared_at = CharField(null=True, max_length=20)
        class Meta:
            database = db
            table_name = 'import_doubt'
    db.create_tables([ImportDoubt])

    class InspectionItem(Model):
        key = CharField(unique=True, max_length=60)
        serial = IntegerField()
        matter = CharField(max_length=120)
        kinds = TextField(default='[]')
        content = TextField()
        basis = TextField()
        way = CharField(max_length=40)
        frequency = CharField(max_length=80)
        organ_level = CharField(max_length=20)
        category = CharField(max_length=20)
        departments = TextField(default='[]')
        checklist_items = TextField(default='[]')
        remark = CharField(max_length=200, default='')
        since = DateField()
        until = DateField(null=True)
        class Meta:
            database = db
            table_name = 'inspection_item'
    db.create_tables([InspectionItem])

    class InspectorAbsence(Model):
        inspector = ForeignKeyField(Inspector, on_delete='CASCADE')
        since = DateField()
        until = DateField()
        reason = CharField(max_length=40)
        class Meta:
            database = db
            table_name = 'inspector_absence'
    db.create_tables([InspectorAbsence])

    class Invitation(Model):
        account = ForeignKeyField(Account, on_delete='CASCADE')
        purpose = CharField(max_length=20)
        token_sha256 = CharField(unique=True, max_length=64)
        created_at = CharField(max_length=20)
        expires_at = CharField(max_length=20)
        used_at = CharField(null=True, max_length=20)
        class Meta:
            database = db
            table_name = 'invitation'
    db.create_tables([Invitation])

    class JobRun(Model):
        job = CharField(max_length=40)
        day = DateField()
        state = CharField(max_length=20)
        started_at = CharField(max_length=20)
        finished_at = CharField(null=True, max_length=20)
        message = TextField(default='')
        attempts = IntegerField(default=1)
        class Meta:
            database = db
            table_name = 'job_run'
            indexes = ((('job', 'day'), True),)
    db.create_tables([JobRun])

    class Listing(Model):
        uuid = CharField(unique=True, max_length=36)
        list_kind = CharField(max_length=10)
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        case = ForeignKeyField(Case, unique=True, on_delete='RESTRICT')
        cause = CharField(max_length=300)
        rule = CharField(max_length=80)
        basis = TextField()
        organ = CharField(max_length=80)
        number = CharField(max_length=60, default='')
        decided_on = DateField(null=True)
        since = DateField(null=True)
        until = DateField(null=True)
        ended_on = DateField(null=True)
        ended_reason = CharField(max_length=200, default='')
        measures = TextField(default='[]')
        class Meta:
            database = db
            table_name = 'listing'
    db.create_tables([Listing])

    class NumberSeries(Model):
        authority = ForeignKeyField(Authority, on_delete='RESTRICT')
        series = CharField(max_length=40)
        year = IntegerField()
        last = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'number_series'
            indexes = ((('authority', 'series', 'year'), True),)
    db.create_tables([NumberSeries])

    class Objection(Model):
        case = ForeignKeyField(Case, unique=True, on_delete='RESTRICT')
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        against_kind = CharField(max_length=40)
        against = CharField(max_length=80)
        filed_on = DateField()
        text = TextField()
        answer = TextField(default='')
        answered_on = DateField(null=True)
        upheld = BooleanField(null=True)
        class Meta:
            database = db
            table_name = 'objection'
    db.create_tables([Objection])

    class Operator(Model):
        uscc = CharField(unique=True, null=True, max_length=18)
        name = CharField(max_length=120)
        nature = CharField(max_length=20, default='')
        legal_representative = CharField(max_length=60, default='')
        class Meta:
            database = db
            table_name = 'operator'
    db.create_tables([Operator])

    class OperatorLink(Model):
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        operator = ForeignKeyField(Operator, on_delete='RESTRICT')
        since = DateField(null=True)
        until = DateField(null=True)
        class Meta:
            database = db
            table_name = 'operator_link'
    db.create_tables([OperatorLink])

    class Penalty(Model):
        uuid = CharField(unique=True, max_length=36)
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        number = CharField(unique=True, max_length=80)
        violation = CharField(max_length=120)
        facts = TextField()
        basis = TextField()
        kinds = TextField()
        content = TextField()
        fine_fen = BigIntegerField(default=0)
        forfeited_fen = BigIntegerField(default=0)
        decided_on = DateField()
        public_until = DateField(null=True)
        performed_on = DateField(null=True)
        tier = CharField(max_length=20)
        regime = CharField(max_length=60)
        organ = CharField(max_length=80)
        recorded_at = CharField(max_length=20)
        class Meta:
            database = db
            table_name = 'penalty'
    db.create_tables([Penalty])

    class PublicNotice(Model):
        index_number = CharField(unique=True, max_length=60)
        authority = ForeignKeyField(Authority, on_delete='RESTRICT')
        subject = CharField(max_length=60)
        genre = CharField(max_length=40)
        document_number = CharField(max_length=80, default='')
        formed_on = DateField()
        published_on = DateField()
        validity = CharField(max_length=20, default='valid')
        title = CharField(max_length=200)
        body = TextField()
        class Meta:
            database = db
            table_name = 'public_notice'
    db.create_tables([PublicNotice])

    class Release(Model):
        number = IntegerField(unique=True)
        as_of = DateField()
        state = CharField(max_length=20)
        reason = CharField(max_length=200, default='')
        prepared_by = CharField(max_length=60)
        prepared_at = CharField(max_length=20)
        approved_by = CharField(null=True, max_length=60)
        approved_at = CharField(null=True, max_length=20)
        snapshot_sha256 = CharField(max_length=64)
        manifest_sha256 = CharField(null=True, max_length=64)
        difference = TextField(default='{}')
        audit_head = CharField(max_length=64)
        log_size = IntegerField(null=True)
        class Meta:
            database = db
            table_name = 'release'
    db.create_tables([Release])

    class PublishedRecord(Model):
        record_id = CharField(index=True, max_length=120)
        kind = CharField(max_length=40)
        sha256 = CharField(max_length=64)
        salt = CharField(max_length=64)
        logged_at = CharField(max_length=20)
        log_index = IntegerField(unique=True)
        release = ForeignKeyField(Release, null=True, on_delete='SET NULL')
        published_on = DateField()
        taken_down_on = DateField(null=True)
        reason = CharField(max_length=200, default='')
        class Meta:
            database = db
            table_name = 'published_record'
    db.create_tables([PublishedRecord])

    class Rectification(Model):
        case = ForeignKeyField(Case, unique=True, on_delete='RESTRICT')
        visit = ForeignKeyField(Visit, on_delete='RESTRICT')
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        department = CharField(max_length=40)
        number = CharField(unique=True, max_length=60)
        ordered_on = DateField()
        due_on = DateField()
        due_rule = CharField(max_length=80)
        provisional = BooleanField(default=False)
        items = TextField()
        reported_on = DateField(null=True)
        closed_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'rectification'
    db.create_tables([Rectification])

    class RectificationReport(Model):
        rectification = ForeignKeyField(Rectification, on_delete='CASCADE')
        by = CharField(max_length=60)
        at = CharField(max_length=20)
        text = TextField()
        evidence = TextField(default='[]')
        class Meta:
            database = db
            table_name = 'rectification_report'
    db.create_tables([RectificationReport])

    class Recusal(Model):
        inspector = ForeignKeyField(Inspector, on_delete='CASCADE')
        facility = ForeignKeyField(Facility, on_delete='CASCADE')
        code = CharField(max_length=40)
        declared_by = CharField(max_length=60)
        since = DateField()
        until = DateField(null=True)
        note = CharField(max_length=200, default='')
        class Meta:
            database = db
            table_name = 'recusal'
    db.create_tables([Recusal])

    class Result(Model):
        visit = ForeignKeyField(Visit, on_delete='RESTRICT')
        department = CharField(max_length=40)
        kinds = TextField()
        reasons = TextField(default='[]')
        confirmed_by = CharField(max_length=60)
        confirmed_at = CharField(max_length=20)
        formed_on = DateField()
        publish_by = DateField()
        class Meta:
            database = db
            table_name = 'result'
            indexes = ((('visit', 'department'), True),)
    db.create_tables([Result])

    class ScoreSheet(Model):
        sha256 = CharField(unique=True, max_length=64)
        scheme = CharField(max_length=80)
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        on = DateField()
        known_at = CharField(max_length=20)
        outcome = CharField(null=True, max_length=40)
        value = CharField(null=True, max_length=40)
        sheet = TextField()
        public = BooleanField(default=False)
        decided_by = CharField(null=True, max_length=60)
        stored_at = CharField(max_length=20)
        class Meta:
            database = db
            table_name = 'score_sheet'
            indexes = ((('facility', 'scheme', 'on'), False),)
    db.create_tables([ScoreSheet])

    class Setting(Model):
        key = CharField(unique=True, max_length=60)
        value = TextField()
        class Meta:
            database = db
            table_name = 'setting'
    db.create_tables([Setting])

    class Signature(Model):
        visit = ForeignKeyField(Visit, on_delete='CASCADE')
        client_id = CharField(unique=True, max_length=36)
        role = CharField(max_length=20)
        name = CharField(max_length=60)
        strokes = TextField(null=True)
        refusal = CharField(max_length=200, default='')
        class Meta:
            database = db
            table_name = 'signature'
    db.create_tables([Signature])

    class TaskInspector(Model):
        task = ForeignKeyField(Task, on_delete='CASCADE')
        inspector = ForeignKeyField(Inspector, on_delete='RESTRICT')
        pseudonym = CharField(max_length=64)
        nonce = CharField(max_length=64)
        standby = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'task_inspector'
            indexes = ((('task', 'inspector'), True),)
    db.create_tables([TaskInspector])

    class TaskTarget(Model):
        task = ForeignKeyField(Task, on_delete='CASCADE')
        facility = ForeignKeyField(Facility, on_delete='RESTRICT')
        pseudonym = CharField(max_length=64)
        nonce = CharField(max_length=64)
        stratum = CharField(null=True, max_length=40)
        region = CharField(null=True, max_length=12)
        excluded = CharField(null=True, max_length=200)
        class Meta:
            database = db
            table_name = 'task_target'
            indexes = ((('task', 'facility'), True), (('task', 'pseudonym'), True))
    db.create_tables([TaskTarget])

    class VisitAnswer(Model):
        visit = ForeignKeyField(Visit, on_delete='CASCADE')
        client_id = CharField(max_length=36)
        item = CharField(max_length=20)
        answer = CharField(max_length=20)
        scope = CharField(null=True, max_length=20)
        remark = TextField(default='')
        corrected_on_spot = BooleanField(default=False)
        by = CharField(max_length=60)
        photos = TextField(default='[]')
        history = TextField(default='[]')
        received_at = CharField(max_length=20)
        class Meta:
            database = db
            table_name = 'visit_answer'
            indexes = ((('visit', 'item'), True),)
    db.create_tables([VisitAnswer])

    class VisitEvidence(Model):
        visit = ForeignKeyField(Visit, on_delete='CASCADE')
        sha256 = CharField(max_length=64)
        item = CharField(max_length=20, default='')
        class Meta:
            database = db
            table_name = 'visit_evidence'
            indexes = ((('visit', 'sha256', 'item'), True),)
    db.create_tables([VisitEvidence])

    class VisitMember(Model):
        visit = ForeignKeyField(Visit, on_delete='CASCADE')
        inspector = ForeignKeyField(Inspector, on_delete='RESTRICT')
        department = CharField(max_length=40)
        informed_at = CharField(null=True, max_length=20)
        class Meta:
            database = db
            table_name = 'visit_member'
            indexes = ((('visit', 'inspector'), True),)
    db.create_tables([VisitMember])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('visit_member'))
    migrator.migrate(migrator.drop_table('visit_evidence'))
    migrator.migrate(migrator.drop_table('visit_answer'))
    migrator.migrate(migrator.drop_table('task_target'))
    migrator.migrate(migrator.drop_table('task_inspector'))
    migrator.migrate(migrator.drop_table('signature'))
    migrator.migrate(migrator.drop_table('setting'))
    migrator.migrate(migrator.drop_table('score_sheet'))
    migrator.migrate(migrator.drop_table('result'))
    migrator.migrate(migrator.drop_table('recusal'))
    migrator.migrate(migrator.drop_table('rectification_report'))
    migrator.migrate(migrator.drop_table('rectification'))
    migrator.migrate(migrator.drop_table('published_record'))
    migrator.migrate(migrator.drop_table('release'))
    migrator.migrate(migrator.drop_table('public_notice'))
    migrator.migrate(migrator.drop_table('penalty'))
    migrator.migrate(migrator.drop_table('operator_link'))
    migrator.migrate(migrator.drop_table('operator'))
    migrator.migrate(migrator.drop_table('objection'))
    migrator.migrate(migrator.drop_table('number_series'))
    migrator.migrate(migrator.drop_table('listing'))
    migrator.migrate(migrator.drop_table('job_run'))
    migrator.migrate(migrator.drop_table('invitation'))
    migrator.migrate(migrator.drop_table('inspector_absence'))
    migrator.migrate(migrator.drop_table('inspection_item'))
    migrator.migrate(migrator.drop_table('import_doubt'))
    migrator.migrate(migrator.drop_table('import_batch'))
    migrator.migrate(migrator.drop_table('finding'))
    migrator.migrate(migrator.drop_table('visit'))
    migrator.migrate(migrator.drop_table('fact'))
    migrator.migrate(migrator.drop_table('facility_event'))
    migrator.migrate(migrator.drop_table('evidence'))
    migrator.migrate(migrator.drop_table('draw_event'))
    migrator.migrate(migrator.drop_table('document'))
    migrator.migrate(migrator.drop_table('device_token'))
    migrator.migrate(migrator.drop_table('case_move'))
    migrator.migrate(migrator.drop_table('case_involvement'))
    migrator.migrate(migrator.drop_table('case'))
    migrator.migrate(migrator.drop_table('beacon_entry'))
    migrator.migrate(migrator.drop_table('draw'))
    migrator.migrate(migrator.drop_table('task'))
    migrator.migrate(migrator.drop_table('plan_line'))
    migrator.migrate(migrator.drop_table('plan'))
    migrator.migrate(migrator.drop_table('award'))
    migrator.migrate(migrator.drop_table('audit_entry'))
    migrator.migrate(migrator.drop_table('account'))
    migrator.migrate(migrator.drop_table('inspector'))
    migrator.migrate(migrator.drop_table('facility'))
    migrator.migrate(migrator.drop_table('department'))
    migrator.migrate(migrator.drop_table('authority'))
    migrator.migrate(migrator.drop_table('area'))
