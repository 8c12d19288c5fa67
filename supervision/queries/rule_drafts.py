"""规则改动查询: which lines of which rule file a draft changes; so that a committee sees what it is asked to adopt."""

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from scoring.rulebook.book import FOLDER
from scoring.rulebook.local import local_rules, rule_files

ALIKE = 0.5  # share of its lines that a draft has in common with the file it was made from


@dataclass(frozen=True, slots=True)
class Passage:
    """改动处: lines that stand in the place of others; ``line`` is where they begin in the draft."""

    line: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """改动: ``base`` is the file that the draft was made from, empty where it is like none."""

    base: str
    passages: tuple[Passage, ...]


def changed_passages(draft: str) -> Changed:
    """Return what a draft says otherwise than the rule file it is most like, blank lines apart."""
    new = _lines(draft)
    path, old = max(((path, _lines(path.read_text(encoding="utf-8"))) for path in _files()),
                    key=lambda one: _shared(one[1], new))  # fmt: skip
    if _shared(old, new) < ALIKE * max(len(old), len(new), 1):
        return Changed("", ())
    steps = SequenceMatcher(
        None, [text for _, text in old], [text for _, text in new], autojunk=False
    ).get_opcodes()
    return Changed(
        _name(path),
        tuple(
            Passage(
                new[first][0] if first < len(new) else len(draft.splitlines()) + 1,
                tuple(text for _, text in old[start:end]),
                tuple(text for _, text in new[first:last]),
            )
            for kind, start, end, first, last in steps
            if kind != "equal"
        ),
    )


def _lines(text: str) -> list[tuple[int, str]]:
    return [(number, line.rstrip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _shared(one: list[tuple[int, str]], other: list[tuple[int, str]]) -> int:
    return (Counter(text for _, text in one) & Counter(text for _, text in other)).total()


def _files() -> list[Path]:
    return rule_files([FOLDER, *local_rules()])


def _name(path: Path) -> str:
    return next(
        (path.relative_to(root).as_posix() for root in (FOLDER, *local_rules()) if path.is_relative_to(root)),
        path.name,
    )
