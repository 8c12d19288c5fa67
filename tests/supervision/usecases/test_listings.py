"""Red and black list: told, heard, decided by two, published, expired; penalties by the regime of their day."""

from datetime import date

import pytest

from scoring.rulebook import RuleViolationError
from supervision.errors import NotAllowedError
from supervision.models import Fact, Listing, Penalty
from supervision.queries.entries import entries
from supervision.queries.public import decisions
from supervision.usecases import listings, penalties
from tests.databases import one_database
from tests.supervision.small_office import moment, open_office, person

PROPOSED = date(2026, 11, 3)
HEARD = date(2026, 11, 20)
RULE = "lists.black.criterion.refusing_supervision"


@pytest.fixture
def office(database, tmp_path):
    return open_office(tmp_path)


def propose(office) -> str:
    return listings.propose_listing(
        list_kind="black",
        facility_code=office.codes[0],
        rule=RULE,
        cause="两次拒绝提供材料",
        evidence=("a" * 64,),
        actor=person("reviewer"),
        at=moment(PROPOSED),
    )


def heard(office) -> str:
    key = propose(office)
    listings.serve_notice(uuid_=key, served_on=PROPOSED, actor=person("reviewer"), at=moment(PROPOSED, 15))
    listings.close_hearing(uuid_=key, actor=person("d1", "decider"), at=moment(HEARD))
    return key


def decide(key: str, who: str, verdict="list") -> str:
    return listings.decide_listing(
        uuid_=key, reason="事实清楚", verdict=verdict, actor=person(who, "decider"), at=moment(HEARD, 11)
    )


def publish(key: str) -> None:
    listings.publish_listing(uuid_=key, actor=person("publisher"), at=moment(date(2026, 11, 23)))


def test_an_entry_goes_its_whole_way_and_leaves_a_tombstone(office):
    key = heard(office)
    assert decide(key, "d1") == "decided_once"
    assert decide(key, "d2") == "decided"
    publish(key)
    row = Listing.get()
    assert (row.since, row.until) == (date(2026, 11, 23), None), "no source gives its term"
    assert "until" not in Fact.get(Fact.kind == "listing").data
    assert [each.facility for each in decisions.listings(date(2026, 12, 1))] == [office.codes[0]]
    (shown,) = decisions.listings(date(2031, 1, 1))
    assert (shown.until, shown.leave_from) == (None, date(2028, 11, 23))

    removed = date(2028, 11, 23)
    Listing.update(ended_on=removed).execute()
    assert decisions.listings(removed) == ()
    stone = decisions.tombstones(removed)[0]
    assert office.codes[0] not in str(stone)
    assert "拒绝" not in str(stone)


def test_removal_ends_the_entry_and_its_fact(office):
    key = heard(office)
    decide(key, "d1")
    decide(key, "d2")
    publish(key)
    listings.end_listing(
        uuid_=key,
        way="repair",
        reason="已履行",
        evidence=("a" * 64,),
        actor=person("d3", "decider"),
        at=moment(date(2028, 11, 23)),
    )
    assert Listing.get().case.state == "ended"
    newest = Fact.select().where(Fact.kind == "listing").order_by(Fact.id.desc()).get()
    assert newest.data["until"] == "2028-11-23"
    assert newest.supersedes


def test_an_entry_without_a_term_does_not_expire(office):
    key = heard(office)
    decide(key, "d1")
    decide(key, "d2")
    publish(key)
    with pytest.raises(RuleViolationError) as refused:
        listings.end_listing(
            uuid_=key, way="expire", actor=person("clock", "scheduler"), at=moment(date(2040, 1, 3))
        )
    assert refused.value.code == "procedure-clock-absent"
    assert "公示期限" in str(refused.value)
    assert Listing.get().case.state == "published"


@one_database
def test_removal_asks_for_no_new_breach_or_for_amends(office):
    key = heard(office)
    decide(key, "d1")
    decide(key, "d2")
    publish(key)
    facility, ready = Listing.get().facility, date(2028, 11, 23)

    def lacking() -> tuple[str, ...]:
        (found,) = (each for each in entries(facility, ready) if each.kind == "listing")
        assert found.is_shown
        return found.eligibility.lacking

    assert lacking() == ()
    record(office, date(2027, 6, 1), "serious", ("fine",))
    assert lacking() == ("performed", "corrected"), "of the two ways the one that is still open"
    Penalty.update(performed_on=date(2027, 7, 1)).execute()
    assert lacking() == ("corrected",)
    Penalty.update(corrected_on=date(2027, 7, 1)).execute()
    assert lacking() == ()


