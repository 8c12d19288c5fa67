"""check and describe: about rule files alone."""

import argparse
import json
from pathlib import Path

from scoring import describe
from scoring.checking import check_paths
from scoring.commands.frame import DIFFERS, HOLDS, REFUSED, Commands


def add(commands: Commands) -> None:
    """Add the commands to the parser."""
    check = commands.add_parser("check", help="check rule files and run their examples")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    check.set_defaults(run=_check)

    tell = commands.add_parser("describe", help="what a rule file does, in words")
    tell.add_argument("file", type=Path, metavar="FILE")
    tell.add_argument("--language", choices=("zh", "en"), default="zh")
    tell.set_defaults(run=_describe)


def _check(asked: argparse.Namespace) -> int:
    checked = check_paths(asked.paths)
    errors = [
        {"file": one.file, "line": one.line, "column": one.column, "code": one.code, "message": one.message}
        for one in checked.problems
    ]
    print(
        json.dumps(
            {"files": list(checked.files), "errors": errors, "examples": checked.examples},
            ensure_ascii=False,
            indent=1,
        )
    )
    if any(error["code"] in ("unreadable", "no-rules") for error in errors):
        return REFUSED
    return DIFFERS if errors else HOLDS


def _describe(asked: argparse.Namespace) -> int:
    print(describe.describe_file(asked.file, asked.language))
    return HOLDS
