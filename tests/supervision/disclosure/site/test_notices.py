"""A notice on the site: whether it is in force, until when comments may be sent, and what belongs to it."""

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from supervision.disclosure.invented.snapshot import invent
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.pages.notices import pages
from supervision.disclosure.site.register import register
from supervision.records.decisions import Validity
from supervision.records.snapshot import Snapshot
from supervision.records.values import Text

change = msgspec.structs.replace


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return invent(12, 2, 3)


def page_of(snapshot: Snapshot, language: str = "zh-CN", **changes: object) -> str:
    """Return the page of the first notice, changed so."""
    first, *others = snapshot.notices
    edition = Edition(register(replace(snapshot, notices=(change(first, **changes), *others))), language)
    return dict(pages(edition))[f"notices/{first.id}.html"]


def test_a_public_notice_says_until_when_and_that_it_is_over(snapshot: Snapshot) -> None:
    running = page_of(snapshot, until=date(2026, 11, 26))
    assert "公示期至 2026年11月25日" in running
    assert "data-until=2026-11-26" in running.replace('"', "")
    over = page_of(snapshot, until=date(2026, 11, 26), validity=Validity.EXPIRED)
    assert "已结束" in over
    assert "data-until" not in over
    assert "Open for comments until 25 November 2026" in page_of(snapshot, "en", until=date(2026, 11, 26))
    assert "公示期" not in page_of(snapshot)


def test_a_repealed_notice_stays_with_day_and_reason(snapshot: Snapshot) -> None:
    page = page_of(
        snapshot, validity=Validity.REPEALED, repealed_on=date(2026, 11, 20), reason=Text(zh="名称有误")
    )
    assert "这份公告已于 2026年11月20日 废止。" in page
    assert "名称有误" in page


def test_what_a_notice_makes_known_and_its_sisters_are_linked(snapshot: Snapshot) -> None:
    plan, draw, score, second = snapshot.plans[0], snapshot.draws[0], snapshot.scores[0], snapshot.notices[1]
    assert f"plans/{plan.id}.html" in page_of(snapshot, about=plan.id)
    assert f"draws/{draw.id}.html" in page_of(snapshot, about=draw.id)
    assert f"f/{score.facility}.html#good" in page_of(snapshot, about=score.id, facility=score.facility)
    assert f"{second.id}.html" in page_of(snapshot, about=second.id)
    assert "相关文件" not in page_of(snapshot, facility="GONE", about="award-gone")
