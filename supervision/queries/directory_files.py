"""名录文件查询: what the table of a directory would change, and the directory as a table to hand out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inspections.checklist import checklist_on
from supervision.actor import Actor
from supervision.intake.directories.cells import Known
from supervision.intake.directories.columns import EXPERTS, INSPECTORS, ITEMS, Column, Directory
from supervision.intake.directories.judge import DirectoryList, Judged
from supervision.intake.report import ImportReport, report
from supervision.intake.values import Reading, refused
from supervision.models import Area, Authority, Department, Expert, Inspector, InspectorAbsence
from supervision.queries._scope import of_authority
from supervision.queries.inspectors import department_options
from supervision.queries.items import items_on
from supervision.rulebook import rulebook
from supervision.texts import mark


@dataclass(frozen=True, slots=True)
class Held:
    """名录中的一行: what a directory holds under one key; ``is_here``: it belongs to the actor's authority."""

    name: str
    values: Mapping[str, Any]
    is_here: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """对照结果: ``action`` is create, change, same or refuse; ``values`` to be written; ``changes`` in words."""

    row: Judged
    action: str
    known: Held | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, tuple[object, object]] = field(default_factory=dict)


def known_names(*, actor: Actor, on: date) -> Known:
    """Return what the cells of a directory may name."""
    return Known(
        departments={key: name for key, name, _ in department_options(actor=actor)},
        areas=dict(Area.select(Area.code, Area.name).where(Area.until.is_null()).tuples()),
        laws={key: law.name["zh"] for key, law in rulebook().laws.items()},
        points=tuple(item.id for item in checklist_on(on)),
    )


def held_rows(directory: Directory, *, actor: Actor, on: date) -> dict[str, Held]:
    """Return what a directory holds, by its key; also what belongs to others, so that nobody takes their numbers."""
    return READERS[directory.name](actor, on)


def _inspectors(actor: Actor, _: date) -> dict[str, Held]:
    absences: dict[int, list[list[str]]] = {}
    for row in InspectorAbsence.select().order_by(InspectorAbsence.since):
        absences.setdefault(row.inspector_id, []).append(
            [row.since.isoformat(), row.until.isoformat(), row.reason]
        )
    return {
        row.staff_number: Held(row.name, _values(INSPECTORS, row, absences=absences.get(row.id, [])), is_here)
        for row, is_here in _of_departments(Inspector, actor)
    }


def _experts(actor: Actor, _: date) -> dict[str, Held]:
    return {
        row.key: Held(row.name, _values(EXPERTS, row), is_here)
        for row, is_here in _of_departments(Expert, actor)
    }


def _items(_: Actor, on: date) -> dict[str, Held]:
    return {key: Held(row.matter, _values(ITEMS, row)) for key, row in items_on(on).items()}


READERS: Mapping[str, Callable[[Actor, date], dict[str, Held]]] = {
    "inspectors": _inspectors,
    "experts": _experts,
    "items": _items,
}


def _of_departments(table: Any, actor: Actor) -> list[tuple[Any, bool]]:
    """Return the rows of a table of people in the order of their departments, each with whether it is the actor's."""
    own = Department.select(Department.id).join(Authority).join(Area).where(of_authority(actor))
    here = {number for (number,) in own.tuples()}
    rows = table.select(table, Department).join(Department).order_by(Department.id, table.id)
    return [(row, row.department_id in here) for row in rows]


def _values(directory: Directory, row: Any, **more: Any) -> dict[str, Any]:
    """Return a row by column; a department by its key."""
    values = {
        column.name: more[column.name] if column.name in more else getattr(row, column.name)
        for column in directory
    }
    if "department" in values:
        values["department"] = row.department.key
    return values


def table_of(directory: Directory, *, actor: Actor, on: date) -> list[Mapping[str, Any]]:
    """Return the rows of a directory, to be handed out; people of the actor's authority alone."""
    return [held.values for held in held_rows(directory, actor=actor, on=on).values() if held.is_here]


def match_directory(listed: DirectoryList, *, actor: Actor, on: date) -> list[Entry]:
    """Return what each row of a table is in the directory, and what it would change there."""
    directory = listed.directory
    held = held_rows(directory, actor=actor, on=on)
    listed = _without_clashes(listed, held)
    return [_entry(row, held, listed) for row in listed.rows]


def _entry(row: Judged, held: Mapping[str, Held], listed: DirectoryList) -> Entry:
    if row.values is None:
        return Entry(row, "refuse")
    known = held.get(row.values[listed.directory.key])
    if known is None:
        return Entry(row, "create", values=row.values)
    changed: dict[str, Any] = {}
    words: dict[str, tuple[object, object]] = {}
    for name, value in row.values.items():
        column: Column = listed.directory[name]
        before, after = known.values[name], column.merged(known.values[name], value, listed.known)
        said = tuple(str(column.words(each, listed.known)) for each in (before, after))
        if said[0] != said[1]:
            changed[name], words[name] = after, (said[0], said[1])
    return Entry(row, "change" if changed else "same", known, changed, words)


def _without_clashes(listed: DirectoryList, held: Mapping[str, Held]) -> DirectoryList:
    """Refuse rows whose number belongs to somebody else: another authority, an inspector, a second person."""
    directory, rows = listed.directory, []
    here = {row.values[directory.key] for row in listed.rows if row.values}
    others = {
        column.name: {
            each.values[column.name]: key for key, each in held.items() if key not in here and each.values[column.name]
        }
        for column in directory
        if column.single and column.name != directory.key
    }  # fmt: skip
    officers = {number for (number,) in Inspector.select(Inspector.staff_number).tuples()}
    for row in listed.rows:
        clash = _clash(row, directory, held, others, officers) if row.values else None
        rows.append(listed.refuse(row, *clash) if clash else row)
    return DirectoryList(directory, listed.sheet, listed.columns, tuple(rows), listed.known)


def _clash(
    row: Judged,
    directory: Directory,
    held: Mapping[str, Held],
    others: Mapping[str, Mapping[Any, str]],
    officers: set[str],
) -> tuple[str, Reading] | None:
    values = row.values or {}
    key = values[directory.key]
    if key in held and not held[key].is_here:
        message = mark("编号“{value}”已由别的机关登记")
        return directory.key, refused("key.elsewhere", message, value=key)
    if directory is EXPERTS and key in officers:
        message = mark("“{value}”是检查人员的工号，检查人员不能登记为专家；请使用另外的编号")
        return directory.key, refused("expert-is-inspector", message, value=key)
    for name, owners in others.items():
        owner = owners.get(values.get(name))
        if owner is not None:
            message = mark("“{value}”已登记在 {owner} 名下；请核对")
            return name, refused(f"{name}.taken", message, value=values[name], owner=owner)
    return None


def absent_keys(listed: DirectoryList, *, actor: Actor, on: date) -> list[str]:
    """Return by name and number what the directory holds and the table leaves out."""
    there = {row.raw.get(listed.directory.key) for row in listed.rows}
    held = held_rows(listed.directory, actor=actor, on=on)
    return [f"{each.name}({key})" for key, each in held.items() if each.is_here and key not in there]


def preview(listed: DirectoryList, *, actor: Actor, on: date) -> ImportReport:
    """Return the report of an import without doing it."""
    entries = match_directory(listed, actor=actor, on=on)
    return report(listed, entries, absent_keys(listed, actor=actor, on=on))
