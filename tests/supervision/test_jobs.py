"""What the clock does by itself: what is due, once; nothing new without a person."""

from datetime import date, timedelta

import pytest

from scoring.rulebook.days import add_working_days
from supervision.actor import scheduler
from supervision.config import Config
from supervision.database import connection
from supervision.demo.stage import moment
from supervision.jobs import JOBS, MOVES, end_awards, release_quietly, reveal_draws, watch_deadlines
from supervision.models import (
    AuditEntry,
    Award,
    CaseMove,
    Draw,
    Facility,
    Listing,
    Objection,
    Penalty,
    Rectification,
    Release,
)
from supervision.procedures import load_procedure
from supervision.queries.deadlines import due_moves
from supervision.records.changes import difference, quiet_part
from supervision.records.snapshot import Snapshot, read_snapshot
from supervision.rulebook import rulebook
from supervision.usecases import facilities, objections, releases
from tests.supervision.small_office import person

CLOCK = scheduler("test")
LAST = date(2026, 11, 20)


@pytest.fixture
def district(demonstration: Config):
    with connection():
        yield demonstration


def run(work, day: date) -> str:
    return work(day, CLOCK, moment(day, 1))


def live(config: Config) -> Snapshot:
    row = Release.get(Release.state == "live")
    return read_snapshot(config.prepared / str(row.number))


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_twice_is_once(district: Config, job) -> None:
    day = date(2027, 2, 1)
    first = run(job.work, day)
    entries = AuditEntry.select().count()
    second = run(job.work, day)
    assert AuditEntry.select().count() == entries
    assert first
    assert second


def test_every_move_that_the_clock_makes_has_somebody_who_makes_it() -> None:
    for name in ("rectification", "listing_black", "listing_red", "objection", "visit"):
        definition = load_procedure(name).definition
        for clock in definition.clocks.values():
            if clock.move and clock.move != "take_down":  # an entry is taken down in the step that ends it
                assert (name, clock.move) in MOVES
                assert "scheduler" in definition.moves[clock.move].roles


def test_an_order_falls_due_when_its_time_is_over_and_not_before(district: Config) -> None:
    order = next(row for row in Rectification.select() if row.case.state == "ordered" and row.due_on >= LAST)
    run(watch_deadlines, order.due_on)
    assert Rectification.get_by_id(order.id).case.state == "ordered"
    assert "到期办理" in run(watch_deadlines, order.due_on + timedelta(days=1))
    assert Rectification.get_by_id(order.id).case.state == "overdue"


def test_an_overdue_order_escalates_when_the_working_days_of_the_rule_are_over_and_not_before(
    district: Config,
) -> None:
    order = next(row for row in Rectification.select() if row.case.state == "ordered" and row.due_on >= LAST)
    overdue = order.due_on + timedelta(days=1)
    run(watch_deadlines, overdue)
    waits = rulebook().on("rectification.working_days.escalate", overdue).value
    last = add_working_days(overdue, int(waits)).on
    run(watch_deadlines, last)
    assert Rectification.get_by_id(order.id).case.state == "overdue"
    run(watch_deadlines, last + timedelta(days=1))
    case = Rectification.get_by_id(order.id).case
    assert case.state == "escalated"
    move = CaseMove.select().where(CaseMove.case == case).order_by(CaseMove.id.desc()).get()
    assert (move.move, move.by, move.note) == ("escalate", CLOCK.key, "逾期后仍未报告整改")
    run(watch_deadlines, last + timedelta(days=2))
    assert Rectification.get_by_id(order.id).case.state == "escalated"


def test_a_day_to_come_is_not_anticipated(district: Config) -> None:
    before = len(due_moves(LAST))
    watch_deadlines(LAST + timedelta(days=300), CLOCK, moment(LAST, 22))
    assert len(due_moves(LAST)) <= before
    assert all(row.case.state != "overdue" for row in Rectification.select() if row.due_on > LAST)


