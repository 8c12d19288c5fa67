"""The credit file: facts, score sheets, awards, penalties, objections, replies."""

import csv
import json
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from supervision.cli._frame import Run, command, moment_of
from supervision.clock import china_day
from supervision.database import canonical_json
from supervision.errors import InputError
from supervision.jobs.current_scores import bring_up_to_date
from supervision.queries.current_scores import current_scores
from supervision.queries.scores import exported
from supervision.rulebook import schemes
from supervision.usecases import facts, notices, objections, penalties, scores

DAY = click.DateTime(["%Y-%m-%d"])
DAYS = ("performed_on", "corrected_on", "ban_until", "violation_ended_on", "opened_on")
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group("credit")
def credit() -> None:
    """What is known of a facility, and what follows from it."""


def _lines(file: Path) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            rows.append(json.loads(line, parse_float=_no_float))
        except ValueError as error:
            raise InputError(f"{file.name}:{number}", "不是一行 JSON：{detail}", detail=str(error)) from error
    return rows


def _no_float(text: str) -> str:
    raise ValueError(f"{text}: write numbers with a point as strings")


def _day(row: dict[str, Any], name: str, place: str) -> date:
    try:
        return date.fromisoformat(row[name])
    except (KeyError, ValueError, TypeError):
        raise InputError(f"{place}.{name}", "缺少日期，或日期不存在。", "写成 2026-11-22。") from None


@credit.command("record")
@click.argument("file", type=FILE)
@click.option("--source", required=True)
@command
def record(run: Run, file: Path, source: str) -> int:
    """Append facts: JSON lines with subject (facility code), kind, on, data."""
    rows = _lines(file)
    for number, row in enumerate(rows, 1):
        on = _day(row, "on", f"{file.name}:{number}")
        fact = facts.NewFact(
            row["kind"], on, row.get("data", {}), row.get("basis", ""), row.get("visibility", "public")
        )
        facts.record_facts(
            facility_code=row["subject"], source=source, facts=(fact,), actor=run.actor, at=run.at
        )
    run.answer({"facts": len(rows)}, run.say("已记入 {n} 项事实。", n=len(rows)))
    return 0


@credit.command("score")
@click.argument("facility", metavar="CODE")
@click.option("--scheme", required=True)
@click.option("--on", "day", type=DAY)
@command
def score(run: Run, facility: str, scheme: str, day: datetime | None) -> int:
    """Evaluate a scheme for a facility and keep the sheet."""
    sha256 = scores.decide_score(
        scheme=scheme, code=facility, on=day.date() if day else None, actor=run.actor, at=run.at
    )
    outcome = scores.outcome_of(sha256)
    run.answer(
        {"sheet": sha256, "outcome": outcome},
        run.say("结论：{outcome}；评分表 {sheet}", outcome=outcome or run.say("待定"), sheet=sha256),
    )
    return 0


@credit.command("facts")
@click.argument("facility", metavar="CODE")
@click.option("--scheme", required=True)
@click.option("--on", "day", type=DAY)
@click.option("--known-at", "known", metavar="MOMENT", help="As it was known then: 2026-12-01T13:15:00Z.")
@click.option("--public", is_flag=True, help="What anybody may be shown alone.")
@command
def export_facts(
    run: Run, facility: str, scheme: str, day: datetime | None, known: str | None, *, public: bool
) -> int:
    """Print the facts of a facility that a scheme reads, one JSON line each: `python -m scoring evaluate --facts` takes them."""
    on = day.date() if day else china_day(run.at)
    known_at = moment_of("--known-at", known) if known else run.at
    of = schemes().on(scheme, on)
    shown_on = china_day(run.at) if public else None
    for fact in exported(of, facility, run.actor, on=on, known_at=known_at, shown_on=shown_on):
        click.echo(canonical_json(fact.as_record()))
    return 0


@credit.command("refresh")
@click.option("--scheme", required=True)
@click.option("--on", "day", type=DAY)
@click.option("--everybody", is_flag=True, help="Also those of whom nothing can have changed.")
@command
def refresh(run: Run, scheme: str, day: datetime | None, *, everybody: bool) -> int:
    """Bring what a scheme says of each facility up to date: outcome, total and sheet hash."""
    on = day.date() if day else china_day(run.at)
    looked_at, changed = bring_up_to_date(
        scheme=scheme, on=on, everybody=everybody, actor=run.actor, at=run.at
    )
    run.answer(
        {"scheme": scheme, "on": on.isoformat(), "looked_at": looked_at, "changed": changed},
        run.say("评定 {looked_at} 家，{changed} 家有变化。", looked_at=looked_at, changed=changed),
    )
    return 0


@credit.command("current")
@click.option("--scheme", required=True)
@command
def current(run: Run, scheme: str) -> int:
    """Print what a scheme says of each facility now, one line each: CSV, or JSON lines."""
    table = csv.writer(sys.stdout)
    if not run.as_json:
        table.writerow(("facility", "outcome", "value", "on", "turn", "sheet_sha256"))
    for one in current_scores(scheme):
        row = (
            one.facility,
            one.outcome,
            one.value,
            one.on.isoformat(),
            one.turn.isoformat(),
            one.sheet_sha256,
        )
        if run.as_json:
            click.echo(canonical_json(asdict(one)))
        else:
            table.writerow(row)
    return 0


