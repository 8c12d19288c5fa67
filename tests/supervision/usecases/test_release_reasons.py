"""A release says why records leave, and what reached the public or left it too late."""

from datetime import date, timedelta

import pytest

from supervision.models import Penalty
from supervision.queries.releases import readable_difference, release_view
from supervision.usecases import penalties, releases
from tests.databases import one_database
from tests.supervision.small_office import moment, open_office, person

DAY = date(2026, 11, 10)
LAW = ({"law": "mca-order-66", "article": "第四十六条"},)


@pytest.fixture
def office(database, tmp_path):
    return open_office(tmp_path)


def publish(office, at):
    view = releases.prepare_release(folder=office.prepared, public_url="", actor=person("publisher"), at=at)
    releases.approve_release(
        number=view.number,
        folder=office.prepared,
        publisher=office.publisher,
        vault=office.vault,
        actor=person("head"),
        at=at + timedelta(hours=1),
    )
    return release_view(view.number)


def penalise(office, number, decided):
    new = penalties.NewPenalty(
        facility_code=office.codes[0], number=number, violation="未签服务协议", facts="三份档案没有协议",
        basis=LAW, kinds=("fine",), content="罚款五百元", fine_fen=50000, decided_on=decided, tier="general",
        organ="明湖区民政局",
    )  # fmt: skip
    penalties.record_penalty(penalty=new, actor=person("d1", "decider"), at=moment(decided))


@one_database
def test_each_record_that_leaves_has_its_reason_and_day_and_what_is_late_is_named(office):
    penalise(office, "明罚〔2026〕1号", date(2026, 9, 22))
    penalise(office, "明罚〔2026〕2号", date(2026, 11, 9))
    first = publish(office, moment(DAY))
    (late,) = first.late
    assert late.key.startswith("penalty/")
    assert (late.clock, late.since) == ("publication.working_days.penalty", date(2026, 9, 22))
    assert late.due == date(2026, 10, 9), "seven working days, the autumn holidays between"
    assert late.days == 23

    one, two = Penalty.select().order_by(Penalty.number)
    Penalty.update(withdrawn_on=DAY, public_until=DAY).where(Penalty.id == one.id).execute()
    Penalty.update(repaired_on=date(2026, 11, 18), public_until=date(2026, 11, 18)).where(
        Penalty.id == two.id
    ).execute()
    second = publish(office, moment(date(2026, 11, 20)))
    assert sorted(second.reasons.values()) == [
        ("repaired", date(2026, 11, 18)),
        ("withdrawn", DAY),
    ]
    (late,) = second.late
    assert (late.clock, late.due, late.days) == (
        "publication.working_days.withdraw",
        date(2026, 11, 13),
        5,
    )
    told = readable_difference(second, office.prepared)
    assert [why for *_, why in told.taken_down] == [second.reasons[key] for key in second.taken_down]
    assert "明罚〔2026〕1号" in told.late[0][1].zh


@one_database
def test_a_roll_back_says_that_it_takes_down(office):
    publish(office, moment(DAY))
    penalise(office, "明罚〔2026〕3号", DAY)
    publish(office, moment(DAY, 13))
    view = releases.rollback_release(to=1, folder=office.prepared, actor=person("head"), at=moment(DAY, 15))
    (key,) = (key for key in view.taken_down if key.startswith("penalty/"))
    assert view.reasons[key] == ("rolled_back", None)
