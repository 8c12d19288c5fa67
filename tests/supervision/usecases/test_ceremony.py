"""What a ceremony refuses, with code, sentence and remedy; and that nothing has changed then."""

from datetime import date, timedelta

import pytest

from inspections.canonical import canonical, read_json
from inspections.proof import verify
from scoring.rulebook import RuleViolationError
from supervision.errors import StaleError
from supervision.models import BeaconEntry, Draw, SaltShare, ShortageForecast, Task
from supervision.queries.deadlines import abandoned_to_reveal
from supervision.queries.gates import gate_of
from supervision.queries.public.draws import draw_record_bytes
from supervision.queries.public.draws import read as public_draws
from supervision.usecases import beacons, draw_ends, draws, forecasts, salt_shares, tasks
from supervision.vault import Vault
from tests.databases import one_database
from tests.supervision.ceremony import HOLDERS, prepare, share
from tests.supervision.small_office import Office, freeze_task, moment, open_office, person, publish_plan
from tests.supervision.usecases.test_draws import (
    AFTER,
    COMMITTED,
    NOT_BEFORE,
    VALUE,
    beacon,
    commit,
    enter,
    run,
)

pytestmark = one_database
OTHER = "01 02 03 04 05 06+07"


@pytest.fixture
def office(database, tmp_path):
    made = open_office(tmp_path)
    publish_plan()
    freeze_task()
    return made


def refusal(do) -> str:
    """Return the code of a refusal that says what to do; the register and the log stay as they were."""
    before = [list(table.select().dicts()) for table in (Draw, BeaconEntry, SaltShare, Task)]
    with pytest.raises(RuleViolationError) as told:
        do()
    assert told.value.remedy, told.value.code
    assert [list(table.select().dicts()) for table in (Draw, BeaconEntry, SaltShare, Task)] == before
    return told.value.code


def give(office: Office, body: str, holder: str, at=COMMITTED, task="T1", **more) -> int:
    return salt_shares.hand_in_share(
        task_number=task, share=more.get("half") or share(body, task), vault=office.vault,
        actor=more.get("actor") or person(holder), at=at,
    )  # fmt: skip


def plain_commit(office: Office, at=COMMITTED, reveal_by=date(2027, 1, 15)) -> int:
    return draws.commit_draw(
        task_number="T1", beacon=beacon(), reveal_by=reveal_by, publisher=office.publisher, vault=office.vault,
        actor=person("planner"), at=at,
    )  # fmt: skip


def abandoned(office: Office) -> Draw:
    commit(office)
    draw_ends.abandon_draw(serial=1, reason="名录有误", actor=person("head"), at=COMMITTED)
    return Draw.get()


def give_back(office: Office, body: str, holder: str, **more) -> int:
    return salt_shares.return_share(
        serial=1, share=more.get("half") or share(body), vault=office.vault, actor=person(holder), at=AFTER
    )


def reveal_abandoned(office: Office, at=AFTER, vault=None) -> str:
    return draw_ends.reveal_abandoned(
        serial=1, publisher=office.publisher, vault=vault or office.vault, actor=person("publisher"), at=at
    )


# --- before the commitment ----------------------------------------------------------------------------------------


def test_no_commitment_without_forecast_and_both_halves(office):
    assert refusal(lambda: plain_commit(office)) == "forecast-missing"
    forecasts.forecast_draw(task_number="T1", trials=400, actor=person("planner"), at=COMMITTED)
    assert refusal(lambda: plain_commit(office)) == "forecast-missing", "400 of 1,000 are not all"
    forecasts.forecast_draw(task_number="T1", trials=5000, actor=person("planner"), at=COMMITTED)
    assert refusal(lambda: plain_commit(office)) == "shares-missing"
    assert give(office, "civil-affairs", "head") == 1
    assert refusal(lambda: plain_commit(office)) == "shares-missing"
    assert give(office, "market-regulation", "decider") == 2
    assert plain_commit(office) == 1


def test_a_forecast_in_pieces_is_the_forecast(office):
    for trials in (300, 300, 400):
        forecasts.forecast_draw(task_number="T1", trials=trials, actor=person("planner"), at=COMMITTED)
    pieces = ShortageForecast.get().__data__
    ShortageForecast.delete().execute()
    forecasts.forecast_draw(task_number="T1", trials=1000, actor=person("planner"), at=COMMITTED)
    whole = ShortageForecast.get().__data__
    assert {**pieces, "id": 0} == {**whole, "id": 0}
    assert whole["done"] == 1000


