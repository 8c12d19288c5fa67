"""Directories as tables: inspectors, experts and items come in by preview and confirmation, and go out as XLSX."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from scoring.rulebook import RuleViolationError
from supervision import clock
from supervision.actor import Actor
from supervision.errors import InputError
from supervision.forms.imports import ProposeForm, TableForm
from supervision.intake.container import Received
from supervision.intake.directories.columns import DIRECTORIES, ITEMS, Directory
from supervision.intake.directories.judge import DirectoryList, read_directory
from supervision.intake.directories.workbook import write_directory
from supervision.intake.headings import parse_mapping
from supervision.intake.holding import held, hold, let_go
from supervision.queries import directory_files as queries
from supervision.queries.directory import Standing
from supervision.queries.imports import get_batch, list_batches
from supervision.texts import mark, translator
from supervision.usecases.directory_files import import_directory, items_of
from supervision.usecases.items import propose_items
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.downloads import XLSX, download
from supervision.views.imports import folder
from supervision.views.steps import reason, say

bp = Blueprint("directory_files", __name__, url_prefix="/office/directories/<name>")

HOMES = {
    "inspectors": (mark("检查人员"), "/office/inspectors/"),
    "experts": (mark("专家"), "/office/experts/"),
    "items": (mark("抽查事项清单"), "/office/items/"),
}
TITLES = {
    "inspectors": mark("导入检查人员名录"),
    "experts": mark("导入专家名录"),
    "items": mark("提出新版清单"),
}
LEADS = {
    "inspectors": mark("上传后先看会改变什么，确认之后才写入。空着的格和文件里没有的人都不改动；同一份文件再导入一次，什么也不会变。"),
    "experts": mark("上传后先看会改变什么，确认之后才写入。空着的格和文件里没有的人都不改动；同一份文件再导入一次，什么也不会变。"),
    "items": mark("上传整份清单，看过变更之后提出；由机关负责人采用。文件里没有的事项将被取消。"),
}  # fmt: skip
PERSON = mark("人员")
WHO = {"inspectors": PERSON, "experts": PERSON, "items": mark("事项")}


@bp.before_request
def _exists() -> None:
    """Answer 404 for a directory that there is not, before any view is called."""
    if (request.view_args or {}).get("name") not in DIRECTORIES:
        raise NotFound


def table_actions(name: str, actor: Actor) -> list[dict[str, str]]:
    """Return the links by which a directory's own page hands it out and takes it in."""
    here = f"/office/directories/{name}/"
    found = [{"text": say("导出 XLSX"), "href": here + "list.xlsx"}]
    if actor.may("item.propose" if name == ITEMS.name else "directory.import"):
        text = TITLES[name] if name == ITEMS.name else mark("导入")
        found.append({"text": say(text), "href": here + "import/"})
    return found


def standing_stats(standing: Standing) -> list[dict[str, Any]]:
    """Return how a directory stands, as the figures above its list."""
    if not standing.total:
        return []
    return [
        {"name": say("在名录中"), "value": standing.total},
        {
            "name": say("资料齐全"),
            "value": standing.share,
            "tone": "due" if standing.whole < standing.total else "",
        },
        {
            "name": say("最早一次确认"),
            "value": standing.oldest.isoformat() if standing.oldest else "—",
            "note": "" if standing.oldest else say("有未确认的"),
            "tone": "" if standing.oldest else "due",
        },
    ]


@bp.get("/list.xlsx")
@page(OFFICE)
def export(name: str) -> ResponseReturnValue:
    """导出名录: as a table that the import accepts unchanged."""
    rows = queries.table_of(DIRECTORIES[name], actor=current_actor(), on=_today())
    return _workbook(DIRECTORIES[name], rows, name)


@bp.get("/template.xlsx")
@page("directory.import")
def template(name: str) -> ResponseReturnValue:
    """名录模板: an empty table to fill in."""
    return _workbook(DIRECTORIES[name], (), f"{name}-template")


@bp.get("/import/")
@page("directory.import")
def index(name: str) -> ResponseReturnValue:
    """导入名录: the form, and what came in lately."""
    return _form(name, TableForm(formdata=None))


@bp.post("/import/")
@page("directory.import")
def upload(name: str) -> ResponseReturnValue:
    """预览: what the table would change; nothing is written yet."""
    form = TableForm()
    if not form.validate_on_submit():
        return _form(name, form), 400
    received = Received(form.file.data.filename or "list", form.file.data.read())
    mapping = form.mapping.data or ""
    try:
        listed = _read(name, received, mapping)
    except InputError as error:
        return _form(name, form, refused=error), 400
    digest = hold(folder(), received, at=clock.now())
    asked = ProposeForm(formdata=None, prefix="new-") if name == ITEMS.name else None
    return _preview(listed, digest, mapping, asked)


