"""The JSON Schema for editors: it takes every rule file of this house, and marks what stands at a wrong place."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from scoring.reading.shape import FILES
from scoring.rulebook import load_yaml
from scoring.rulebook.book import FOLDER
from scoring.rulebook.json_schema import json_schema

LOCAL = FOLDER.parent / "local"
STRANGERS = Path(__file__).parent / "strangers"
FOUND = sorted(path for root in (FOLDER, LOCAL, STRANGERS) for path in root.rglob("*.yaml"))


def as_editors_read(value: Any) -> Any:
    """Return what an editor makes of YAML: days are text, all numbers are of one kind."""
    if isinstance(value, dict):
        return {str(key): as_editors_read(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_editors_read(each) for each in value]
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    schema = json_schema(FILES)
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def test_every_rule_file_is_taken(validator: Draft7Validator) -> None:
    assert len(FOUND) > 50
    refused = {
        path.name: error.message[:200]
        for path in FOUND
        for error in validator.iter_errors(as_editors_read(load_yaml(path)))
    }
    assert refused == {}


def without(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda data: data.pop(key)


@pytest.mark.parametrize(
    "spoil",
    [
        without("since"),
        without("outcome"),
        lambda data: data.update(colour="red"),
        lambda data: data.update(public="perhaps"),
        lambda data: data.update(confidence="sure"),
        lambda data: data["review"].update(every_days="often"),
        lambda data: data["reference"].update(law="No Such Law!"),
        lambda data: data["score"]["parts"][0].update(wieght=3),
        lambda data: data["facts"].update({"Not A Name": {"name": {"zh": "甲", "en": "a"}, "members": {}}}),
        lambda data: data["examples"].append("an example"),
    ],
)
def test_what_stands_at_a_wrong_place_is_marked(
    validator: Draft7Validator, spoil: Callable[[dict[str, Any]], object]
) -> None:
    data = as_editors_read(load_yaml(FOLDER / "performance" / "rating.yaml"))
    assert validator.is_valid(data)
    spoil(data)
    assert not validator.is_valid(data)
