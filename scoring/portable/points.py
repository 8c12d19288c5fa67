"""计分成数据 Parts and items as data."""

from typing import Any

from scoring.language.exact import plain_text
from scoring.portable.trees import Trees
from scoring.schemes import Item, Occurrence, Part, Rounding


def node_of(trees: Trees, node: Part | Item) -> dict[str, Any]:
    """Return one part or item with all that it holds; what it does not say is not there."""
    said = {
        "id": node.id,
        "name": dict(node.name),
        "max": trees.value(node.max),
        "least": trees.value(node.least),
        "weight": trees.value(node.weight),
        "applies": trees.value(node.applies),
        "bonus": node.bonus or None,
        "round": rounding_of(node.rounding),
    }
    said |= _item(trees, node) if isinstance(node, Item) else _part(trees, node)
    return {key: value for key, value in said.items() if value is not None}


def rounding_of(rounding: Rounding | None) -> dict[str, str] | None:
    """Return a rounding as data."""
    return {"step": plain_text(rounding.step), "how": rounding.how} if rounding else None


def _part(trees: Trees, part: Part) -> dict[str, Any]:
    return {
        "items": [node_of(trees, child) for child in part.children],
        "not_applicable": part.not_applicable,
        "take": part.take,
        "taken": part.taken,
    }


def _item(trees: Trees, item: Item) -> dict[str, Any]:
    assumed_max = None if item.assumed_max is None else plain_text(item.assumed_max)
    return {
        "verb": item.verb,
        "max_unknown": item.max_unknown or None,
        "pending": item.is_pending or None,
        "when_missing": item.when_missing,
        "needs": [trees.selection(one) for one in item.needs_said] or None,
        "points": trees.value(item.points),
        "cases": [{"when": trees.value(case.when), "points": trees.value(case.points)} for case in item.cases]
        or None,
        "each": [_occurrence(trees, one) for one in item.occurrences] or None,
        "assumed_max": assumed_max,
        "assumed_points": trees.value(item.assumed_points),
    }


def _occurrence(trees: Trees, one: Occurrence) -> dict[str, Any]:
    kind = trees.kind_of(one.each)
    said = {
        "chosen": trees.selection(one.each),
        "name": dict(one.name),
        "points": trees.value(one.points, kind),
        "at_most": trees.value(one.at_most),
        "once_per": trees.value(one.once_per, kind),
        "cycle": trees.value(one.cycle, kind),
        "cycle_most": trees.value(one.cycle_most),
    }
    return {key: value for key, value in said.items() if value is not None}
