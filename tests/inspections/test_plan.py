"""承诺前的检查: what is refused before a commitment, the forecast, and the commitment itself."""

from datetime import date
from typing import Any

import pytest

from inspections.candidates import Certain
from inspections.canonical import RefusedError
from inspections.draw import draw
from inspections.plan import (
    Thin,
    combine_shares,
    commit,
    forecast,
    latest_reveal,
    require_ready,
    thin_targets,
    unexplained_strata,
)
from inspections.protocol import commitment_sha256, salt_sha256
from inspections.request import check_request
from scoring.rulebook import RuleViolationError
from tests.inspections.draws import hash_number, make_inspector, make_roster, make_target

REVEAL = date(2027, 3, 1)
SALT = bytes(range(32))
BEACON: Any = {
    "source": "双色球",
    "round": "2026138",
    "not_before": "2026-12-01T13:15:00Z",
    "format": ["ssq"],
    "fallback": "2026139",
}


def ready(roster: Any, **changes: Any) -> None:
    require_ready(roster, **({"reveal_by": REVEAL, "reasons": {}} | changes))


def forbidden(roster: Any, **changes: Any) -> RuleViolationError:
    with pytest.raises(RuleViolationError) as refused:
        ready(roster, **changes)
    assert "{" not in str(refused.value)
    return refused.value


def stratum(**changes: Any) -> list[dict[str, Any]]:
    return [{"key": "S1", "ratio": [1, 2], "minimum": 0, "reserve": 2} | changes]


def test_a_roster_that_is_ready() -> None:
    ready(make_roster())


def test_nothing_to_draw() -> None:
    assert forbidden(make_roster(targets=[])).code == "draw-nobody-to-draw"
    assert forbidden(make_roster(calendar={"days": [], "per_day": 1})).code == "draw-without-days"


def test_twice_as_many_inspectors_as_are_needed() -> None:
    four = [make_inspector(f"i{i}") for i in range(4)]
    ready(make_roster(inspectors=four))
    standby = {"inspectors": [make_inspector("s0")], "days": []}
    assert forbidden(make_roster(inspectors=four[:3], standby=standby)).code == "draw-too-few-inspectors"
    without_cards = [*four[:3], make_inspector("i3", capacity=0)]
    assert forbidden(make_roster(inspectors=without_cards)).code == "draw-too-few-inspectors"
    elsewhere = [*four[:3], make_inspector("i3", regions=["31"])]
    assert forbidden(make_roster(inspectors=elsewhere)).code == "draw-too-few-inspectors"


def test_a_facility_cannot_be_kept_out_by_recusals_without_an_exception() -> None:
    roster = make_roster(recusals=[[f"i{i}", "f3", "declared-interest"] for i in range(3)])
    assert list(thin_targets(roster)) == [Thin("f3", "ca", 3, 4)]
    refused = forbidden(roster)
    assert refused.facts == {"targets": 1, "department": "ca", "able": 3, "needed": 4}
    assert refused.remedy
    ready(roster, exceptions={"f3": "三人曾在该机构任职"})
    assert forbidden(roster, exceptions={"f3": ""}).code == "draw-too-few-inspectors"


def test_an_inspector_of_several_areas_counts_once() -> None:
    people = [make_inspector(f"i{i}", regions=["50", "500103"]) for i in range(3)]
    assert next(thin_targets(make_roster(inspectors=people))).able == 3


@pytest.mark.parametrize("changes", [{"ratio": [1, 1]}, {"minimum": 10}, {"ratio": [91, 100]}])
def test_a_stratum_that_is_drawn_whole_names_one_of_three_reasons(changes: dict[str, Any]) -> None:
    roster = make_roster(strata=stratum(**changes))
    assert forbidden(roster).code == "draw-stratum-unexplained"
    assert forbidden(roster, reasons={"S1": "我们想这样"}).code == "draw-stratum-unexplained"
    for reason in Certain:
        ready(roster, reasons={"S1": reason})