@credit.command("propose-award")
@click.argument("sheet")
@click.option("--number", required=True)
@command
def propose_award(run: Run, sheet: str, number: str) -> int:
    """Propose an award on a kept sheet."""
    key = scores.propose_award(sheet_sha256=sheet, number=number, actor=run.actor, at=run.at)
    run.answer({"award": key}, key)
    return 0


@credit.command("decide-award")
@click.argument("award")
@command
def decide_award(run: Run, award: str) -> int:
    """Decide an award that somebody else proposed."""
    scores.decide_award(uuid_=award, actor=run.actor, at=run.at)
    run.answer({"award": award, "state": "decided"}, run.say("评定已生效。"))
    return 0


@credit.command("end-award")
@click.argument("award")
@click.option("--reason", required=True)
@command
def end_award(run: Run, award: str, reason: str) -> int:
    """End an award; the reason is published."""
    scores.end_award(uuid_=award, reason=reason, actor=run.actor, at=run.at)
    run.answer({"award": award, "state": "ended"}, run.say("评定已终止。"))
    return 0


@credit.command("penalty")
@click.argument("file", type=FILE)
@command
def penalty(run: Run, file: Path) -> int:
    """Record penalties: JSON lines with the members of a decision."""
    rows = _lines(file)
    known = penalties.NewPenalty.__dataclass_fields__
    for number, row in enumerate(rows, 1):
        place = f"{file.name}:{number}"
        strange = sorted(set(row) - set(known))
        if strange:
            raise InputError(place, "没有这些栏目：{names}", names=", ".join(strange))
        days = {name: _day(row, name, place) for name in DAYS if row.get(name)}
        values = {**row, **days, "decided_on": _day(row, "decided_on", place)}
        for name in ("basis", "kinds"):
            values[name] = tuple(row.get(name, ()))
        penalties.record_penalty(penalty=penalties.NewPenalty(**values), actor=run.actor, at=run.at)
    run.answer({"penalties": len(rows)}, run.say("已记入 {n} 项处罚。", n=len(rows)))
    return 0


@credit.command("object")
@click.argument("facility", metavar="CODE")
@click.option("--against", required=True, help="Public id of the record, such as result-….")
@click.option(
    "--kind", default="result", type=click.Choice(["result", "finding", "award", "listing", "penalty"])
)
@click.option("--told-on", required=True, type=DAY)
@click.option("--text", required=True)
@command
def object_(run: Run, facility: str, against: str, kind: str, told_on: datetime, text: str) -> int:
    """File an objection, as the facility."""
    key = objections.file_objection(
        facility_code=facility,
        against_kind=kind,
        against=against,
        text=text,
        told_on=told_on.date(),
        actor=run.actor,
        at=run.at,
    )
    run.answer({"objection": key}, key)
    return 0


@credit.command("answer-objection")
@click.argument("objection")
@click.option(
    "--verdict", required=True, type=click.Choice(["accept", "refuse", "uphold", "uphold_partly", "reject"])
)
@click.option("--text", default="")
@click.option("--corrects", metavar="FACT", help="Id of the fact that was wrong.")
@click.option("--changes", default="{}", help="JSON: the members that were wrong, as they are right.")
@command
def answer_objection(
    run: Run, objection: str, verdict: str, text: str, corrects: str | None, changes: str
) -> int:
    """Decide an objection; by somebody who had nothing to do with it."""
    objections.decide_objection(
        uuid_=objection,
        verdict=verdict,
        answer=text,
        correction=(corrects, json.loads(changes)) if corrects else None,
        actor=run.actor,
        at=run.at,
    )
    run.answer({"objection": objection, "verdict": verdict}, run.say("异议已办理。"))
    return 0


@credit.command("reply")
@click.argument("facility", metavar="CODE")
@click.option("--text", required=True)
@command
def reply(run: Run, facility: str, text: str) -> int:
    """Publish the facility's own words beside what was found."""
    objections.publish_reply(facility_code=facility, text=text, actor=run.actor, at=run.at)
    run.answer({"facility": facility}, run.say("回应将随下一次发布公开。"))
    return 0


@credit.command("notice")
@click.argument("file", type=FILE)
@click.option("--title", required=True)
@click.option("--subject", default="民政(社会管理)")
@click.option("--genre", default="公告")
@click.option("--number", default="")
@click.option(
    "--about", default="", help="Public id of the plan, draw or earlier notice that it makes known."
)
@command
def notice(run: Run, file: Path, title: str, subject: str, genre: str, number: str, about: str) -> int:
    """Publish a notice; paragraphs of FILE are parted by empty lines."""
    index = notices.publish_notice(
        title=title,
        body=file.read_text(encoding="utf-8"),
        subject=subject,
        genre=genre,
        document_number=number,
        about=about,
        actor=run.actor,
        at=run.at,
    )
    run.answer({"index_number": index}, index)
    return 0