def test_a_roster_that_changed_after_its_forecast_is_not_committed_to(office):
    prepare(office.vault, COMMITTED)
    task = Task.get()
    task.roster = {**task.roster, "targets": task.roster["targets"][1:]}
    task.save()
    assert refusal(lambda: plain_commit(office)) == "roster-changed"
    assert office.publisher.log.head.size == 0


def test_a_reveal_cannot_be_put_off_for_long(office):
    prepare(office.vault, COMMITTED)
    assert refusal(lambda: plain_commit(office, reveal_by=date(2027, 6, 1))) == "draw-reveal-too-late"


def test_halves_are_of_two_people_of_two_bodies(office):
    give(office, "civil-affairs", "head")
    assert refusal(lambda: give(office, "market-regulation", "head")) == "share-same-person"
    assert refusal(lambda: give(office, "civil-affairs", "decider")) == "share-body-has-one"
    assert refusal(lambda: give(office, "nobody", "decider")) == "share-body-unknown"
    stranger = person("decider")
    stranger = type(stranger)(key="d", roles=stranger.roles, scope=stranger.scope, department="civil-affairs")
    assert refusal(lambda: give(office, "market-regulation", "d", actor=stranger)) == "share-not-your-body"
    other = share("market-regulation", "T9")
    assert refusal(lambda: give(office, "market-regulation", "decider", half=other)) == "share-other-draw"
    again = share("civil-affairs", word="again")
    assert give(office, "civil-affairs", "head", half=again) == 1, "who handed in may do so again"
    assert give(office, "civil-affairs", "head", half=again) == 1


def test_a_salt_is_never_used_twice(office):
    abandoned(office)
    same = share("civil-affairs")
    assert refusal(lambda: give(office, "civil-affairs", "head", half=same)) == "share-used-before"


# --- gate, beacon, draw -------------------------------------------------------------------------------------------


def test_the_gate_says_what_is_missing(office):
    commit(office)
    gate = gate_of(Draw.get(), office.publisher)
    assert (gate.index, gate.in_time) == (0, True)
    assert not gate.is_open(NOT_BEFORE - timedelta(seconds=1))
    assert gate.is_open(NOT_BEFORE)
    Draw.update(committed_index=None).execute()
    gate = gate_of(Draw.get(), office.publisher)
    assert (gate.in_time, gate.is_missed(COMMITTED), gate.is_missed(AFTER)) == (False, False, True)


def test_a_commitment_cut_off_is_found_in_the_log_also_on_another_day(office):
    commit(office)
    Draw.update(committed_index=None).execute()
    draws.log_commitment(
        serial=1, publisher=office.publisher, actor=person("planner"), at=COMMITTED + timedelta(days=1)
    )
    assert Draw.get().committed_index == 0
    assert office.publisher.log.head.size == 1


def test_a_draw_that_missed_its_gate_ends_by_a_decision_alone(office):
    commit(office)
    Draw.update(committed_index=None).execute()
    assert refusal(lambda: enter(office, "planner")) == "beacon-not-logged"
    code = refusal(lambda: draw_ends.abandon_draw(serial=1, reason="x", actor=person("head"), at=AFTER))
    assert code == "beacon-exists"

    def end(who: str, body: str = "明湖区人大常委会", at=AFTER) -> None:
        draw_ends.end_draw(
            serial=1, body=body, number="明人常〔2026〕8号", reason="承诺未及时入日志", actor=person(who, "decider"), at=at
        )  # fmt: skip

    assert refusal(lambda: end("other", at=COMMITTED)) == "beacon-not-there"
    assert refusal(lambda: end("decider")) == "decider-knows", "the decider holds a half"
    assert refusal(lambda: end("other", "民政局")) == "body-knows"
    assert refusal(lambda: end("other", " ")) == "decision-missing"
    end("other")
    assert (Draw.get().state, Task.get().state) == ("abandoned", "frozen")
    assert "明湖区人大常委会" in Draw.get().ended_by


def test_a_commitment_file_of_another_draw(office):
    commit(office)

    def check(file: bytes) -> None:
        draws.check_commitment(serial=1, file=file, actor=person("head"), at=AFTER)

    kept = Draw.get().commitment
    check(canonical(kept))
    assert refusal(lambda: check(canonical({**kept, "serial": 2}))) == "commitment-of-another-draw"
    for file in (b"", b"{}", b"[" * 100, canonical({**kept, "serial": "1"})):
        assert refusal(lambda file=file: check(file)) == "commitment-file-unreadable"


