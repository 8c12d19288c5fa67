"""Snapshots of what is public."""

from pathlib import Path

import click

from supervision.cli._frame import Run, command
from supervision.disclosure.invented.snapshot import generate_snapshot


@click.group("snapshot")
def snapshot() -> None:
    """What a site is made of."""


@snapshot.command("generate")
@click.option("--facilities", type=click.IntRange(1, 999_999), required=True)
@click.option("--years", type=click.IntRange(1, 20), required=True)
@click.option("--seed", type=int, required=True)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@command
def generate(run: Run, facilities: int, years: int, seed: int, out: Path) -> int:
    """Write an invented snapshot for benchmarks, marked as demonstration."""
    made = generate_snapshot(facilities, years, seed, out)
    run.answer(
        {"out": str(out), "facilities": len(made.facilities), "results": len(made.results)},
        run.say("已写入 {n} 家虚构机构的快照：{out}", n=len(made.facilities), out=out),
    )
    return 0
