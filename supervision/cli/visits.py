"""Visits: planned, approved, announced, confirmed."""

from datetime import datetime

import click

from supervision.cli._frame import Run, command
from supervision.queries.visits import list_visits
from supervision.usecases import results
from supervision.usecases import visits as writes

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("visits")
def visits() -> None:
    """Inspections, from the plan to the confirmed result."""


@visits.command("list")
@click.option("--state")
@click.option("--kind")
@click.option("--facility", metavar="CODE")
@command
def list_(run: Run, state: str | None, kind: str | None, facility: str | None) -> int:
    """List visits with their state."""
    rows = list_visits(actor=run.actor, state=state, kind=kind, facility_code=facility)
    value = [
        {
            "visit": r.uuid,
            "number": r.number,
            "kind": r.kind,
            "facility": r.facility_code,
            "day": str(r.day),
            "state": r.state,
        }
        for r in rows
    ]
    run.answer(value, "\n".join(f"{r.uuid}  {r.day}  {r.state:10} {r.number} {r.facility}" for r in rows))
    return 0


@visits.command("plan")
@click.argument("facility", metavar="CODE")
@click.option(
    "--kind", required=True, type=click.Choice(["joint", "special", "case", "recheck", "emergency"])
)
@click.option("--day", type=DAY)
@click.option("--reason", required=True)
@click.option("--inspector", "inspectors", multiple=True, required=True, metavar="STAFF-NUMBER")
@click.option("--item", "items", multiple=True, help="Only these items of the checklist.")
@command
def plan(
    run: Run,
    facility: str,
    kind: str,
    day: datetime | None,
    reason: str,
    inspectors: tuple[str, ...],
    items: tuple[str, ...],
) -> int:
    """Plan a visit that was not drawn."""
    visit = writes.NewVisit(kind, facility, day.date() if day else None, reason, inspectors, items or None)
    uuid = writes.plan_visit(visit=visit, actor=run.actor, at=run.at)
    run.answer({"visit": uuid}, run.say("已提出检查 {visit}，待批准。", visit=uuid))
    return 0


@visits.command("approve")
@click.argument("visit", nargs=-1, required=True)
@command
def approve(run: Run, visit: tuple[str, ...]) -> int:
    """Approve visits, as the head of the organ."""
    writes.approve_visits(uuids=visit, actor=run.actor, at=run.at)
    run.answer({"approved": list(visit)}, run.say("已批准 {n} 次检查。", n=len(visit)))
    return 0


@visits.command("notify")
@click.argument("visit", nargs=-1, required=True)
@command
def notify(run: Run, visit: tuple[str, ...]) -> int:
    """Announce visits: inspectors first, then the facility."""
    writes.notify_visits(uuids=visit, actor=run.actor, at=run.at)
    run.answer({"notified": list(visit)}, run.say("已通知 {n} 次检查。", n=len(visit)))
    return 0


@visits.command("start")
@click.argument("visit")
@click.option("--reason", default="", help="Why an emergency begins before its approval.")
@command
def start(run: Run, visit: str, reason: str) -> int:
    """Begin a visit."""
    writes.start_visit(uuid_=visit, reason=reason, actor=run.actor, at=run.at)
    run.answer({"started": visit}, run.say("检查已开始。"))
    return 0


@visits.command("cancel")
@click.argument("visit")
@click.option("--reason", required=True)
@command
def cancel(run: Run, visit: str, reason: str) -> int:
    """Cancel a visit that has not begun."""
    writes.cancel_visit(uuid_=visit, reason=reason, actor=run.actor, at=run.at)
    run.answer({"cancelled": visit}, run.say("检查已取消。"))
    return 0


@visits.command("confirm")
@click.argument("visit")
@click.option(
    "--stated", multiple=True, metavar="DEPARTMENT:KIND:REASON", help="What officers stated themselves."
)
@command
def confirm(run: Run, visit: str, stated: tuple[str, ...]) -> int:
    """Confirm what was found; findings, results and orders follow by rule."""
    circumstances: dict[str, tuple[tuple[int, str], ...]] = {}
    for text in stated:
        department, kind, reason = [*text.split(":", 2), "", ""][:3]
        circumstances[department] = (*circumstances.get(department, ()), (int(kind), reason))
    done = results.confirm_result(uuid_=visit, circumstances=circumstances, actor=run.actor, at=run.at)
    run.answer(
        {
            "results": {each.department: [int(kind) for kind in each.kinds] for each in done.results},
            "orders": list(done.orders),
            "set_aside": list(done.set_aside),
        },
        run.say(
            "结果已确认；责令改正 {n} 份：{orders}", n=len(done.orders), orders="、".join(done.orders) or "–"
        ),
    )
    return 0


@visits.command("confirm-basis")
@click.argument("key", metavar="'LAW ARTICLE'")
@click.option("--source", required=True, help="Where the text was read.")
@command
def confirm_basis(run: Run, key: str, source: str) -> int:
    """Say that the text of a legal basis was read, so that orders may cite it."""
    results.confirm_basis(key=key, source=source, actor=run.actor, at=run.at)
    run.answer({"confirmed": key}, run.say("依据已核实：{key}", key=key))
    return 0
