"""抽取统计: all revealed draws together: equal chances, plan against done, replacements and shortages, the self-test."""

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from inspections.fairness import OTHERS, Fairness
from inspections.turnover import DepartmentTurnover, Turnover, together
from supervision import clock
from supervision.clock import china_day
from supervision.config import Config
from supervision.disclosure.site.chances import percent, picture, tenths, verdict
from supervision.jobs import SELF_TEST
from supervision.queries import fairness as queries
from supervision.queries.areas import area_names
from supervision.queries.facilities import KIND_NAMES
from supervision.queries.inspectors import department_options
from supervision.queries.jobs import last_runs
from supervision.texts import mark
from supervision.vault import Vault
from supervision.views.access import OFFICE, current_actor, page
from supervision.views.jobs import STATES
from supervision.views.steps import say

bp = Blueprint("fairness", __name__, url_prefix="/office/draws/fairness")

WAYS = {"area": mark("按街道"), "kind": mark("按机构类型")}


@bp.get("")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """抽取统计."""
    config: Config = current_app.config["MINGJING"]
    actor, by = current_actor(), request.args.get("by", "area")
    draws = queries.revealed_draws(vault=Vault.at(config.keys), actor=actor)
    found = queries.chances(draws, by)
    names = _names(found, by)
    return render_template(
        "draws/fairness.html",
        title=say("抽取统计"),
        lead=say("把已经揭示的抽取放在一起看：机会是否均等，计划做到了哪里，人员变动和缺口在哪里。"),
        trail=[(say("抽取"), "/office/draws/"), (say("抽取统计"), "")],
        verdict=verdict(say, found),
        picture=picture(say, found, names) if found.shares else None,
        ways=[(key, say(text), key == by) for key, text in WAYS.items()],
        sections=[
            _chances(found, names),
            _progress(queries.plan_progress(since_year=china_day(clock.now()).year - 1, actor=actor)),
            *_changes(queries.turnovers(draws)),
            _self_test(),
        ],
    )


def _names(found: Fairness, by: str) -> dict[str, str]:
    keys = tuple(share.name for share in found.shares)
    known = (
        {key: say(KIND_NAMES[key]) for key in keys if key in KIND_NAMES}
        if by == "kind"
        else area_names(set(keys))
    )
    return {key: say("其余各组") if key == OTHERS else known.get(key, key) for key in keys}


def _chances(found: Fairness, names: dict[str, str]) -> dict[str, object]:
    return {
        "title": say("机会是否均等"),
        "columns": [say("组"), _number(mark("在册")), _number(mark("应抽中")), _number(mark("实际")), _number(mark("常见范围"))],
        "rows": [
            [names[share.name], {"number": share.listed}, {"number": tenths(share.expected)},
             {"number": share.drawn}, {"number": f"{share.low}–{share.high}"}]
            for share in found.shares
        ],
        "empty_text": say("还没有揭示过抽取。"),
    }  # fmt: skip


def _progress(lines: tuple[queries.LineProgress, ...]) -> dict[str, object]:
    return {
        "title": say("计划与完成"),
        "columns": [say("计划事项"), say("月份"), _number(mark("任务")), _number(mark("抽取")), _number(mark("派发的检查")), _number(mark("已确认结果"))],
        "rows": [
            [{"text": line.title, "href": f"/office/plans/{line.plan}", "hint": line.plan},
             say("、").join(str(month) for month in line.months),
             {"number": line.tasks}, {"number": line.draws}, {"number": line.visits}, {"number": line.confirmed}]
            for line in lines
        ],
        "empty_text": say("还没有计划。"),
    }  # fmt: skip


def _changes(found: tuple[tuple[queries.RevealedDraw, Turnover], ...]) -> list[dict[str, object]]:
    names = {key: say(name) for key, name, _ in department_options(actor=current_actor())}
    whole = together(each for _, changed in found for each in changed.departments)
    return [
        {
            "title": say("检查人员的变动与缺口"),
            "text": say("提出变动的时候我们已经知道种子，所以这些数字也公布。不排名，也不评价任何人。"),
            "columns": [say("部门"), _number(mark("席位")), _number(mark("抽取时缺")), _number(mark("离开")), _number(mark("离开比例")),
                        _number(mark("补上")), _number(mark("现在缺")), _number(mark("缺口比例"))],
            "rows": [_department(names, each) for each in whole],
            "empty_text": say("还没有揭示过抽取。"),
        },
        {
            "title": say("逐次抽取"),
            "columns": [say("抽取"), _number(mark("抽中")), _number(mark("退出")), _number(mark("递补")), _number(mark("变动")),
                        _number(mark("离开")), _number(mark("现在缺"))],
            "rows": [
                [{"text": say("第 {serial} 号抽取", serial=draw.serial), "href": f"/office/draws/{draw.serial}", "hint": draw.title},
                 {"number": changed.drawn}, {"number": changed.withdrawn}, {"number": changed.substitutes},
                 {"number": changed.events}, {"number": sum(each.left for each in changed.departments)},
                 {"number": sum(each.short_now for each in changed.departments)}]
                for draw, changed in found
            ],
            "empty_text": say("还没有揭示过抽取。"),
        },
        {
            "title": say("按检查人员的化名"),
            "columns": [say("化名"), say("抽取"), say("部门"), _number(mark("派到")), _number(mark("离开")), _number(mark("接替"))],
            "rows": [
                [each.inspector[:16], say("第 {serial} 号抽取", serial=draw.serial), names.get(each.department, each.department),
                 {"number": each.dealt}, {"number": each.left}, {"number": each.taken_over}]
                for draw, changed in found for each in changed.people
            ],
            "empty_text": say("抽取后没有人离开。"),
        },
    ]  # fmt: skip


def _department(names: dict[str, str], row: DepartmentTurnover) -> list[object]:
    numbers = (row.places, row.short, row.left, percent(row.left, row.places), row.filled, row.short_now,
               percent(row.short_now, row.places))  # fmt: skip
    return [names.get(row.department, row.department), *({"number": number} for number in numbers)]


def _self_test() -> dict[str, object]:
    run = last_runs().get(SELF_TEST)
    state = {"state": say(STATES[run.state][0]), "tone": STATES[run.state][1]} if run else None
    return {
        "title": say("每夜自检"),
        "text": say(
            "每天夜里用没有人承诺过的模拟种子抽取，看规则是否都守住、核验程序是否清醒、机会是否均等。"
        ),
        "facts": [
            (say("最近一次"), {"day": run.day} if run else say("还没有运行")),
            (say("状态"), state),
            (say("结果"), run.message if run else None),
        ],
    }


def _number(text: str) -> dict[str, object]:
    return {"text": say(text), "number": True}
