"""第二幕: item list, plans, draws, visits, results, corrections: all through the use-cases, in the order of days."""

from datetime import date, datetime, timedelta
from typing import Any

from inspections.checklist import checklist_on
from scoring.rulebook import load_yaml
from supervision.demo.answers import Looked, manifest_of
from supervision.demo.stage import AUTHORITY, HERE, SECRET, Stage, fixed_share, later, moment, rows
from supervision.queries.visit_records import checklist_of_visit
from supervision.queries.visits import VisitRow, get_visit, orders_of_visit
from supervision.usecases import items, plans, rectifications, results, sync, visits


def adopt_items(stage: Stage) -> None:
    """Adopt the item list of the district."""
    every = [item.id for item in checklist_on(stage.story["as_of"])]
    rows_ = []
    for serial, row in enumerate(load_yaml(HERE / "items.yaml"), 1):
        letters = set(row.pop("checklist"))
        rows_.append(
            items.NewItem(
                key=row["key"],
                serial=serial,
                matter=row["matter"],
                kinds=tuple(row["kinds"]),
                content=row["content"],
                basis=tuple(row["basis"]),
                way=row["way"],
                frequency=row["frequency"],
                organ_level="县级",
                category=row["category"],
                departments=tuple(row["departments"]),
                checklist_items=tuple(code for code in every if code[3] in letters),
            )
        )
    items.adopt_items(
        items=tuple(rows_),
        since=stage.story["begins"],
        reason="首次采用抽查事项清单",
        actor=stage.person("head"),
        at=moment(stage.story["begins"], 15),
    )


def plan(stage: Stage, row: dict[str, Any]) -> None:
    """Draft, approve and publish the plan of a year."""
    number = f"明民检计〔{row['year']}〕1号"
    lines = tuple(
        plans.NewLine(
            title=line["title"],
            visit_kind=line["visit_kind"],
            items=tuple(line["items"]),
            departments=tuple(line["departments"]),
            lead=line["lead"],
            kinds=tuple(line["kinds"]),
            areas=("990101",),
            months=tuple(line["months"]),
            ratio=(line["ratio"][0], line["ratio"][1]),
            frequency=line["frequency"],
        )
        for line in stage.story["lines"]
    )
    plans.draft_plan(
        authority_key=AUTHORITY,
        year=row["year"],
        number=number,
        title=f"明湖区{row['year']}年养老服务领域抽查计划",
        lines=lines,
        actor=stage.person("planner"),
        at=moment(row["drafted"]),
    )
    plans.approve_plan(number=number, actor=stage.person("head"), at=moment(row["approved"]))
    plans.publish_plan(number=number, actor=stage.person("planner"), at=moment(row["published"]))


def before(day: date, working_days: int) -> date:
    """Return the last day on which a notice may go out."""
    found = day - timedelta(days=1)
    while later(found, working_days) > day:
        found -= timedelta(days=1)
    return found


def inspect(stage: Stage, visit: VisitRow, *, until: date | None = None) -> None:
    """Play one visit to its end: notice, record, review, order, correction; nothing beyond the story's last day."""
    last = until or stage.story["as_of"]
    day = visit.day or last
    if day > last:
        return
    if visit.kind in ("drawn", "joint", "special"):
        told = before(day, 3)
        visits.notify_visits(uuids=(visit.uuid,), actor=stage.person("planner"), at=moment(told, 15))
    sender = stage.inspector(visit.members[0][0])
    source = stage.source_id(visit.facility_code)
    profile = next(row["profile"] for row in rows("facilities.csv") if row["id"] == source)
    looked = Looked(source, profile, visit.uuid, day)
    checklist = checklist_of_visit(visit.uuid)
    manifest = manifest_of(looked, checklist, tuple(name for _, name, _ in visit.members))
    if visit.kind == "emergency":
        visits.start_visit(uuid_=visit.uuid, reason=visit.reason, actor=sender, at=moment(day, 9))
        visits.approve_visits(uuids=(visit.uuid,), actor=stage.person("head"), at=moment(later(day, 1), 9))
    sync.receive_manifest(
        uuid_=visit.uuid, manifest=manifest, store=stage.store, actor=sender, at=moment(day, 14)
    )
    sync.complete_visit(
        uuid_=visit.uuid, store=stage.store, signing_key=SECRET, actor=sender, at=moment(day, 16, 30)
    )
    reviewed = later(day, 2 + int(fixed_share("review", visit.uuid) * 5))
    if reviewed <= last:
        results.confirm_result(uuid_=visit.uuid, actor=stage.person("reviewer"), at=moment(reviewed, 10))
        for number in orders_of_visit(visit.uuid):
            correct(stage, visit, source, number, profile, reviewed, last)


