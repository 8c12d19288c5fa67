"""适用的规则 the rules that apply here: the national ones, with the local authority's own going first.

Local files stand in ``$MINGJING_DATA/rules/`` (``use_local_rules`` says so at start), each with its own legal
reference; the public method page shows both. National files do not change while a program runs, so only local ones
are looked at again.

What was read of rule files is kept in ``$MINGJING_DATA/rules.read`` for the next start, sealed with the key of this
installation: what is damaged or was written by anybody else is not believed, and simply read again.
"""

import hmac
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from scoring.frozen.freezing import hash_of, text_hash
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook, parsed, use_local_rules
from scoring.rulebook.book import FOLDER
from scoring.rulebook.local import local_rules, rule_files
from scoring.schemes import Scheme
from scoring.schemes.versions import Schemes
from supervision.config import Config

SEAL = "sha256"
_kept: list["KeptReading"] = []


@dataclass(frozen=True, slots=True)
class KeptReading:
    """规则文件读取缓存 What was read of rule files, in a file beginning with its seal."""

    file: Path
    key: bytes

    def take(self) -> bool:
        """Believe what an earlier run of this installation wrote; return whether there was anything to believe."""
        with suppress(OSError):
            seal, _, body = self.file.read_bytes().partition(b"\n")
            return hmac.compare_digest(seal, self._seal(body)) and parsed.believe(body)
        return False

    def keep(self) -> None:
        """Write what was read since; a folder that cannot be written to only costs the next start its time."""
        body = parsed.as_bytes()
        half = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        with suppress(OSError):
            half.write_bytes(self._seal(body) + b"\n" + body)
            half.replace(self.file)

    def _seal(self, body: bytes) -> bytes:
        return hmac.new(self.key, b"rules.read\n" + body, SEAL).hexdigest().encode()


def use_rules(config: Config) -> None:
    """Say whose rules apply from now on, and take what was read of them before."""
    use_local_rules([config.rules])
    _kept[:] = [KeptReading(config.data / "rules.read", config.secret_key())]
    _kept[0].take()


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
    book = Rulebook.load(folders)
    _keep_news()
    return book


@lru_cache(maxsize=4)
def _schemes(folders: tuple[Path, ...], stamp: Stamp) -> Schemes:
    found = load_schemes(_book(folders, stamp))
    _keep_news()
    return found


def _keep_news() -> None:
    """Keep what was read and checked of rule files, where it was not kept before."""
    if _kept and parsed.has_news():
        _kept[0].keep()
