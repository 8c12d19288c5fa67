"""A joint draw of three departments and all that can happen to it: too few people, too few days, a recusal, a closed home."""

import hashlib
from datetime import date

import pytest

from inspections.canonical import read_json
from inspections.proof import verify
from inspections.protocol import target_id
from inspections.turnover import turnover
from supervision.models import (
    Draw,
    DrawChange,
    DrawEvent,
    Facility,
    Inspector,
    RecusalRequest,
    Task,
    Visit,
)
from supervision.queries.draw_options import current_teams
from supervision.queries.my_draws import my_draws
from supervision.queries.public.draws import draw_record_bytes
from supervision.queries.visit_records import checklist_of_visit
from supervision.usecases import (
    dispatches,
    draw_ends,
    draw_recusals,
    facilities,
    recusals,
    tasks,
    visits,
)
from tests.databases import one_database
from tests.supervision.small_office import Office, moment, open_office, person, publish_plan
from tests.supervision.usecases.test_draw_events import approve, ask
from tests.supervision.usecases.test_draws import commit, enter, run

pytestmark = one_database
FIRE = ("fire-rescue", "消防救援大队", "Fire and rescue", "FI")
TEAM = ("civil-affairs", "market-regulation", "fire-rescue")
NOON = moment(date(2026, 11, 2), 12)
LATER, MORNING = moment(date(2026, 11, 9)), moment(date(2026, 11, 10))


def nonce(label: str) -> str:
    return hashlib.sha256(label.encode()).hexdigest()


def freeze(number: str, standby: tuple[str, ...] = (), at=NOON) -> None:
    """Make a task of three departments with one day of one visit each, and freeze it with its standbys."""
    task = tasks.NewTask(
        plan_number="P1", line=1, number=number, title="三部门联合抽查", kinds=(), areas=(),
        team=tuple((key, 1, ()) for key in TEAM), days=(date(2026, 11, 16),),
        standby_days=(date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 19)), per_day=1,
    )  # fmt: skip
    tasks.create_task(task=task, actor=person("planner"), at=at)
    tasks.freeze_task(number=number, standby=standby, nonces=nonce, actor=person("planner"), at=at)


@pytest.fixture
def committed(database, tmp_path) -> Office:
    """Three departments have committed; two of the fire brigade have four places for six homes, two stand by."""
    made = open_office(tmp_path, FIRE)
    Inspector.update(capacity=2).where(Inspector.staff_number.in_(("FI1", "FI2"))).execute()
    publish_plan(departments=TEAM, ratio=(1, 4))
    freeze("T1", standby=("FI3", "FI4"))
    commit(made)
    return made


@pytest.fixture
def drawn(committed: Office) -> Office:
    """The same, drawn: short of fire inspectors and of days."""
    enter(committed, "planner")
    enter(committed, "publisher")
    run(committed)
    return committed


def kinds() -> list[str]:
    return [each.event["kind"] for each in DrawEvent.select().order_by(DrawEvent.n)]


def current() -> dict:
    return Draw.get(Draw.serial == 1).result["current"]


def pseudonym(which: str, key: str) -> str:
    return next(name for name, of, _ in Draw.get().openings[which] if of == key)


def opened(which: str, name: str) -> str:
    return next(key for each, key, _ in Draw.get().openings[which] if each == name)


def grant(office: Office, staff: str, code: str, at) -> None:
    """Let an inspector declare an interest and a head agree."""
    uuid = recusals.declare_recusal(
        staff_number=staff, facility_code=code, code="declared-interest", text="叔父是股东",
        actor=office.inspector(staff), at=at,
    )  # fmt: skip
    recusals.decide_recusal(
        uuid_=uuid, grant=True, answer="属实", publisher=office.publisher, vault=office.vault,
        actor=person("head"), at=at,
    )  # fmt: skip


def dispatch(at=LATER) -> None:
    made = dispatches.dispatch_draw(serial=1, actor=person("planner"), at=at)
    visits.approve_visits(uuids=made, actor=person("head"), at=at)


