"""规则图 Which scheme reads which facts and rules, and from where those come: the proof that nothing public rests on what is internal.

1. A scheme reads the kinds of fact that it declares, and the rules that its expressions name.
2. A kind of fact comes from every scheme that produces it, or from the one whose outcome it is (``from``).
3. A public scheme must reach, over any number of steps, no kind that an internal scheme produces and no internal rule.

Worked example (a test): an internal class feeds an internal watch list, the watch list feeds a public rating. Nobody
reads the class directly, and yet the path ``rating → watch → class`` is found and named.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.rulebook.book import Rulebook
from scoring.schemes import Scheme

INTERNAL_RULES = ("credit.risk.", "sampling.ratio.", "sampling.tier.")
"""Rooms of rules that say how the office looks for risk: no public outcome rests on them, no public page shows them."""
RULE = re.compile(r"""\brule\(\s*["']([a-z0-9._-]+)["']\s*\)""")
NO_EXPRESSIONS = frozenset({"name", "about", "note", "words", "given", "examples", "reference", "review"})


@dataclass(frozen=True, slots=True)
class Edge:
    """读取 One thing rests on another; nodes are spelt ``scheme …``, ``fact penalty``, ``rule repair.…``."""

    node: str
    rests_on: str


def edges(book: Rulebook, schemes: Iterable[Scheme]) -> tuple[Edge, ...]:
    """Return the whole graph: what schemes read, and which scheme a kind of fact comes from."""
    texts = _rules_by_file(book)
    found: dict[Edge, None] = {}
    for scheme in schemes:
        node = f"scheme {scheme.id}"
        found |= {Edge(node, f"fact {kind}"): None for kind in sorted(scheme.kinds)}
        made = [kind for kind in scheme.kinds.values() if kind.scheme]
        found |= {Edge(f"fact {kind.id}", f"scheme {kind.scheme}"): None for kind in made}
        found |= {Edge(node, f"rule {rule}"): None for rule in sorted(texts.get(scheme.file, ()))}
        if scheme.produces:
            found[Edge(f"fact {scheme.produces}", node)] = None
    return tuple(found)


def leaks(book: Rulebook, schemes: Iterable[Scheme]) -> tuple[tuple[str, ...], ...]:
    """Return each path from a public scheme to something internal, shortest first; empty is the proof."""
    every = list(schemes)
    graph: dict[str, list[str]] = {}
    for edge in edges(book, every):
        graph.setdefault(edge.node, []).append(edge.rests_on)
    internal = {f"scheme {one.id}" for one in every if not one.public}
    public = sorted({f"scheme {one.id}" for one in every if one.public})
    return tuple(path for start in public if (path := _path(graph, start, internal)))


def _path(graph: Mapping[str, list[str]], start: str, internal: set[str]) -> tuple[str, ...]:
    """Return the shortest path from ``start`` to something internal, or nothing."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while ways:
        following = []
        for way in ways:
            for node in graph.get(way[-1], ()):
                if node in internal or _is_internal_rule(node):
                    return (*way, node)
                if node not in seen:
                    seen.add(node)
                    following.append((*way, node))
        ways = following
    return ()


def _is_internal_rule(node: str) -> bool:
    return node.startswith(tuple(f"rule {room}" for room in INTERNAL_RULES))


def _rules_by_file(book: Rulebook) -> dict[str, set[str]]:
    """Return by file of a scheme the ids of the rules that its expressions name."""
    found: dict[str, set[str]] = {}
    for document in book.schemes:
        named = {rule for text in _expressions(document.data) for rule in RULE.findall(text)}
        term = document.data.get("valid_for")
        found.setdefault(document.file, set()).update(named | ({term} if term else set()))
    return found


def _expressions(value: Any) -> Iterator[str]:
    """Yield every text of a document that may be an expression."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in NO_EXPRESSIONS:
                yield from _expressions(part)
    elif isinstance(value, list):
        for part in value:
            yield from _expressions(part)
