"""Credit repair: asked for when the term has passed, decided by two, and gone everywhere once it is granted."""

from datetime import date

import pytest

from scoring.engine import evaluate
from scoring.rulebook import RuleViolationError
from scoring.sheets import Sheet
from supervision.actor import Actor
from supervision.models import CreditRepair, Facility, Fact, Penalty
from supervision.queries.entries import entries
from supervision.queries.public import decisions, sheets
from supervision.queries.scores import gathered
from supervision.rulebook import rulebook, schemes
from supervision.usecases import objections, penalties, repairs
from tests.databases import one_database
from tests.supervision.small_office import moment, open_office, person

pytestmark = one_database
DECIDED = date(2026, 6, 1)
DONE = date(2026, 6, 20)
EARLY = date(2026, 8, 31)
READY = date(2026, 9, 1)


@pytest.fixture
def office(database, tmp_path):
    return open_office(tmp_path)


def owner(office) -> Actor:
    facility = Facility.get(Facility.code == office.codes[0])
    return Actor(key="owner", roles=frozenset({"owner"}), facility_id=facility.id)


def fined(office, **changes) -> Penalty:
    new = {
        "facility_code": office.codes[0], "number": "明罚〔2026〕1号", "violation": "未签服务协议", "facts": "三份档案没有协议",
        "basis": ({"law": "mca-order-66", "article": "第四十六条"},), "kinds": ("fine",), "content": "罚款",
        "fine_fen": 500000, "decided_on": DECIDED, "tier": "general", "organ": "明湖区民政局",
    } | changes  # fmt: skip
    penalties.record_penalty(
        penalty=penalties.NewPenalty(**new), actor=person("d1", "decider"), at=moment(DECIDED)
    )
    return Penalty.get(Penalty.number == new["number"])


def rated(scheme: str, code: str, on: date) -> Sheet:
    """Return what a scheme makes of what may count on a day."""
    of = schemes().on(scheme, on)
    return evaluate(rulebook(), of, code, gathered(of, code, on=on), on=on, rehearse=True)


def performed(row: Penalty) -> None:
    penalties.perform_penalty(
        uuid_=row.uuid,
        performed_on=DONE,
        corrected_on=DONE,
        actor=person("d1", "decider"),
        at=moment(DONE, 15),
    )


def entry(office, on: date):
    return entries(Facility.get(Facility.code == office.codes[0]), on)[0]


def apply(office, row: Penalty, on: date = READY) -> str:
    return repairs.apply_repair(
        facility_code=office.codes[0],
        against_kind="penalty",
        against=row.uuid,
        commitment="已补签全部协议，今后逐份核对",
        evidence=("a" * 64,),
        actor=owner(office),
        at=moment(on),
    )


def decide(uuid: str, who: str, verdict: str, on: date = READY) -> None:
    repairs.decide_repair(
        uuid_=uuid, verdict=verdict, answer="已核实", actor=person(who, "decider"), at=moment(on, 11)
    )


def granted(office) -> Penalty:
    row = fined(office)
    performed(row)
    uuid = apply(office, row)
    decide(uuid, "d1", "accept")
    decide(uuid, "d2", "grant")
    return row


def test_the_page_knows_the_day_and_what_is_missing(office):
    row = fined(office)
    before = entry(office, date(2026, 6, 10))
    assert (before.eligibility.earliest, before.shown_until) == (READY, date(2027, 6, 1))
    assert before.eligibility.lacking == ("performed", "corrected", "committed")
    performed(row)
    after = entry(office, EARLY)
    assert after.eligibility.lacking == ("committed",)
    assert not after.may_apply(EARLY)
    assert entry(office, READY).may_apply(READY)


def test_nobody_asks_too_early_or_before_it_is_performed(office):
    row = fined(office)
    with pytest.raises(RuleViolationError) as told:
        apply(office, row)
    assert told.value.code == "repair-lacking"
    performed(row)
    with pytest.raises(RuleViolationError) as told:
        apply(office, row, EARLY)
    assert (told.value.code, told.value.facts["day"]) == ("repair-too-early", READY)


def test_what_is_repaired_vanishes_everywhere_and_counts_in_no_public_rating(office):
    row = fined(office)
    performed(row)
    shown = {fact.uuid for fact in Fact.select().where(Fact.kind == "penalty", Fact.visibility == "public")}
    assert shown & set(sheets.public_facts(EARLY))
    rating = schemes().producing("credit_rating", READY).id
    held = rated(rating, office.codes[0], EARLY).value
    uuid = apply(office, row)
    decide(uuid, "d1", "accept")
    assert len(decisions.penalties(READY)) == 1
    decide(uuid, "d2", "grant")

    assert decisions.penalties(READY) == ()
    assert not shown & set(sheets.public_facts(READY)), "old sheets that rest on it are not shown either"
    assert rated(rating, office.codes[0], READY).value == held + 5
    risk = schemes().producing("risk_class", READY).id
    assert rated(risk, office.codes[0], READY).value < 100, "inside it is known"
    assert not entry(office, READY).is_shown