def revealed(office: Office) -> dict:
    """Reveal the draw and return its record, which holds against commitment and log."""
    draw_ends.reveal_draw(
        serial=1, publisher=office.publisher, vault=office.vault, actor=person("publisher"),
        at=moment(date(2026, 12, 1)),
    )  # fmt: skip
    row = Draw.get(Draw.serial == 1)
    record = read_json(draw_record_bytes(row, office.vault.open(row.sealed_salt, "draw:1")))
    events = [each.sha256 for each in DrawEvent.select().order_by(DrawEvent.n)]
    assert verify(record, commitment=row.commitment, events=events).holds
    return record


def test_each_department_draws_its_own_and_the_visit_is_one(drawn):
    call_and_add(drawn)
    dispatch()
    assert Visit.select().count() == 6
    for visit in Visit.select():
        assert sorted(member.department for member in visit.members) == sorted(TEAM)
        items = checklist_of_visit(visit.uuid).items
        assert {item.department for item in items} >= set(TEAM), "each has its own part of the one list"


def call_and_add(office: Office) -> None:
    """Call a standby for the missing places, then add the days that are missing."""
    approve(office, ask(office, "standby_called", department="fire-rescue", count=1, reason="消防人手不足"))
    missing = sum(1 for team in current()["teams"] if team["day"] is None)
    approve(office, ask(office, "days_added", count=min(missing, 3), reason="检查日不足"))


def test_standbys_are_called_and_days_added_through_logged_events(drawn):
    before = current()
    assert [part for _, part in before["short"]] == ["fire-rescue", "fire-rescue"]
    assert sum(1 for team in before["teams"] if team["day"] is None) >= 2

    call_and_add(drawn)

    after = current()
    assert after["short"] == []
    assert all(team["day"] for team in after["teams"])
    called = {opened("inspectors", each) for team in after["teams"] for each in team["inspectors"]}
    assert len(called & {"FI3", "FI4"}) == 1, "the ticket says which of the two"
    assert {team["day"] for team in after["teams"]} <= {
        "2026-11-16",
        "2026-11-17",
        "2026-11-18",
        "2026-11-19",
    }
    assert kinds() == ["standby_called", "days_added"]
    assert [each.log_index for each in DrawEvent.select().order_by(DrawEvent.n)] == [1, 2]
    record = revealed(drawn)
    fire = next(each for each in turnover(record).departments if each.department == "fire-rescue")
    assert (fire.places, fire.short, fire.short_now, fire.filled) == (6, 2, 0, 2)


def test_a_recusal_granted_after_the_dispatch_changes_the_visit_by_itself(drawn):
    call_and_add(drawn)
    dispatch()
    team = current()["teams"][0]
    gone = team["inspectors"][0]
    staff, code = opened("inspectors", gone), opened("targets", team["target"])
    visit = Visit.get(Visit.pseudonym == team["target"])
    visits.notify_visits(uuids=(visit.uuid,), actor=person("planner"), at=LATER)

    grant(drawn, staff, code, MORNING)

    assert kinds()[-1] == "recused"
    change = DrawChange.select().order_by(DrawChange.id.desc()).get()
    assert (change.state, change.asked_by, change.decided_by) == ("approved", f"account-{staff}", "head")
    assert DrawEvent.select().where(DrawEvent.log_index.is_null()).count() == 0
    assert (
        gone
        not in next(each for each in current()["teams"] if each["target"] == team["target"])["inspectors"]
    )
    assert Visit.get_by_id(visit.id).case.state == "cancelled", "who was told of him is told anew"
    assert "叔父" not in str(revealed(drawn)["events"]), "the reason stays in the office"


def test_a_recusal_granted_before_the_beacon_waits_for_the_draw(committed):
    code = committed.codes[0]
    grant(committed, "CI1", code, moment(date(2026, 11, 4)))
    assert DrawEvent.select().count() == 0, "there is nothing yet that it could change"
    enter(committed, "planner")
    enter(committed, "publisher")
    run(committed)
    assert kinds() == ["recused"]
    event = DrawEvent.get().event
    assert (event["inspector"], event["target"]) == (
        pseudonym("inspectors", "CI1"),
        pseudonym("targets", code),
    )
    again = draw_recusals.follow_recusals(publisher=committed.publisher, vault=committed.vault, at=LATER)
    assert (again, kinds()) == (0, ["recused"]), "once"