def test_a_rejected_objection_that_nobody_takes_further_is_closed_and_stays_as_decided(
    district: Config,
) -> None:
    row = Objection.get(Objection.answered_on.is_null())
    for verdict, hour in (("accept", 9), ("reject", 10)):
        objections.decide_objection(
            uuid_=row.case.uuid,
            verdict=verdict,
            answer="应适用",
            actor=person("d9", "decider"),
            at=moment(LAST, hour),
        )
    run(watch_deadlines, LAST + timedelta(days=60))
    row = Objection.get_by_id(row.id)
    assert row.case.state == "final_rejected"
    assert (row.answer, row.answered_on, row.upheld) == ("应适用", LAST, False)


def test_an_expired_entry_leaves_the_site_and_a_tombstone_stays(district: Config) -> None:
    entry = Listing.get(Listing.list_kind == "black", Listing.since.is_null(False))
    name, page = entry.facility.name, district.site / "live" / "black-list.html"
    assert name in page.read_text()

    run(watch_deadlines, entry.until)
    assert Listing.get_by_id(entry.id).case.state == "ended"
    assert "移除" in run(release_quietly, entry.until)
    shown = page.read_text()
    assert name not in shown
    assert entry.cause not in shown
    assert f"listing-{entry.uuid[:13]}" in (district.site / "live" / "tombstones.html").read_text()
    assert not (district.site / "live" / "records" / "listing" / f"listing-{entry.uuid[:13]}.json").exists()


def test_a_penalty_goes_by_itself_with_every_score_that_rests_on_it(district: Config) -> None:
    penalty = Penalty.get(Penalty.number == "明消罚决字〔2026〕3号")
    code = penalty.facility.code
    assert penalty.number in (district.site / "live" / "f" / f"{code}.html").read_text()
    before = {score.id for score in live(district).scores if score.facility == code}
    run(release_quietly, penalty.public_until)
    assert penalty.number not in (district.site / "live" / "f" / f"{code}.html").read_text()
    assert {score.id for score in live(district).scores if score.facility == code} < before


def test_what_is_new_waits_for_a_person(district: Config) -> None:
    facility = Facility.get()
    facilities.change_facility(
        code=facility.code,
        changes={"telephone": "0000-1"},
        reason="更正",
        actor=person("planner"),
        at=moment(LAST, 22),
    )
    told = run(release_quietly, LAST + timedelta(days=3))
    assert "新内容等待发布" in told
    shown = next(each for each in live(district).facilities if each.code == facility.code)
    assert shown.phone == facility.telephone
    assert live(district).meta.as_of == LAST + timedelta(days=3)


def test_a_release_that_somebody_prepared_is_not_thrown_away_for_ageing_alone(district: Config) -> None:
    day = LAST + timedelta(days=3)
    view = releases.prepare_release(
        folder=district.prepared, public_url="", as_of=day, actor=person("publisher"), at=moment(day, 0)
    )
    assert f"第 {view.number} 号发布等待批准" in run(release_quietly, day)
    assert Release.get(Release.number == view.number).state == "prepared"


def test_the_public_day_never_goes_back(district: Config) -> None:
    before = live(district)
    assert "不再倒退" in run(release_quietly, date(2026, 6, 1))
    assert live(district) == before


def test_an_award_ends_with_its_term(district: Config) -> None:
    award = Award.get(Award.ended_on.is_null())
    run(end_awards, award.until - timedelta(days=1))
    assert Award.get_by_id(award.id).ended_on is None
    run(end_awards, award.until)
    assert Award.get_by_id(award.id).ended_on == award.until


def test_a_draw_is_revealed_on_the_day_that_was_promised(district: Config) -> None:
    draw = Draw.get(Draw.serial == 4)
    Draw.update(state="drawn", revealed_at=None, revealed_index=None).where(Draw.id == draw.id).execute()
    assert "揭示 1 次" in run(reveal_draws, max(draw.reveal_by, LAST))
    assert Draw.get_by_id(draw.id).state == "revealed"


def test_the_quiet_part_says_nothing_new(district: Config) -> None:
    old, new = read_snapshot(district.prepared / "2"), read_snapshot(district.prepared / "4")
    changes = difference(old, quiet_part(old, new))
    assert changes.only_removes
    assert not changes.is_empty
    assert difference(old, new).loud
    assert quiet_part(new, new) == new
