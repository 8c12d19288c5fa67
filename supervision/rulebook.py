"""适用的规则 the rules that apply here: the national ones, with the local authority's own going first.

Local files stand in ``$MINGJING_DATA/rules/``, each with its own legal reference; the public method page shows both.
"""

from scoring.reading import load_schemes
from scoring.rulebook import Rulebook
from scoring.schemes import Schemes
from supervision.config import Config


def rulebook() -> Rulebook:
    """Return the rulebook of this installation; read once, again when a file has changed."""
    return Rulebook.load(_local())


def schemes() -> Schemes:
    """Return the scoring schemes of this installation."""
    return load_schemes(rulebook())


def _local() -> tuple[str, ...]:
    folder = Config.from_env().data / "rules"
    return (str(folder),) if folder.is_dir() else ()
