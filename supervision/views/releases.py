"""Releases of the public site: one person prepares and sees what changes, another approves; roll back."""

from typing import Any

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.config import Config
from supervision.filters import write_text
from supervision.forms.base import Form, NoteForm
from supervision.publishing import open_publisher
from supervision.queries import releases as queries
from supervision.queries.settings import is_demonstration
from supervision.queries.withdrawals import REASONS
from supervision.rulebook import rulebook
from supervision.texts import mark
from supervision.usecases import releases as writes
from supervision.vault import Vault
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.steps import Step, allowed, both, carry_out, say, with_tried

bp = Blueprint("releases", __name__, url_prefix="/office/releases")

LIST = "/office/releases/"
STATES = {
    "prepared": (mark("待批准"), "due"),
    "approved": (mark("已批准，发布未完成"), "danger"),
    "live": (mark("正在公示"), "good"),
    "superseded": (mark("已被替换"), "closed"),
    "discarded": (mark("已放弃"), "closed"),
}
KINDS = {
    "area": mark("区域"),
    "department": mark("部门"),
    "draw": mark("抽取"),
    "facility": mark("机构"),
    "facility_kind": mark("机构类别"),
    "finding": mark("检查发现"),
    "indicator_value": mark("指标年度值"),
    "item": mark("抽查事项"),
    "law": mark("法律文件"),
    "listing": mark("名单"),
    "method": mark("评价方法"),
    "notice": mark("公告"),
    "objection": mark("异议"),
    "penalty": mark("行政处罚"),
    "plan": mark("计划"),
    "rectification": mark("整改"),
    "result": mark("检查结果"),
    "rule": mark("规则"),
    "scheme": mark("评价方案"),
    "score": mark("评价"),
    "street_ranking": mark("镇街排名"),
    "subsidy": mark("补助"),
    "tombstone": mark("移除记录"),
}


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """发布一览."""
    return _list()


@bp.post("/prepare")
@page("release.prepare")
def prepare() -> ResponseReturnValue:
    """准备发布: freeze what is public today, and say what it changes."""
    form = NoteForm(prefix="prepare-")
    config = _config()
    return carry_out(
        Step("prepare", mark("准备发布"), form),
        lambda: writes.prepare_release(
            folder=config.prepared,
            public_url=config.public_url,
            reason=(form.reason.data or "").strip(),
            actor=current_actor(),
            at=clock.now(),
        ),
        _list,
        done=mark("已准备好。请打开它核对差异，由另一人批准。"),
        to=LIST,
    )


@bp.get("/<int:number>")
@page(OFFICE)
def show(number: int) -> ResponseReturnValue:
    """发布: what is new, changed, taken down."""
    return _page(number)


@bp.post("/<int:number>/approve")
@page("release.approve")
def approve(number: int) -> ResponseReturnValue:
    """批准发布: the site is built, sealed and shown."""
    config = _config()
    return carry_out(
        Step("approve", mark("批准发布"), Form()),
        lambda: writes.approve_release(
            number=number,
            folder=config.prepared,
            publisher=open_publisher(config, demonstration=is_demonstration()),
            vault=Vault.at(config.keys),
            actor=current_actor(),
            at=clock.now(),
        ),
        lambda tried: _page(number, tried),
        done=mark("已发布，公示网站已更新。"),
        to=f"{LIST}{number}",
    )


@bp.post("/<int:number>/rollback")
@page("release.rollback")
def rollback(number: int) -> ResponseReturnValue:
    """回退: prepares an earlier content again, less what was taken down since; another person approves it."""
    return carry_out(
        Step("rollback", mark("回退到这次发布"), Form(), danger=True),
        lambda: writes.rollback_release(
            to=number, folder=_config().prepared, actor=current_actor(), at=clock.now()
        ),
        lambda tried: _page(number, tried),
        done=mark("已准备回退，须由另一人批准。"),
        to=LIST,
    )


def _list(tried: Step | None = None) -> str:
    told = mark("把今天可以公开的内容固定下来，先看差异，由另一人批准后才上网。")
    step = Step("prepare", mark("准备发布"), NoteForm(None, prefix="prepare-"), lead=told)
    return render_template(
        "releases/list.html",
        rows=queries.list_releases(),
        states=STATES,
        steps=with_tried(allowed(current_actor(), [("release.prepare", step)]), tried),
    )


