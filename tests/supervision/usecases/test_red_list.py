"""The red list by rule: every condition judged, an end proposed by the clock with its reason, decided by people."""

from datetime import date, timedelta

import pytest

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor, scheduler
from supervision.jobs import rate_risk, review_red_list
from supervision.models import Facility, Fact, Listing, ScoreSheet
from supervision.queries.listings import red_verdict
from supervision.queries.public import decisions
from supervision.rulebook import schemes
from supervision.usecases import facts, listings, penalties
from tests.databases import one_database
from tests.supervision.small_office import moment, open_office, person

pytestmark = one_database
ON = date(2026, 11, 3)
LISTED = date(2026, 11, 24)


@pytest.fixture
def office(database, tmp_path):
    return open_office(tmp_path)


def tell(office, kind: str, on: date, **data) -> None:
    facts.record_facts(
        facility_code=office.codes[0],
        source="试验",
        facts=(facts.NewFact(kind, on, data),),
        actor=person("assessor"),
        at=moment(on),
    )


def deserving(office) -> None:
    """Give the facility a grade in force, the best rating for a year, and people who are satisfied."""
    tell(office, "star_grade", date(2025, 5, 6), outcome="four", until="2028-05-06")
    tell(office, "survey", date(2026, 6, 1), valid=60, satisfied=57)
    facility, scheme = (
        Facility.get(Facility.code == office.codes[0]),
        schemes().producing("credit_rating", ON),
    )
    for on in (date(2025, 6, 30), date(2026, 6, 30)):
        ScoreSheet.create(
            sha256=f"{on:%Y%m%d}".ljust(64, "0"), scheme=scheme.id, facility=facility, on=on, known_at=moment(on),
            outcome="excellent", value="92", sheet={}, public=True, stored_at=moment(on),
        )  # fmt: skip


def propose(office) -> str:
    return listings.propose_listing(
        list_kind="red",
        facility_code=office.codes[0],
        rule="lists.red.min_star_level",
        cause="条件都符合",
        actor=person("reviewer"),
        at=moment(ON),
    )


def listed(office) -> str:
    deserving(office)
    key = propose(office)
    listings.serve_notice(uuid_=key, served_on=ON, actor=person("reviewer"), at=moment(ON))
    closed = LISTED - timedelta(days=7)
    listings.close_hearing(uuid_=key, actor=scheduler("deadlines"), at=moment(closed))
    for who in ("d1", "d2"):
        listings.decide_listing(uuid_=key, reason="同意", actor=person(who, "decider"), at=moment(closed, 12))
    listings.publish_listing(uuid_=key, actor=person("publisher"), at=moment(LISTED))
    return key


def fined(office, on: date) -> None:
    penalties.record_penalty(
        penalty=penalties.NewPenalty(
            facility_code=office.codes[0], number="明罚〔2026〕9号", violation="未签协议", facts="三份",
            basis=({"law": "mca-order-66", "article": "第四十六条"},), kinds=("fine",), content="罚款", fine_fen=500000,
            decided_on=on, tier="general", organ="民政局",
        ),
        actor=person("d1", "decider"),
        at=moment(on),
    )  # fmt: skip


def test_each_condition_is_judged_by_rule(office):
    with pytest.raises(RuleViolationError) as told:
        propose(office)
    assert told.value.code == "listing-conditions"
    deserving(office)
    verdict = red_verdict(office.codes[0], ON)
    assert (verdict.is_met, verdict.unmet, verdict.unknown) == (True, (), ())

    tell(office, "rectification", date(2026, 7, 1), overdue=True)
    late = red_verdict(office.codes[0], ON)
    assert late.has_lapsed
    assert [words["zh"] for words in late.unmet] == ["整改都按期完成"]
    with pytest.raises(RuleViolationError) as told:
        propose(office)
    assert "整改都按期完成" in str(told.value)


def test_what_nobody_recorded_is_neither_met_nor_lapsed(office):
    deserving(office)
    Fact.delete().where(Fact.kind == "survey").execute()
    verdict = red_verdict(office.codes[0], ON)
    assert (verdict.is_met, verdict.has_lapsed) == (False, False)
    assert [words["zh"] for words in verdict.unknown] == ["满意率达标"]


def test_the_clock_proposes_the_end_and_people_decide_after_hearing(office):
    key = listed(office)
    day = date(2026, 12, 1)
    assert "0" in review_red_list(day, scheduler("red-list"), moment(day))
    fined(office, day)
    review_red_list(day, scheduler("red-list"), moment(day, 1))
    row = Listing.get(Listing.uuid == key)
    assert row.case.state == "doubted"
    assert row.case.moves.order_by(-row.case.moves.model.n).first().note == "规定期限内没有行政处罚"
    assert len(decisions.listings(day)) == 1, "it stands until somebody decides"

    owner = Actor(key="owner", roles=frozenset({"owner"}), facility_id=row.facility_id)
    listings.record_statement(uuid_=key, text="处罚正在复议", actor=owner, at=moment(date(2026, 12, 2)))
    end = {"uuid_": key, "way": "revoke", "reason": "处罚已经生效", "actor": person("d1", "decider")}
    with pytest.raises(RuleViolationError) as told:
        listings.end_listing(**end, at=moment(date(2026, 12, 4)))
    assert told.value.code == "procedure-clock-running"
    listings.end_listing(**end, at=moment(date(2026, 12, 9)))
    assert decisions.listings(date(2026, 12, 9)) == ()
    assert len(decisions.tombstones(date(2026, 12, 9))) == 1


def test_what_was_kept_is_not_proposed_again_for_the_same_reason(office):
    key = listed(office)
    day = date(2026, 12, 1)
    fined(office, day)
    review_red_list(day, scheduler("red-list"), moment(day, 1))
    listings.keep_listing(
        uuid_=key, reason="处罚已撤销，待更正", actor=person("d1", "decider"), at=moment(day, 12)
    )
    review_red_list(day + timedelta(days=1), scheduler("red-list"), moment(day + timedelta(days=1), 1))
    assert Listing.get(Listing.uuid == key).case.state == "published"


def test_the_internal_class_is_kept_on_the_first_of_a_month_and_never_public(office):
    first = date(2026, 12, 1)
    assert "每月一日" in rate_risk(date(2026, 12, 2), scheduler("risk-class"), moment(date(2026, 12, 2)))
    rate_risk(first, scheduler("risk-class"), moment(first))
    rows = list(ScoreSheet.select())
    assert len(rows) == len(office.codes)
    assert not any(row.public for row in rows)
    assert {row.outcome for row in rows} == {None}, "its weights are unconfirmed: no class is given"
