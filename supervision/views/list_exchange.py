"""Signed files of lists between regions: those that came in, held for a preview first; ours going out; who may sign."""

from typing import Any

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.config import Config
from supervision.disclosure.exchange import ListFile, read_lists
from supervision.errors import InputError
from supervision.forms.base import Form
from supervision.forms.recognition import ListFileForm, PartnerForm
from supervision.intake.container import Received
from supervision.intake.holding import held, hold, let_go
from supervision.publishing import open_publisher
from supervision.queries import exchange as queries
from supervision.queries.settings import is_demonstration
from supervision.texts import mark
from supervision.usecases import list_exchange as writes
from supervision.views.access import OFFICE, current_actor, page
from supervision.views.list_sections import LIST_NAMES
from supervision.views.steps import Step, allowed, carry_out, form_page, reason, say, with_tried

bp = Blueprint("list_exchange", __name__, url_prefix="/office/recognition/files")

HOME, LIST = "/office/recognition/", "/office/recognition/files/"
COUNTS = {
    "new": mark("新增"),
    "matched": mark("按代码对应"),
    "changed": mark("变更"),
    "unchanged": mark("未变"),
    "removed": mark("移出"),
    "refused": mark("拒绝"),
}


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """收入外地名单: the upload, what came in, whose keys are known."""
    return _index()


@bp.post("/upload")
@page("recognition.receive")
def upload() -> ResponseReturnValue:
    """预览: what the file would change; nothing is written yet."""
    form = ListFileForm(prefix="upload-")
    step = Step("upload", mark("上传并预览"), form)
    if not form.validate_on_submit():
        return _index(step), 400
    received = Received(form.file.data.filename or "", form.file.data.read())
    try:
        plan = queries.plan_import(_read(received))
    except InputError as error:
        return _index(Step("upload", step.title, form, refusal=reason(error), is_open=True)), 400
    return _preview(plan, hold(_config().data / "intake", received, at=clock.now()))


@bp.post("/<digest>/confirm")
@page("recognition.receive")
def confirm(digest: str) -> ResponseReturnValue:
    """确认收入: the file that was previewed."""
    folder = _config().data / "intake"
    file = _read(held(folder, digest, ""))
    step = Step("upload", mark("上传并预览"), Form())

    def write() -> None:
        writes.receive_lists(file=file, actor=current_actor(), at=clock.now())
        let_go(folder, digest)

    done = mark("已收入。没有对应到机构的，请逐条核对。")
    return carry_out(step, write, lambda tried: _index(tried), done=done, to=HOME)


@bp.get("/<int:number>")
@page(OFFICE)
def show(number: int) -> ResponseReturnValue:
    """收到的一份文件, and what became of its lines."""
    file = queries.get_file(number)
    report = file.report
    return render_template(
        "generic/detail.html",
        title=file.authority,
        over=say("收到的外地名单"),
        lead=say("截至 {day}", day=file.as_of.isoformat()),
        trail=[(say("外地名单"), HOME), (say("文件"), LIST), (str(file.id), "")],
        sections=[
            {
                "title": say("收入结果"),
                "facts": [
                    *((say(text), {"number": report[name]}) for name, text in COUNTS.items()),
                    (say("收到时间"), {"moment": file.received_at}),
                    (say("办理人"), file.received_by),
                    ("SHA-256", file.sha256),
                ],
            },
            _problems(report["problems"], report["absent"]),
        ],
    )


@bp.get("/own")
@page("recognition.send")
def own() -> ResponseReturnValue:
    """导出本地名单: what it holds, and our key, which the other authority needs once."""
    today = clock.china_day(clock.now())
    rows = queries.lists_to_send(today)
    listed = [row for row in rows if "name" in row]
    return render_template(
        "generic/detail.html",
        title=say("导出本地名单"),
        lead=say("只含今天公开在列的记录；已经移出的只有编号和日期，没有名称与事由。"),
        trail=[(say("外地名单"), HOME), (say("导出本地名单"), "")],
        address=f"{LIST}own",
        steps=[Step("download", mark("下载签名文件"), Form())],
        sections=[
            {
                "title": say("在列"),
                "columns": [say("名称"), say("名单"), say("文号"), say("止")],
                "rows": [[row["name"], say(LIST_NAMES[row["list"]]), row["number"], row["until"] or say("期限待核")] for row in listed],
                "empty_text": say("今天没有公开在列的记录。"),
            },
            {
                "title": say("签名"),
                "text": say("请通过另一条途径（例如函件）把验证公钥告诉对方，对方登记之后才能读取。"),
                "facts": [(say("验证公钥"), str(_key().verifier_key)), (say("只有编号的移出记录"), {"number": len(rows) - len(listed)})],
            },
        ],
    )  # fmt: skip


