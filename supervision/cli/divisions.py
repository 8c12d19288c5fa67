"""The division table, from the terminal."""

from dataclasses import asdict
from pathlib import Path

import click

from supervision.cli._frame import Run, command
from supervision.intake.division_table import read_folder
from supervision.usecases.divisions import import_divisions


@click.group("divisions")
def divisions() -> None:
    """Provinces, cities, districts and streets."""


@divisions.command("import")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@command
def import_(run: Run, folder: Path) -> int:
    """Load provinces.csv, cities.csv, areas.csv and streets.csv (each also as .csv.xz); again: nothing changes."""
    report = import_divisions(areas=read_folder(folder), actor=run.actor, at=run.at)
    text = run.say("区划 {rows} 个：新增 {created}，更名 {changed}，未变 {unchanged}。", **asdict(report))
    run.answer(asdict(report), text)
    return 0
