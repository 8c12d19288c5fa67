"""The register of facilities: list, file, and what the office writes into it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scoring.rulebook import RuleViolationError
from supervision import clock
from supervision.forms.facilities import ChangeForm, EventForm, FacilityForm, OperatorForm
from supervision.intake.report import LABELS
from supervision.intake.rows import name_key
from supervision.intake.template import facilities_xlsx
from supervision.queries import facilities as queries
from supervision.queries.areas import area_names
from supervision.queries.facility_files import facility_standing, facility_table
from supervision.queries.imports import count_open_doubts
from supervision.queries.signs import has_certificate
from supervision.rulebook import rulebook
from supervision.texts import mark, translator
from supervision.usecases import facilities as writes
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.directory_files import standing_stats
from supervision.views.downloads import XLSX, download
from supervision.views.score_panel import score_panel

bp = Blueprint("facilities", __name__, url_prefix="/office/facilities")

HAND = "office"  # the source of what is entered by hand
TRAIL = (mark("机构名册"), "/office/facilities/")
WIDTHS = {"zipcode": "short", "beds": "short", "opened_on": "middle", "longitude": "middle", "latitude": "middle",
          "on": "middle", "since": "middle", "into_code": "short", "telephone": "middle"}  # fmt: skip


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """机构名册: search, filters, sorting; all of it stands in the address."""
    actor = current_actor()
    asked = {name: request.args.get(name, "").strip() for name in ("text", "kind", "area", "state")}
    found = queries.list_facilities(
        actor=actor,
        **asked,
        sort=request.args.get("sort", "area"),
        page=request.args.get("page", 1, type=int),
    )
    return render_template(
        "facilities/list.html",
        found=found,
        districts=queries.district_options(actor=actor),
        kinds=queries.KIND_NAMES,
        states=queries.LIFE_STATES,
        open_doubts=count_open_doubts(actor=actor),
        may=actor.may,
        stats=standing_stats(facility_standing(actor=actor)),
    )


@bp.get("/list.xlsx")
@page(OFFICE)
def export() -> ResponseReturnValue:
    """导出机构名册: as a list that the import accepts unchanged."""
    rows = facility_table(actor=current_actor())
    return download(facilities_xlsx(rows, translator(language())), XLSX, "facilities.xlsx")


@bp.get("/<code>")
@page(OFFICE)
def show(code: str) -> ResponseReturnValue:
    """机构档案: what is registered, who ran it, what happened."""
    file = queries.get_facility(code, actor=current_actor())
    return render_template(
        "facilities/detail.html",
        file=file,
        names=area_names(
            {str(value) for event in file.events for change in event.changes for value in change[1:]}
        ),
        kinds=queries.KIND_NAMES,
        states=queries.LIFE_STATES,
        events=queries.EVENT_NAMES,
        columns=LABELS | {"area_code": LABELS["area"], "telephone": mark("公开电话")},
        may=current_actor().may,
        certified=has_certificate(code, actor=current_actor(), on=clock.china_day(clock.now())),
        cite=_cited,
        scores=score_panel(code, clock.china_day(clock.now())),
    )


def _cited(basis: str) -> str:
    """Return a basis in words where it begins with the id of a law; else as it was entered."""
    law, _, article = basis.partition(" ")
    book = rulebook()
    return book.reference(law, article).cite(language()) if law in book.laws else basis


@bp.route("/new", methods=["GET", "POST"])
@page("facility.register")
def register() -> ResponseReturnValue:
    """登记机构: one facility by hand."""
    form = FacilityForm()
    form.area_code.choices = queries.area_choices(actor=current_actor())

    def write() -> str:
        new = writes.NewFacility(
            source=HAND, source_id=None, name_key=name_key(form.name.data), **_filled(form)
        )
        return writes.register_facility(facility=new, actor=current_actor(), at=clock.now())

    return _form(form, mark("登记机构"), mark("登记"), write, None)


@bp.route("/<code>/change", methods=["GET", "POST"])
@page("facility.change")
def change(code: str) -> ResponseReturnValue:
    """变更登记: what the register says; the change stays in the file with its reason."""
    file = queries.get_facility(code, actor=current_actor())
    form = ChangeForm(data=queries.current_values(file))
    form.area_code.choices = queries.area_choices(actor=current_actor(), present=file.row.area_code)

    def write() -> str:
        changes = _filled(form)
        reason = changes.pop("reason")
        writes.change_facility(
            code=code, changes=changes, reason=reason, actor=current_actor(), at=clock.now()
        )
        return code

    return _form(form, mark("变更登记"), mark("变更"), write, file)


@bp.route("/<code>/events", methods=["GET", "POST"])
@page("facility.record_event")
def record_event(code: str) -> ResponseReturnValue:
    """登记事项: filed, suspended, resumed, closed, merged."""
    file = queries.get_facility(code, actor=current_actor())
    form = EventForm()

    def write() -> str:
        filled = _filled(form)
        filled["into_code"] = filled["into_code"] or None
        writes.record_event(code=code, **filled, actor=current_actor(), at=clock.now())
        return code

    return _form(form, mark("登记事项"), mark("登记"), write, file)


@bp.route("/<code>/operator", methods=["GET", "POST"])
@page("operator.link")
def link_operator(code: str) -> ResponseReturnValue:
    """运营单位: from a day on somebody else runs the facility."""
    file = queries.get_facility(code, actor=current_actor())
    form = OperatorForm()

    def write() -> str:
        filled = _filled(form)
        filled["uscc"] = filled["uscc"] or None
        writes.link_operator(code=code, **filled, actor=current_actor(), at=clock.now())
        return code

    return _form(form, mark("登记运营单位"), mark("登记"), write, file)


def _filled(form: Any) -> dict[str, Any]:
    """Return what was filled in, without the token; an empty text stays one, an empty number is none."""
    return {
        name: value.strip() if isinstance(value, str) else value
        for name, value in form.data.items()
        if name != "csrf_token"
    }


def _form(
    form: Any, title: str, submit: str, write: Callable[[], str], file: queries.FacilityFile | None
) -> ResponseReturnValue:
    """Show a form, or do what it asks; a rule that forbids it is said above what was typed."""
    say = translator(language())
    refusal, status = None, 200
    if form.validate_on_submit():
        try:
            code = write()
        except RuleViolationError as error:
            refusal = {
                "message": say(error.message, **error.facts),
                "remedy": say(error.remedy, **error.facts) if error.remedy else "",
                "basis": error.basis or "",
                "code": error.code,
            }
            status = 422
        else:
            flash(say("已登记。"), "good")
            return redirect(f"/office/facilities/{code}", code=303)
    elif form.is_submitted():
        status = 400
    trail = [(say(TRAIL[0]), TRAIL[1])]
    if file:
        trail.append((file.row.name, f"/office/facilities/{file.row.code}"))
    return render_template(
        "generic/form.html",
        form=form,
        title=say(title),
        over=file.row.name if file else "",
        submit_text=say(submit),
        trail=[*trail, (say(title), "")],
        back=trail[-1][1],
        sizes=WIDTHS,
        refusal=refusal,
    ), status