def test_one_accepts_and_another_decides(office):
    row = fined(office)
    performed(row)
    uuid = apply(office, row)
    decide(uuid, "d1", "accept")
    with pytest.raises(RuleViolationError) as told:
        decide(uuid, "d1", "grant")
    assert told.value.code == "procedure-four-eyes"


def test_false_material_bars_for_the_years_of_the_rule(office):
    row = fined(office)
    performed(row)
    uuid = apply(office, row)
    decide(uuid, "d1", "accept")
    decide(uuid, "d2", "refuse_false")
    assert CreditRepair.get().barred_until == date(2029, 9, 1)
    assert entry(office, READY).eligibility.earliest == date(2029, 9, 1)
    with pytest.raises(RuleViolationError) as told:
        apply(office, row, date(2026, 12, 1))
    assert told.value.code == "repair-too-early"


def test_the_same_conduct_penalised_again_bars_both_entries(office):
    row = fined(office)
    performed(row)
    fined(office, number="明罚〔2026〕2号", decided_on=date(2026, 8, 3))
    again, first = entries(Facility.get(Facility.code == office.codes[0]), READY)
    assert (again.eligibility.earliest, first.eligibility.earliest) == (date(2029, 8, 3), date(2029, 8, 3))
    assert "2026-08-03" in first.eligibility.held[0]["zh"]
    with pytest.raises(RuleViolationError) as told:
        apply(office, row)
    assert told.value.code == "repair-too-early"


def test_conduct_is_the_same_by_the_item_of_law_however_it_is_put(office):
    said = {
        "violation": "没有订立服务协议",
        "basis": ({"law": "mca-order-66", "article": "第四十六条第1项"},),
    }
    fined(office, basis=({"law": "mca-order-66", "article": "第四十六条第（一）项"},))
    fined(office, number="明罚〔2026〕2号", decided_on=date(2026, 8, 3), **said)
    assert "2026-08-03" in entry(office, READY).eligibility.held[0]["zh"]


def test_another_conduct_is_no_repeat(office):
    row = fined(office)
    performed(row)
    fined(office, number="明罚〔2026〕2号", decided_on=date(2026, 8, 3), violation="夜间无人值班")
    assert entry(office, READY).eligibility.held == ()
    assert apply(office, row)


def test_a_withdrawn_penalty_counts_nowhere(office):
    row = fined(office)
    penalties.withdraw_penalty(
        uuid_=row.uuid, reason="复议撤销", actor=person("d1", "decider"), at=moment(READY)
    )
    assert decisions.penalties(READY) == ()
    risk = schemes().producing("risk_class", READY).id
    lines = rated(risk, office.codes[0], READY).lines
    assert not [line for line in lines if line.status == "deducted"]


def test_an_objection_that_is_upheld_takes_the_penalty_down(office):
    row = fined(office)
    key = objections.file_objection(
        facility_code=office.codes[0],
        against_kind="penalty",
        against=decisions.penalty_id(row.uuid),
        text="协议在档案室",
        told_on=DECIDED,
        actor=owner(office),
        at=moment(date(2026, 6, 3)),
    )
    involved = {"uuid_": key, "answer": "", "at": moment(date(2026, 6, 4))}
    with pytest.raises(RuleViolationError) as told:
        objections.decide_objection(**involved, verdict="accept", actor=person("d1", "decider"))
    assert told.value.code == "procedure-involved", "who recorded it does not judge the objection"
    objections.decide_objection(**involved, verdict="accept", actor=person("d2", "decider"))
    with pytest.raises(RuleViolationError) as told:
        objections.decide_objection(
            **involved | {"answer": "x"}, verdict="uphold_partly", actor=person("d2", "decider")
        )
    assert told.value.code == "objection-whole"
    objections.decide_objection(
        **involved | {"answer": "确有协议"}, verdict="uphold", actor=person("d2", "decider")
    )
    assert Penalty.get().withdrawn_on == date(2026, 6, 4)
    assert decisions.penalties(date(2026, 6, 4)) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"simple": True, "fine_fen": 300100, "tier": ""}, "penalty-not-simple"),
        ({"kinds": ("stop_business",), "tier": ""}, "penalty-hearing"),
        ({"violation_ended_on": date(2023, 1, 1), "opened_on": date(2026, 1, 1)}, "penalty-time-barred"),
        ({"fine_fen": 3000100}, "penalty-above-maximum"),
        ({"tier": ""}, "tier-open"),
        ({"kinds": ("confiscation",), "tier": "minor"}, "tier-by-rule"),
    ],
)
def test_a_decision_that_oversteps_the_law_is_not_recorded(office, changes, code):
    with pytest.raises(RuleViolationError) as told:
        fined(office, **changes)
    assert told.value.code == code
    assert not Penalty.select().exists()


def test_what_the_law_allows_is_recorded(office):
    fined(office, number="一", simple=True, fine_fen=300000, tier="")
    fined(office, number="二", kinds=("stop_business",), hearing_offered=True, tier="")
    ended = {"violation_ended_on": date(2023, 1, 1), "opened_on": date(2026, 1, 1), "harmed": True}
    fined(office, number="三", sector="消防", **ended)
    tiers = {row.number: row.tier for row in Penalty.select()}
    assert tiers == {"一": "minor", "二": "serious", "三": "general"}
