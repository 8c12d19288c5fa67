"""地方规则 Where this installation keeps rule files of its own: told once at start, then used by everybody who asks.

Local files change values, adopt schemes and announce working days with their own reference; they never replace a
national file silently: both values stay readable. Programs that must not depend on the installation (the command
line of this package) name their folders themselves.
"""

from collections.abc import Iterable
from pathlib import Path

_folders: tuple[Path, ...] = ()


def use_local_rules(folders: Iterable[Path]) -> None:
    """Say where local rule files lie; a folder that does not exist (yet) holds none."""
    global _folders
    _folders = tuple(folders)


def local_rules() -> tuple[Path, ...]:
    """Return the folders that exist now."""
    return tuple(folder for folder in _folders if folder.is_dir())


def rule_files(roots: Iterable[Path]) -> list[Path]:
    """Return the YAML files under the roots, each once, in a fixed order."""
    found: dict[Path, Path] = {}
    for root in roots:
        real = root.resolve()
        if root.is_dir():
            for path in sorted(root.rglob("*.yaml")):
                found.setdefault(real / path.relative_to(root), path)
        else:
            found.setdefault(real, root)
    return list(found.values())