def correct(
    stage: Stage, visit: VisitRow, source: str, number: str, profile: str, ordered: date, last: date
) -> None:
    """Play an order: reported in time, late, or not at all; checked again; closed."""
    due = rectifications.order_row(number).due_on
    slow = {"poor": 0.45, "declining": 0.25, "average": 0.12}.get(profile, 0.04)
    late = fixed_share("late", number) < slow
    span = max((due - ordered).days, 2)
    reported = ordered + timedelta(days=int(span * (0.3 + 0.6 * fixed_share("report", number))))
    if late:
        reported = due + timedelta(days=8 + int(20 * fixed_share("how late", number)))
        if due < last:
            rectifications.mark_overdue(
                number=number, actor=stage.person("reviewer"), at=moment(later(due, 1), 9)
            )
    if reported > last:
        return
    rectifications.report_rectification(
        number=number,
        text="已按要求整改，现报送整改情况。",
        evidence=(stage.store.put(f"demonstration evidence {number}".encode()),),
        actor=stage.owner(source),
        at=moment(reported, 11),
    )
    again = later(reported, 3 + int(5 * fixed_share("recheck", number)))
    closing = later(again, 2)
    if closing > last:
        return
    rectifications.recheck_rectification(
        number=number, open_items=(), actor=stage.inspector(visit.members[0][0]), at=moment(again, 10)
    )
    rectifications.close_rectification(number=number, actor=stage.person("reviewer"), at=moment(closing, 10))


def visit_by_hand(
    stage: Stage, *, kind: str, source: str, day: date, reason: str, members: tuple[str, ...], at: datetime
) -> None:
    """Plan, approve and play a visit that was not drawn."""
    key = visits.plan_visit(
        visit=visits.NewVisit(
            kind=kind, facility_code=stage.codes[source], day=day, reason=reason, staff_numbers=members
        ),
        identity=f"demo {kind} {source} {day}",
        actor=stage.person("planner"),
        at=at,
    )
    if kind != "emergency":
        visits.approve_visits(uuids=(key,), actor=stage.person("head"), at=at + timedelta(hours=2))
    inspect(stage, get_visit(key, stage.person("planner")))


def ahead(stage: Stage, row: dict[str, Any]) -> None:
    """Leave a visit where the story says that it stands on its last day."""
    at = moment(row["planned"], 9)
    key = visits.plan_visit(
        visit=visits.NewVisit(
            kind=row["kind"],
            facility_code=stage.codes[row["facility"]],
            day=row["day"],
            reason=row["reason"],
            staff_numbers=tuple(row["members"]),
        ),
        identity=f"demo ahead {row['facility']} {row['planned']}",
        actor=stage.person("planner"),
        at=at,
    )
    if row["until"] == "planned":
        return
    visits.approve_visits(uuids=(key,), actor=stage.person("head"), at=at + timedelta(hours=2))
    if row["until"] == "noticed":
        visits.notify_visits(uuids=(key,), actor=stage.person("planner"), at=at + timedelta(hours=5))
    elif row["until"] == "submitted":
        inspect(stage, get_visit(key, stage.person("planner")))
