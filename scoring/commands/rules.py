"""check, describe and schema: about rule files alone."""

import argparse
import json
from pathlib import Path

from scoring.checking import check_paths
from scoring.commands.frame import DIFFERS, HOLDS, REFUSED, Commands, day
from scoring.describe.files import describe_paths
from scoring.reading.shape import FILES
from scoring.rulebook.json_schema import json_schema


def add(commands: Commands) -> None:
    """Add the commands to the parser."""
    check = commands.add_parser("check", help="check rule files and run their examples")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    check.add_argument("--on", type=day, metavar="DAY", help="also list what is due for review on that day")
    check.set_defaults(run=_check)

    tell = commands.add_parser("describe", help="what rule files do, in words")
    tell.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    tell.add_argument("--language", choices=("zh", "en"), default="zh")
    tell.set_defaults(run=_describe)

    shapes = commands.add_parser("schema", help="a JSON Schema of rule files, for editors")
    shapes.set_defaults(run=_schema)


def _check(asked: argparse.Namespace) -> int:
    checked = check_paths(asked.paths, asked.on)
    errors = [
        {"file": one.file, "line": one.line, "column": one.column, "code": one.code, "message": one.message}
        for one in checked.problems
    ]
    said = {"files": list(checked.files), "errors": errors, "examples": checked.examples}
    if asked.on:
        said["reviews"] = list(checked.reviews)
    print(json.dumps(said, ensure_ascii=False, indent=1))
    if any(error["code"] in ("unreadable", "no-rules") for error in errors):
        return REFUSED
    return DIFFERS if errors else HOLDS


def _describe(asked: argparse.Namespace) -> int:
    print(describe_paths(asked.paths, asked.language))
    return HOLDS


def _schema(asked: argparse.Namespace) -> int:
    print(json.dumps(json_schema(FILES), ensure_ascii=False, indent=1))
    return HOLDS
