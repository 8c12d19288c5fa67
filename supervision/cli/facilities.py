"""Lists of facilities and what they leave open, from the terminal."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from supervision.cli._frame import Run, command
from supervision.clock import china_day
from supervision.errors import InputError
from supervision.intake.container import Received
from supervision.intake.facility_list import read_facility_list
from supervision.intake.headings import read_mapping, vocabulary
from supervision.intake.report import LABELS, ImportReport
from supervision.intake.template import template_csv, template_xlsx
from supervision.queries import imports
from supervision.queries.areas import area_names, gazetteer
from supervision.texts import mark
from supervision.usecases.doubts import LEAVE, TAKE, clear_doubts
from supervision.usecases.imports import import_facilities

KINDS = vocabulary().kind_names
DIFFERENCES_SHOWN = 100  # in text; the JSON and the pages have all


@click.group("facilities")
def facilities() -> None:
    """The register of facilities: lists coming in, questions about them."""


@facilities.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--kind", type=click.Choice(KINDS), help="Of rows that name none; by default the kind with beds."
)
@click.option("--area", default="", help="Code of the area in which the rows lie: 31 is Shanghai.")
@click.option("--mapping", type=click.Path(path_type=Path), help="YAML: heading → field, or ignore.")
@click.option("--source", help="Name of the list, where two lists of one kind and area are kept apart.")
@click.option(
    "--report", "report_file", type=click.Path(path_type=Path), help="Also write the report here (JSON)."
)
@click.option("--preview", is_flag=True, help="Say what would happen; write nothing.")
@command
def import_(
    run: Run,
    file: Path,
    kind: str | None,
    area: str,
    mapping: Path | None,
    source: str | None,
    report_file: Path | None,
    preview: bool,
) -> int:
    """Import a list (CSV or XLSX). Status 3: rows are in doubt or refused, the rest is in."""
    listed = read_facility_list(
        Received.from_path(file),
        gazetteer=gazetteer(area),
        on=china_day(run.at),
        kind=kind,
        mapping=read_mapping(mapping) if mapping else None,
        source=source,
        progress=_bar,
    )
    if preview:
        report = imports.preview(listed, actor=run.actor)
    else:
        report = import_facilities(facilities=listed, progress=_bar, actor=run.actor, at=run.at).report
    for note, facts in report.notes:
        run.tell(note, **facts)
    answer = report.as_json(run.say)
    if report_file:
        _write(report_file, json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
    run.answer(answer, "\n".join(_lines(run, report)))
    return 0 if report.clean else 3


@facilities.command("doubts")
@click.option("--rule", default="", help="Only questions of this rule, such as street.unknown.")
@command
def doubts(run: Run, rule: str) -> int:
    """List the questions that imports left open."""
    rows = imports.list_doubts(actor=run.actor, rule=rule)
    answer = [
        {
            "id": row.id, "row": row.row, "name": row.name, "column": row.column, "value": row.value,
            "rule": row.rule, "message": run.say(row.message, **row.facts),
            "suggestions": [value for value, _ in row.suggestions],
        }
        for row in rows
    ]  # fmt: skip
    lines = [f"{row['id']:>6}  {row['name']}  {row['message']}" for row in answer]
    run.answer(answer, "\n".join(lines) or run.say("没有待核事项。"))
    return 3 if rows else 0


@facilities.command("clear")
@click.argument("ids", nargs=-1, required=True, type=int)
@click.option("--take", "value", help="The value to enter.")
@click.option("--leave", is_flag=True, help="Leave the register without a value.")
@click.option("--same", is_flag=True, help="The row is the facility named in the question.")
@click.option("--separate", is_flag=True, help="The row is a facility of its own.")
@command
def clear(run: Run, ids: tuple[int, ...], value: str | None, **chosen: bool) -> int:
    """Answer questions that are alike with one answer."""
    answers = [name for name in (LEAVE, "same", "separate") if chosen[name]] + [TAKE] * (value is not None)
    if len(answers) != 1:
        raise InputError(
            "facilities clear", mark("请给出恰好一种答复"), mark("--take 值、--leave、--same 或 --separate")
        )
    done = clear_doubts(doubts=ids, answer=answers[0], value=value or "", actor=run.actor, at=run.at)
    run.answer({"cleared": done}, run.say("已答复 {count} 项。", count=done))
    return 0


@facilities.command("template")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="template.xlsx or template.csv")
@command
def template(run: Run, out: Path) -> int:
    """Write an empty list to fill in; as XLSX with a sheet that explains it."""
    _write(out, template_csv() if out.suffix == ".csv" else template_xlsx(run.say))
    run.answer({"file": str(out)}, str(out))
    return 0


def _bar(rows: Iterable[Any]) -> Iterable[Any]:
    """Show progress once it takes more than a second."""
    return tqdm(rows, delay=1, leave=False, unit="")


def _write(path: Path, content: str | bytes) -> None:
    try:
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            path.write_bytes(content)
    except OSError as error:
        raise InputError(
            str(path), mark("文件无法写入：{reason}"), mark("请核对路径和权限"), reason=error.strerror
        ) from error


def _lines(run: Run, report: ImportReport) -> Iterable[str]:
    """Return the report as a person reads it: sums, problems by row, then what changed."""
    say = run.say
    yield say(
        "共 {rows} 行：接受 {accepted}，存疑 {doubts}，拒绝 {refused}；新增 {created}，变更 {changed}，未变 {unchanged}。",
        **{name: getattr(report, name) for name in ("rows", "accepted", "doubts", "refused")},
        **{name: getattr(report, name) for name in ("created", "changed", "unchanged")},
    )
    words = {"doubt": say("存疑"), "refused": say("拒绝")}
    for one in report.problems:
        row = say("第 {row} 行", row=one.row)
        yield f"  {row} · {one.column} · {words[one.outcome]} · {say(one.message, **one.facts)} [{one.rule}]"
    names = area_names({str(value) for one in report.differences for value in (one.before, one.after)})
    for difference in report.differences[:DIFFERENCES_SHOWN]:
        before, after = (names.get(str(value), value) for value in (difference.before, difference.after))
        label, row = say(LABELS[difference.column]), say("第 {row} 行", row=difference.row)
        yield f"  {row} · {difference.facility} · {label}: {_word(before)} → {_word(after)}"
    if report.absent:
        yield say("登记簿里有 {count} 家来自这份名单而文件里没有，未作改动。", count=len(report.absent))


def _word(value: object) -> str:
    return "—" if value in (None, "") else str(value)