def test_a_third_person_cannot_undo_what_two_agree_on(office):
    commit(office)
    enter(office, "planner", OTHER)
    assert enter(office, "planner") == "waiting", "one's own entry can be corrected"
    assert enter(office, "publisher") == "agreed"
    assert refusal(lambda: enter(office, "head", OTHER)) == "beacon-agreed"
    assert refusal(lambda: enter(office, "planner", OTHER)) == "beacon-agreed"
    assert [row.void_why for row in BeaconEntry.select().order_by(BeaconEntry.id)] == ["corrected", "", ""]


def fallback(office: Office, who: str, note: str = "公告：第1期停发") -> beacons.Entered:
    return beacons.enter_beacon(
        serial=1, value=VALUE, fallback_note=note, publisher=office.publisher, actor=person(who), at=AFTER
    )


def test_the_fallback_counts_if_two_people_read_it(office):
    commit(office)
    fallback(office, "planner")
    assert enter(office, "publisher") == "differs", "the same digits, of another round"
    assert fallback(office, "planner") == "waiting"
    assert fallback(office, "publisher") == "agreed"
    run(office)
    assert Draw.get().fallback_reason == "公告：第1期停发"
    assert public_draws(date(2026, 11, 7))[0].missed.zh == "公告：第1期停发"


@pytest.mark.parametrize("part", ["roster", "exclusions", "rules"])
def test_what_was_changed_after_the_commitment_is_not_drawn(office, part):
    commit(office)
    enter(office, "planner")
    enter(office, "publisher")
    row = Draw.get()
    changed = {
        "roster": {**row.roster, "targets": row.roster["targets"][1:]},
        "exclusions": [["x", "y"]],
        "rules": [],
    }
    setattr(row, part, changed[part])
    row.save()
    assert refusal(lambda: run(office)) == "commitment-broken"


# --- abandoned ----------------------------------------------------------------------------------------------------


def test_an_abandoned_commitment_is_revealed_with_what_would_have_been(office):
    abandoned(office)
    assert refusal(lambda: reveal_abandoned(office)) == "shares-not-returned"
    wrong = share("civil-affairs", word="wrong")
    assert refusal(lambda: give_back(office, "civil-affairs", "head", half=wrong)) == "share-not-the-one"
    other = share("civil-affairs", "T9")
    assert refusal(lambda: give_back(office, "civil-affairs", "head", half=other)) == "share-other-draw"
    assert give_back(office, "civil-affairs", "head") == 1
    told = public_draws(date(2026, 11, 7))[0]
    assert [(each.body.zh, bool(each.returned_on)) for each in told.shares] == [
        ("民政局", True),
        ("市场监管局", False),
    ]
    assert give_back(office, "market-regulation", "decider") == 0
    assert refusal(lambda: reveal_abandoned(office)) == "beacon-four-eyes"
    enter(office, "planner")
    enter(office, "publisher")

    reveal_abandoned(office)

    row = Draw.get()
    data = draw_record_bytes(row, office.vault.open(row.sealed_salt, "draw:1"))
    assert verify(read_json(data), commitment=row.commitment).holds
    assert (row.state, bool(row.result["selected"])) == ("abandoned", True)
    assert public_draws(date(2026, 11, 7))[0].record == "draws/draw-1.json"
    with pytest.raises(StaleError):
        reveal_abandoned(office)


def test_the_halves_open_a_salt_whose_key_was_lost(office):
    abandoned(office)
    new = Vault(b"n" * 32)
    for body, holder in HOLDERS:
        salt_shares.return_share(serial=1, share=share(body), vault=new, actor=person(holder), at=AFTER)
    enter(office, "planner")
    enter(office, "publisher")
    reveal_abandoned(office, vault=new)
    assert Draw.get().revealed_index is not None


def test_on_the_promised_day_a_missing_half_holds_nothing_up(office):
    row = abandoned(office)
    enter(office, "planner")
    enter(office, "publisher")
    assert abandoned_to_reveal(row.reveal_by - timedelta(days=1)) == ()
    assert abandoned_to_reveal(row.reveal_by) == (1,)
    reveal_abandoned(office, at=moment(row.reveal_by))
    told = public_draws(row.reveal_by)[0]
    assert told.record
    assert all(each.returned_on is None for each in told.shares), "and it stays visible who has not"


def test_what_an_abandoned_draw_had_selected_is_drawn_for_certain(office):
    abandoned(office)
    for body, holder in HOLDERS:
        give_back(office, body, holder)
    enter(office, "planner")
    enter(office, "publisher")
    reveal_abandoned(office)
    tasks.freeze_task(number="T1", actor=person("planner"), at=AFTER)
    roster = Task.get().roster
    certain = [each for each in roster["targets"] if each["stratum"] == "certain-2"]
    assert len(certain) == len(Draw.get().result["selected"])
