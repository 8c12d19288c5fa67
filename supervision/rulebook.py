"""适用的规则 the rules that apply here: the national ones, with the local authority's own going first.

Local files stand in ``$MINGJING_DATA/rules/`` (``use_local_rules`` says so at start), each with its own legal
reference; the public method page shows both. National files do not change while a program runs, so only local ones
are looked at again.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path

from scoring.freezing import hash_of, text_hash
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook
from scoring.rulebook.book import FOLDER
from scoring.rulebook.local import local_rules, rule_files
from scoring.schemes import Scheme
from scoring.versions import Schemes


def rulebook() -> Rulebook:
    """Return the rulebook of this installation; read again when one of the local files has changed."""
    return _book(*_local())


def schemes() -> Schemes:
    """Return the scoring schemes of this installation."""
    return _schemes(*_local())


def rules_sha256(scheme: Scheme, on: date) -> str:
    """Return a hash of all that a score of a scheme for a day rests on besides facts: files, version, values in force."""
    book, folders = rulebook(), _local()[0]
    texts = [text_hash(path.read_text(encoding="utf-8")) for path in rule_files((FOLDER, *folders))]
    values = sorted((name, str(found.since)) for name, rule in book.rules.items() if (found := rule.find(on)))
    return hash_of([texts, scheme.id, scheme.since.isoformat(), scheme.authority, values])


Stamp = tuple[tuple[str, int], ...]


def _local() -> tuple[tuple[Path, ...], Stamp]:
    """Return the folders of local rules, and what tells that a file of them has changed."""
    folders = local_rules()
    files = sorted(file for folder in folders for file in folder.rglob("*.yaml"))
    return folders, tuple((str(file), file.stat().st_mtime_ns) for file in files)


@lru_cache(maxsize=4)
def _book(folders: tuple[Path, ...], _: Stamp) -> Rulebook:
    return Rulebook.load(folders)


@lru_cache(maxsize=4)
def _schemes(folders: tuple[Path, ...], stamp: Stamp) -> Schemes:
    return load_schemes(_book(folders, stamp))
