"""抽取、计划 draws and plans: what was promised, and how it can be checked."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from supervision.disclosure.site import words
from supervision.disclosure.site.draw_files import CHECKER_SCRIPTS, record_script_path
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.pages.sorting import Cell
from supervision.disclosure.site.pages.tables import TablePage, chips, columns, forms, table_pages
from supervision.disclosure.site.register import Register
from supervision.records.inspections import Draw, DrawReason, DrawState, Plan
from supervision.records.stored import members
from supervision.texts import mark

Pages = Iterator[tuple[str, str]]
CHANGE_KINDS = {"added": mark("增加"), "changed": mark("调整"), "ended": mark("取消")}


def pages(edition: Edition) -> Pages:
    """Yield the lists and pages of draws and plans."""
    yield from _draws(edition)
    yield from _plans(edition)


def newest_draws(edition: Edition) -> list[Draw]:
    """Return all draws, the newest first."""
    return sorted(
        edition.register.snapshot.draws, key=lambda draw: (draw.committed_at, draw.id), reverse=True
    )


def _draws(edition: Edition) -> Pages:
    draws = newest_draws(edition)
    yield (
        "draws.html",
        edition.render(
            "draws.html",
            "draws.html",
            edition.say("随机抽取"),
            section="draws",
            forms=forms(edition, "draws"),
            draws=[draw_values(edition, draw) for draw in draws],
            plans=[
                (plan.id, edition.text(plan.title), edition.day(plan.published_on))
                for plan in sorted(edition.register.snapshot.plans, key=lambda plan: plan.year, reverse=True)
            ],
        ),
    )
    for draw in draws:
        path = f"draws/{draw.id}.html"
        yield (
            path,
            edition.render(
                "draw.html", path, edition.text(draw.title), section="draws", **draw_values(edition, draw)
            ),
        )


def draw_values(edition: Edition, draw: Draw) -> dict[str, Any]:
    """Return what templates show of a draw."""
    state, tone = words.DRAW[draw.state]
    register = edition.register
    results = results_of(register, draw.id)
    return {
        "draw": draw,
        "draw_title": edition.text(draw.title),
        "state": edition.say(state),
        "tone": tone,
        "committed": edition.moment(draw.committed_at),
        "not_before": edition.moment(draw.not_before),
        "reveal_by": edition.day(draw.reveal_by),
        "revealed_on": edition.day(draw.revealed_on),
        "revealed": bool(draw.record) or draw.state is DrawState.REVEALED,
        "record": edition.record(draw.record),
        "record_script": record_script_path(edition.record(draw.record)),
        "checker_scripts": (*CHECKER_SCRIPTS, f"words-{edition.language}", "page"),
        "visit_nonces": [
            (visit.facility, edition.text(register.facilities[visit.facility].name), visit.nonce)
            for visit in draw.visits[:200]
        ],
        "beacon_source": edition.text(draw.beacon_source),
        "past_beacon": draw.state in (DrawState.DRAWN, DrawState.REVEALED) or bool(draw.beacon),
        "reason": edition.text(draw.reason),
        "missed": edition.text(draw.missed),
        "abandoned": edition.text(draw.abandoned),
        "abandoned_on": edition.day(draw.abandoned_on),
        "ended_by": edition.text(draw.ended_by),
        "shares": [(edition.text(each.body), edition.day(each.returned_on)) for each in draw.shares],
        "said_reasons": [
            *((each.key, _stratum_reason(edition, each)) for each in draw.strata_reasons),
            *((each.key[:16] + "…", edition.text(each.reason)) for each in draw.exceptions),
        ],
        "events": [(each.n, edition.day(each.on), each.log, each.sha256) for each in draw.events],
        "commitment": json.dumps(draw.commitment, ensure_ascii=False, sort_keys=True, indent=1),
        "departments": [edition.department(each) for each in draw.departments],
        "targets": sum(stratum.targets for stratum in draw.strata),
        "selected": sum(stratum.selected or 0 for stratum in draw.strata),
        "visited": [
            (
                result.facility,
                edition.text(register.facilities[result.facility].name),
                edition.day(result.on),
                result.id,
            )
            for result in results[:200]
        ],
        "visited_count": len(results),
        "strata": [
            (each.key, each.targets, f"{each.ratio[0]}/{each.ratio[1]}", each.minimum, each.selected)
            for each in draw.strata
        ],
    }


def results_of(register: Register, draw: str) -> Sequence[Any]:
    """Return the results of the visits that were drawn: id, facility and day of each, in the order of their ids."""
    return register.once("results of draws", lambda: _results_of_draws(register)).get(draw, ())


def _results_of_draws(register: Register) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for result in members(register.snapshot.results, "id", "facility", "on", "draw"):
        if result.draw in register.draws:
            found[result.draw].append(result)
    return found


def _stratum_reason(edition: Edition, each: DrawReason) -> str:
    """Return one of the three reasons in words, else what was written."""
    known = words.CERTAIN.get(each.reason.zh)
    return edition.say(known) if known else edition.text(each.reason)


def _plans(edition: Edition) -> Pages:
    for plan in edition.register.snapshot.plans:
        path = f"plans/{plan.id}.html"
        heads = columns(
            edition,
            mark("序号"),
            mark("计划名称"),
            mark("检查内容"),
            mark("牵头部门"),
            mark("配合部门"),
            mark("时间"),
            mark("抽查比例"),
            mark("抽查频次"),
            mark("数量"),
            short=("序号", "抽查比例"),
        )
        yield from table_pages(
            edition,
            TablePage(
                path=path,
                title=edition.text(plan.title),
                lead=f"{plan.number} · {plan.authority} · {edition.day(plan.published_on)}",
                columns=heads,
                rows=_plan_rows(edition, plan),
                section="draws",
                of="plans",
                above=chips([(f"{plan.id}-changes.html", edition.say(mark("公布以后的变更")))])
                if plan.changes
                else "",
            ),
        )
        if plan.changes:
            yield from table_pages(edition, _plan_changes(edition, plan))


def _plan_changes(edition: Edition, plan: Plan) -> TablePage:
    """Return the page of what was changed in a plan after its publication, the newest first."""
    return TablePage(
        path=f"plans/{plan.id}-changes.html",
        title=edition.say(mark("{plan}的变更"), plan=edition.text(plan.title)),
        lead=f"{plan.number} · {plan.authority}",
        columns=columns(edition, mark("次"), mark("公布日期"), mark("事项"), mark("变更"), mark("理由")),
        rows=[
            [
                each.n,
                each.on,
                edition.text(each.name),
                edition.marks["comma_list"].join(edition.text(what) for what in each.what)
                or edition.say(CHANGE_KINDS[each.kind]),
                each.reason,
            ]
            for each in reversed(plan.changes)
        ],
        section="draws",
        of="plans",
    )


def _plan_rows(edition: Edition, plan: Plan) -> list[list[Cell]]:
    return [
        [
            row.serial,
            edition.text(row.name),
            edition.text(row.content),
            edition.department(row.department),
            edition.marks["comma_list"].join(edition.department(each) for each in row.joint_with) or "–",
            edition.text(row.period),
            edition.text(row.ratio),
            edition.text(row.frequency),
            row.count,
        ]
        for row in plan.rows
    ]
