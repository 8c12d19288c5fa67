"""Each fault, a few times; ``./dev faults`` runs them for long."""

import pytest

from tests.faults.run import Fault, collect


@pytest.mark.parametrize("fault", [each for each in collect() if not each.long], ids=lambda fault: fault.name)
def test_nothing_is_half_written(fault: Fault) -> None:
    row, problems = fault.run(n=3, seed=2026)
    assert not problems
    assert row["ok"]
