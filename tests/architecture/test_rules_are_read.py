"""Every rule is read by the program, or says itself that people alone go by it (``read_by: people``)."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from scoring.rulebook import Rulebook
from tests.architecture.reading import ROOT

ROOMS = ("scoring", "inspections", "supervision")
HOLE = r"[\w.]+"
IDENTIFIER = re.compile(r"[a-z][\w.{}]*\.[\w.{}]*")


def _texts() -> Iterator[str]:
    """Yield every text of the program that may be a rule's id, holes as ``{}``; those of the demonstration left out."""
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if "demo" in path.parts:
                continue
            nodes = list(ast.walk(ast.parse(path.read_text())))
            pieces = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
            for node in nodes:
                if isinstance(node, ast.JoinedStr):
                    yield "".join(
                        str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
                    )
                elif (
                    isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces
                ):
                    yield node.value
        for path in (ROOT / room).rglob("*.yaml"):
            text = re.sub(r"^ *- id: \S+", "", path.read_text(), flags=re.MULTILINE)
            yield from re.findall(r"[a-z](?:\w|\{\w+\})*(?:\.(?:\w|\{\w+\})+)+", text)


@cache
def _readers() -> tuple[re.Pattern[str], ...]:
    """Return what the program reads: ids, ids with holes, and beginnings of ids (of two words or more)."""
    patterns = set()
    for text in _texts():
        if not IDENTIFIER.fullmatch(text) or "." not in re.sub(r"\{.*", "", text):
            continue
        parts = (re.escape(part) for part in re.split(r"\{\w*\}", text))
        patterns.add(HOLE.join(parts) + (HOLE if text.endswith(".") and text.count(".") > 1 else ""))
    return tuple(re.compile(pattern) for pattern in patterns)


def _is_read(rule: str) -> bool:
    return any(reader.fullmatch(rule) for reader in _readers())


def test_a_rule_is_read_or_says_that_people_go_by_it() -> None:
    rules = Rulebook.load().rules.values()
    unread = {rule.id for rule in rules if not _is_read(rule.id)}
    assert unread == {rule.id for rule in rules if rule.for_people}


def test_a_rule_that_nobody_reads_would_be_found() -> None:
    assert not _is_read("penalty.decide_minutes")
    assert _is_read("publication.working_days.result")
    assert _is_read("lists.black.measure.anything")
