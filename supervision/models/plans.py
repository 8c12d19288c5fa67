"""抽查事项、年度计划与任务: what may be inspected, what is planned, and the frozen pool of a task."""

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from supervision.database import JsonField, MomentField, Table
from supervision.models.authorities import Authority
from supervision.models.facilities import Facility
from supervision.models.inspectors import Inspector


class ItemList(Table):
    """抽查事项清单版本 item list: one adopted version, kept for ever; what it changed, since when and why."""

    version = IntegerField(unique=True)
    since = DateField()
    reason = CharField(max_length=300)
    changes = JsonField(default=list)  # [{key, matter, kind: added|changed|ended, before, after}]
    sha256 = CharField(max_length=64)  # of the whole list as it stands from then on
    adopted_by = CharField(max_length=60)
    adopted_at = MomentField()

    class Disclosure:
        """A version is published with the list; who adopted it is not."""

        public = "id version since reason changes sha256"
        internal = "adopted_by adopted_at"
        personal = ""


class ItemProposal(Table):
    """拟采用的清单 item proposal: a whole list that a planner has sent in and a head adopts or turns down."""

    since = DateField()
    reason = CharField(max_length=300)
    against = IntegerField()  # the version that it was compared with; 0 is none
    items = JsonField()  # the whole list as it is to be: rows as in InspectionItem
    changes = JsonField()  # as in ItemList
    file_name = CharField(max_length=200)
    sha256 = CharField(max_length=64)  # of the file
    state = CharField(max_length=20, default="waiting")  # waiting | adopted | refused
    proposed_by = CharField(max_length=60)
    proposed_at = MomentField()
    decided_by = CharField(max_length=60, null=True)
    decided_at = MomentField(null=True)
    answer = CharField(max_length=300, default="")  # why it was turned down
    version = IntegerField(null=True)  # that it became

    class Disclosure:
        """What is public of it, the adopted version tells."""

        public = ""
        internal = (
            "id since reason against items changes file_name sha256 state proposed_by proposed_at decided_by "
            "decided_at answer version"
        )
        personal = ""


class InspectionItem(Table):
    """抽查事项 inspection item: nothing outside this published list may be inspected (R1.9, R1.10).

    A changed item is a new row under the same key; the old one ends where the new one begins.
    """

    key = CharField(max_length=60)
    serial = IntegerField()
    matter = CharField(max_length=120)
    kinds = JsonField(default=list)  # kinds of facility
    content = TextField()
    basis = JsonField()  # [{law, article}]
    way = CharField(max_length=40)  # 书面检查 | 实地核查 | 网络监测
    frequency = CharField(max_length=80)
    organ_level = CharField(max_length=20)
    category = CharField(max_length=20)  # key | general
    departments = JsonField(default=list)
    checklist_items = JsonField(default=list)
    remark = CharField(max_length=200, default="")
    since = DateField()
    until = DateField(null=True)

    class Meta:
        """One wording a day."""

        indexes = ((("key", "since"), True),)

    class Disclosure:
        """The item list is published."""

        public = (
            "id key serial matter kinds content basis way frequency organ_level category departments "
            "checklist_items remark since until"
        )
        internal = ""
        personal = ""


class Plan(Table):
    """年度抽查计划 plan: what an authority inspects in a year; a change is published as a change."""

    authority = ForeignKeyField(Authority, backref="plans", on_delete="RESTRICT")
    year = IntegerField()
    number = CharField(max_length=60, unique=True)
    title = CharField(max_length=160)
    state = CharField(max_length=20, default="draft")  # draft | approved | published
    drafted_by = CharField(max_length=60)
    approved_by = CharField(max_length=60, null=True)
    approved_at = MomentField(null=True)
    published_on = DateField(null=True)

    class Disclosure:
        """A published plan is public; who drafted it is not."""

        public = "id authority year number title state published_on"
        internal = "drafted_by approved_by approved_at"
        personal = ""


class PlanLine(Table):
    """计划事项 plan line: one row of the plan, as published (R1.16)."""

    plan = ForeignKeyField(Plan, backref="lines", on_delete="CASCADE")
    serial = IntegerField()
    title = CharField(max_length=160)
    visit_kind = CharField(max_length=20)  # drawn | joint | special | grade_sample
    items = JsonField(default=list)  # keys of InspectionItem
    departments = JsonField(default=list)
    lead = CharField(max_length=40)
    kinds = JsonField(default=list)
    areas = JsonField(default=list)
    months = JsonField(default=list)
    ratio = JsonField(default=list)  # [numerator, denominator] of the whole
    frequency = CharField(max_length=80, default="")
    ended_on = DateField(null=True)  # taken out by a published change

    class Disclosure:
        """Published with the plan."""

        public = "id plan serial title visit_kind items departments lead kinds areas months ratio frequency ended_on"
        internal = ""
        personal = ""


