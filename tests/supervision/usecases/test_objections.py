"""Objections that are upheld: the record is corrected by appending, and everything public follows."""

from datetime import date

import pytest

from scoring.rulebook import RuleViolationError
from supervision.config import Config
from supervision.database import connection
from supervision.demo.stage import moment
from supervision.disclosure.log.entries import Kind
from supervision.disclosure.release.publisher import demonstration_publisher
from supervision.errors import InputError
from supervision.models import Fact, Finding, Objection, Rectification, Release, Visit
from supervision.queries.public import public_snapshot
from supervision.queries.public.decisions import objections as public_objections
from supervision.queries.public.inspections import finding_id, read, result_id
from supervision.queries.withdrawals import reasons
from supervision.records.changes import rolled_back
from supervision.records.decisions import ObjectionState
from supervision.records.snapshot import Snapshot, read_snapshot
from supervision.usecases import objections
from supervision.usecases._envelopes import envelopes_of
from tests.supervision.small_office import person

BEFORE, DAY = date(2026, 11, 20), date(2026, 11, 23)
DECIDER = person("d9", "decider")


@pytest.fixture
def district(demonstration: Config):
    with connection():
        yield demonstration


def ordered_alone() -> Finding:
    """Return an open finding that is the only one of its order."""
    for order in Rectification.select():
        mine = list(Finding.select().where(Finding.rectification == order.case))
        if order.case.closed_on is None and len(mine) == 1 and mine[0].state == "open":
            return mine[0]
    raise AssertionError("the story has no such order")


def objection_to(finding: Finding) -> str:
    owner = person("o9", "owner")
    key = objections.file_objection(
        facility_code=finding.facility.code,
        against_kind="result",
        against=result_id(finding.visit.uuid),
        text="当时已经符合",
        told_on=BEFORE,
        actor=owner,
        at=moment(DAY, 9),
    )
    objections.decide_objection(uuid_=key, verdict="accept", answer="", actor=DECIDER, at=moment(DAY, 10))
    return key


def fact_of(finding: Finding) -> Fact:
    corrected = Fact.select(Fact.supersedes).where(Fact.supersedes.is_null(False))
    return next(
        each
        for each in Fact.select().where(Fact.source == finding.visit.number, Fact.uuid.not_in(corrected))
        if each.kind == "finding" and each.data["item"] == finding.item
    )


def uphold(finding: Finding, key: str, **changes: object) -> None:
    objections.decide_objection(
        uuid_=key,
        verdict="uphold",
        answer="查实",
        correction=(fact_of(finding).uuid, changes),
        actor=DECIDER,
        at=moment(DAY, 11),
    )


def snapshot_of(day: date) -> Snapshot:
    return public_snapshot(as_of=day, at=moment(day, 12), public_url="")


def test_what_was_met_after_all_is_no_finding_any_more_and_its_order_ends(district: Config) -> None:
    finding = ordered_alone()
    place = finding_id(finding.visit.uuid, finding.item)
    result = result_id(finding.visit.uuid)
    then_findings, then_results = read(BEFORE)
    before = next(each for each in then_results if each.id == result)
    assert place in {each.id for each in then_findings}

    key = objection_to(finding)
    uphold(finding, key, answer="met")

    found, results = read(DAY)
    after = next(each for each in results if each.id == result)
    assert place not in {each.id for each in found}
    assert (after.not_met, after.met, after.applicable) == (
        before.not_met - 1,
        before.met + 1,
        before.applicable,
    )
    assert read(BEFORE) == (then_findings, then_results), "the day before is told as it stood"
    assert Finding.get_by_id(finding.id).state == "withdrawn"
    assert Rectification.get(Rectification.case == finding.rectification).case.state == "withdrawn"
    visit = [
        each.data for each in Fact.select().where(Fact.kind == "visit", Fact.source == finding.visit.number)
    ]
    assert [each["not_met"] for each in visit] == [before.not_met, before.not_met - 1]
    told = next(each for each in public_objections(DAY) if each.about == result)
    assert told.state is ObjectionState.UPHELD
    assert "检查结果由“不符合”更正为“符合”" in told.outcome.zh
    assert "查实" not in told.outcome.zh, "the reasons stay between the two"


def test_a_correction_enters_the_log_once(district: Config) -> None:
    finding = ordered_alone()
    uphold(finding, objection_to(finding), scope="isolated" if finding.scope != "isolated" else "several")
    publisher = demonstration_publisher(district.site, district.data / "log-memory")
    snapshot = snapshot_of(DAY)
    _, fresh = envelopes_of(snapshot, publisher, moment(DAY, 12))
    row = Objection.select().order_by(Objection.id.desc()).get()
    entered = fresh[f"records/objection/objection-{row.id}.json"]
    assert entered.kind is Kind.CORRECTION
    assert entered.record["about"] == result_id(finding.visit.uuid)
    assert not [path for path in fresh if path.startswith("records/take-down/")]


def test_a_roll_back_does_not_bring_back_what_was_put_right(district: Config) -> None:
    live = Release.get(Release.state == "live")
    earlier = read_snapshot(district.prepared / str(live.number))
    finding = ordered_alone()
    uphold(finding, objection_to(finding), answer="met")
    today = snapshot_of(DAY)
    gone = f"finding/{finding_id(finding.visit.uuid, finding.item)}"
    assert reasons((gone,), earlier, today)[gone] == ("corrected", DAY)
    back = rolled_back(earlier, today, (), DAY)
    result = result_id(finding.visit.uuid)
    assert ObjectionState.UPHELD in {each.state for each in back.objections if each.about == result}
    assert finding_id(finding.visit.uuid, finding.item) not in {each.id for each in back.findings}
    (then,), (now,) = ([each for each in some.results if each.id == result] for some in (earlier, back))
    assert now.not_met == then.not_met - 1
    assert [each.id for each in back.results] == sorted(each.id for each in earlier.results)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"answer": "perhaps"}, InputError),
        ({"severity": 9}, InputError),
        ({"item": "CL-A01"}, InputError),
        ({"answer": "not_met"}, RuleViolationError),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused_and_nothing_is_written(
    district: Config, changes, refusal
) -> None:
    finding = ordered_alone()
    key, facts = objection_to(finding), Fact.select().count()
    with pytest.raises(refusal):
        uphold(finding, key, **changes)
    assert Fact.select().count() == facts
    assert Visit.get_by_id(finding.visit_id).confirmed_on is not None
    assert Objection.select().order_by(Objection.id.desc()).get().upheld is None


def test_a_fact_is_corrected_once(district: Config) -> None:
    finding = ordered_alone()
    wrong = fact_of(finding)
    uphold(finding, objection_to(finding), answer="met")
    with pytest.raises(RuleViolationError) as told:
        objections.correct(
            Objection(facility=finding.facility),
            (wrong.uuid, {"answer": "not_applicable"}),
            DECIDER,
            moment(DAY, 12),
        )
    assert told.value.code == "correction-superseded"
