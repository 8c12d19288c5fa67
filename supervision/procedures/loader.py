"""Reading procedure files: strict, every problem of a file with its line, nothing half understood."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from scoring.rulebook import Confidence, Reference, Rulebook, RuleFileError
from scoring.rulebook.loader import Document, read_document
from scoring.rulebook.schema import check
from supervision.procedures.checks import problems_of
from supervision.procedures.definition import Basis, Clock, Definition, Extension, Move, State, Words
from supervision.procedures.frame import Procedure
from supervision.procedures.shapes import PROCEDURE, STAY
from supervision.rulebook import rulebook

FOLDER = Path(__file__).parent
EARLIER = FOLDER / "earlier"  # <id>-<version>.yaml: files that were replaced while cases still ran on them


def procedure_ids() -> tuple[str, ...]:
    """Return the ids of all procedures."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def load_procedure(procedure_id: str, version: str | None = None) -> Procedure:
    """Return a procedure by its id: the present version, or the one that a running case began with.

    Its clocks and guards follow the rules that apply now, also when a local file was changed since.

    Raises:
        LookupError: there is none of this name, or not in this version.
        RuleFileError: its file cannot be used; names every problem with file and line.
    """
    return _loaded(procedure_id, version, rulebook())


@lru_cache(maxsize=128)  # two rulebooks, say, of some thirty files
def _loaded(procedure_id: str, version: str | None, book: Rulebook) -> Procedure:
    if procedure_id not in procedure_ids():
        raise LookupError(f"no procedure is called {procedure_id}; there are {', '.join(procedure_ids())}")
    if version is None:
        return read_procedure(FOLDER / f"{procedure_id}.yaml", book)
    present = _loaded(procedure_id, None, book)
    if present.definition.version == version:
        return present
    earlier = EARLIER / f"{procedure_id}-{version}.yaml"
    if not earlier.is_file():
        raise LookupError(f"{procedure_id} has no version {version} here")
    return read_procedure(earlier, book)


def read_procedure(path: Path, book: Rulebook) -> Procedure:
    """Read and check the file at ``path`` against the rules and laws of ``book``."""
    document = read_document(path)
    problems = check(document, PROCEDURE) or problems_of(document, book)
    if problems:
        raise RuleFileError(problems)
    return Procedure(_definition(document, book), book)


def _definition(document: Document, book: Rulebook) -> Definition:
    data = document.data
    return Definition(
        id=data["id"],
        version=data["version"],
        name=_words(data["name"]),
        subject=_words(data["subject"]),
        facts=data["facts"],
        path=tuple(data["path"]),
        states={each["id"]: _state(each) for each in data["states"]},
        moves={each["id"]: _move(each, book) for each in data["moves"]},
        clocks={each["id"]: _clock(each, book) for each in data.get("clocks", ())},
        papers={paper: _words(name) for paper, name in data.get("papers", {}).items()},
        basis=_basis(data["basis"], book),
    )


def _state(data: Mapping[str, Any]) -> State:
    return State(
        id=data["id"],
        name=_words(data["name"]),
        is_open=not data.get("closed", False),
        turn=tuple(data.get("turn", ())),
        public=_words(data["public"]) if data["public"] else None,
    )


def _move(data: Mapping[str, Any], book: Rulebook) -> Move:
    def listed(key: str) -> tuple[str, ...]:
        return tuple(data.get(key, ()))

    return Move(
        id=data["id"],
        name=_words(data["name"]),
        origins=listed("from"),
        target=None if data["to"] == STAY else data["to"],
        roles=listed("role"),
        permission=data["permission"],
        guards=listed("guards"),
        effects=listed("effects"),
        papers=listed("papers"),
        requires=listed("requires"),
        not_same_person_as=listed("not_same_person_as"),
        not_involved_as=listed("not_involved_as"),
        after_clocks=listed("after_clock"),
        within_clocks=listed("within_clock"),
        basis=_basis(data.get("basis", ()), book),
    )


def _clock(data: Mapping[str, Any], book: Rulebook) -> Clock:
    extension = data.get("extended_by")
    return Clock(
        id=data["id"],
        name=_words(data["name"]),
        origin=data["from"],
        states=tuple(data.get("while", [data["from"]])),
        until_made=tuple(data.get("until_made", ())),
        kind=data["kind"],
        rule=data["rule"],
        unit=data["unit"],
        extension=Extension(extension["move"], extension["rule"]) if extension else None,
        move=None if data["when_over"] == "remind" else data["when_over"],
        basis=_basis(data.get("basis", ()), book),
    )


def _words(data: Mapping[str, str]) -> Words:
    return Words(data["zh"], data["en"])


def _basis(data: Sequence[Mapping[str, str]], book: Rulebook) -> tuple[Basis, ...]:
    return tuple(
        Basis(Reference(book.laws[each["law"]], each.get("article", "")), Confidence(each["confidence"]))
        for each in data
    )
