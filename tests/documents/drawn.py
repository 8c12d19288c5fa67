"""Pictures in ARCHITECTURE.md that are drawn from the code, so that they stay true.

Each stands between ``<!-- drawn: NAME -->`` and ``<!-- end -->``; ``python -m tests.documents.drawn`` draws them anew.
"""

import ast
import re
import sys
import tomllib
from collections import defaultdict

from peewee import ForeignKeyField

from scoring.rulebook import load_yaml
from supervision import models
from tests.architecture.reading import ROOT, files, name_of

DOCUMENT = ROOT / "ARCHITECTURE.md"
PURE = {  # what there is to see inside of the two that decide
    "inspections": "draw · proof · pool · checklist · record · results · rectification",
    "scoring": "engine · explain · graph · lists · repair · portable · language · rulebook · rules",
}
BLOCK = re.compile(r"(<!-- drawn: (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def floors() -> str:
    """Return the rooms of the application, floor on floor, as the import contract lays them down."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["id"] == "rooms")
    rows = [" · ".join(word.strip(" ()") for word in layer.split("|")) for layer in layers]
    house = {"supervision": rows, "inspections": [PURE["inspections"]], "scoring": [PURE["scoring"]]}
    width = max(len(row) for inside in house.values() for row in inside)
    lines: list[str] = []
    for package, inside in house.items():
        left, right = "├┤" if lines else "┌┐"
        lines.append(f"  {left}─ {package} {'─' * (width - len(package))}{right}")
        lines += [f"  │ {row:<{width}}  │" for row in inside]
    return "\n".join(["```", *lines, f"  └{'─' * (width + 3)}┘", "```", ""])


def kinds_of_facts() -> str:
    """Return the table: which kind of fact is read by which scheme, and which use-case appends it."""
    schemes = [
        scheme
        for path in files("*.yaml", under=("scoring/rules",))
        if "scheme" in (scheme := load_yaml(path))
    ]
    schemes.sort(
        key=lambda scheme: ("lists" in scheme["scheme"], not scheme.get("public", True), scheme["scheme"])
    )
    names, writers = {}, _writers()
    reads: dict[str, set[str]] = {}  # by what is produced; versions of a scheme read alike or more
    for scheme in schemes:
        names |= {kind: words["name"] for kind, words in scheme["facts"].items()}
        reads.setdefault(scheme["produces"], set()).update(scheme["facts"])
        writers[scheme["produces"]].add("scores")  # a decided outcome is a fact of that kind
    rows = [
        "| kind of fact | 中文 | " + " | ".join(reads) + " | appended by |",
        "|---|---" + "|:-:" * len(reads) + "|---|",
    ]
    for kind in sorted(names):
        read = ["●" if kind in kinds else "" for kinds in reads.values()]
        rows.append(
            f"| `{kind}` | {names[kind]['zh']} | {' | '.join(read)} | {', '.join(sorted(writers[kind])) or '`fact.record`'} |"
        )
    return "\n".join([*rows, ""])


def _writers() -> defaultdict[str, set[str]]:
    """Return by kind of fact the use-case files that append it under that very name."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in files("*.py", under=("supervision/usecases",)):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "append_fact":
                for word in node.keywords:
                    if word.arg == "kind" and isinstance(word.value, ast.Constant):
                        found[str(word.value.value)].add(path.stem)
    return found


def tables() -> str:
    """Return the tables and what they refer to, one subgraph a file of ``supervision/models``."""
    lines = ["```mermaid", "flowchart LR"]
    arrows = []
    rooms: defaultdict[str, list[str]] = defaultdict(list)
    for table in models.ALL:
        rooms[table.__module__.rsplit(".", 1)[1]].append(table.__name__)
        keys = [field for field in table._meta.fields.values() if isinstance(field, ForeignKeyField)]
        to = dict.fromkeys(field.rel_model.__name__ for field in keys)
        if to:
            arrows.append(f"  {table.__name__} --> {' & '.join(to)}")
    for room, names in rooms.items():
        lines += [f"  subgraph {room}", f"    {'; '.join(names)}", "  end"]
    return "\n".join([*lines, *arrows, "```", ""])


DRAWN = {"floors": floors, "facts": kinds_of_facts, "tables": tables}


def redrawn(text: str) -> str:
    """Return the document with every picture drawn anew."""
    return BLOCK.sub(lambda found: found[1] + DRAWN[found[2]]() + found[4], text)


if __name__ == "__main__":
    DOCUMENT.write_text(redrawn(DOCUMENT.read_text()))
    sys.stdout.write(f"{name_of(DOCUMENT)} drawn\n")
