"""Red list and black list, with due process."""

from datetime import datetime
from pathlib import Path

import click

from supervision.cli._frame import Run, command
from supervision.evidence import EvidenceStore
from supervision.usecases import listings as writes

DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group("listings")
def listings() -> None:
    """Entries of the red and the black list."""


def _kept(run: Run, files: tuple[Path, ...]) -> tuple[str, ...]:
    store = EvidenceStore(run.config.evidence)
    return tuple(store.put(path.read_bytes()) for path in files)


def _done(run: Run, listing: str, state: str) -> int:
    run.answer({"listing": listing, "state": state}, f"{listing}  {state}")
    return 0


@listings.command("propose")
@click.argument("list_kind", metavar="red|black", type=click.Choice(["red", "black"]))
@click.argument("facility", metavar="CODE")
@click.option("--rule", required=True, help="Id of the criterion.")
@click.option("--cause", required=True)
@click.option("--file", "files", multiple=True, type=FILE, help="Evidence.")
@command
def propose(run: Run, list_kind: str, facility: str, rule: str, cause: str, files: tuple[Path, ...]) -> int:
    """Propose an entry under a criterion of the rules."""
    key = writes.propose_listing(
        list_kind=list_kind,
        facility_code=facility,
        rule=rule,
        cause=cause,
        evidence=_kept(run, files),
        actor=run.actor,
        at=run.at,
    )
    return _done(run, key, "proposed")


@listings.command("serve")
@click.argument("listing")
@click.option("--on", "served", required=True, type=DAY)
@command
def serve(run: Run, listing: str, served: datetime) -> int:
    """Note that the notice was served; the period to be heard runs."""
    writes.serve_notice(uuid_=listing, served_on=served.date(), actor=run.actor, at=run.at)
    return _done(run, listing, "notified")


@listings.command("state")
@click.argument("listing")
@click.option("--text", required=True)
@command
def state(run: Run, listing: str, text: str) -> int:
    """Record what the facility says to it."""
    writes.record_statement(uuid_=listing, text=text, actor=run.actor, at=run.at)
    return _done(run, listing, "heard")


@listings.command("close-hearing")
@click.argument("listing")
@command
def close_hearing(run: Run, listing: str) -> int:
    """Close the hearing once its days are over."""
    writes.close_hearing(uuid_=listing, actor=run.actor, at=run.at)
    return _done(run, listing, "heard")


@listings.command("decide")
@click.argument("listing")
@click.option("--verdict", type=click.Choice(["list", "drop", "disagree"]), default="list")
@click.option("--reason", required=True)
@command
def decide(run: Run, listing: str, verdict: str, reason: str) -> int:
    """Decide; two people do so."""
    return _done(
        run,
        listing,
        writes.decide_listing(uuid_=listing, reason=reason, verdict=verdict, actor=run.actor, at=run.at),
    )


@listings.command("publish")
@click.argument("listing")
@command
def publish(run: Run, listing: str) -> int:
    """Publish a decided entry with the next release."""
    writes.publish_listing(uuid_=listing, actor=run.actor, at=run.at)
    return _done(run, listing, "published")


@listings.command("end")
@click.argument("listing")
@click.option("--way", required=True, type=click.Choice(["expire", "repair", "revoke"]))
@click.option("--reason", default="")
@click.option("--file", "files", multiple=True, type=FILE, help="Evidence.")
@command
def end(run: Run, listing: str, way: str, reason: str, files: tuple[Path, ...]) -> int:
    """End an entry; a tombstone stays, without name and cause."""
    writes.end_listing(
        uuid_=listing, way=way, reason=reason, evidence=_kept(run, files), actor=run.actor, at=run.at
    )
    return _done(run, listing, "ended")
