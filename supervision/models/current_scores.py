"""现行评分: what each scheme says of everybody today, in one row each; what moved when; and the rounds in which that was found."""

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from supervision.database import MomentField, Table
from supervision.models.facilities import Facility


class CurrentScore(Table):
    """现行评分 current score: outcome, total and sheet hash of a facility; holds from ``on`` until ``turn`` by itself."""

    scheme = CharField(max_length=80)
    facility = ForeignKeyField(Facility, backref="current_scores", on_delete="RESTRICT")
    outcome = CharField(max_length=40, null=True)
    value = TextField(null=True)  # exact: 87.5, or 10/3
    sheet_sha256 = CharField(max_length=64)
    on = DateField()
    known_at = MomentField()
    turn = DateField()
    observed = IntegerField(default=0)
    applicable = IntegerField(default=0)

    class Meta:
        """One of each scheme; those whose day has come are found quickly."""

        indexes = ((("scheme", "facility"), True), (("scheme", "turn"), False))

    class Disclosure:
        """Office matter: what is public of a score goes through its kept sheet."""

        public = ""
        internal = "id scheme facility outcome value sheet_sha256 on known_at turn observed applicable"
        personal = ""


class ScoreMove(Table):
    """评分变动 score move: on ``on`` a scheme began to say something else of a facility than before."""

    scheme = CharField(max_length=80)
    facility = ForeignKeyField(Facility, backref="score_moves", on_delete="RESTRICT")
    on = DateField()
    known_at = MomentField()
    outcome_before = CharField(max_length=40, null=True)
    value_before = TextField(null=True)
    outcome = CharField(max_length=40, null=True)
    value = TextField(null=True)

    class Meta:
        """Those of one facility, and those of one day, are found quickly."""

        indexes = ((("facility", "scheme", "on"), False), (("scheme", "on"), False))

    class Disclosure:
        """Office matter, as the current scores are."""

        public = ""
        internal = "id scheme facility on known_at outcome_before value_before outcome value"
        personal = ""


class ScoringRound(Table):
    """评分轮次 scoring round: what a scheme's current scores were last brought up to: day, moment, facts, rules."""

    scheme = CharField(max_length=80)
    on = DateField()
    known_at = MomentField()
    newest_fact = IntegerField()
    rules_sha256 = CharField(max_length=64)
    looked_at = IntegerField()
    changed = IntegerField()

    class Meta:
        """The newest of a scheme is found quickly."""

        indexes = ((("scheme", "on"), False),)

    class Disclosure:
        """Office matter."""

        public = ""
        internal = "id scheme on known_at newest_fact rules_sha256 looked_at changed"
        personal = ""
