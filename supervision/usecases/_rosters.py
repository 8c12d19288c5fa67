"""名录的写入: what freezing writes down: standbys checked, rule files hashed, pseudonyms kept."""

import hashlib
from typing import Any

from inspections.pool import Pool
from scoring.rulebook import RuleViolationError
from scoring.rulebook.book import FOLDER
from scoring.rulebook.local import local_rules, rule_files
from supervision.models import Department, Facility, Inspector, Task, TaskInspector, TaskTarget
from supervision.queries.pools import Nonces


def check_standby(task: Task, standby: tuple[str, ...]) -> None:
    """Refuse a standby who is of no department of the team, and a standby day that is a day of the calendar."""
    departments = {department for department, _, _ in task.team}
    people = (
        Inspector.select(Inspector, Department).join(Department).where(Inspector.staff_number.in_(standby))
    )
    found = {row.staff_number for row in people if row.department.key in departments}
    if strangers := sorted(set(standby) - found):
        raise RuleViolationError(
            "standby-not-in-team",
            "备用人员 {numbers} 不在参加部门的名录中。",
            remedy="请从参加部门的检查人员中选择。",
            facts={"numbers": "、".join(strangers)},
        )
    if taken := sorted(set(task.days) & set(task.standby_days)):
        raise RuleViolationError(
            "standby-day-taken",
            "{day} 已是检查日，不能同时作为备用日。",
            remedy="请另选备用日。",
            facts={"day": taken[0]},
        )


def rule_hashes() -> list[list[str]]:
    """Return name and SHA-256 of each rule file that decides who can be drawn, those of the local authority among them."""
    wanted = ("sampling", "inspection", "notice", "calendars", "recusal")
    national = {
        f"{path.parent.name}.{path.stem}": path
        for path in rule_files((FOLDER,))
        if path.parent.name in wanted or path.stem == "risk_class"
    }
    local = {f"local.{path.stem}": path for path in rule_files(local_rules())}
    return [
        [name, hashlib.sha256(path.read_bytes()).hexdigest()]
        for name, path in sorted({**national, **local}.items())
    ]


def keep_pool(task: Task, pool: Pool, facilities: list[Facility], nonces: Nonces) -> None:
    """Write the frozen pool in the place of an earlier one; whoever committed to that has kept whom it was of."""
    TaskTarget.delete().where(TaskTarget.task == task).execute()
    TaskInspector.delete().where(TaskInspector.task == task).execute()
    rows = {row.code: row for row in facilities}
    in_roster: dict[str, Any] = {target["id"]: target for target in pool.roster["targets"]}
    excluded = dict(pool.exclusions)
    TaskTarget.insert_many(
        [
            {
                "task": task.id,
                "facility": rows[code].id,
                "pseudonym": pseudonym,
                "nonce": nonces(f"{task.number}:facility:{code}"),
                "stratum": in_roster[pseudonym]["stratum"] if pseudonym in in_roster else None,
                "region": in_roster[pseudonym]["region"] if pseudonym in in_roster else None,
                "excluded": excluded.get(pseudonym),
            }
            for pseudonym, code in sorted(pool.facilities.items())
        ]
    ).execute()
    inspectors = {row.staff_number: row.id for row in Inspector.select()}
    standby = {each["id"] for each in pool.roster["standby"]["inspectors"]}
    TaskInspector.insert_many(
        [
            {
                "task": task.id,
                "inspector": inspectors[staff],
                "pseudonym": pseudonym,
                "nonce": nonces(f"{task.number}:inspector:{staff}"),
                "standby": pseudonym in standby,
            }
            for pseudonym, staff in sorted(pool.officers.items())
        ]
    ).execute()
    task.roster, task.exclusions, task.reasons = pool.roster, pool.exclusions, dict(pool.reasons)