@bp.post("/own/download")
@page("recognition.send")
def download() -> ResponseReturnValue:
    """下载: the signed file."""
    content = writes.send_lists(key=_key(), actor=current_actor(), at=clock.now())
    name = f"lists-{queries.own_region()[0]}-{clock.china_day(clock.now())}.jsonl.note"
    return Response(
        content,
        mimetype="text/plain; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


@bp.route("/partners", methods=["GET", "POST"])
@page("recognition.trust")
def trust() -> ResponseReturnValue:
    """登记交换机关: whose signature is read as that of which region."""
    form = PartnerForm()

    def write() -> str:
        writes.trust_partner(
            region=form.region.data.strip(),
            name=form.authority.data.strip(),
            key=form.key.data.strip(),
            actor=current_actor(),
            at=clock.now(),
        )
        return LIST

    step = Step(
        "partners",
        mark("登记交换机关"),
        form,
        lead=mark("公钥请向对方机关当面或来函核对，不要从文件本身抄录。"),
        hints={"key": mark("形如“名称+标识+公钥”，由对方机关提供。")},
    )
    return form_page(step, write, trail=[(say("外地名单"), HOME), (say("文件"), LIST)], done=mark("已登记。"))


def _index(tried: Step | None = None) -> str:
    actor = current_actor()
    step = Step(
        "upload",
        mark("上传并预览"),
        ListFileForm(None, prefix="upload-"),
        lead=mark("先看会改变什么，确认之后才写入。签名或内容有一处不符的，整份拒绝。"),
    )
    add = {"text": say("登记交换机关"), "href": f"{LIST}partners", "tone": "quiet"}
    return render_template(
        "generic/detail.html",
        title=say("收入外地名单"),
        trail=[(say("外地名单"), HOME), (say("文件"), "")],
        address=LIST.rstrip("/"),
        steps=with_tried(allowed(actor, [("recognition.receive", step)]), tried),
        actions=[add] if actor.may("recognition.trust") else [],
        sections=[
            {
                "title": say("收到的文件"),
                "columns": [say("文件"), say("来源机关"), say("截至"), say("收到时间"), {"text": say("新增"), "number": True}, {"text": say("拒绝"), "number": True}],
                "rows": [
                    [{"text": say("第 {number} 份", number=each.id), "href": f"{LIST}{each.id}"}, each.authority, {"day": each.as_of},
                     {"moment": each.received_at}, {"number": each.report["new"]}, {"number": each.report["refused"]}]
                    for each in queries.list_files()
                ],
                "empty_text": say("还没有收到文件。"),
            },
            {
                "title": say("交换机关"),
                "columns": [say("机关名称"), say("区划代码"), say("验证公钥"), say("登记日期")],
                "rows": [[each.name, each.region, _signer(each.key), {"day": each.trusted_on}] for each in queries.partners()],
                "empty_text": say("还没有登记交换机关；没有登记的机关送来的文件不能读取。"),
            },
        ],
    )  # fmt: skip


def _preview(plan: queries.ImportPlan, digest: str) -> str:
    report, head = plan.as_report(), plan.file.head
    rows = []
    for each in plan.entries:
        here = "、".join(one.name for one in each.candidates)
        found = (
            {"text": each.match.name, "hint": say("代码相同")}
            if each.match
            else {"text": say("待对应"), "hint": here}
        )
        rows.append(
            [
                {"text": each.row.name, "hint": each.row.uscc},
                say(LIST_NAMES[each.row.list_kind]),
                each.row.number,
                found,
            ]
        )
    return render_template(
        "generic/detail.html",
        title=head.authority,
        over=say("预览"),
        lead=say("截至 {day}。签名有效，还没有写入任何内容，请看过之后确认。", day=head.as_of.isoformat()),
        trail=[(say("外地名单"), HOME), (say("文件"), LIST), (say("预览"), "")],
        address=LIST + digest,
        steps=[Step("confirm", mark("确认收入"), Form())],
        sections=[
            {"title": say("将会改变"), "facts": [(say(text), {"number": report[name]}) for name, text in COUNTS.items()]},
            {
                "title": say("新增和变更"),
                "columns": [say("名称"), say("名单"), say("文号"), say("本地机构")],
                "rows": rows,
                "empty_text": say("没有新增或变更。"),
            },
            _problems(report["problems"], report["absent"]),
        ],
    )  # fmt: skip


def _problems(problems: list[dict[str, Any]], absent: list[str]) -> dict[str, Any]:
    told = say(
        "以前收到而这份文件没有再提到的，不作改动：{numbers}。请向来源机关核实。", numbers="、".join(absent)
    )
    return {
        "title": say("拒绝的行"),
        "text": told if absent else "",
        "columns": [say("行"), say("问题")],
        "rows": [
            [str(each["line"]), {"text": say(each["message"], **each["facts"]), "hint": each["code"]}]
            for each in problems
        ],
        "empty_text": say("每一行都没有问题。"),
    }


def _signer(key: str) -> dict[str, str]:
    """Return who signs and the id of the key, by which people compare it; the key itself is long."""
    name, identifier, _ = key.split("+", 2)
    return {"text": name, "hint": identifier}


def _read(received: Received) -> ListFile:
    return read_lists(received.content, queries.partner_keys())


def _key() -> Any:
    return open_publisher(_config(), demonstration=is_demonstration()).key


def _config() -> Config:
    config: Config = current_app.config["MINGJING"]
    return config
