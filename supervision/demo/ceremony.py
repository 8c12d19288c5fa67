"""抽取的场景: forecast, halves of the salt, commitment, beacon, changes, reveal; and one commitment that is abandoned."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from inspections.plan import SEEDS
from supervision.demo import gradings
from supervision.demo.inspections import inspect
from supervision.demo.stage import Stage, fixed, later, moment
from supervision.queries.draw_options import current_teams
from supervision.queries.visits import visits_of_draw
from supervision.share_files import Share
from supervision.usecases import (
    beacons,
    dispatches,
    draw_ends,
    draw_events,
    draws,
    forecasts,
    salt_shares,
    tasks,
    visits,
)

BEACON = "中国福利彩票双色球"
HOMES_TEAM = (
    ("civil-affairs", 2, ("care",)),
    ("market-regulation", 2, ("food",)),
    ("fire-rescue", 2, ("fire",)),
)
COMMUNITY_TEAM = (("civil-affairs", 2, ("care",)), ("market-regulation", 2, ("food",)))
TEAMS = {1: HOMES_TEAM, 2: COMMUNITY_TEAM, 4: (("civil-affairs", 2, ("care",)),)}
HOLDERS = {"civil-affairs": ("head", "head"), "market-regulation": ("decider1", "decider")}


def scenes(row: dict[str, Any], serial: int) -> Iterator[tuple[date, int, Callable[[Stage], None]]]:
    """Yield day, order on that day and scene of each act of a draw."""
    yield row["commit"], 2, lambda stage: commit(stage, row)
    if row["value"]:
        yield later(row["beacon_day"], 1), 3, lambda stage: run(stage, row, serial)
    if row["reveal"]:
        yield row["reveal"], 4, lambda stage: reveal(stage, row, serial)
    if "reviews" in row:
        yield row["reviews"], 6, lambda stage: gradings.recheck(stage, serial, row["reviews"])
    if "abandon" in row:
        yield row["abandon"]["on"], 1, lambda stage: abandon(stage, row, serial)


def commit(stage: Stage, row: dict[str, Any]) -> None:
    """Freeze the pool of a draw, forecast, hand in the halves, and enter the commitment in the log."""
    stage.tell(row["title"])
    day, again = row["commit"], row.get("again", "")
    days = [row["first"]]
    while len(days) < row["days"]:
        days.append(later(days[-1], 1))
    if not again:
        _create(stage, row, days)
    tasks.freeze_task(
        number=row["task"],
        nonces=lambda label: fixed(label + again).hex(),
        actor=stage.person("planner"),
        at=moment(day, 9),
    )
    forecasts.forecast_draw(
        task_number=row["task"], trials=SEEDS, actor=stage.person("planner"), at=moment(day, 10)
    )
    for body, (holder, role) in HOLDERS.items():
        salt_shares.hand_in_share(
            task_number=row["task"],
            share=half(row, body),
            vault=stage.vault,
            actor=stage.person(holder, role),
            at=moment(day, 11),
        )
    draws.commit_draw(
        task_number=row["task"],
        beacon=draws.Beacon(
            source=BEACON,
            round=row["round"],
            not_before=moment(row["beacon_day"], 21, 15),
            format=("ssq",),
            fallback="同一来源的下一期",
        ),
        reveal_by=days[-1] + timedelta(days=60),
        reasons=draws.Reasons(supersedes=again),
        publisher=stage.publisher,
        vault=stage.vault,
        actor=stage.person("planner"),
        at=moment(day, 16),
    )


def half(row: dict[str, Any], body: str) -> Share:
    """Return the half of a salt that a body holds; everybody knows it, as all of the demonstration."""
    secret = fixed(f"share {body} {row['task']} {row.get('again', '')}")
    return Share(row["task"], body, moment(row["commit"], 9), secret)


def _create(stage: Stage, row: dict[str, Any], days: list[date]) -> None:
    tasks.create_task(
        task=tasks.NewTask(
            plan_number=f"明民检计〔{row['plan']}〕1号",
            line=row["line"],
            number=row["task"],
            title=row["title"],
            kinds=(),
            areas=("990101",),
            team=TEAMS[row["line"]],
            days=tuple(days),
            standby_days=(later(days[-1], 3),),
        ),
        actor=stage.person("planner"),
        at=moment(row["commit"], 9),
    )


def run(stage: Stage, row: dict[str, Any], serial: int) -> None:
    """Enter the beacon by two people, draw, dispatch, approve; then what happened to it, and the visits."""
    day = later(row["beacon_day"], 1)
    for person, hour in (("planner", 9), ("publisher", 10)):
        beacons.enter_beacon(
            serial=serial,
            value=row["value"],
            publisher=stage.publisher,
            actor=stage.person(person),
            at=moment(day, hour),
        )
    draws.run_draw(
        serial=serial,
        publisher=stage.publisher,
        vault=stage.vault,
        actor=stage.person("planner"),
        at=moment(day, 10, 30),
    )
    _dispatch(stage, serial, day)
    for event in row.get("events", ()):
        _change(stage, serial, event)
    for visit in visits_of_draw(serial):
        if visit.state == "approved":
            inspect(stage, visit)


def _dispatch(stage: Stage, serial: int, day: date) -> None:
    made = dispatches.dispatch_draw(serial=serial, actor=stage.person("planner"), at=moment(day, 11))
    visits.approve_visits(uuids=made, actor=stage.person("head"), at=moment(day, 14))


def _change(stage: Stage, serial: int, event: dict[str, Any]) -> None:
    """Let the first inspector of the first team, or the last target, drop out."""
    teams = current_teams(serial)
    kind, day = event["kind"], event["on"]
    named = {"inspector_withdrawn": teams[0]["inspectors"][0], "target_withdrawn": teams[-1]["target"]}
    change = draw_events.ask_event(
        serial=serial,
        kind=kind,
        what={draw_events.MEMBERS[kind][0]: named[kind]},
        reason=event["reason"],
        vault=stage.vault,
        actor=stage.person("planner"),
        at=moment(day, 9),
    )
    draw_events.approve_event(
        change=change,
        nonce=fixed(f"event {serial} {day}").hex(),
        publisher=stage.publisher,
        vault=stage.vault,
        actor=stage.person("head"),
        at=moment(day, 10),
    )
    if kind == "target_withdrawn":  # the first of the reserve has joined
        _dispatch(stage, serial, day)


def reveal(stage: Stage, row: dict[str, Any], serial: int) -> None:
    """Reveal a draw on its promised day."""
    draw_ends.reveal_draw(
        serial=serial,
        publisher=stage.publisher,
        vault=stage.vault,
        actor=stage.person("publisher"),
        at=moment(row["reveal"], 10),
    )


def abandon(stage: Stage, row: dict[str, Any], serial: int) -> None:
    """Abandon a commitment; one body opens its half, the other has not yet."""
    told = row["abandon"]
    draw_ends.abandon_draw(
        serial=serial, reason=told["reason"], actor=stage.person("head"), at=moment(told["on"], 8)
    )
    for body in told["opened"]:
        holder, role = HOLDERS[body]
        salt_shares.return_share(
            serial=serial,
            share=half(row, body),
            vault=stage.vault,
            actor=stage.person(holder, role),
            at=moment(told["on"], 15),
        )
