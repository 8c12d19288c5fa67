"""评价方法的公开文件: each method's rule file, its program for the calculator, and the two handbooks that explain both."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import scoring
from supervision.disclosure.site.register import Register
from supervision.records.methods import Example

CALCULATOR = ("exact", "expressions", "points", "outcomes")
"""The calculator itself, in the order in which its parts build on each other."""
SCORING = Path(scoring.__file__).parent
HANDBOOKS = {"LANGUAGE.txt": SCORING / "LANGUAGE.md", "FORMAT.txt": SCORING / "portable" / "FORMAT.md"}


def method_files(register: Register) -> Iterator[tuple[str, bytes]]:
    """Yield the files of every method; the same for all languages."""
    day = register.as_of.isoformat()
    for method in register.snapshot.methods:
        path = f"rules/{method.id}"
        yield f"{path}.yaml", method.source.encode()
        if method.program:
            program = {**method.program, "day": day}
            yield f"{path}.program.json", f"{_json(program, indent=1)}\n".encode()
            examples = [_example(each) for each in method.examples]
            made = (
                f"self.calculatorProgram = {_json(program)};\nself.calculatorExamples = {_json(examples)};\n"
            )
            yield f"{path}.program.js", made.encode()
    for name, file in HANDBOOKS.items():
        yield f"rules/{name}", file.read_bytes()


def _example(example: Example) -> dict[str, Any]:
    return {
        "name": {"zh": example.name.zh, "en": example.name.en},
        "outcome": {"zh": example.outcome.zh, "en": example.outcome.en},
        "value": example.value,
        "on": example.on.isoformat(),
        "rehearse": example.rehearsal,
        "given": example.given,
        "standing": example.standing,
    }


def _json(value: Any, indent: int | None = None) -> str:
    """Return JSON that may stand in a script: a line separator would end it in old browsers."""
    said = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent)
    return said.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
