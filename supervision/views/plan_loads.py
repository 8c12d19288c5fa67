"""What a plan stands on and what it comes to: its item list, its load against cap and minimum, each department's part."""

from datetime import date
from typing import Any

from supervision import clock
from supervision.queries.facilities import KIND_NAMES
from supervision.queries.inspectors import department_options
from supervision.queries.items import items_on
from supervision.queries.plans import PlanFile
from supervision.queries.visit_calendar import yearly_limits
from supervision.texts import mark
from supervision.views.access import current_actor
from supervision.views.items import version_fact
from supervision.views.steps import both, listed, say

COUNTS = (mark("必定"), mark("至多"), mark("平均"))
OVER, MAY_REACH, BELOW, WITHIN = (
    (mark("必定超过上限"), "danger"),
    (mark("可能超过上限：达到上限的机构锁定名录时会被排除"), "due"),
    (mark("平均不足每年最少次数"), "due"),
    (mark("在最少次数和上限之间"), "good"),
)


def version_piece(file: PlanFile) -> dict[str, str]:
    """Return the version of the item list that a plan stands on, for the line under its title."""
    name, version = version_fact(file.stands_on(clock.china_day(clock.now())))
    return version | {"text": f"{name} · {version['text']}"}


def load_sections(file: PlanFile) -> list[dict[str, Any]]:
    """Return the sections of a plan's page that say what it comes to."""
    cap, minimum = yearly_limits(date(file.row.year, 12, 31))
    rows = []
    for kind, load in file.loads().items():
        if cap is not None and load.certain > cap:
            said = OVER
        elif cap is not None and load.most > cap:
            said = MAY_REACH
        else:
            said = BELOW if load.average < minimum else WITHIN
        average = f"{float(load.average):.2f}".rstrip("0").rstrip(".")
        rows.append(
            [
                say(KIND_NAMES[kind]),
                {"number": load.certain},
                {"number": load.most},
                {"number": average},
                {"state": say(said[0]), "tone": said[1]},
            ]
        )
    return [
        {
            "title": say("每家机构一年检查几次"),
            "text": say(
                "同一机关一年至多 {cap} 次，每年至少 {minimum} 次。",
                cap=say("不限") if cap is None else cap,
                minimum=minimum,
            ),
            "href": "/office/calendar/",
            "href_text": say("检查日历"),
            "columns": [
                say("对象"),
                *({"text": say(text), "number": True} for text in COUNTS),
                say("与上限和最少次数相比"),
            ],
            "rows": rows,
        },
        _parts_section(file),
    ]


def _parts_section(file: PlanFile) -> dict[str, Any]:
    """Return which items, and how many points of the checklist, each department of each line answers for."""
    names = {key: both(zh, en) for key, zh, en in department_options(actor=current_actor())}
    items = items_on(file.stands_on(clock.china_day(clock.now())))
    rows = []
    for line in (each for each in file.lines if each.ended_on is None):
        for key in line.departments:
            own = [items[item] for item in line.items if item in items and key in items[item].departments]
            points = {point for item in own for point in item.checklist_items}
            rows.append(
                [
                    {"text": names.get(key, key), "hint": line.title},
                    say("牵头") if key == line.lead else say("参加"),
                    listed(item.matter for item in own) or say("没有自己的事项，协助检查"),
                    {"number": len(points)},
                ]
            )
    return {
        "title": say("各部门的分工"),
        "text": say("参加部门各抽各的检查人员，一次上门，各按自己的事项和检查表条目检查、各自公布结果。"),
        "columns": [say("部门"), say("分工"), say("抽查事项"), {"text": say("检查表条目"), "number": True}],
        "rows": rows,
    }
