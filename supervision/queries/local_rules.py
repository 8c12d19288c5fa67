"""本地规定查询: which rule files of this installation apply, which value stands in the place of which national one, what was adopted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scoring.rulebook import load_yaml
from scoring.rulebook.local import local_rules, rule_files
from scoring.rulebook.values import DatedValue
from scoring.schemes import Scheme
from supervision.rulebook import rulebook, schemes

Words = Mapping[str, str]
PARTS = ("rules", "adopts", "laws", "schemes", "indicators")  # what a rule file may hold several of


@dataclass(frozen=True, slots=True)
class LocalFile:
    """本地规则文件: one file, whose it is, how many of what it holds, and when somebody last checked it against the law."""

    name: str
    authority: Words
    holds: Mapping[str, int]
    last_checked: date | None


@dataclass(frozen=True, slots=True)
class Override:
    """本地取值: a value of this place, and the national one that would hold without it; ``state``: now, ahead or over."""

    rule: str
    name: Words
    local: DatedValue
    national: DatedValue | None
    state: str


@dataclass(frozen=True, slots=True)
class LocalRules:
    """本地规定: all that makes the rules here differ from the national ones."""

    files: tuple[LocalFile, ...]
    overrides: tuple[Override, ...]
    versions: tuple[Scheme, ...]


def get_local_rules(on: date) -> LocalRules:
    """Return what applies here, as of a day; overrides that are in force first."""
    found = sorted(_overrides(on), key=lambda one: (STATES.index(one.state), one.rule, one.local.since))
    own = [version for version in schemes().all() if version.authority or version.adopted]
    return LocalRules(tuple(_files()), tuple(found), tuple(own))


STATES = ("now", "ahead", "over")


def _files() -> Iterator[LocalFile]:
    for folder in local_rules():
        for path in rule_files([folder]):
            yield _file(path, folder)


def _file(path: Path, folder: Path) -> LocalFile:
    data: dict[str, Any] = load_yaml(path)
    holds = {part: len(data[part]) for part in PARTS if isinstance(data.get(part), list)}
    checked = data.get("review", {}).get("last_checked")
    return LocalFile(path.relative_to(folder).as_posix(), data.get("authority", {}), holds, checked)


def _overrides(on: date) -> Iterator[Override]:
    for rule in rulebook().rules.values():
        holds = rule.local.find(on)
        for entry in rule.local.entries:
            state = "now" if entry is holds else "ahead" if entry.since > on else "over"
            yield Override(rule.id, rule.name, entry, rule.national.find(max(on, entry.since)), state)
