"""How the architecture tests read the code: our files, and the texts that people see."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
PACKAGES = ("scoring", "inspections", "supervision")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAYS = {"_", "say", "mark", "tell"}  # their first argument is a text
COMPLAINS = ("Error",)  # classes whose name ends so: what they are given are texts, by place or as a remedy

Place = tuple[str, int]  # file, line


def files(*patterns: str, under: tuple[str, ...] = (*PACKAGES, "tests", "portal_docs")) -> list[Path]:
    """Return our own files of these patterns, without what is generated or vendored."""
    found = [path for folder in under for pattern in patterns for path in (ROOT / folder).rglob(pattern)]
    apart = {"__pycache__", "versions", "vendor", "vendored", "node_modules"}
    return sorted(path for path in found if path.is_file() and not apart & set(path.parts))


def name_of(path: Path) -> str:
    """Return the path within the checkout."""
    return path.relative_to(ROOT).as_posix()


def texts_in_python(source: str, name: str) -> Iterator[tuple[str, Place]]:
    """Give each text that is said, marked or complained with; one made by an f-string comes as ``<f-string>``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            for argument in _text_arguments(node):
                yield from ((text, (name, argument.lineno)) for text in _strings(argument))


def _text_arguments(call: ast.Call) -> list[ast.expr]:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if called in SAYS:
        return call.args[:1]
    if called.endswith(COMPLAINS):
        return [
            *call.args,
            *(word.value for word in call.keywords if word.arg in ("remedy", "message", "problem")),
        ]
    return []


def _strings(expression: ast.expr) -> Iterator[str]:
    match expression:
        case ast.Constant(value=str(text)) if CHINESE.search(text):
            yield text
        case ast.IfExp():
            yield from _strings(expression.body)
            yield from _strings(expression.orelse)
        case ast.BoolOp():
            for value in expression.values:
                yield from _strings(value)
        case ast.JoinedStr() if any(
            isinstance(part, ast.Constant) and CHINESE.search(str(part.value)) for part in expression.values
        ):
            yield "<f-string>"


def template(source: str) -> nodes.Template:
    """Parse a template."""
    return Environment(autoescape=True, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"]).parse(source)


def texts_in_template(source: str, name: str) -> Iterator[tuple[str, Place]]:
    """Give each text within ``_(…)``."""
    for call in template(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "_" and call.args:
            constants = [call.args[0], *call.args[0].find_all(nodes.Const)]
            for constant in constants:
                if isinstance(constant, nodes.Const) and isinstance(constant.value, str):
                    yield constant.value, (name, call.lineno)


def bare_chinese_in_template(source: str, name: str) -> Iterator[tuple[str, Place]]:
    """Give Chinese outside of ``_(…)``, which the English page would show too."""
    for data in template(source).find_all(nodes.TemplateData):
        for part in re.findall(r"[^\s<>]*[\u4e00-\u9fff][^<>]*", data.data):
            yield part.strip(), (name, data.lineno)


def listed(places: dict[str, Place]) -> str:
    """Return the texts with their places, one a line, for a person who is to mend them."""
    return "\n".join(
        f"{name}:{line}: {text}" for text, (name, line) in sorted(places.items(), key=lambda item: item[1])
    )
