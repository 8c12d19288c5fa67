"""A draw's ceremony: what must come before what, and who must not do both."""

from datetime import date, timedelta

import pytest

from inspections.canonical import read_json
from inspections.proof import verify
from scoring.rulebook import RuleViolationError
from supervision.errors import InputError, StaleError
from supervision.models import BeaconEntry, Draw, TaskTarget, Visit
from supervision.usecases import beacons, dispatches, draw_ends, draws
from tests.databases import one_database
from tests.supervision.ceremony import HOLDERS, prepare, share
from tests.supervision.small_office import Office, freeze_task, moment, open_office, person, publish_plan

COMMITTED = moment(date(2026, 11, 3))
NOT_BEFORE = moment(date(2026, 11, 5), 21)
AFTER = moment(date(2026, 11, 6))
VALUE = "03 09 11 17 22 31+08"


def beacon(not_before=NOT_BEFORE):
    return draws.Beacon("双色球", "第1期", not_before, ("ssq",), "下一期")


def commit(office: Office, at=COMMITTED, task="T1", word="", **more) -> int:
    prepare(office.vault, at, task, word)
    return draws.commit_draw(
        task_number=task,
        beacon=more.pop("promise", beacon()),
        reveal_by=date(2027, 1, 15),
        publisher=office.publisher,
        vault=office.vault,
        actor=person("planner"),
        at=at,
        **more,
    )


def enter(office: Office, who: str, value=VALUE, at=AFTER, serial=1) -> beacons.Entered:
    return beacons.enter_beacon(
        serial=serial, value=value, publisher=office.publisher, actor=person(who), at=at
    )


def run(office: Office):
    return draws.run_draw(
        serial=1, publisher=office.publisher, vault=office.vault, actor=person("planner"), at=AFTER
    )


@pytest.fixture
def office(database, tmp_path):
    made = open_office(tmp_path)
    publish_plan()
    freeze_task()
    return made


def test_a_draw_is_committed_drawn_dispatched_revealed_and_holds(office):
    serial = commit(office)
    assert enter(office, "planner") == "waiting"
    assert enter(office, "publisher") == "agreed"
    assert run(office) == {"selected": 4, "short": 0, "dayless": 0}
    made = dispatches.dispatch_draw(serial=serial, actor=person("planner"), at=AFTER)
    assert len(made) == Visit.select().count() == 4
    assert all(visit.members.count() == 4 for visit in Visit.select())

    path = draw_ends.reveal_draw(
        serial=serial,
        publisher=office.publisher,
        vault=office.vault,
        actor=person("publisher"),
        at=moment(date(2026, 11, 20)),
    )

    row = Draw.get()
    from supervision.queries.public.draws import draw_record_bytes

    data = draw_record_bytes(row, office.vault.open(row.sealed_salt, "draw:1"))
    assert path == "records/draws/draw-1.json"
    assert verify(read_json(data), commitment=row.commitment).holds


def test_every_facility_stands_once_in_targets_or_exclusions(office):
    rows = list(TaskTarget.select())
    assert len(rows) == 12
    assert all((row.stratum is None) == (row.excluded is not None) for row in rows)


@one_database
def test_a_value_that_may_exist_already_is_no_beacon(office):
    with pytest.raises(RuleViolationError) as told:
        commit(office, promise=beacon(COMMITTED - timedelta(hours=1)))
    assert told.value.code == "beacon-in-past"
    assert office.publisher.log.head.size == 0


@one_database
def test_nobody_enters_the_beacon_before_it_exists(office):
    commit(office)
    with pytest.raises(RuleViolationError) as told:
        enter(office, "planner", at=NOT_BEFORE - timedelta(minutes=1))
    assert told.value.code == "beacon-too-early"


@one_database
def test_the_log_must_have_held_the_commitment_before_the_beacon(office):
    commit(office, at=COMMITTED)
    memory = office.publisher.log.memory / "checkpoints.jsonl"  # what proves when a checkpoint was signed
    text = memory.read_text()
    memory.write_text(text.replace("2026-11-03", "2026-11-06"))
    with pytest.raises((RuleViolationError, InputError)):
        enter(office, "planner")


