"""适用的规则 the rules that apply here: the national ones, with the local authority's own going first.

Local files stand in ``$MINGJING_DATA/rules/``, each with its own legal reference; the public method page shows both.
"""

from functools import lru_cache

from scoring.reading import load_schemes
from scoring.rulebook import Rulebook
from scoring.schemes import Schemes
from supervision.config import Config


def rulebook() -> Rulebook:
    """Return the rulebook of this installation; read again when one of the local files has changed."""
    return _book(*_local())


def schemes() -> Schemes:
    """Return the scoring schemes of this installation."""
    return _schemes(*_local())


def _local() -> tuple[str, tuple[tuple[str, int], ...]]:
    """Return the local folder, if there is one, and what tells that a file of it has changed."""
    folder = Config.from_env().data / "rules"
    if not folder.is_dir():
        return "", ()
    files = sorted(folder.rglob("*.yaml"))
    return str(folder), tuple((str(file), file.stat().st_mtime_ns) for file in files)


@lru_cache(maxsize=4)
def _book(folder: str, _: tuple[tuple[str, int], ...]) -> Rulebook:
    return Rulebook.load((folder,) if folder else ())


@lru_cache(maxsize=4)
def _schemes(folder: str, files: tuple[tuple[str, int], ...]) -> Schemes:
    return load_schemes(_book(folder, files))
