"""Every domain class is explained in GLOSSARY.md, under its own name and its Chinese one."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.reading import ROOT, files, name_of

FOLDERS = ("supervision/models", "supervision/records", "inspections", "scoring")
TERM = re.compile(r"[\u4e00-\u9fff/、]+")
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \|$", re.MULTILINE)


def terms() -> Iterator[tuple[str, str, str]]:
    """Give ``(class, Chinese term, file)`` of each class whose docstring opens with a Chinese term."""
    for path in files("*.py", under=FOLDERS):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                term = TERM.match(ast.get_docstring(node) or "")
                if term:
                    yield node.name, term[0], name_of(path)


def test_every_domain_class_is_explained() -> None:
    explained = {(name, term) for name, term, _, _ in ROW.findall((ROOT / "GLOSSARY.md").read_text())}
    missing = {(name, term, place) for name, term, place in terms() if (name, term) not in explained}
    assert not missing, f"say in GLOSSARY.md what these are: {sorted(missing)}"


def test_nothing_is_explained_that_is_gone() -> None:
    living = {(name, term) for name, term, _ in terms()}
    text = (ROOT / "GLOSSARY.md").read_text()
    gone = {(name, term) for name, term, _, _ in ROW.findall(text) if (name, term) not in living}
    assert not gone, f"take these out of GLOSSARY.md: {sorted(gone)}"
