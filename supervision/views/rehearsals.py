"""Rehearsals of a changed rule file: choose or send it, watch it run, read who would win and lose."""

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scoring.rulebook import RuleFileError
from scoring.rulebook.book import FOLDER
from supervision import clock
from supervision.errors import NotFoundError
from supervision.filters import write_text
from supervision.forms.rehearsals import AdvanceForm, RehearsalForm
from supervision.queries import rehearsals as queries
from supervision.queries.facilities import KIND_NAMES
from supervision.queries.rule_drafts import changed_passages
from supervision.rulebook import schemes
from supervision.texts import mark
from supervision.usecases.rehearsals import advance_rehearsal, start_rehearsal
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.steps import REFUSED, reason, say

bp = Blueprint("rehearsals", __name__, url_prefix="/office/rehearsals")

LIST = "/office/rehearsals/"
DIRECTIONS = {
    "won": (mark("变好"), "good"),
    "lost": (mark("变差"), "danger"),
    "same": (mark("不变"), "closed"),
    "open": (mark("一边未定"), "due"),
}
MOST_MOVES = 200


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """试算: the form, and what was rehearsed lately; ``base`` puts a rule file into the form."""
    base = request.args.get("base", "")
    given = {"until": clock.china_day(clock.now()), "years": 3}
    if base:
        given |= {"text": _file(base).read_text(encoding="utf-8"), "name": Path(base).name}
    return _form(RehearsalForm(formdata=None, data=given))


@bp.post("/")
@page("rehearsal.start")
def start() -> ResponseReturnValue:
    """开始试算: what is wrong with the file is shown with line, column and the line itself."""
    form = RehearsalForm()
    name, raw = _sent(form)
    if not form.validate_on_submit() or not raw:
        return _form(form, problems=[] if form.errors else [_nothing()]), 400
    try:
        key = start_rehearsal(
            name=name,
            raw=raw,
            scheme=form.scheme.data or "",
            until=form.until.data,
            years=form.years.data,
            actor=current_actor(),
            at=clock.now(),
        )
    except RuleFileError as error:
        return _form(form, problems=_problems(error, raw)), 422
    except REFUSED as error:
        return _form(form, refusal=reason(error)), 422
    return redirect(LIST + key, code=303)


@bp.get("/<uuid_>")
@page(OFFICE)
def show(uuid_: str) -> ResponseReturnValue:
    """一次试算: how far it is, or what came out."""
    view = queries.get_rehearsal(uuid_, current_actor())
    values: dict[str, Any] = {"view": view, "form": AdvanceForm(None), "address": LIST + uuid_}
    values |= {"scheme_name": _scheme_name(view.scheme), "may": current_actor().may}
    values["changed"] = changed_passages(queries.draft_text(uuid_, current_actor()))
    values["doubts"] = queries.draft_doubts(uuid_, current_actor())
    if view.result is not None:
        values |= {"result": _result(view), "directions": DIRECTIONS}
    return render_template("rehearsals/rehearsal.html", **values)


@bp.post("/<uuid_>/advance")
@page("rehearsal.advance")
def advance(uuid_: str) -> ResponseReturnValue:
    """继续: the next facilities; a script asks for JSON and comes again, a person presses the button again."""
    try:
        progress = advance_rehearsal(uuid_=uuid_, actor=current_actor(), at=clock.now())
    except REFUSED as error:
        view = queries.get_rehearsal(uuid_, current_actor())
        return render_template(
            "rehearsals/rehearsal.html", view=view, form=AdvanceForm(None), address=LIST + uuid_, refusal=reason(error),
            scheme_name=_scheme_name(view.scheme), may=current_actor().may,
        ), 422  # fmt: skip
    if request.accept_mimetypes.best == "application/json":
        return {"done": progress.done, "total": progress.total}
    return redirect(LIST + uuid_, code=303)


