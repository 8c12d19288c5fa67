"""What the public is told of grades and ratings."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from supervision.actor import Actor
from supervision.config import Config
from supervision.database import connection
from supervision.demo.stage import moment
from supervision.models import Award, Facility, Fact, Penalty, ScoreSheet
from supervision.queries.public import scores
from supervision.records.scores import LineStatus, Measure, Score, ScoreState
from supervision.usecases.scores import decide_award, decide_score, end_award, propose_award

LAST = date(2026, 11, 20)
ASSESSOR = Actor(key="assessor", roles=frozenset({"assessor"}), scope="990101")
DECIDER = Actor(key="decider1", roles=frozenset({"decider"}), scope="990101")


@pytest.fixture(autouse=True)
def opened(demonstration: Config):
    with connection():
        yield


def of(code: str, measure: Measure, on: date = LAST) -> list[Score]:
    found = [score for score in scores.read(on) if score.facility == code and score.measure is measure]
    return sorted(found, key=lambda score: score.on)


def in_force(found: list[Score]) -> list[Score]:
    return [score for score in found if score.state is ScoreState.IN_FORCE]


def test_a_grade_is_what_its_award_says_with_every_line_of_its_sheet() -> None:
    award = Award.get(Award.scheme == "grading.star", Award.outcome == "four")
    (score,) = of(award.facility.code, Measure.STAR_GRADE)
    assert (score.outcome, score.number, score.since, score.until) == (
        "four",
        award.number,
        award.since,
        award.until,
    )
    assert (score.rank, score.ranks, score.maximum) == (4, 5, Decimal(1000))
    assert [part.maximum for part in score.parts] == [120, 130, 150, 600]
    assert sum(part.points for part in score.parts) == score.points
    assert sum(line.points for line in score.lines) == score.points
    assert all(line.reference and line.text.zh and line.text.en for line in score.lines)
    assert all(line.observed_on for line in score.lines if line.maximum)


def test_a_newer_award_supersedes_an_older_one_and_both_stay() -> None:
    award = Award.get(Award.scheme == "performance.rating", Award.since > date(2026, 1, 1))
    older, newer = of(award.facility.code, Measure.PERFORMANCE_RATING)
    assert (older.state, newer.state) == (ScoreState.SUPERSEDED, ScoreState.IN_FORCE)
    assert newer.lines
    assert not older.lines


def test_an_award_that_is_only_proposed_is_not_shown() -> None:
    award = Award.get(Award.scheme == "grading.star")
    code, sheet = award.facility.code, award.sheet_sha256
    award.delete_instance()
    propose_award(sheet_sha256=sheet, number="明评〔2026〕9号", actor=ASSESSOR, at=moment(LAST))
    assert of(code, Measure.STAR_GRADE) == []
    decide_award(uuid_=Award.get(Award.number == "明评〔2026〕9号").uuid, actor=DECIDER, at=moment(LAST, 11))
    assert [score.since for score in of(code, Measure.STAR_GRADE)] == [LAST]


def test_an_award_lapses_by_itself_and_a_withdrawn_one_says_so() -> None:
    award = Award.get(Award.scheme == "grading.star")
    code = award.facility.code
    assert [score.state for score in of(code, Measure.STAR_GRADE, award.until)] == [ScoreState.LAPSED]
    end_award(uuid_=award.uuid, reason="复核不再符合", actor=DECIDER, at=moment(LAST))
    assert [score.state for score in of(code, Measure.STAR_GRADE)] == [ScoreState.WITHDRAWN]


def test_the_credit_rating_is_the_newest_kept_sheet() -> None:
    found = of(Facility.get().code, Measure.CREDIT_RATING)
    assert [score.state for score in found] == [ScoreState.SUPERSEDED] * 3 + [ScoreState.IN_FORCE]
    newest = found[-1]
    assert newest.ranks == 4
    assert newest.applicable - newest.observed == len(newest.unobserved)
    assert sum(line.points for line in newest.lines) == newest.points


def test_lines_lead_to_what_was_found() -> None:
    lines = [line for score in scores.read(LAST) for line in score.lines if line.fact.startswith("finding-")]
    assert len(lines) > 50
    assert all(line.points < 0 and line.status is LineStatus.NOT_MET for line in lines)


def test_a_sheet_without_an_outcome_awards_nothing_and_says_what_is_missing(demonstration: Config) -> None:
    facility = Facility.get(Facility.kind == "meal_point")
    decide_score(scheme="grading.star", code=facility.code, on=LAST, actor=ASSESSOR, at=moment(LAST, 20))
    (score,) = of(facility.code, Measure.STAR_GRADE)
    assert score.state is ScoreState.INCOMPLETE
    assert (score.outcome, score.points, score.rank) == ("", None, 0)
    assert len(score.missing) >= 42


def test_a_rehearsal_does_not_stand_in_for_a_grade_in_force() -> None:
    award = Award.get(Award.scheme == "grading.star", Award.since < date(2026, 1, 1))
    code = award.facility.code
    decide_score(scheme="grading.star", code=code, on=LAST, actor=ASSESSOR, at=moment(LAST, 20))
    assert [score.state for score in of(code, Measure.STAR_GRADE)] == [ScoreState.IN_FORCE]


def test_what_rests_on_an_expired_penalty_is_shown_no_more() -> None:
    penalty = Penalty.get(Penalty.number == "明消罚决字〔2026〕3号")
    code, last_day = penalty.facility.code, penalty.public_until - timedelta(days=1)
    fact = Fact.get(Fact.source == penalty.number)
    resting = [row.sha256 for row in ScoreSheet.select() if fact.uuid in str(row.sheet["lines"])]
    assert resting
    shown = {score.sheet_sha256 for score in of(code, Measure.CREDIT_RATING, last_day)}
    assert shown & set(resting)
    later = of(code, Measure.CREDIT_RATING, penalty.public_until)
    assert later
    assert not {score.sheet_sha256 for score in later} & set(resting)
    assert in_force(later) == [], "an older sheet does not come into force again"


def test_the_internal_risk_class_is_never_told() -> None:
    code = Facility.get().code
    before = scores.read(LAST)
    sheet = decide_score(scheme="credit.risk_class", code=code, on=LAST, actor=ASSESSOR, at=moment(LAST, 20))
    assert ScoreSheet.get(ScoreSheet.sha256 == sheet).outcome in ("a", "b", "c", "d")
    ScoreSheet.update(public=True).where(ScoreSheet.sha256 == sheet).execute()  # not even by mistake
    assert scores.read(LAST) == before
    Award.update(scheme="credit.risk_class", outcome="a").where(Award.facility == Facility.get()).execute()
    assert all(score.scheme != "credit.risk_class" for score in scores.read(LAST))
