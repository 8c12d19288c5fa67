"""Lists that regions recognise of each other: whose signature is known, files in, our file out."""

import json
from pathlib import Path

import click

from supervision.cli._frame import Run, command
from supervision.disclosure.exchange import read_lists
from supervision.intake.container import Received
from supervision.publishing import open_publisher
from supervision.queries import exchange as queries
from supervision.queries.settings import is_demonstration
from supervision.usecases import list_exchange as writes


@click.group("recognition")
def recognition() -> None:
    """Lists of other regions: signed files in and out."""


@recognition.command("trust")
@click.argument("region")
@click.option("--name", required=True, help="Name of the authority.")
@click.option(
    "--key", required=True, help="Its verifier key, name+hash+key, learned from the authority itself."
)
@command
def trust(run: Run, region: str, name: str, key: str) -> int:
    """Read what this key signs as the lists of REGION."""
    writes.trust_partner(region=region, name=name, key=key, actor=run.actor, at=run.at)
    run.answer({"region": region, "name": name}, f"{region}  {name}")
    return 0


@recognition.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--report", "report_file", type=click.Path(path_type=Path), help="Also write the report here (JSON)."
)
@click.option("--preview", is_flag=True, help="Say what would happen; write nothing.")
@command
def import_(run: Run, file: Path, report_file: Path | None, preview: bool) -> int:
    """Take a signed file of another region in. Status 3: lines were refused, or are no longer mentioned."""
    listed = read_lists(Received.from_path(file).content, queries.partner_keys())
    if preview:
        report = queries.plan_import(listed).as_report()
    else:
        number = writes.receive_lists(file=listed, actor=run.actor, at=run.at)
        report = queries.get_file(number).report
    told = [{**each, "message": run.say(each["message"], **each["facts"])} for each in report["problems"]]
    answer = {**report, "problems": told, "sha256": listed.sha256, "region": listed.head.region}
    if report_file:
        report_file.write_text(json.dumps(answer, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    counts = "  ".join(
        f"{name} {report[name]}" for name in ("new", "matched", "changed", "unchanged", "removed", "refused")
    )
    lines = [f"{each['line']:>6}  {each['code']}  {each['message']}" for each in told]
    run.answer(answer, "\n".join([counts, *lines]))
    return 3 if report["problems"] or report["absent"] else 0


@recognition.command("export")
@click.option("--out", required=True, type=click.Path(path_type=Path))
@command
def export(run: Run, out: Path) -> int:
    """Write what is public of our lists today, signed with the key of the log."""
    key = open_publisher(run.config, demonstration=is_demonstration()).key
    content = writes.send_lists(key=key, actor=run.actor, at=run.at)
    out.write_bytes(content)
    run.answer(
        {"file": str(out), "bytes": len(content), "key": str(key.verifier_key)}, f"{out}  {key.verifier_key}"
    )
    return 0