def test_a_tie_that_is_registered_later_waits_for_a_second_person(drawn):
    code = drawn.codes[0]
    recusals.record_tie(
        staff_number="MA1", facility_code=code, kind="kinship", relation="母亲入住",
        since=date(2026, 1, 1), actor=drawn.inspector("MA1"), at=LATER,
    )  # fmt: skip
    draw_recusals.follow_recusals(publisher=drawn.publisher, vault=drawn.vault, at=LATER)
    change = DrawChange.get()
    assert (change.state, change.asked_by, kinds()) == ("asked", "account-MA1", [])
    approve(drawn, change.id)
    assert kinds() == ["recused"]
    assert not RecusalRequest.select().exists()


def test_a_visit_that_has_begun_is_left_alone_until_tomorrow(drawn):
    call_and_add(drawn)
    dispatch()
    team = min((each for each in current()["teams"]), key=lambda each: each["day"])
    visit = Visit.get(Visit.pseudonym == team["target"])
    on = moment(visit.day, 8)
    visits.notify_visits(uuids=(visit.uuid,), actor=person("planner"), at=LATER)
    staff = [opened("inspectors", each) for each in team["inspectors"]]
    visits.start_visit(uuid_=visit.uuid, actor=drawn.inspector(staff[0]), at=on)
    before = current()
    grant(drawn, staff[1], opened("targets", team["target"]), on)
    assert (current(), kinds()[-1]) == (before, "days_added")
    tomorrow = moment(date(2026, 11, 20))
    assert draw_recusals.follow_recusals(publisher=drawn.publisher, vault=drawn.vault, at=tomorrow) == 1
    assert (current(), kinds()[-1]) == (before, "recused"), "a visit of the past is not changed"


def test_who_was_withdrawn_is_drawn_for_certain_next_time_unless_it_closed(drawn):
    call_and_add(drawn)
    first, second = [team["target"] for team in current_teams(1)[:2]]
    codes = [opened("targets", each) for each in (first, second)]
    approve(drawn, ask(drawn, "target_withdrawn", target=first, reason="道路塌方，无法到达"))
    facilities.record_event(
        code=codes[1],
        kind="closed",
        on=date(2026, 11, 9),
        reason="终止服务",
        actor=person("planner"),
        at=LATER,
    )
    approve(drawn, ask(drawn, "target_withdrawn", target=second, reason="机构停业"))
    dispatch()
    assert (
        Visit.select()
        .where(Visit.facility.in_(Facility.select(Facility.id).where(Facility.code.in_(codes))))
        .count()
        == 0
    )

    freeze("T2", at=LATER)
    task = Task.get(Task.number == "T2")
    certain = [each for each in task.roster["strata"] if each["key"] == "certain-1"]
    assert [each["ratio"] for each in certain] == [[1, 1]]
    assert task.reasons["certain-1"] == "withdrawn-earlier"
    owed = [each["id"] for each in task.roster["targets"] if each["stratum"] == "certain-1"]
    rows = {each.pseudonym: each.facility.code for each in task.targets}
    assert [rows[each] for each in owed] == codes[:1]
    assert [why for name, why in task.exclusions if rows.get(name) == codes[1]] == ["已停业、注销或合并"]


def test_an_inspector_who_drops_out_is_replaced_by_his_own_department(drawn):
    call_and_add(drawn)
    dispatch()
    gone = current_teams(1)[0]["inspectors"][1]
    going = {team["target"] for team in current_teams(1) if gone in team["inspectors"]}
    approve(drawn, ask(drawn, "inspector_withdrawn", inspector=gone))
    parts = {each["id"]: each["department"] for each in Draw.get().roster["inspectors"]}
    for team in current_teams(1):
        if team["target"] in going:
            assert gone not in team["inspectors"]
            assert [parts.get(each, "fire-rescue") for each in team["inspectors"]] == list(TEAM)
    assert revealed(drawn)["events"][-1]["kind"] == "inspector_withdrawn"


def test_after_the_reveal_a_facility_gets_its_nonce_and_where_it_stood(drawn):
    owner = drawn.owner(drawn.codes[0])
    assert my_draws(vault=drawn.vault, actor=owner) == ()
    record = revealed(drawn)
    (mine,) = my_draws(vault=drawn.vault, actor=owner)
    assert mine.pseudonym == target_id(drawn.codes[0], mine.nonce)
    assert mine.standing is not None
    assert mine.standing.selected == (mine.pseudonym in record["result"]["selected"])
    assert mine.left_out == ""