class PlanChange(Table):
    """计划变更 plan change: a published plan is never edited; a change is published as a change (R1.15)."""

    plan = ForeignKeyField(Plan, backref="changes", on_delete="RESTRICT")
    n = IntegerField()
    kind = CharField(max_length=10)  # added | changed | ended
    serial = IntegerField()  # of the line
    before = JsonField(null=True)
    after = JsonField(null=True)
    reason = CharField(max_length=300)
    state = CharField(max_length=20, default="draft")  # draft | approved | published
    drafted_by = CharField(max_length=60)
    drafted_at = MomentField()
    approved_by = CharField(max_length=60, null=True)
    published_on = DateField(null=True)

    class Meta:
        """Numbered within the plan."""

        indexes = ((("plan", "n"), True),)

    class Disclosure:
        """What changed, when and why is published; who drafted and approved it is not."""

        public = "id plan n kind serial before after reason state published_on"
        internal = "drafted_by drafted_at approved_by"
        personal = ""


class Task(Table):
    """检查任务 task: one carrying-out of a plan line; freezing fixes who can be drawn."""

    line = ForeignKeyField(PlanLine, backref="tasks", on_delete="RESTRICT")
    authority = ForeignKeyField(Authority, backref="tasks", on_delete="RESTRICT")
    number = CharField(max_length=60, unique=True)
    title = CharField(max_length=160)
    visit_kind = CharField(max_length=20)
    state = CharField(max_length=20, default="draft")  # draft | frozen | committed | drawn | revealed
    kinds = JsonField(default=list)
    areas = JsonField(default=list)
    team = JsonField(default=list)
    days = JsonField(default=list)
    standby_days = JsonField(default=list)
    per_day = IntegerField(default=2)
    roster = JsonField(null=True)  # as frozen
    exclusions = JsonField(null=True)
    rules = JsonField(null=True)  # [[rule file, sha256]…] that made the roster
    reasons = JsonField(default=dict)  # stratum key -> why all of it are drawn, or why it is small
    experts = JsonField(default=list)  # keys of experts who come along; they fill no place of the team
    created_by = CharField(max_length=60)
    frozen_at = MomentField(null=True)
    frozen_by = CharField(max_length=60, null=True)

    class Disclosure:
        """What is public of a task, its draw tells."""

        public = "id line authority number title visit_kind state"
        internal = (
            "kinds areas team days standby_days per_day roster exclusions rules reasons "
            "experts created_by frozen_at frozen_by"
        )
        personal = ""


class TaskTarget(Table):
    """任务对象 task target: each facility that the task concerns, in the pool or excluded with a reason."""

    task = ForeignKeyField(Task, backref="targets", on_delete="CASCADE")
    facility = ForeignKeyField(Facility, backref="task_targets", on_delete="RESTRICT")
    pseudonym = CharField(max_length=64)
    nonce = CharField(max_length=64)
    stratum = CharField(max_length=40, null=True)
    region = CharField(max_length=12, null=True)
    excluded = CharField(max_length=200, null=True)  # the reason, or null

    class Meta:
        """Each facility exactly once."""

        indexes = ((("task", "facility"), True), (("task", "pseudonym"), True))

    class Disclosure:
        """Who is in a pool stays secret until the reveal."""

        public = ""
        internal = "id task facility pseudonym nonce stratum region excluded"
        personal = ""


class TaskInspector(Table):
    """任务人员 task inspector: who can be drawn, or called as a standby."""

    task = ForeignKeyField(Task, backref="inspectors", on_delete="CASCADE")
    inspector = ForeignKeyField(Inspector, backref="task_rows", on_delete="RESTRICT")
    pseudonym = CharField(max_length=64)
    nonce = CharField(max_length=64)
    standby = BooleanField(default=False)

    class Meta:
        """Each inspector once."""

        indexes = ((("task", "inspector"), True),)

    class Disclosure:
        """A pseudonym is opened to its inspector alone."""

        public = ""
        internal = "id task inspector pseudonym nonce standby"
        personal = ""
