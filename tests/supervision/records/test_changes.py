"""What a release changes, and what of it needs nobody's approval."""

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from supervision.disclosure.invented.snapshot import invent
from supervision.records.changes import difference, quiet_part
from supervision.records.decisions import Validity
from supervision.records.snapshot import Snapshot
from supervision.records.values import Text

change = msgspec.structs.replace
UNTIL = date(2026, 11, 26)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    made = invent(3, 1, 1)
    return replace(made, notices=(change(made.notices[0], until=UNTIL), *made.notices[1:]))


def later(snapshot: Snapshot, **changes: object) -> Snapshot:
    """Return the snapshot of the day after the period, its first notice changed."""
    meta = change(snapshot.meta, as_of=UNTIL + timedelta(days=1))
    return replace(
        snapshot, meta=meta, notices=(change(snapshot.notices[0], **changes), *snapshot.notices[1:])
    )


def test_a_notice_whose_period_is_over_ends_without_anybodys_approval(snapshot: Snapshot) -> None:
    after = later(snapshot, validity=Validity.EXPIRED)
    assert difference(snapshot, after).aged == (f"notice/{snapshot.notices[0].id}",)
    assert difference(snapshot, after).only_removes
    assert quiet_part(snapshot, after).notices == after.notices


@pytest.mark.parametrize(
    "changes",
    [
        {"validity": Validity.EXPIRED, "title": Text(zh="另一个标题")},
        {"validity": Validity.REPEALED, "repealed_on": UNTIL, "reason": Text(zh="有误")},
    ],
)
def test_a_notice_that_says_something_new_waits_for_a_person(
    snapshot: Snapshot, changes: dict[str, object]
) -> None:
    after = later(snapshot, **changes)
    assert not difference(snapshot, after).only_removes
    assert quiet_part(snapshot, after).notices == snapshot.notices


def test_a_notice_is_what_its_days_say() -> None:
    day = date(2026, 11, 25)
    assert Validity.on(day, until=None, repealed_on=None) is Validity.IN_FORCE
    assert Validity.on(day, until=UNTIL, repealed_on=UNTIL) is Validity.IN_FORCE
    assert Validity.on(UNTIL, until=UNTIL, repealed_on=None) is Validity.EXPIRED
    assert Validity.on(UNTIL, until=UNTIL, repealed_on=UNTIL) is Validity.REPEALED
