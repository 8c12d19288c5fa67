"""What may happen to a draw once it is made: asked for by one, approved by another, in the log before it takes effect."""

from datetime import date

import pytest

from inspections.canonical import read_json
from inspections.proof import verify
from scoring.rulebook import RuleViolationError
from supervision.clock import china_day
from supervision.errors import NotFoundError, StaleError
from supervision.models import Draw, DrawChange, DrawEvent, DrawLook, Visit, VisitMember
from supervision.queries.draw_lines import lines_of, looks_at, sealed_result, shown_from
from supervision.queries.draw_looks import all_looks, looks_of_visit, sealed_visits, unseen
from supervision.queries.draw_options import change_options, current_teams
from supervision.queries.public.draws import draw_record_bytes
from supervision.usecases import dispatches, draw_ends, draw_events, draw_looks, visits
from tests.databases import one_database
from tests.supervision.small_office import Office, freeze_task, moment, open_office, person, publish_plan
from tests.supervision.usecases.test_draws import AFTER, commit, enter, run

pytestmark = one_database
LATER = moment(date(2026, 11, 9))


@pytest.fixture
def office(database, tmp_path):
    """An office whose draw is made, dispatched and approved."""
    made = open_office(tmp_path)
    publish_plan()
    freeze_task()
    commit(made)
    enter(made, "planner")
    enter(made, "publisher")
    run(made)
    uuids = dispatches.dispatch_draw(serial=1, actor=person("planner"), at=AFTER)
    visits.approve_visits(uuids=uuids, actor=person("head"), at=AFTER)
    return made


def ask(office: Office, kind: str, who: str = "planner", reason: str = "调离岗位", at=LATER, **what) -> int:
    return draw_events.ask_event(
        serial=1, kind=kind, what=what, reason=reason, vault=office.vault, actor=person(who, "planner"), at=at
    )


def approve(office: Office, change: int, who: str = "head", at=LATER) -> int:
    return draw_events.approve_event(
        change=change,
        publisher=office.publisher,
        vault=office.vault,
        actor=person(who, "head"),
        at=at,
    )


def code_of(do) -> str:
    with pytest.raises(RuleViolationError) as told:
        do()
    assert told.value.remedy, told.value.code
    return told.value.code


def going() -> dict[str, set[str]]:
    """Return who goes to each facility of an open visit."""
    return {
        visit.pseudonym: {member.inspector.staff_number for member in visit.members}
        for visit in Visit.select()
        if visit.case.state != "cancelled"
    }


def holds(office: Office) -> bool:
    """Return whether the record of the revealed draw holds, events and all."""
    at = moment(date(2026, 12, 1))
    draw_ends.reveal_draw(
        serial=1, publisher=office.publisher, vault=office.vault, actor=person("publisher"), at=at
    )
    row = Draw.get()
    data = draw_record_bytes(row, office.vault.open(row.sealed_salt, "draw:1"))
    events = [each.sha256 for each in DrawEvent.select().order_by(DrawEvent.n)]
    return verify(read_json(data), commitment=row.commitment, events=events).holds


def test_an_inspector_drops_out_and_the_tickets_say_who_comes(office):
    gone = current_teams(1)[0]["inspectors"][0]
    staff = next(number for name, number, _ in Draw.get().openings["inspectors"] if name == gone)
    before = going()

    change = ask(office, "inspector_withdrawn", inspector=gone)
    assert going() == before, "asked for is not done"
    assert approve(office, change) == 1

    assert not any(staff in people for people in going().values())
    assert all(len(people) == 4 for people in going().values())
    event = DrawEvent.get()
    assert event.log_index == 1
    assert len(set(event.event["approved_by"])) == 2
    assert "planner" not in str(event.event), "published ids are no names"
    assert holds(office)


