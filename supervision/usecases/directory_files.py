"""名录导入办理: a judged table of inspectors or experts enters its directory in one transaction.

A row writes what it says differently, nothing else: an empty cell and a row that is not there leave the directory as
it is, and the same file again writes nothing. The item list is not written by a file: it is proposed and adopted.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from supervision.actor import Actor
from supervision.clock import china_day
from supervision.database import one_at_a_time
from supervision.errors import InputError
from supervision.intake.directories.columns import EXPERTS, INSPECTORS
from supervision.intake.directories.judge import DirectoryList
from supervision.intake.report import ImportReport, report
from supervision.models import Department, Expert, Inspector, InspectorAbsence
from supervision.queries.directory_files import Entry, absent_keys, match_directory
from supervision.usecases._frame import record, usecase
from supervision.usecases._item_versions import NewItem
from supervision.usecases.imports import COUNTS, ImportResult, keep_batch

NOT_KEPT = "—"  # stands in kept reports for names and credentials of people


@usecase("directory.import")
def import_directory(*, listed: DirectoryList, actor: Actor, at: datetime) -> ImportResult:
    """导入名录: enter and change inspectors or experts as a table says."""
    if listed.directory not in (INSPECTORS, EXPERTS):
        raise InputError(listed.directory.name, "抽查事项清单须经提出和采用，不能直接导入。")
    one_at_a_time("directory.import")
    on = china_day(at)
    entries = match_directory(listed, actor=actor, on=on)
    found = report(listed, entries, absent_keys(listed, actor=actor, on=on))
    for entry in entries:
        if entry.action in ("create", "change"):
            _write(listed, entry, on)
    batch = keep_batch(_impersonal(listed, found), actor, at)
    counts = {name: getattr(found, name) for name in COUNTS}
    record(f"import:{batch.id}", sha256=found.sha256, source=found.source, **counts)
    return ImportResult(batch.id, found)


def _write(listed: DirectoryList, entry: Entry, on: date) -> None:
    directory = listed.directory
    table = Inspector if directory is INSPECTORS else Expert
    values: dict[str, Any] = dict(entry.values)
    absences = values.pop("absences", ())
    if "department" in values:
        values["department"] = Department.get(Department.key == values["department"])
    if directory is EXPERTS:
        values["confirmed_on"] = on
    key = (entry.row.values or {})[directory.key]
    column = getattr(table, directory.key)
    if entry.action == "create":
        table.create(**values)
    elif values:
        table.update(**values).where(column == key).execute()
    if absences:
        _add_absences(key, absences)


def _add_absences(staff_number: str, absences: list[list[str]]) -> None:
    inspector = Inspector.get(Inspector.staff_number == staff_number)
    query = InspectorAbsence.select().where(InspectorAbsence.inspector == inspector)
    held = {(row.since, row.until, row.reason) for row in query}
    for since, until, reason in absences:
        each = (date.fromisoformat(since), date.fromisoformat(until), reason[:40])
        if each not in held:
            InspectorAbsence.create(inspector=inspector, since=each[0], until=each[1], reason=each[2])


def _impersonal(listed: DirectoryList, found: ImportReport) -> ImportReport:
    """Return the report as it is kept: who it was about by number, no names and no credentials."""
    secret = {column.name for column in listed.directory if column.personal}
    numbers = {row.number: row.raw.get(listed.directory.key, "") for row in listed.rows}
    problems = [
        replace(each, value=NOT_KEPT, facts=dict.fromkeys(each.facts, NOT_KEPT))
        if each.field in secret
        else each
        for each in found.problems
    ]
    differences = [
        replace(each, facility=numbers[each.row])
        if each.column not in secret
        else replace(each, facility=numbers[each.row], before=NOT_KEPT, after=NOT_KEPT)
        for each in found.differences
    ]
    return replace(found, problems=tuple(problems), differences=tuple(differences))


def items_of(listed: DirectoryList) -> tuple[NewItem, ...]:
    """Return the whole list that a table says.

    Raises:
        InputError: a row was refused; a list is adopted whole, and what is left out would end.
    """
    wrong = [row.number for row in listed.rows if row.values is None]
    if wrong:
        raise InputError(
            listed.sheet.file,
            "有 {count} 行被拒绝（第 {rows} 行）；清单须整份采用，缺了的事项会被取消。",
            "请改正这些行，再上传整份清单。",
            count=len(wrong),
            rows="、".join(map(str, wrong[:10])),
        )
    return tuple(
        NewItem(**{"serial": serial} | _tuples(row.values or {})) for serial, row in enumerate(listed.rows, 1)
    )


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
