"""Lists of facilities coming in: upload, preview of what would change, confirmation."""

from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.config import Config
from supervision.errors import InputError
from supervision.forms.imports import ImportForm
from supervision.intake.container import Received
from supervision.intake.facility_list import FacilityList, read_facility_list
from supervision.intake.headings import parse_mapping
from supervision.intake.holding import held, hold, let_go
from supervision.intake.report import LABELS
from supervision.intake.template import template_csv, template_xlsx
from supervision.queries import imports
from supervision.queries.areas import area_names, gazetteer
from supervision.texts import mark, translator
from supervision.usecases.imports import import_facilities
from supervision.views.access import current_actor, language, page
from supervision.views.downloads import CSV, XLSX, download
from supervision.views.steps import say

bp = Blueprint("imports", __name__, url_prefix="/office/facilities/imports")

LIST = "/office/facilities/"
HERE = "/office/facilities/imports/"


@bp.get("/")
@page("facility.import")
def index() -> ResponseReturnValue:
    """导入名单: the form, and what came in lately."""
    actor = current_actor()
    return _form(ImportForm(formdata=None, data={"area": actor.scope}))


@bp.post("/")
@page("facility.import")
def upload() -> ResponseReturnValue:
    """预览: what the file would change; nothing is written yet."""
    form = ImportForm()
    if not form.validate_on_submit():
        return _form(form), 400
    received = Received(form.file.data.filename or "list", form.file.data.read())
    try:
        listed = _read(received, form.area.data or "", form.kind.data, form.mapping.data or "")
    except InputError as error:
        return _form(form, refused=error), 400
    report = imports.preview(listed, actor=current_actor())
    digest = hold(folder(), received, at=clock.now())
    names = area_names({str(value) for one in report.differences for value in (one.before, one.after)})
    return render_template(
        "imports/preview.html",
        report=report,
        digest=digest,
        labels=LABELS,
        names=names,
        hidden={name: form[name].data or "" for name in ("area", "kind", "mapping")},
        confirm_text=say(
            "确认导入：新增 {created} 家，变更 {changed} 家", created=report.created, changed=report.changed
        ),
        absent_text=say(
            "登记簿里有 {count} 家来自这份名单而文件里没有，不会改动：", count=len(report.absent)
        ),
        who=say("机构"),
        back=HERE,
        trail=_trail(mark("预览")),
    )


@bp.post("/<digest>")
@page("facility.import")
def confirm(digest: str) -> ResponseReturnValue:
    """确认导入: the file that was previewed enters the register."""
    received = held(folder(), digest, request.form.get("name", "list"))
    options = (request.form.get(name, "") for name in ("area", "kind", "mapping"))
    result = import_facilities(facilities=_read(received, *options), actor=current_actor(), at=clock.now())
    let_go(folder(), digest)
    flash(say("名单已导入：新增 {created}，变更 {changed}，未变 {unchanged}。", created=result.report.created,
              changed=result.report.changed, unchanged=result.report.unchanged), "good")  # fmt: skip
    return redirect(f"/office/facilities/imports/{result.batch}", code=303)


@bp.get("/<int:number>")
@page("facility.import")
def show(number: int) -> ResponseReturnValue:
    """导入批次: what became of each row."""
    batch = imports.get_batch(number, actor=current_actor())
    names = area_names({str(one[side]) for one in batch.differences for side in ("before", "after")})
    return render_template(
        "imports/batch.html",
        batch=batch,
        labels=LABELS,
        names=names,
        who=say("机构"),
        trail=_trail(say("导入批次 {number}", number=number)),
    )


@bp.get("/template.<kind>")
@page("facility.import")
def template(kind: str) -> ResponseReturnValue:
    """名单模板: an empty list to fill in."""
    if kind == "csv":
        return download(template_csv(), CSV, "facilities.csv")
    return download(template_xlsx(translator(language())), XLSX, "facilities.xlsx")


def _read(received: Received, area: str, kind: str, mapping: str) -> FacilityList:
    return read_facility_list(
        received,
        gazetteer=gazetteer(area),
        on=clock.china_day(clock.now()),
        kind=kind or None,
        mapping=parse_mapping(mapping),
    )


def _form(form: ImportForm, refused: InputError | None = None) -> str:
    batches = imports.list_batches(actor=current_actor())
    return render_template(
        "imports/facilities.html", form=form, refused=refused, batches=batches, here=HERE, trail=_trail()
    )


def _trail(*here: str) -> list[tuple[str, str]]:
    """Return the way to this page."""
    way = [(say("机构名册"), LIST), (say("导入名单"), HERE if here else "")]
    return way + [(say(text), "") for text in here]


def folder() -> Path:
    """Return where uploaded files wait between preview and confirmation."""
    config: Config = current_app.config["MINGJING"]
    return config.data / "intake"
