"""从名录到揭示: a district's facilities and inspectors become a pool, a commitment, a draw, and a record that holds."""

from datetime import date, timedelta
from typing import Any

from inspections.candidates import Candidate, Certain, Frame, Officer, Part, PoolRules, Tier
from inspections.draw import draw, next_event
from inspections.plan import combine_shares, commit, forecast, require_ready
from inspections.pool import build_pool
from inspections.proof import event_hashes, verify
from inspections.request import check_request
from scoring.rulebook import Rulebook
from tests.inspections.draws import hash_number

DAY = date(2026, 11, 22)
FRAME = Frame(
    id="2026-04",
    title="第四季度双随机抽查",
    authority="示例区民政局",
    nonce=hash_number("roster"),
    items=frozenset({"fire"}),
    tiers=(
        Tier("S1", (1, 10), minimum=1, reserve=3),
        Tier("S2", (1, 4), minimum=1, reserve=3),
        Tier("S3", (1, 1), reason=Certain.FULL_COVERAGE),
    ),
    team=(Part("civil-affairs", 2), Part("fire", 1, frozenset({"fire"}))),
    days=tuple(date(2026, 12, 7) + timedelta(days=n) for n in range(5)),
    per_day=2,
    standby_days=(date(2026, 12, 14),),
)
FACILITIES = [
    Candidate(
        code=f"F{i:03}",
        area=f"50010300{i % 3}",
        tier="S3" if i < 6 else "S2" if i < 40 else "S1",
        nonce=hash_number("facility", i),
        is_closed=i % 30 == 29,
        visits_this_year=i % 4,
        carried=Certain.WITHDRAWN_EARLIER if i == 50 else None,
    )
    for i in range(120)
]
OFFICERS = [
    Officer(
        staff_number=f"A{i:02}",
        department="fire" if i % 3 == 0 else "civil-affairs",
        capacity=6,
        nonce=hash_number("officer", i),
        areas=() if i % 2 else (f"50010300{i % 3}", "500103"),
        own_area=f"50010300{i % 3}" if i % 5 == 0 else "",
        qualifications=frozenset({"fire"}),
        standby=i > 36,
    )
    for i in range(40)
]


def test_the_whole_way() -> None:
    pool = build_pool(FRAME, FACILITIES, OFFICERS, PoolRules.on(Rulebook.load(), DAY), on=DAY)
    reveal_by = date(2027, 2, 1)
    require_ready(pool.roster, reveal_by=reveal_by, reasons=pool.reasons)
    assert forecast(pool.roster, trials=20).trials_short == 0

    salt = combine_shares(bytes.fromhex(hash_number("one")), bytes.fromhex(hash_number("other")))
    rules = [["sampling.yaml", hash_number("rules")]]
    beacon: Any = {
        "source": "双色球",
        "round": "2026138",
        "not_before": "2026-12-01T13:15:00Z",
        "format": ["ssq"],
        "fallback": "2026139",
    }
    commitment, sha256 = commit(
        pool.roster, pool.exclusions, rules, salt=salt, serial=1, beacon=beacon, reveal_by=reveal_by
    )

    request = check_request(
        {
            "commitment": commitment,
            "roster": pool.roster,
            "exclusions": pool.exclusions,
            "rules": rules,
            "salt": salt.hex(),
            "beacon": "03 09 11 17 22 31+08",
            "events": [],
        }
    )
    drawn = draw(request)
    selected = {pool.facilities[name] for name in drawn["selected"]}
    assert "F050" in selected  # withdrawn earlier
    assert {f"F{i:03}" for i in range(6) if i % 4 < 2} <= selected  # full coverage, but for the yearly cap
    assert drawn["short"] == []
    assert all(team["day"] and len(team["inspectors"]) == 3 for team in drawn["teams"])

    ill = drawn["teams"][0]["inspectors"][0]
    event = next_event(
        request,
        nonce=hash_number("event"),
        on="2026-12-02",
        reason="病假",
        approved_by=("head", "deputy"),
        kind="inspector_withdrawn",
        inspector=ill,
    )
    request = check_request({**request, "events": [event]})
    record = {**request, "result": draw(request)}
    assert all(ill not in team["inspectors"] for team in record["result"]["current"]["teams"])
    assert verify(record, commitment=commitment, events=event_hashes(request)).holds
    assert record["result"]["commitment_sha256"] == sha256