def test_a_closed_facility_gives_its_place_to_the_reserve(office):
    row = Draw.get()
    target = current_teams(1)[0]["target"]
    reserve = [name for held in row.result["reserve"].values() for name in held]
    approve(office, ask(office, "target_withdrawn", target=target, reason="机构停业"))

    visit = Visit.get(Visit.pseudonym == target)
    assert visit.case.state == "cancelled"
    joined = [team["target"] for team in current_teams(1) if team["target"] in reserve]
    assert len(joined) == 1
    (made,) = dispatches.dispatch_draw(serial=1, actor=person("planner"), at=LATER)
    assert Visit.get(Visit.uuid == made).pseudonym == joined[0]
    with pytest.raises(StaleError):
        dispatches.dispatch_draw(serial=1, actor=person("planner"), at=LATER)
    assert holds(office)


def test_a_recusal_changes_one_visit_alone(office):
    team = current_teams(1)[0]
    before = going()
    approve(office, ask(office, "recused", inspector=team["inspectors"][0], target=team["target"]))
    after = going()
    assert [name for name in before if before[name] != after[name]] == [team["target"]]
    assert holds(office)


def test_who_asks_does_not_approve(office):
    change = ask(office, "inspector_withdrawn", who="head", inspector=current_teams(1)[0]["inspectors"][0])
    assert code_of(lambda: approve(office, change)) == "four-eyes"
    assert DrawEvent.select().count() == 0
    assert office.publisher.log.head.size == 1


def test_what_is_refused_stays_as_it_was(office):
    before = going()
    change = ask(office, "inspector_withdrawn", inspector=current_teams(1)[0]["inspectors"][0])
    draw_events.refuse_event(change=change, note="可以调整", actor=person("head"), at=LATER)
    assert (DrawChange.get().state, going()) == ("refused", before)
    with pytest.raises(StaleError):
        approve(office, change)


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("inspector_withdrawn", {"inspector": "f" * 64}),
        ("target_withdrawn", {"target": "f" * 64}),
        ("recused", {"inspector": "f" * 64, "target": "e" * 64}),
        ("standby_called", {"department": "civil-affairs", "count": 1}),
        ("days_added", {"count": 1}),
        ("days_added", {"count": 0}),
        ("promoted", {"inspector": "x"}),
        ("target_withdrawn", {}),
    ],
)
def test_what_cannot_happen_is_refused_when_it_is_asked_for(office, kind, what):
    assert code_of(lambda: ask(office, kind, **what)) == "event-impossible"
    assert DrawChange.select().count() == 0


def test_a_change_needs_its_reason(office):
    gone = current_teams(1)[0]["inspectors"][0]
    assert (
        code_of(lambda: ask(office, "inspector_withdrawn", reason=" ", inspector=gone))
        == "event-without-reason"
    )


def test_a_visit_that_has_begun_is_not_changed(office):
    team = current_teams(1)[0]
    visit = Visit.get(Visit.pseudonym == team["target"])
    on = moment(visit.day, 8)
    visits.notify_visits(uuids=(visit.uuid,), actor=person("planner"), at=LATER)
    visits.start_visit(uuid_=visit.uuid, actor=office.inspector("CI1"), at=on)
    gone = team["inspectors"][0]
    assert code_of(lambda: ask(office, "inspector_withdrawn", at=on, inspector=gone)) == "visit-begun"


def test_who_was_told_of_another_team_is_told_anew(office):
    team = current_teams(1)[0]
    visit = Visit.get(Visit.pseudonym == team["target"])
    visits.notify_visits(uuids=(visit.uuid,), actor=person("planner"), at=LATER)
    approve(office, ask(office, "recused", inspector=team["inspectors"][0], target=team["target"]))
    assert Visit.get_by_id(visit.id).case.state == "cancelled"
    (made,) = dispatches.dispatch_draw(serial=1, actor=person("planner"), at=LATER)
    assert Visit.get(Visit.uuid == made).pseudonym == team["target"]
    assert Visit.get(Visit.uuid == made).case.state == "planned"


