"""What a draw's page tells below its steps: result, beacon and who read it, shares, changes, commitment, who looked."""

from datetime import date, datetime
from typing import Any

from supervision.disclosure.site.words import CERTAIN
from supervision.filters import write_day
from supervision.forms.draws import BEACONS
from supervision.queries.draw_looks import LookRow
from supervision.queries.draw_trails import ChangeRow
from supervision.queries.draws import DrawFile
from supervision.queries.gates import Gate
from supervision.texts import mark
from supervision.views.access import language
from supervision.views.draw_tools import LIST
from supervision.views.steps import both, listed, say

KINDS = {
    "target_withdrawn": mark("检查对象撤出"),
    "inspector_withdrawn": mark("检查人员退出"),
    "recused": mark("回避"),
    "standby_called": mark("叫候补人员"),
    "days_added": mark("增加检查日"),
}
CHANGE_STATES = {
    "asked": (mark("待批准"), "now"),
    "approved": (mark("已生效"), "good"),
    "refused": (mark("未同意"), "closed"),
}
VOID = {"disagrees": mark("两人不一致，作废"), "corrected": mark("本人更正")}
LOOKS = {
    "result": mark("看了全部结果"),
    "list": mark("在检查一览中看了机构和日期"),
    "line": mark("看了日期、区域和同组人员"),
    "address": mark("看了机构名称和地址"),
}


def clocks(draw: DrawFile, today: date) -> list[dict[str, Any]]:
    """Return the next legal deadlines of a draw: until it is made the first day of a visit, then the reveal."""
    if draw.revealed_index is not None:
        return []
    waiting = draw.row.state == "committed" or bool(draw.to_dispatch)
    first = [clock_of(say("第一个检查日，抽取和派发须在此之前"), draw.row.first_day, today)]
    return [*(first if waiting else []), clock_of(say("最迟揭示日"), draw.row.reveal_by, today)]


def clock_of(title: str, until: date, today: date) -> dict[str, Any]:
    """Return a deadline of the ceremony, in calendar days."""
    left = (until - today).days
    return {"title": title, "until": until, "left": left, "unit": "days", "basis": "double-random/1"}


def sections(draw: DrawFile, gate: Gate, departments: dict[str, str]) -> list[dict[str, Any]]:
    """Return what the page tells, the newest matter first."""
    told = [
        _result(draw),
        _changes(draw, departments),
        _ended(draw),
        _shares(draw),
        _beacon(draw),
        _entries(draw),
        _commitment(draw, gate),
        _reasons(draw),
        looks_section(draw.looks),
    ]
    return [each for each in told if each]


def _result(draw: DrawFile) -> dict[str, Any] | None:
    if draw.selected is None:
        if draw.row.state != "drawn":
            return None
        return {
            "title": say("抽取结果"),
            "text": say("揭示之前只有派发检查的人能看到结果，机构不会提前知道。"),
        }
    chosen = draw.selected
    dates = [write_day(day, language()) for day in (chosen.days[:1] + chosen.days[-1:])]
    visits = {
        "text": str(chosen.visits),
        "href": f"/office/visits/?draw={draw.row.serial}" if chosen.visits else "",
    }
    return {
        "title": say("抽取结果"),
        "href": f"{LIST}{draw.row.serial}/result",
        "href_text": say("看谁去哪里（会留下查看记录）") if draw.revealed_at is None else say("看谁去哪里"),
        "facts": [
            (say("抽中的机构"), chosen.targets),
            (say("检查日"), " – ".join(dict.fromkeys(dates))),
            (say("缺人的位置"), chosen.short),
            (say("没有检查日的对象"), chosen.dayless),
            (say("候补"), chosen.reserve),
            (say("已派发的检查"), visits),
        ],
    }


def change_words(change: ChangeRow, departments: dict[str, str]) -> str:
    """Return what a change names, in words."""
    named = [change.inspector, change.target, departments.get(change.department, change.department)]
    words = [each for each in named if each]
    if change.count:
        words.append(
            say("{count} 天", count=change.count)
            if change.kind == "days_added"
            else say("{count} 人", count=change.count)
        )
    return listed(words)


def _changes(draw: DrawFile, departments: dict[str, str]) -> dict[str, Any] | None:
    if draw.row.state not in ("drawn", "revealed") and not draw.changes:
        return None
    rows = []
    for each in draw.changes:
        word, tone = CHANGE_STATES[each.state]
        if each.state == "approved" and each.log_index is None:
            word, tone = mark("待记入日志"), "due"
        people = listed(name for name in (each.asked_by, each.decided_by or "") if name)
        rows.append(
            [
                {"text": say(KINDS[each.kind]), "hint": change_words(each, departments)},
                {"text": each.reason, "hint": each.note},
                people,
                each.log_index,
                {"state": say(word), "tone": tone},
            ]
        )
    return {
        "title": say("抽取后的变动"),
        "text": say("变动只说谁退出、加几个人或几天；由谁接替，仍由事先定下的签决定。先入公开日志，再生效。"),
        "columns": [say("变动事项"), say("理由"), say("申请人和批准人"), say("日志中的位置"), say("状态")],
        "rows": rows,
        "empty_text": say("还没有变动。"),
    }


