"""BENCHMARKS.md keeps what a run did not measure."""

from pathlib import Path

import pytest

from tests.bench.report import keep, table
from tests.bench.run import COLUMNS, Benchmark


def row(name: str, size: str = "1", seconds: float = 0.5) -> dict[str, object]:
    return {"name": name, "size": size, "seconds": seconds, "ok": True}


def test_a_run_replaces_its_rows_and_keeps_the_others(tmp_path: Path) -> None:
    file = tmp_path / "BENCHMARKS.md"
    keep("speed", [row("import"), row("import", "20,000"), row("site")], COLUMNS, file)
    keep("faults", [{"name": "killed", "ok": False}], {"name": "what", "ok": "holds"}, file)
    keep("speed", [row("site", seconds=7)], COLUMNS, file)
    lines = [line for line in file.read_text().splitlines() if line.startswith("{")]
    assert len(lines) == 4
    assert sum('"name": "import"' in line for line in lines) == 2
    assert '"seconds": 7' in next(line for line in lines if "site" in line)
    assert file.read_text().count("## Speed") == file.read_text().count("## Faults") == 1


def test_a_broken_limit_shows() -> None:
    measured = Benchmark("slow", "1", lambda _: sum(range(10_000)), limit={"seconds": 0.0}).measure()
    assert measured["ok"] is False
    assert "NO" in table([measured], COLUMNS)


def test_a_ratio_is_against_the_peer() -> None:
    measured = Benchmark(
        "work", "1", lambda n: sum(range(n)), prepare=lambda: 300_000, peer="half of it", peer_work=lambda n: sum(range(n // 2)),
        limit={"peak_mb": 1000},
    ).measure()  # fmt: skip
    assert measured["ratio"] == pytest.approx(
        measured["seconds"] / measured["peer_seconds"], rel=0.3, abs=0.02
    )
    assert measured["ok"] is True