def test_an_event_that_was_cut_off_enters_the_log_once_on_the_day_it_does(office):
    gone = current_teams(1)[0]["inspectors"][0]
    approve(office, ask(office, "inspector_withdrawn", inspector=gone))
    DrawEvent.update(log_index=None).execute()  # as a crash after the log and before the register leaves it
    tomorrow = moment(date(2026, 11, 10))
    draw_events.log_event(
        serial=1, publisher=office.publisher, vault=office.vault, actor=person("head"), at=tomorrow
    )
    assert DrawEvent.get().event["on"] == "2026-11-09"
    assert office.publisher.log.head.size == 2

    change = ask(
        office,
        "recused",
        inspector=current_teams(1)[0]["inspectors"][0],
        target=current_teams(1)[0]["target"],
    )
    asked = DrawChange.get_by_id(change)
    event = draw_events._try(  # approved, and the machine stopped before the log
        Draw.get(), asked.kind, asked.what, asked.reason, ("planner", "head"), office.vault, LATER
    )
    DrawEvent.create(draw=1, change=asked, n=2, event=event, sha256="0" * 64, at=LATER)
    assert code_of(lambda: approve(office, change)) == "event-cut-off"
    draw_events.log_event(
        serial=1, publisher=office.publisher, vault=office.vault, actor=person("head"), at=tomorrow
    )
    assert DrawEvent.get(DrawEvent.n == 2).event["on"] == "2026-11-10"
    assert holds(office)


def test_an_inspector_knows_day_and_area_first_and_the_address_from_the_hour(office):
    team = current_teams(1)[0]
    staff = next(
        number for name, number, _ in Draw.get().openings["inspectors"] if name == team["inspectors"][0]
    )
    actor = office.inspector(staff)
    early = lines_of(actor=actor, at=LATER)
    assert early
    assert all(line.facility == line.address == "" for line in early)
    assert all(line.area == "柳荫街道" and len(line.team) == 4 for line in early)

    assert shown_from(date(2026, 11, 16)) == moment(date(2026, 11, 13), 16), "the Friday before, at four"
    fresh = unseen(looks_at(early), actor=actor, on=date(2026, 11, 9))
    draw_looks.note_looks(looks=fresh, actor=actor, at=LATER)
    assert unseen(looks_at(early), actor=actor, on=date(2026, 11, 9)) == ()
    assert VisitMember.select().where(VisitMember.informed_at.is_null(False)).count() == 0

    hour = shown_from(early[0].day)
    shown = tuple(line for line in lines_of(actor=actor, at=hour) if line.day == early[0].day)
    assert all(line.is_shown for line in shown)
    draw_looks.note_looks(
        looks=unseen(looks_at(shown), actor=actor, on=china_day(hour)), actor=actor, at=hour
    )
    informed = VisitMember.select().where(VisitMember.informed_at.is_null(False))
    assert {member.inspector.staff_number for member in informed} == {staff}
    assert {look.what for look in DrawLook.select()} == {"line", "address"}


def test_who_has_looked_can_be_read_at_the_visit_and_by_the_auditor(office):
    first, second = Visit.select().order_by(Visit.id).limit(2)
    head, auditor = person("head"), person("auditor")
    assert {what for _, what, _ in sealed_visits((first.uuid,))} == {"address"}
    for looks in (sealed_visits((first.uuid,)), sealed_visits((first.uuid, second.uuid), "list")):
        draw_looks.note_looks(looks=looks, actor=head, at=LATER)

    assert [look.what for look in looks_of_visit(first.uuid, actor=auditor)] == ["list", "address"]
    assert [look.what for look in looks_of_visit(second.uuid, actor=head)] == ["list"]
    assert looks_of_visit(first.uuid, actor=person("planner")) == ()
    assert [(look.by, look.serial) for look in all_looks(actor=auditor)] == [("head", 1), ("head", 1)]
    assert all_looks(serial=2, actor=auditor) == ()
    Draw.update(revealed_at=LATER).execute()
    assert sealed_visits((first.uuid,)) == (), "what is public is not noted"


def test_the_sealed_result_is_for_who_needs_it(office):
    assert len(sealed_result(1, actor=person("planner")).rows) == 4
    assert change_options(1, actor=person("planner")).departments == ("civil-affairs", "market-regulation")
    for who in ("publisher", "reviewer", "auditor"):
        with pytest.raises(NotFoundError):
            sealed_result(1, actor=person(who))
