"""The yearly re-check of grades is drawn: graded facilities alone, by lot, in one stratum; the result opens the re-checks."""

from datetime import date

import pytest

from supervision.errors import StaleError
from supervision.models import Award, Case, Draw, Facility, PlanLine, TaskTarget
from supervision.usecases import draws, grade_reviews
from tests.databases import one_database
from tests.supervision.small_office import Office, freeze_task, moment, open_office, person, publish_plan
from tests.supervision.usecases.test_draws import AFTER, commit, enter

GRADED = 7


@pytest.fixture
def office(database, tmp_path) -> Office:
    made = open_office(tmp_path)
    publish_plan()
    PlanLine.update(visit_kind="grade_sample", ratio=[1, 10]).execute()
    for facility in Facility.select().order_by(Facility.code).limit(GRADED):
        day = date(2025, 6, 2)
        Award.create(
            uuid=facility.code, scheme="grading.star", facility=facility, outcome="three", since=day, until=date(2028, 6, 2),
            number="1", organ="", proposed_by="a", decided_by="b", decided_at=moment(day), decided_on=day,
        )  # fmt: skip
    freeze_task()
    return made


@one_database
def test_graded_facilities_are_drawn_by_lot_and_their_rechecks_opened_once(office: Office) -> None:
    pool = list(TaskTarget.select())
    assert len(pool) == GRADED
    assert {row.stratum for row in pool} == {"S1"}, "whatever their risk"
    serial = commit(office)
    enter(office, "planner")
    enter(office, "publisher")
    assert (
        draws.run_draw(
            serial=serial, publisher=office.publisher, vault=office.vault, actor=person("planner"), at=AFTER
        )["selected"]
        == 1
    )
    (opened,) = grade_reviews.open_drawn(serial=serial, actor=person("planner"), at=AFTER)
    case = Case.get(Case.uuid == opened)
    selected = Draw.get().result["selected"][0]
    assert (case.state, case.data) == ("opened", {"cause": "sample", "draw": serial})
    assert TaskTarget.get(TaskTarget.pseudonym == selected).facility_id == case.facility_id
    with pytest.raises(StaleError):
        grade_reviews.open_drawn(serial=serial, actor=person("planner"), at=AFTER)
