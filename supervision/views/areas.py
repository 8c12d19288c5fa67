"""The tree of areas, and the division table coming in."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.errors import InputError
from supervision.forms.areas import DivisionForm
from supervision.intake.division_table import read_files
from supervision.queries import areas
from supervision.texts import mark, translator
from supervision.usecases.divisions import import_divisions
from supervision.views.access import OFFICE, current_actor, language, page

bp = Blueprint("areas", __name__, url_prefix="/office/areas")

LEVELS = {
    "province": mark("省（市、自治区）"),
    "city": mark("市"),
    "district": mark("区县"),
    "street": mark("街道、乡镇"),
    "community": mark("社区"),
}


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """行政区划: one level of the tree."""
    return _page(DivisionForm(formdata=None))


@bp.post("/")
@page("division.import")
def upload() -> ResponseReturnValue:
    """导入行政区划: four files at once; the same again changes nothing."""
    form = DivisionForm()
    if not form.validate_on_submit():
        return _page(form), 400
    say = translator(language())
    try:
        files = {file.filename or "": file.read() for file in form.files.data}
        report = import_divisions(
            areas=read_files(files, say("上传的文件")), actor=current_actor(), at=clock.now()
        )
    except InputError as error:
        return _page(form, refused=error), 400
    flash(say("区划 {rows} 个：新增 {created}，更名 {changed}，未变 {unchanged}。", rows=report.rows,
              created=report.created, changed=report.changed, unchanged=report.unchanged), "good")  # fmt: skip
    return redirect("/office/areas/", code=303)


def _page(form: DivisionForm, refused: InputError | None = None) -> str:
    actor = current_actor()
    parent = request.args.get("in", "")
    return render_template(
        "areas/list.html",
        form=form,
        refused=refused,
        areas=areas.list_areas(actor=actor, parent=parent),
        path=areas.area_path(parent) if parent else (),
        levels=LEVELS,
        may=actor.may,
    )
