"""BENCHMARKS.md: one part for measurements, one for faults; a run replaces its own rows and keeps the others."""

import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from supervision import clock

FILE = Path(__file__).parents[2] / "BENCHMARKS.md"
HEAD = "# Measurements\n\nWritten by `./dev bench` and `./dev faults`; read ratios rather than seconds.\n"
Row = dict[str, Any]


def keep(part: str, rows: Sequence[Row], columns: Mapping[str, str], file: Path = FILE) -> None:
    """Put ``rows`` (each with a ``name``) into the part called ``part``; ``columns``: key of a row → heading."""
    text = file.read_text() if file.exists() else HEAD
    known = {_identity(row): row for row in [*_rows(text, part), *rows]}
    section = _section(part, [known[each] for each in sorted(known)], columns)
    pattern = _pattern(part)
    text = pattern.sub(lambda _: section, text) if pattern.search(text) else f"{text}\n{section}"
    file.write_text(text)


def table(rows: Sequence[Row], columns: Mapping[str, str]) -> str:
    """Return the rows as a Markdown table that is aligned for the terminal too."""
    lines = [list(columns.values()), *([_cell(row.get(key)) for key in columns] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(columns))]
    cells = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    ]
    return "\n".join([cells[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *cells[1:]])


def machine() -> str:
    """Return date, processor, cores, memory and Python in one line."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{clock.china_day(clock.now())}, {model[1] if model else platform.machine()}, {os.cpu_count()} cores, "
        f"{memory:.0f} GB, Python {platform.python_version()}, {platform.system()} {platform.release()}"
    )


def _identity(row: Row) -> tuple[str, str]:
    return row["name"], row.get("size", "")


def _pattern(part: str) -> re.Pattern[str]:
    return re.compile(f"<!-- {part} -->.*?<!-- end of {part} -->\n", re.DOTALL)


def _rows(text: str, part: str) -> list[Row]:
    found = _pattern(part).search(text)
    return [json.loads(line) for line in re.findall(r"^\{.*\}$", found[0], re.MULTILINE)] if found else []


def _section(part: str, rows: Sequence[Row], columns: Mapping[str, str]) -> str:
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return (
        f"<!-- {part} -->\n## {part.capitalize()}\n\n{machine()}\n\n{table(rows, columns)}\n\n"
        f"<details><summary>The same as JSON lines</summary>\n\n```json\n{lines}\n```\n</details>\n<!-- end of {part} -->\n"
    )


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "NO"
        case float():
            return f"{value:.3g}" if value < 100 else f"{value:.0f}"
        case dict():
            return ", ".join(f"{key} ≤ {limit}" for key, limit in value.items())
        case _:
            return str(value)
