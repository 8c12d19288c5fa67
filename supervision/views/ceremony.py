"""The steps of a draw as the office sees them: what was done, what comes next, whose turn it is."""

from datetime import datetime
from typing import Any

from supervision.actor import Actor
from supervision.clock import china_day
from supervision.filters import write_day, write_moment
from supervision.forms.base import Form, ReasonForm
from supervision.forms.plans import BEACONS, beacon_form
from supervision.queries.draws import DrawFile
from supervision.texts import mark
from supervision.views.access import language
from supervision.views.steps import Step, Why, allowed, listed, say

STATES = {
    "committed": (mark("已承诺，待抽取"), "now"),
    "drawn": (mark("已抽取，待揭示"), "now"),
    "revealed": (mark("已揭示"), "good"),
    "abandoned": (mark("已作废"), "closed"),
}


def ceremony(draw: DrawFile, signed_at: datetime | None) -> list[dict[str, Any]]:
    """Return the steps of the path: pool, commitment, log, beacon, draw, dispatch, reveal."""
    entered = len(set(draw.entered_by))
    reached = [
        (say("名录锁定"), draw.row.committed_at, True, ""),
        (say("公开承诺"), draw.row.committed_at, True, draw.committed_by),
        (say("日志检查点"), signed_at, signed_at is not None, ""),
        (say("随机值由两人录入"), None, draw.agreed or draw.drawn_at is not None, f"{min(entered, 2)} / 2"),
        (say("抽取"), draw.drawn_at, draw.drawn_at is not None, ""),
        (say("派发检查"), None, draw.dispatched > 0, ""),
        (say("揭示"), draw.revealed_at, draw.revealed_at is not None, ""),
    ]
    if draw.row.state == "abandoned":
        reached = [*reached[:3], (say("已作废"), draw.abandoned_at, True, "")]
    first_open = next((n for n, (_, _, done, _) in enumerate(reached) if not done), len(reached))
    return [
        {
            "title": title,
            "on": china_day(at) if at else None,
            "note": note,
            "state": "done" if done else ("here" if n == first_open else "ahead"),
        }
        for n, (title, at, done, note) in enumerate(reached)
    ]


def turn(draw: DrawFile, now: datetime) -> str | None:
    """Return whose turn it is, in words."""
    if draw.row.state in ("revealed", "abandoned"):
        return None
    if draw.row.state == "committed":
        if now < draw.row.not_before:
            return say("公开随机值产生（{moment}）", moment=write_moment(draw.row.not_before, language()))
        if draw.agreed:
            return say("计划人员")
        if draw.entered_by:
            return say("另一位录入人（计划人员、机关负责人或发布人员）")
        return say("两位录入人（计划人员、机关负责人或发布人员）")
    if not draw.dispatched:
        return say("计划人员")
    if draw.awaiting_approval:
        return say("机关负责人：{count} 次检查待批准", count=draw.awaiting_approval)
    return say("计划人员或发布人员：最后一次检查之后揭示")


def steps_of(draw: DrawFile, actor: Actor, now: datetime) -> list[Step]:
    """Return what this person can do with the draw, each with why not yet."""
    if draw.row.state == "committed":
        waiting = _waiting(draw, now)
        mine = actor.key in draw.entered_by
        beacon = Step(
            "beacon",
            mark("重新录入我看到的值") if mine else mark("录入公开随机值"),
            beacon_form(draw.format)(None, prefix="beacon-"),
            lead=mark("请自己对照公告录入，不要抄别人录入的值。两人一致才算数。"),
            against=waiting,
            is_open=not mine and not draw.agreed,
        )
        disagreed = () if draw.agreed else (_why(mark("公开随机值须由两人分别录入且一致，才能抽取。")),)
        return allowed(
            actor,
            [
                ("draw.run", Step("run", mark("抽取"), Form(), against=waiting or disagreed)),
                *([] if draw.agreed else [("draw.enter_beacon", beacon)]),
                ("draw.abandon", _abandon(now >= draw.row.not_before)),
            ],
        )
    if draw.row.state == "drawn":
        dispatch = Step(
            "dispatch",
            mark("派发检查"),
            Form(),
            lead=mark("为每个抽中的对象建立一次检查，交机关负责人批准。"),
        )
        reveal = Step(
            "reveal", mark("揭示"), Form(), lead=mark("公开名录、随机值和全部结果，任何人都能核验。")
        )
        ready = [("draw.reveal", reveal)] if draw.dispatched else [("visit.dispatch", dispatch)]
        return allowed(actor, ready)
    return []


def _waiting(draw: DrawFile, now: datetime) -> tuple[Why, ...]:
    if now >= draw.row.not_before:
        return ()
    return (_why(mark("公开随机值还没有产生。"), day=draw.row.not_before),)


def _abandon(too_late: bool) -> Step:
    why = (_why(mark("公开随机值可能已经产生，不能再作废。")),) if too_late else ()
    form = ReasonForm(None, prefix="abandon-")
    return Step(
        "abandon", mark("作废承诺"), form, danger=True, against=why, lead=mark("作废的承诺和原因都会公布。")
    )


def _why(text: str, day: datetime | None = None) -> Why:
    remedy = say("请等到 {moment} 以后。", moment=write_moment(day, language())) if day else ""
    return {"message": say(text), "remedy": remedy, "basis": "", "code": ""}


def sections(draw: DrawFile, signed_at: datetime | None) -> list[dict[str, Any]]:
    """Return commitment, beacon and, for who may see it, the result."""
    found: list[dict[str, Any]] = []
    if draw.selected:
        chosen = draw.selected
        dates = [write_day(day, language()) for day in (chosen.days[:1] + chosen.days[-1:])]
        link = {
            "text": str(chosen.visits),
            "href": f"/office/visits/?draw={draw.row.serial}" if chosen.visits else "",
        }
        found.append({"title": say("抽取结果"), "facts": [
            (say("抽中的机构"), chosen.targets), (say("检查日"), " – ".join(dict.fromkeys(dates))),
            (say("缺人的位置"), chosen.short), (say("候补"), chosen.reserve), (say("已派发的检查"), link)]})  # fmt: skip
    elif draw.row.state == "drawn":
        found.append(
            {"title": say("抽取结果"), "text": say("揭示之前只有计划人员能看到结果，机构不会提前知道。")}
        )
    found.append({"title": say("公开随机值"), "facts": [
        (say("来源"), f"{draw.source} {draw.round}"),
        (say("写法"), listed(say(BEACONS.get(each, each)) for each in draw.format)),
        (say("随机值产生"), {"moment": draw.row.not_before}),
        (say("停发时改用"), draw.fallback),
        (say("已录入"), listed(dict.fromkeys(draw.entered_by))),
        (say("采用的值"), draw.value)]})  # fmt: skip
    found.append({"title": say("承诺"), "facts": [
        (say("承诺于"), {"moment": draw.row.committed_at}),
        (say("承诺的指纹"), draw.commitment_sha256),
        (say("公开日志中的位置"), draw.committed_index),
        (say("首个包含它的检查点"), {"moment": signed_at}),
        (say("最迟揭示日"), {"day": draw.row.reveal_by}),
        (say("作废原因"), draw.reason)]})  # fmt: skip
    return found
