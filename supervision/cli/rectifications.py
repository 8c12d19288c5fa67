"""Orders to correct."""

from pathlib import Path

import click

from supervision.cli._frame import Run, command
from supervision.evidence import EvidenceStore
from supervision.queries.visits import list_orders
from supervision.usecases import rectifications as writes

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group("rectifications")
def rectifications() -> None:
    """What is being put right."""


@rectifications.command("list")
@click.option("--open", "open_only", is_flag=True)
@command
def list_(run: Run, *, open_only: bool) -> int:
    """List orders, the next due first."""
    rows = list_orders(actor=run.actor, open_only=open_only)
    value = [
        {"number": r.number, "facility": r.facility_code, "due_on": str(r.due_on), "state": r.state}
        for r in rows
    ]
    run.answer(value, "\n".join(f"{r.number}  {r.due_on}  {r.state:10} {r.facility}" for r in rows))
    return 0


@rectifications.command("report")
@click.argument("number")
@click.option("--text", required=True)
@click.option("--file", "files", multiple=True, required=True, type=FILE, help="Evidence.")
@command
def report(run: Run, number: str, text: str, files: tuple[Path, ...]) -> int:
    """Report what was done, as the facility."""
    store = EvidenceStore(run.config.evidence)
    evidence = tuple(store.put(path.read_bytes()) for path in files)
    writes.report_rectification(number=number, text=text, evidence=evidence, actor=run.actor, at=run.at)
    run.answer({"reported": number, "evidence": list(evidence)}, run.say("已报告整改情况，待复查。"))
    return 0


@rectifications.command("extend")
@click.argument("number")
@click.option("--reason", required=True)
@command
def extend(run: Run, number: str, reason: str) -> int:
    """Give more time, once, before the deadline."""
    writes.extend_rectification(number=number, reason=reason, actor=run.actor, at=run.at)
    run.answer({"extended": number}, run.say("已同意延期。"))
    return 0


@rectifications.command("recheck")
@click.argument("number")
@click.option("--still-open", "items", multiple=True, metavar="ITEM", help="What is not put right.")
@click.option("--note", default="")
@command
def recheck(run: Run, number: str, items: tuple[str, ...], note: str) -> int:
    """Check again, item by item."""
    writes.recheck_rectification(number=number, open_items=items, note=note, actor=run.actor, at=run.at)
    run.answer({"rechecked": number, "open": list(items)}, run.say("复查已记录。"))
    return 0


@rectifications.command("close")
@click.argument("number")
@command
def close(run: Run, number: str) -> int:
    """Close an order whose re-check was passed."""
    writes.close_rectification(number=number, actor=run.actor, at=run.at)
    run.answer({"closed": number}, run.say("已办结。"))
    return 0


@rectifications.command("overdue")
@click.argument("number")
@command
def overdue(run: Run, number: str) -> int:
    """Note that the deadline has passed."""
    writes.mark_overdue(number=number, actor=run.actor, at=run.at)
    run.answer({"overdue": number}, run.say("已记为逾期。"))
    return 0


@rectifications.command("escalate")
@click.argument("number")
@click.option("--reason", required=True)
@click.option("--refer", is_flag=True, help="Hand it to those who can punish it.")
@command
def escalate(run: Run, number: str, reason: str, *, refer: bool) -> int:
    """Escalate or refer what stays undone."""
    writes.escalate_rectification(number=number, reason=reason, refer=refer, actor=run.actor, at=run.at)
    run.answer({"escalated": number, "referred": refer}, run.say("已升级督办。"))
    return 0
