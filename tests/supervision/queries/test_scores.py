"""Kept scores: each is made again from its file alone; one that lost a fact is decided again, never silently."""

import json
from datetime import date

import pytest

from scoring.frozen.verifying import verify
from scoring.rulebook import Rulebook, RuleViolationError
from supervision.actor import Actor, scheduler, terminal
from supervision.config import Config
from supervision.database import connection
from supervision.demo.stage import moment
from supervision.jobs import renew_ratings
from supervision.models import AnnualSheet, Award, Fact, RuleText, ScoreSheet
from supervision.queries.explanations import score_story
from supervision.queries.scores import Fallen, fallen_ratings, frozen_score
from supervision.usecases.facts import NewFact, record_facts
from supervision.usecases.scores import decide_award, renew_score

LAST = date(2026, 11, 20)
NEXT = date(2026, 11, 23)
DECIDER = Actor(key="decider1", roles=frozenset({"decider"}), scope="990101")


@pytest.fixture(autouse=True)
def opened(demonstration: Config):
    with connection():
        yield


def frozen(sheet: str) -> dict:
    return json.loads(json.dumps(frozen_score(sheet, actor=terminal()).as_record(), ensure_ascii=False))


def award_of(scheme: str) -> Award:
    return Award.select().where(Award.scheme == scheme, Award.ended_on.is_null()).order_by(Award.id).first()


def correct(award: Award) -> None:
    """Supersede one fact on which an award rests."""
    sheet = ScoreSheet.get(ScoreSheet.sha256 == award.sheet_sha256)
    key = next(
        line["fact"] for line in sheet.sheet["lines"] if isinstance(line["fact"], str) and line["points"]
    )
    wrong = Fact.get(Fact.uuid == key)
    record_facts(
        facility_code=award.facility.code,
        source=wrong.source,
        facts=(NewFact(wrong.kind, wrong.on, {**wrong.data, "points": "0"}, supersedes=key),),
        actor=terminal(),
        at=moment(NEXT, 9),
    )


def test_scores_of_every_scheme_are_made_again_from_their_file_alone() -> None:
    national = Rulebook.load(())  # knows nothing of the district's own rules
    rows = list(ScoreSheet.select().order_by(ScoreSheet.id))[::24]
    assert {row.scheme for row in rows} >= {"credit.rating", "grading.star", "performance.rating"}
    for row in rows:
        verdict = verify(frozen(row.sha256), national)
        assert verdict.text == "holds"
        assert verdict.notes[0] == f"content {row.content_sha256}"


def test_a_fact_changed_in_the_ledger_is_named() -> None:
    row = ScoreSheet.get(ScoreSheet.scheme == "performance.rating")
    key = sorted(row.seal["facts"])[0]
    fact = Fact.get(Fact.uuid == key)
    Fact.update(data={**fact.data, "points": "99"}).where(Fact.uuid == key).execute()
    assert verify(frozen(row.sha256), Rulebook.load(())).text == f"differs: fact {key} was changed"


def test_rule_files_are_kept_once_a_version() -> None:
    sealed = [*ScoreSheet.select(ScoreSheet.seal), *AnnualSheet.select(AnnualSheet.seal)]
    named = {key for row in sealed for key in row.seal["rules"].values()}
    assert {row.sha256 for row in RuleText.select()} == named
    assert len(named) < 20


def test_nothing_is_decided_again_where_nothing_fell() -> None:
    assert fallen_ratings(LAST) == ()


def test_a_rating_that_lost_a_fact_is_proposed_anew_once_and_decided_by_a_person() -> None:
    award = award_of("performance.rating")
    correct(award)
    (fallen,) = fallen_ratings(NEXT)
    assert (fallen.facility, fallen.award, len(fallen.facts)) == (award.facility.code, award.uuid, 1)
    clock, at = scheduler("test"), moment(NEXT, 10)
    assert renew_ratings(NEXT, clock, at).startswith("重新评定 1 项")
    proposed = Award.get(Award.decided_on.is_null())
    assert (proposed.facility_id, proposed.number, proposed.proposed_by) == (
        award.facility_id,
        award.number,
        clock.key,
    )
    assert Award.get(Award.uuid == award.uuid).ended_on is None  # nothing ended yet: a person decides
    assert fallen_ratings(NEXT) == ()
    assert renew_ratings(NEXT, clock, at).startswith("重新评定 0 项")
    decide_award(uuid_=proposed.uuid, actor=DECIDER, at=moment(NEXT, 11))
    assert Award.get(Award.uuid == award.uuid).ended_on == NEXT
    assert fallen_ratings(NEXT) == ()


def test_a_rating_that_follows_from_the_ledger_gets_a_new_sheet() -> None:
    newest = {}
    for row in ScoreSheet.select().where(ScoreSheet.scheme == "credit.rating").order_by(ScoreSheet.id):
        newest[row.facility_id] = row
    row = next(row for row in newest.values() if any(line["points"] == "-3" for line in row.sheet["lines"]))
    key = next(line["fact"] for line in row.sheet["lines"] if line["points"] == "-3")
    Fact.update(public_until=LAST).where(Fact.uuid == key).execute()
    assert [(one.sheet, one.award) for one in fallen_ratings(NEXT)] == [(row.sha256, None)]
    renew_ratings(NEXT, scheduler("test"), moment(NEXT, 10))
    (again,) = ScoreSheet.select().where(ScoreSheet.facility == row.facility_id, ScoreSheet.on == NEXT)
    assert again.value == row.value + 3
    assert fallen_ratings(NEXT) == ()


def test_what_can_no_longer_be_said_is_not_proposed() -> None:
    award = award_of("grading.star")
    gone = Fallen("performance.rating", award.facility.code, award.sheet_sha256, award.uuid, ("x",))
    Fact.delete().where(Fact.facility == award.facility_id, Fact.kind == "assessment.item").execute()
    with pytest.raises(RuleViolationError) as told:
        renew_score(fallen=gone, actor=scheduler("test"), at=moment(NEXT, 10))
    assert told.value.code == "sheet-undecided"


def test_an_award_is_explained_by_the_sheet_it_rests_on() -> None:
    award = award_of("grading.star")
    story = score_story("grading.star", award.facility.code, on=NEXT, since=None, until=date(2027, 11, 23))
    sheet = story.stands.explanation.sheet
    kept = ScoreSheet.get(ScoreSheet.sha256 == award.sheet_sha256)
    assert (sheet.outcome, sheet.on) == (award.outcome, kept.on)
    assert sheet.as_record()["lines"] == kept.sheet["lines"]
    assert story.stands.award is not None
    assert story.sealed == award.sheet_sha256
    assert len(story.stands.explanation.lifts) <= 2
    assert all(part.points is not None for part in story.outline.portions)
