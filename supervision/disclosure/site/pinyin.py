"""拼音 how names sound: the syllables by which a home is found and a list is put in order.

Looking up the syllables of a name takes a fifth of a millisecond and never gives anything else, so a program that runs
on keeps them; what a process of its own looked up comes back with what it made (``learned`` there, ``learn`` here).
"""

from collections.abc import Mapping
from itertools import islice
from sys import intern

MOST_KEPT = 100_000  # names of the largest city; a nation's are looked up again
_known: dict[str, tuple[str, ...]] = {}


def sounds(name: str) -> tuple[str, ...]:
    """Return the syllables of a name; a letter or figure is one of its own, signs are left out."""
    found = _known.get(name)
    if found is None:
        found = _sounds(name)
        if len(_known) < MOST_KEPT:
            _known[name] = found
    return found


def initials(name: str) -> str:
    """Return the first letters of a name's syllables: 明镜 is ``mj``."""
    return "".join(sound[0] for sound in sounds(name))


def load() -> None:
    """Load the dictionary, for the processes to come; of more names than are kept, only those that need it do."""
    _sounds("音")


def learned(since: int) -> dict[str, tuple[str, ...]]:
    """Return what was looked up since there were so many (``known``)."""
    return dict(islice(_known.items(), since, None))


def known() -> int:
    """Return of how many names the syllables are kept."""
    return len(_known)


def learn(names: Mapping[str, tuple[str, ...]]) -> None:
    """Keep what another process looked up."""
    for name, found in islice(names.items(), MOST_KEPT - len(_known)):
        _known.setdefault(name, tuple(intern(sound) for sound in found))


def _sounds(name: str) -> tuple[str, ...]:
    # Loads its dictionary: a fifth of a second and 56 MB that only lists and the index need.
    from pypinyin import lazy_pinyin

    found = lazy_pinyin(name.lower(), errors=list)  # type: ignore[arg-type]  # a list is taken too
    return tuple(intern(sound) for sound in found if sound.isalnum())