@one_database
def test_nobody_decides_what_he_proposed_and_nobody_decides_twice(office):
    key = heard(office)
    with pytest.raises((RuleViolationError, NotAllowedError)):
        listings.decide_listing(
            uuid_=key, reason="x", actor=person("reviewer", "reviewer", "decider"), at=moment(HEARD, 11)
        )
    decide(key, "d1")
    with pytest.raises(RuleViolationError) as told:
        decide(key, "d1")
    assert told.value.code == "procedure-four-eyes"


@one_database
def test_the_hearing_is_not_cut_short(office):
    key = propose(office)
    listings.serve_notice(uuid_=key, served_on=PROPOSED, actor=person("reviewer"), at=moment(PROPOSED, 15))
    with pytest.raises(RuleViolationError) as told:
        listings.close_hearing(uuid_=key, actor=person("d1", "decider"), at=moment(date(2026, 11, 10)))
    assert told.value.code == "procedure-clock-running"
    assert told.value.basis == "lists.black.statement_working_days"


@one_database
def test_an_entry_that_is_dropped_never_becomes_public(office):
    key = heard(office)
    assert decide(key, "d1", verdict="drop") == "dropped"
    assert decisions.listings(date(2027, 1, 1)) == decisions.tombstones(date(2027, 1, 1)) == ()


@one_database
def test_the_red_list_asks_for_its_conditions(office):
    with pytest.raises(RuleViolationError) as told:
        listings.propose_listing(
            list_kind="red",
            facility_code=office.codes[0],
            rule="lists.red.min_star_level",
            cause="优秀",
            actor=person("reviewer"),
            at=moment(PROPOSED),
        )
    assert told.value.code == "listing-conditions"


@one_database
def test_an_unknown_criterion_lists_nobody(office):
    with pytest.raises(RuleViolationError) as told:
        listings.propose_listing(
            list_kind="black",
            facility_code=office.codes[0],
            rule="lists.black.because",
            cause="x",
            actor=person("reviewer"),
            at=moment(PROPOSED),
        )
    assert told.value.code == "criterion-unknown"


@pytest.mark.parametrize(
    ("decided", "tier", "until"),
    [
        (date(2022, 6, 1), "general", date(2025, 6, 1)),
        (date(2024, 6, 1), "general", date(2027, 6, 1)),
        (date(2026, 6, 1), "general", date(2027, 6, 1)),
        (date(2026, 6, 1), "serious", date(2029, 6, 1)),
    ],
)
@one_database
def test_a_penalty_is_public_as_long_as_the_regime_of_its_day_says(office, decided, tier, until):
    record(office, decided, tier, ("fine",))
    assert Penalty.get().public_until == until
    assert decisions.penalties(until) == ()
    assert len(decisions.penalties(date.fromordinal(until.toordinal() - 1))) == 1


@one_database
def test_a_warning_alone_is_not_published(office):
    record(office, date(2026, 6, 1), "minor", ("warning",))
    assert decisions.penalties(date(2026, 6, 2)) == ()
    assert Fact.get(Fact.kind == "penalty").visibility == "internal"


def record(office, decided, tier, kinds):
    penalties.record_penalty(
        penalty=penalties.NewPenalty(
            facility_code=office.codes[0],
            number="明罚〔2026〕1号",
            violation="占用疏散通道",
            facts="两处",
            basis=({"law": "fire-law", "article": "第六十条"},),
            kinds=kinds,
            content="罚款",
            fine_fen=500000,
            decided_on=decided,
            tier=tier,
            organ="消防",
        ),
        actor=person("decider"),
        at=moment(date(2026, 11, 3)),
    )


@one_database
def test_of_several_kinds_the_ledger_names_the_gravest(office):
    record(office, date(2026, 6, 1), "general", ("warning", "fine"))
    assert Fact.get(Fact.kind == "penalty").data["kind"] == "fine"
