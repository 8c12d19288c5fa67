"""编辑器用的模式 The shapes of rule files as one JSON Schema, with which editors complete and check them while typing.

It says what stands where. What a shape cannot say (names, types, gaps, laws) is found by ``scoring check`` alone.
"""

from collections.abc import Mapping
from typing import Any

from scoring.rulebook.schema import (
    Anything,
    Choice,
    Day,
    Either,
    Flag,
    Later,
    ListOf,
    MapOf,
    Number,
    OrNull,
    Record,
    Shape,
    Text,
)

DAY = {"type": "string", "format": "date"}


def json_schema(files: Mapping[str, Shape]) -> dict[str, Any]:
    """Return one schema for files of several shapes; a file is told by the key with which its shape is listed."""
    known: dict[str, Any] = {}
    choices = [
        {"if": {"required": [key]}, "then": _schema(shape, known), "else": False}
        for key, shape in files.items()
    ]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Rule files of scoring",
        "type": "object",
        "oneOf": choices,
        "definitions": dict(sorted(known.items())),
    }


def _schema(shape: Shape, known: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of one shape; ``known`` collects those that have a name."""
    match shape:
        case OrNull():
            return {"anyOf": [{"type": "null"}, _schema(shape.shape, known)]}
        case ListOf():
            most = {} if shape.most is None else {"maxItems": shape.most}
            return {"type": "array", "items": _schema(shape.shape, known), "minItems": shape.least, **most}
        case MapOf():
            return {
                "type": "object",
                "propertyNames": _key(shape.key, known),
                "additionalProperties": _schema(shape.value, known),
                "minProperties": shape.least,
            }
        case Record():
            parts = {
                name: _schema(part, known) for name, part in {**shape.required, **shape.optional}.items()
            }
            return {
                "type": "object",
                "properties": parts,
                "required": sorted(shape.required),
                "additionalProperties": False,
            }
        case Either():
            return {"anyOf": [_schema(option, known) for option in shape.options]}
        case Later():
            if shape.name not in known:
                known[shape.name] = {}
                known[shape.name] = _schema(shape.shape(), known)
            return {"$ref": f"#/definitions/{shape.name}"}
    return _plain(shape)


def _key(shape: Shape, known: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a key: in JSON every key is text, also a year."""
    return {"pattern": r"^-?\d+$"} if isinstance(shape, Number) else _schema(shape, known)


def _plain(shape: Shape) -> dict[str, Any]:
    """Return the schema of a shape that holds no others."""
    match shape:
        case Text():
            pattern = {"pattern": f"^({shape.pattern})$"} if shape.pattern else {"minLength": 1}
            return {"type": "string", "description": shape.what, **pattern}
        case Number():
            limits = {"minimum": shape.least, "maximum": shape.most}
            said = {key: int(value) for key, value in limits.items() if value is not None}
            return {"type": "integer" if shape.whole else "number", **said}
        case Flag():
            return {"type": "boolean"}
        case Day():
            return dict(DAY)
        case Choice():
            return {"enum": list(shape.words)}
        case Anything():
            return {}
    raise TypeError(f"{type(shape).__name__} has no JSON Schema")
