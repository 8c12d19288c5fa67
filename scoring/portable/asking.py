"""怎样询问 How a form asks for the facts that a scheme reads, so that a person need not know what a fact is.

A kind of fact that is only ever asked ``where item = this`` is asked once for each item; one of which only the newest or
oldest matters is asked once; of all others there may be several. The words to choose from for a member are those with
which the scheme compares it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from scoring.language.tree import Call, Literal, Name, Node, Operation, Query
from scoring.portable.trees import Trees

ONE = frozenset({"latest", "first"})
Place = tuple[str, str]
"""A kind of fact and one of its members."""


class Asking:
    """询问方式 What a form must know about each kind of fact of one scheme."""

    def __init__(self, trees: Trees, rules: Mapping[str, Any]) -> None:
        self.trees, self.rules = trees, rules
        self.nodes = [pair for node, kind in trees.roots for pair in self._below(node, kind)]
        self.measures: dict[str, Place] = {}
        for measure, (node, _) in zip(
            trees.scheme.measures, trees.roots, strict=False
        ):  # they are written first
            if place := self._place(node, ""):
                self.measures[measure.id] = place
        self.words = self._words()
        self.read = {place for node, kind in self.nodes if (place := self._member(node, kind))}

    def form(self, kind: str) -> dict[str, Any]:
        """Return how to ask for facts of a kind: ``{"asks": "once"}``, ``"often"``, or ``"items"`` with which."""
        queries = [node for node, _ in self.nodes if isinstance(node, Query) and self._kind(node) == kind]
        members = {_compared_with_this(query) for query in queries}
        if len(members) == 1 and (member := members.pop()):
            items = [one.id for one in self.trees.scheme.items() if kind in self.trees.scheme.reach_of(one)]
            return {"asks": "items", "member": member, "items": items}
        if all(query.name in ONE and query.per is None for query in queries):
            return {"asks": "once"}
        return {"asks": "often"}

    def choices(self, kind: str, member: str) -> tuple[str, ...]:
        """Return the words to choose from, in the order of the file."""
        return tuple(self.words.get((kind, member), ()))

    def reads(self, kind: str, member: str) -> bool:
        """Return whether the scheme asks for the member at all."""
        return (kind, member) in self.read

    def _kind(self, query: Query) -> str:
        return self.trees.source(query)[0].id

    def _words(self) -> dict[Place, dict[str, None]]:
        found: dict[Place, dict[str, None]] = {}
        for node, kind in self.nodes:
            if not isinstance(node, Operation) or node.sign not in ("=", "!=", "in"):
                continue
            places = [place for operand in node.operands if (place := self._place(operand, kind))]
            words = [word for operand in node.operands for word in self._said(operand)]
            for place in places:
                found.setdefault(place, {}).update(dict.fromkeys(words))
        return found

    def _member(self, node: Node, kind: str) -> Place | None:
        """Return the member that a name or a query reads."""
        if isinstance(node, Query):
            source, member = self.trees.source(node)
            return (source.id, member) if member else None
        return (kind, node.name) if isinstance(node, Name) else None

    def _place(self, node: Node, kind: str) -> Place | None:
        """Return the member of a fact whose value this is, where it is one."""
        if isinstance(node, Name):
            members = self.trees.scheme.kinds[kind].members if kind in self.trees.scheme.kinds else {}
            return (kind, node.name) if node.name in members else self.measures.get(node.name)
        if isinstance(node, Query):
            source, member = self.trees.source(node)
            return (source.id, member) if member and node.name in ONE else None
        if isinstance(node, Call) and node.name == "first_known":
            return self._place(node.arguments[0], kind)
        return None

    def _said(self, node: Node) -> list[str]:
        """Return the words that stand here: in quotes, or in a set of a rule."""
        if isinstance(node, Literal):
            return [node.value] if isinstance(node.value, str) else []
        if isinstance(node, Name):
            return sorted(self.trees.scheme.sets.get(node.name, ()))
        if isinstance(node, Call) and node.name == "rule" and isinstance(node.arguments[0], Literal):
            value = self.rules[str(node.arguments[0].value)]
            return list(value[1]) if value and value[0] == "set" else []
        return []

    def _below(self, node: Node | None, kind: str) -> Iterator[tuple[Node, str]]:
        """Yield every node of a tree with the kind of fact at hand there."""
        if node is None:
            return
        yield node, kind
        inside: tuple[Node | None, ...] = ()
        if isinstance(node, Operation):
            inside = node.operands
        elif isinstance(node, Call):
            inside = node.arguments
        elif isinstance(node, Query):
            kind = self._kind(node)
            inside = (node.where, node.each, node.per)
        for part in inside:
            yield from self._below(part, kind)


def _compared_with_this(query: Query) -> str:
    """Return the member that a query compares with the item at hand, or nothing."""
    where = query.where
    if isinstance(where, Operation) and where.sign == "=":
        names = [operand.name for operand in where.operands if isinstance(operand, Name)]
        if len(names) == 2 and "this" in names:
            return next(name for name in names if name != "this")
    return ""
