"""抽取统计: the office sees all revealed draws together, whoever watches sees the self-test, and a fault in it is told."""

from collections import Counter
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from scoring.rulebook import RuleViolationError
from supervision import jobs
from supervision.actor import scheduler, terminal
from supervision.app import create_app
from supervision.config import Config
from supervision.database import connection
from supervision.demo.stage import moment
from supervision.queries.fairness import chances, plan_progress, revealed_draws
from supervision.scheduler import find_job, run_job
from supervision.vault import Vault
from tests.supervision.views.people import sign_in

DAY = date(2026, 11, 21)
PAGE = "/office/draws/fairness"


@pytest.fixture
def app(demonstration: Config) -> Flask:
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def by_lot(record: dict[str, Any]) -> int:
    """Return how many were selected in strata of which not all were; where all are, there is no lot."""
    of_stratum = {each["id"]: each["stratum"] for each in record["roster"]["targets"]}
    listed = Counter(of_stratum.values())
    drawn = Counter(of_stratum[each] for each in record["result"]["selected"])
    return sum(count for stratum, count in drawn.items() if count < listed[stratum])


def test_the_office_counts_by_street_and_by_kind(app: Flask, demonstration: Config) -> None:
    reader = sign_in(app, "reader", "reviewer", scope="99")
    by_street, by_kind = reader.get(PAGE).text, reader.get(f"{PAGE}?by=kind").text
    assert "青石街道" in by_street
    assert "农村养老机构" in by_kind
    with connection():
        draws = revealed_draws(vault=Vault.at(demonstration.keys), actor=terminal())
        for by in ("area", "kind"):
            shares = chances(draws, by).shares
            assert sum(share.drawn for share in shares) == sum(by_lot(each.record) for each in draws)
        lines = plan_progress(since_year=2025, actor=terminal())
    assert sum(line.confirmed for line in lines) <= sum(line.visits for line in lines)
    assert sum(line.draws for line in lines) >= len(draws) > 1


def test_nothing_of_a_draw_that_is_not_revealed(app: Flask, demonstration: Config) -> None:
    with connection():
        draws = revealed_draws(vault=Vault.at(demonstration.keys), actor=terminal(), most=2)
        assert len(draws) == 2
        assert all(draw.record["result"] for draw in draws)


def test_the_self_test_is_seen_by_office_and_watcher(app: Flask) -> None:
    reader = sign_in(app, "reader", "reviewer", scope="99")
    assert "还没有运行" in reader.get(PAGE).text
    assert app.test_client().get("/healthz").json["draw_self_test"] is None  # type: ignore[index]
    assert run_job(find_job(jobs.SELF_TEST), DAY).state == "done"
    assert run_job(find_job(jobs.SELF_TEST), DAY).state == "skipped"
    assert "规则都守住" in reader.get(PAGE).text
    assert app.test_client().get("/healthz").json["draw_self_test"] == {  # type: ignore[index]
        "day": DAY.isoformat(),
        "state": "done",
    }


def test_a_fault_is_told(demonstration: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        jobs, "self_test", lambda roster, words: SimpleNamespace(trials=1, faults=("quota", "chances"))
    )
    with connection(), pytest.raises(RuleViolationError) as refused:
        jobs.self_test_draws(DAY, scheduler("test"), moment(DAY, 4))
    assert refused.value.facts["wrong"] == "抽中的家数不对、机会不均等"
