"""结果成数据 Outcomes as data: levels with what each takes, gates and vetoes with what they do."""

from typing import Any

from scoring.language.exact import plain_text
from scoring.portable.trees import Trees
from scoring.schemes.levels import Level, Outcome, Veto


def outcome_of(trees: Trees, name: str, outcome: Outcome) -> dict[str, Any]:
    """Return one outcome; ``names`` are all it can be, the best first."""
    return {
        "id": name,
        "name": dict(outcome.name),
        "value": trees.value(outcome.value),
        "levels": [_level(trees, level) for level in outcome.levels],
        "otherwise": outcome.otherwise and outcome.otherwise[0],
        "vetoes": [_veto(trees, veto) for veto in outcome.vetoes],
        "names": [{"id": one, "name": dict(words)} for one, words in outcome.names.items()],
    }


def _level(trees: Trees, level: Level) -> dict[str, Any]:
    said = {
        "outcome": level.outcome,
        "above": trees.value(level.above),
        "sign": level.sign if level.above else None,
        "bars": [
            {
                "id": bar.need.id,
                "of": bar.of,
                "ratio": plain_text(bar.ratio),
                "name": {"zh": bar.need.name["zh"], "en": bar.need.name["en"]},
            }
            for bar in level.bars
        ]
        or None,
        "needs": [
            {"id": need.id, "name": dict(need.name), "is": trees.value(need.holds)} for need in level.needs
        ]
        or None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _veto(trees: Trees, veto: Veto) -> dict[str, Any]:
    said = {
        "id": veto.id,
        "name": dict(veto.name),
        "each": trees.selection(veto.each) if veto.each else None,
        "when": trees.value(veto.when),
        "gate": veto.gate or None,
        "outcome": veto.outcome,
        "at_most": veto.at_most,
        "suspend": veto.suspend,
        "lower_by": veto.lower_by or None,
        "raise_by": veto.raise_by or None,
    }
    return {key: value for key, value in said.items() if value is not None}