@bp.get("/<uuid_>/document.json")
@page(OFFICE)
def document(uuid_: str) -> ResponseReturnValue:
    """试算文件: the document with its hash, every facility in it."""
    view = queries.get_rehearsal(uuid_, current_actor())
    if view.result is None:
        raise NotFoundError("试算还没有完成。")
    text = json.dumps(view.result, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    return _download(text, "application/json", f"rehearsal-{view.until}-{uuid_[:8]}.json")


@bp.get("/<uuid_>/rules.yaml")
@page(OFFICE)
def rules(uuid_: str) -> ResponseReturnValue:
    """试算的规则文件: as it was sent."""
    return _download(
        queries.draft_text(uuid_, current_actor()), "text/plain; charset=utf-8", f"{uuid_[:8]}.yaml"
    )


def _download(text: str, kind: str, name: str) -> Response:
    return Response(text, mimetype=kind, headers={"Content-Disposition": f"attachment; filename={name}"})


def _files() -> list[str]:
    """Return the built-in rule files that schemes are made of, by their name in the folder of rules."""
    paths = sorted(path for path in FOLDER.rglob("*.yaml") if path.parent.name != "calendars")
    return [path.relative_to(FOLDER).as_posix() for path in paths if path.name != "laws.yaml"]


def _file(name: str) -> Path:
    if name not in _files():
        raise NotFoundError("没有这个规则文件。", remedy="请从列出的文件中选择。")
    return FOLDER / name


def _sent(form: RehearsalForm) -> tuple[str, bytes]:
    """Return name and content of what was sent: the upload, else the text on the page."""
    upload = form.file.data
    if upload is not None and upload.filename:
        with upload.stream:
            return Path(upload.filename).name, upload.read()
    return form.name.data or "changed.yaml", (form.text.data or "").replace("\r\n", "\n").encode()


def _nothing() -> dict[str, Any]:
    return {
        "place": "",
        "message": say("还没有文件：请上传一个，或者选一个现有的文件来修改。"),
        "code": "",
        "shown": "",
        "before": "",
    }


def _problems(error: RuleFileError, raw: bytes) -> list[dict[str, Any]]:
    """Return each problem with its place, and the line of the file up to the column where it begins."""
    lines = raw.decode("utf-8", errors="replace").splitlines()
    found = []
    for one in error.problems[:50]:
        line = lines[one.line - 1] if 0 < one.line <= len(lines) else ""
        place = (
            say("第 {line} 行第 {column} 列", line=one.line, column=one.column)
            if one.line
            else say("文件整体")
        )
        found.append({"place": place, "message": one.message, "code": one.code, "shown": line[:160],
                      "before": " " * min(max(one.column - 1, 0), 159)})  # fmt: skip
    return found


def _form(form: RehearsalForm, problems: Any = (), refusal: Any = None) -> str:
    names = {each.id: write_text(each.name, language()) for each in schemes().all()}
    form.scheme.choices = [("", say("由文件决定")), *names.items()]
    return render_template(
        "rehearsals/list.html",
        form=form,
        problems=problems,
        refusal=refusal,
        files=_files(),
        rows=queries.list_rehearsals(current_actor()),
        names=names,
        may=current_actor().may,
    )


def _scheme_name(scheme: str) -> str:
    return next((write_text(each.name, language()) for each in schemes().all() if each.id == scheme), scheme)


def _result(view: queries.RehearsalView) -> dict[str, Any]:
    """Return the document as the page shows it: each day with its tables, the last one first; who moved on the last."""
    assert view.result is not None  # noqa: S101 - asked for finished ones alone
    outcomes = {
        key: write_text(name, language())
        for each in schemes().all()
        if each.id == view.scheme
        for key, name in each.outcome.names.items()
    }
    items = {item.id: write_text(item.name, language()) for each in schemes().all() if each.id == view.scheme
             for item in each.nodes()}  # fmt: skip

    def named(outcome: str | None) -> str:
        return outcomes.get(outcome, outcome) if outcome else say("尚无结论")

    days = [
        {
            **day,
            "outcomes": [
                {**one, "before": named(one["before"]), "after": named(one["after"]), "moves": one["before"] != one["after"]}
                for one in day["outcomes"]
            ],
            "rules": [{**one, "name": items.get(one["rule"], one["rule"])} for one in day["rules"]],
            "groups": [
                (say("按种类"), [{**one, "name": say(KIND_NAMES.get(one["name"], one["name"]))} for one in day["groups"].get("kind", [])]),
                (say("按区域"), day["groups"].get("area", [])),
            ],
        }
        for day in reversed(view.result["days"])
    ]  # fmt: skip
    last = view.result["days"][-1]["on"]
    moved = [
        row
        for row in view.result["rows"]
        if row["on"] == last and row["direction"] in ("won", "lost", "open")
    ]
    return {
        "days": days,
        "moved": [
            {
                **row,
                "name": view.names.get(row["subject"], row["subject"]),
                "outcome": [named(one) for one in row["outcome"]],
                "why": [(items.get(rule, rule), points) for rule, points in row["why"].items()],
            }
            for row in moved[:MOST_MOVES]
        ],
        "more": max(0, len(moved) - MOST_MOVES),
    }