@one_database
def test_one_person_twice_is_not_two(office):
    commit(office)
    enter(office, "planner")
    with pytest.raises(RuleViolationError) as told:
        enter(office, "planner")
    assert told.value.code == "beacon-same-person"
    with pytest.raises(RuleViolationError) as told:
        run(office)
    assert told.value.code == "beacon-four-eyes"


@one_database
def test_two_who_disagree_both_enter_again(office):
    commit(office)
    enter(office, "planner")
    assert enter(office, "publisher", value="01 02 03 04 05 06+07") == "differs"
    with pytest.raises(RuleViolationError):
        run(office)
    assert enter(office, "publisher") == "waiting"
    assert enter(office, "planner") == "agreed"
    assert [(row.by, row.void_why) for row in BeaconEntry.select().order_by(BeaconEntry.id)] == [
        ("planner", "disagrees"),
        ("publisher", "disagrees"),
        ("publisher", ""),
        ("planner", ""),
    ], "nothing that was read is deleted"


@one_database
@pytest.mark.parametrize("value", ["", "3 9 11 17 22 31+8", "09 03 11 17 22 31+08", "03 09 11 17 22 34+08"])
def test_a_value_spelt_otherwise_is_told_with_a_remedy(office, value):
    commit(office)
    with pytest.raises(InputError) as told:
        enter(office, "planner", value=value)
    assert told.value.place == "beacon"
    assert told.value.remedy


@one_database
def test_a_draw_is_computed_once(office):
    commit(office)
    enter(office, "planner")
    enter(office, "publisher")
    run(office)
    with pytest.raises(StaleError):
        run(office)


@one_database
def test_the_salt_lies_sealed_until_the_reveal(office):
    commit(office)
    halves = [share(body).secret for body, _ in HOLDERS]
    salt = bytes(x ^ y for x, y in zip(*halves, strict=True))
    row = Draw.get()
    assert salt.hex() not in str(row.__data__)
    assert office.vault.open(row.sealed_salt, "draw:1") == salt
    with pytest.raises(InputError):
        type(office.vault)(b"x" * 32).open(row.sealed_salt, "draw:1")


@one_database
def test_a_reveal_waits_for_the_last_visit(office):
    commit(office)
    enter(office, "planner")
    enter(office, "publisher")
    run(office)
    with pytest.raises(RuleViolationError) as told:
        draw_ends.reveal_draw(
            serial=1, publisher=office.publisher, vault=office.vault, actor=person("publisher"), at=AFTER
        )
    assert told.value.code == "visits-ahead"


@one_database
def test_a_commitment_is_abandoned_with_a_reason_and_only_before_the_beacon(office):
    commit(office)
    with pytest.raises(RuleViolationError) as told:
        draw_ends.abandon_draw(serial=1, reason="再来一次", actor=person("head"), at=AFTER)
    assert told.value.code == "beacon-exists"
    draw_ends.abandon_draw(
        serial=1, reason="名录有误", actor=person("head"), at=COMMITTED + timedelta(hours=2)
    )
    assert Draw.get().state == "abandoned"
    again = COMMITTED + timedelta(hours=3)
    with pytest.raises(RuleViolationError) as told:
        commit(office, at=again, word="second")
    assert told.value.code == "supersede-without-reason"
    assert commit(office, at=again, word="third", reasons=draws.Reasons(supersedes="名录已更正")) == 2
    second = Draw.get(Draw.serial == 2)
    assert second.commitment["supersedes"] == Draw.get(Draw.serial == 1).commitment_sha256
    assert second.reason == "名录已更正"


@one_database
def test_one_open_commitment_a_task(office):
    commit(office)
    with pytest.raises(StaleError):
        prepare(office.vault, COMMITTED, word="second")
    with pytest.raises(RuleViolationError) as told:
        draws.commit_draw(
            task_number="T1",
            beacon=beacon(),
            reveal_by=date(2027, 1, 15),
            publisher=office.publisher,
            vault=office.vault,
            actor=person("planner"),
            at=COMMITTED,
        )
    assert told.value.code == "open-commitment"
    assert Draw.select().count() == office.publisher.log.head.size == 1