def _ended(draw: DrawFile) -> dict[str, Any] | None:
    if draw.row.state != "abandoned":
        return None
    facts: list[tuple[str, Any]] = [
        (say("作废于"), {"moment": draw.abandoned_at}),
        (say("原因"), draw.abandoned_reason),
    ]
    if draw.ended_by:
        facts.append((say("作出决定的机关和文号"), draw.ended_by))
    if draw.superseded_by:
        facts.append((say("重新抽取"), _serial(draw.superseded_by)))
    return {"title": say("作废"), "facts": facts}


def _serial(serial: int) -> dict[str, str]:
    return {"text": say("第 {serial} 号抽取", serial=serial), "href": f"{LIST}{serial}"}


def _shares(draw: DrawFile) -> dict[str, Any] | None:
    if not draw.shares:
        return None
    asked = draw.row.state == "abandoned"

    def opened(at: datetime | None) -> Any:
        if not asked:
            return say("保管到揭示") if draw.revealed_at is None else say("已揭示，可以销毁")
        return {"state": say("已交出"), "tone": "good"} if at else {"state": say("还没有交出"), "tone": "due"}

    return {
        "title": say("盐值的保管"),
        "columns": [say("单位"), say("保管人"), say("交入于"), say("现在")],
        "rows": [
            [
                both(each.body, each.body_en),
                each.holder,
                {"moment": each.handed_in_at},
                opened(each.returned_at),
            ]
            for each in draw.shares
        ],
    }


def _beacon(draw: DrawFile) -> dict[str, Any]:
    facts: list[tuple[str, Any]] = [
        (say("来源"), f"{draw.source} {draw.round}"),
        (say("写法"), listed(say(BEACONS.get(each, each)) for each in draw.format)),
        (say("随机值产生"), {"moment": draw.row.not_before}),
        (say("停发时改用"), draw.fallback),
        (say("采用的值"), draw.value),
    ]
    if draw.fallback_reason:
        facts.append((say("约定的一期停发，改用后备期"), draw.fallback_reason))
    return {"title": say("公开随机值"), "facts": facts}


def _entries(draw: DrawFile) -> dict[str, Any] | None:
    if not draw.entries:
        return None
    shows = any(each.value for each in draw.entries)
    heads = [say("录入人"), say("录入于"), say("读的是"), say("结果")]
    rows = []
    for each in draw.entries:
        row: list[Any] = [
            each.by,
            {"moment": each.at},
            say("后备期") if each.of_fallback else say("约定的一期"),
            say(VOID[each.void_why]) if each.void_why else say("有效"),
        ]
        rows.append([*row, each.value] if shows else row)
    return {
        "title": say("录入经过"),
        "text": "" if shows else say("值本身不在这里显示：两人互相看不见。"),
        "columns": [*heads, say("值")] if shows else heads,
        "rows": rows,
    }


def _commitment(draw: DrawFile, gate: Gate) -> dict[str, Any]:
    facts: list[tuple[str, Any]] = [
        (say("承诺于"), {"moment": draw.row.committed_at}),
        (say("承诺的指纹"), draw.commitment_sha256),
        (say("公开日志中的位置"), draw.committed_index),
        (say("首个包含它的检查点"), {"moment": gate.signed_at}),
        (say("最迟揭示日"), {"day": draw.row.reveal_by}),
    ]
    if draw.revealed_index is not None:
        facts.append((say("揭示在日志中的位置"), draw.revealed_index))
    if draw.supersedes:
        facts += [(say("取代"), _serial(draw.supersedes)), (say("再次抽取的原因"), draw.reason)]
    return {
        "title": say("承诺"),
        "href": f"{LIST}{draw.row.serial}/commitment.json",
        "href_text": say("下载承诺文件"),
        "facts": facts,
    }


def _reasons(draw: DrawFile) -> dict[str, Any] | None:
    if not draw.exceptions and not draw.strata_reasons:
        return None
    rows = [[key, say(CERTAIN.get(why, why))] for key, why in draw.strata_reasons]
    rows += [[key[:16] + "…", why] for key, why in draw.exceptions]
    return {
        "title": say("随承诺公布的理由"),
        "text": say("抽查层为什么全抽、过小或不抽；哪些对象可派的人不足两倍，为什么（以化名列出）。"),
        "columns": [say("层或对象"), say("理由")],
        "rows": rows,
    }


def looked_at(what: str, subject: str) -> str:
    """Return whom a look concerned: one facility, those of a page of the list, or all that were drawn."""
    if subject:
        return subject
    return say("那一页所列的对象") if what == "list" else say("全部抽中的对象")


def looks_section(looks: tuple[LookRow, ...]) -> dict[str, Any] | None:
    """Return who saw what when, as a section of a page; nothing where nobody did, or the reader may not know."""
    if not looks:
        return None
    return {
        "title": say("谁在何时看过什么"),
        "columns": [say("人员"), say("时间"), say("看了什么"), say("对象")],
        "rows": [
            [
                each.by,
                {"moment": each.at},
                say(LOOKS[each.what]),
                looked_at(each.what, each.subject),
            ]
            for each in looks
        ],
    }