def _page(number: int, tried: Step | None = None) -> str:
    view = queries.release_view(number)
    difference = queries.readable_difference(view, _config().prepared)
    word, tone = STATES[view.state]
    return render_template(
        "generic/detail.html",
        title=say("第 {number} 号发布", number=number),
        lead=view.reason,
        meta=[{"day": view.as_of}, {"state": say(word), "tone": tone}],
        trail=[(say("发布"), LIST), (str(number), "")],
        turn=say("另一位有批准权限的人（机关负责人或发布人员）") if view.state == "prepared" else None,
        path=_path(view),
        address=f"{LIST}{number}",
        steps=with_tried(_steps(view), tried),
        sections=[
            _taken_down(difference.taken_down),
            _late(difference.late),
            _section(say("新增"), difference.new, say("没有新增。")),
            _section(say("变更"), difference.changed, say("没有变更。")),
            _seal(view),
        ],
    )


def _steps(view: queries.ReleaseView) -> list[Step]:
    if view.state in ("prepared", "approved"):
        told = mark("批准之后网站立即更新；准备人不能批准。")
        return allowed(
            current_actor(), [("release.approve", Step("approve", mark("批准发布"), Form(), lead=told))]
        )
    if view.state == "superseded":
        told = mark("重新准备当时的内容，之后撤下和到期的不会回来。")
        step = Step("rollback", mark("回退到这次发布"), Form(), lead=told, danger=True)
        return allowed(current_actor(), [("release.rollback", step)])
    return []


def _path(view: queries.ReleaseView) -> list[dict[str, Any]]:
    done = {"prepared": 1, "approved": 2, "discarded": 1}.get(view.state, 3)
    steps = [
        (say("准备"), clock.china_day(view.prepared_at), _doer(view.prepared_by)),
        (
            say("批准"),
            clock.china_day(view.approved_at) if view.approved_at else None,
            _doer(view.approved_by or ""),
        ),
        (say("公示"), None, ""),
    ]
    return [
        {
            "title": title,
            "on": on,
            "note": by,
            "state": "done" if n < done else ("here" if n == done else "ahead"),
        }
        for n, (title, on, by) in enumerate(steps)
    ]


def _section(title: str, rows: Any, empty: str) -> dict[str, Any]:
    return {
        "title": f"{title} · {len(rows)}",
        "columns": [say("名称"), say("种类")],
        "rows": [[both(name.zh, name.en), say(KINDS.get(kind, kind))] for kind, name in rows],
        "empty_text": empty,
    }


def _taken_down(rows: Any) -> dict[str, Any]:
    """Say what leaves, and why and since when."""
    return _section(say("撤下"), [row[:2] for row in rows], say("没有撤下。")) | {
        "columns": [say("名称"), say("种类"), say("理由"), say("自")],
        "rows": [
            [
                both(name.zh, name.en),
                say(KINDS.get(kind, kind)),
                say(REASONS[why[0]]) if why else "",
                {"day": why[1] if why else None},
            ]
            for kind, name, why in rows
        ],
    }


def _late(rows: Any) -> dict[str, Any]:
    """Say what the clocks of publication find late on the day of this release."""
    return {
        "title": f"{say('迟延')} · {len(rows)}",
        "text": say("公开期限已过的：该公示的公示晚了，或者该撤下的撤下晚了。工作日数由规则定。"),
        "columns": [say("名称"), say("种类"), say("期限"), say("起算"), say("截止"), say("迟延")],
        "rows": [
            [
                both(name.zh, name.en),
                say(KINDS.get(kind, kind)),
                write_text(rulebook().rule(late.clock).name, language()),
                {"day": late.since},
                {"day": late.due},
                say("已超期 {days} 个工作日", days=late.days),
            ]
            for kind, name, late in rows
        ],
        "empty_text": say("没有迟延。"),
    }


def _seal(view: queries.ReleaseView) -> dict[str, Any]:
    return {
        "title": say("封存"),
        "facts": [(say("清单的指纹"), view.manifest_sha256), (say("公开日志条数"), view.log_size)],
    }


def _config() -> Config:
    config: Config = current_app.config["MINGJING"]
    return config


def _doer(key: str) -> str:
    """Return who did it; the clock is no person and has no name."""
    return say("定时任务") if key.startswith("scheduler:") else key