@bp.post("/import/<digest>")
@page("directory.import")
def confirm(name: str, digest: str) -> ResponseReturnValue:
    """确认导入: the table that was previewed enters the directory; a list of items is proposed."""
    mapping = request.form.get("mapping", "")
    listed = _read(name, held(folder(), digest, request.form.get("name", "list")), mapping)
    if name == ITEMS.name:
        return _propose(listed, digest, mapping)
    result = import_directory(listed=listed, actor=current_actor(), at=clock.now())
    let_go(folder(), digest)
    report = result.report
    flash(say("名单已导入：新增 {created}，变更 {changed}，未变 {unchanged}。", created=report.created,
              changed=report.changed, unchanged=report.unchanged), "good")  # fmt: skip
    return redirect(f"{_here(name)}{result.batch}", code=303)


@bp.get("/import/<int:number>")
@page("directory.import")
def show(name: str, number: int) -> ResponseReturnValue:
    """导入批次: what became of each row."""
    batch = get_batch(number, actor=current_actor())
    return render_template(
        "imports/batch.html",
        batch=batch,
        labels=_labels(DIRECTORIES[name]),
        names={},
        who=say(WHO[name]),
        trail=_trail(name, say("导入批次 {number}", number=number)),
    )


def _propose(listed: DirectoryList, digest: str, mapping: str) -> ResponseReturnValue:
    form = ProposeForm(prefix="new-")
    if not form.validate_on_submit():
        return _preview(listed, digest, mapping, form), 400
    try:
        number = propose_items(
            items=items_of(listed),
            since=form.since.data,
            reason=form.reason.data,
            file_name=listed.sheet.file,
            sha256=listed.sheet.sha256,
            actor=current_actor(),
            at=clock.now(),
        )
    except (RuleViolationError, InputError) as error:
        return _preview(listed, digest, mapping, form, refusal=reason(error)), 422
    let_go(folder(), digest)
    flash(say("已提出，等待机关负责人采用。"), "good")
    return redirect(f"/office/items/proposals/{number}", code=303)


def _preview(
    listed: DirectoryList, digest: str, mapping: str, form: ProposeForm | None, refusal: Any = None
) -> str:
    name = listed.directory.name
    report = queries.preview(listed, actor=current_actor(), on=_today())
    counts = {"created": report.created, "changed": report.changed}
    is_list, absent = name == ITEMS.name, len(report.absent)
    changes = report.created + report.changed + (absent if is_list else 0)
    return render_template(
        "imports/items_preview.html" if is_list else "imports/preview.html",
        report=report,
        digest=digest,
        labels=_labels(listed.directory),
        names={},
        who=say(WHO[name]),
        hidden={"mapping": mapping},
        form=form,
        refusal=refusal,
        may_confirm=not is_list or (not report.refused and changes),
        confirm_text=say(TITLES[name])
        if is_list
        else say("确认导入：新增 {created} 人，变更 {changed} 人", **counts),
        absent_text=say("现行清单里有 {count} 项而文件里没有，将被取消：", count=absent)
        if is_list
        else say("名录里有 {count} 人而文件里没有，不会改动：", count=absent),
        back=_here(name),
        trail=_trail(name, say("预览")),
    )


def _read(name: str, received: Received, mapping: str) -> DirectoryList:
    known = queries.known_names(actor=current_actor(), on=_today())
    return read_directory(received, DIRECTORIES[name], known, parse_mapping(mapping))


def _form(name: str, form: TableForm, refused: InputError | None = None) -> str:
    source = f"directory:{name}"
    return render_template(
        "imports/directory.html",
        title=say(TITLES[name]),
        lead=say(LEADS[name]),
        form=form,
        refused=refused,
        batches=list_batches(actor=current_actor(), source=source),
        is_list=name == ITEMS.name,
        home=f"/office/directories/{name}/",
        here=_here(name),
        trail=_trail(name),
    )


def _labels(directory: Directory) -> dict[str, str]:
    return {column.name: column.label for column in directory}


def _here(name: str) -> str:
    return f"/office/directories/{name}/import/"


def _trail(name: str, *here: str) -> list[tuple[str, str]]:
    text, home = HOMES[name]
    way = [(say(text), home), (say(TITLES[name]), _here(name) if here else "")]
    return way + [(text, "") for text in here]


def _workbook(directory: Directory, rows: Any, name: str) -> ResponseReturnValue:
    known = queries.known_names(actor=current_actor(), on=_today())
    return download(write_directory(directory, rows, known, translator(language())), XLSX, f"{name}.xlsx")


def _today() -> date:
    return clock.china_day(clock.now())