def test_every_other_stratum_has_five_and_draws_one_or_says_why() -> None:
    small = make_roster(targets=[make_target(f"f{i}") for i in range(4)])
    assert forbidden(small).code == "draw-stratum-small"
    ready(small, reasons={"S1": "本区只有四家乡村机构"})
    idle = make_roster(strata=stratum(ratio=[0, 1]))
    assert forbidden(idle).code == "draw-stratum-idle"
    ready(idle, reasons={"S1": "本季度由省厅抽查"})
    empty = make_roster(strata=[*stratum(), {"key": "S2", "ratio": [1, 1], "minimum": 0, "reserve": 0}])
    assert [each.problem for each in unexplained_strata(empty, {})] == ["small"]


def test_the_reveal_is_at_most_ninety_days_later() -> None:
    assert latest_reveal(make_roster()) == date(2027, 3, 9)
    ready(make_roster(), reveal_by=date(2027, 3, 9))
    late = forbidden(make_roster(), reveal_by=date(2027, 3, 10))
    assert late.code == "draw-reveal-too-late"
    assert "2027-03-09" in str(late)
    ready(make_roster(standby={"inspectors": [], "days": ["2026-12-21"]}), reveal_by=date(2027, 3, 21))


class TestForecast:
    """缺口预测."""

    def test_nothing_is_missing_where_there_is_enough(self) -> None:
        seen = forecast(make_roster(), trials=200)
        assert (seen.trials, seen.trials_short, seen.trials_without_day) == (200, 0, 0)
        assert not seen.short
        assert not seen.without_day

    def test_where_and_how_often(self) -> None:
        roster = make_roster(
            inspectors=[make_inspector(f"i{i}") for i in range(6)],
            recusals=[[f"i{i}", "f3", "own-area"] for i in range(5)],
            calendar={"days": ["2026-12-07"], "per_day": 1},
        )
        seen = forecast(roster, trials=200)
        assert set(seen.short) == {("f3", "ca")}
        assert seen.trials_short == seen.short["f3", "ca"]
        assert 60 < seen.trials_short < 140
        assert seen.trials_without_day == 200
        assert sum(seen.without_day.values()) > 200

    def test_it_can_be_repeated_and_watched(self) -> None:
        steps: list[tuple[int, int]] = []
        once = forecast(make_roster(), trials=5, progress=lambda done, of: steps.append((done, of)))
        assert steps == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
        assert once == forecast(make_roster(), trials=5)


class TestCommitment:
    """承诺."""

    def test_what_is_committed_can_be_drawn(self) -> None:
        roster: Any = make_roster()
        exclusions, rules = [["x1", "停业"]], [["sampling.yaml", hash_number("rules")]]
        commitment, sha256 = commit(
            roster,
            exclusions,
            rules,
            salt=SALT,
            serial=3,
            beacon=BEACON,
            reveal_by=REVEAL,
            supersedes="ab" * 32,
        )
        assert sha256 == commitment_sha256(commitment)
        assert commitment["salt_sha256"] == salt_sha256(SALT)
        assert (commitment["authority"], commitment["task"]) == ("示例民政局", "2026-01")
        request = {
            "commitment": commitment,
            "roster": roster,
            "exclusions": exclusions,
            "rules": rules,
            "salt": SALT.hex(),
            "beacon": "03 09 11 17 22 31+08",
            "events": [],
        }
        assert draw(check_request(request))["commitment_sha256"] == sha256

    @pytest.mark.parametrize(
        ("changes", "member"),
        [
            ({"serial": 0}, "commitment.serial"),
            ({"beacon": BEACON | {"format": ["digits:5"]}}, "commitment.beacon.format"),
            ({"supersedes": "abc"}, "commitment.supersedes"),
        ],
    )
    def test_what_could_not_be_drawn_is_not_committed(self, changes: dict[str, Any], member: str) -> None:
        roster: Any = make_roster()
        with pytest.raises(RefusedError) as refused:
            commit(
                roster,
                [],
                [],
                **({"salt": SALT, "serial": 1, "beacon": BEACON, "reveal_by": REVEAL} | changes),
            )
        assert refused.value.member == member

    def test_neither_share_is_the_salt(self) -> None:
        one, other = bytes(range(32)), bytes(range(1, 33))
        assert combine_shares(combine_shares(one, other), other) == one
        with pytest.raises(RuleViolationError, match="32"):
            combine_shares(one, other[:31])
        with pytest.raises(RuleViolationError) as alike:
            combine_shares(one, one)
        assert alike.value.code == "draw-shares-alike"
