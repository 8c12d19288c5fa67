"""封存 sealing: what a release is about enters the log, and then the release itself, as the hash of every file.

In this order, so that a reader never meets a record that the log does not hold:

1. ``log_records``: the new records' entries go into the log and each envelope learns its place;
2. the site is built with the envelopes among its files;
3. ``seal_site``: the manifest of the built folder becomes the last entry, its record the last file;
4. the switch.

Cut off anywhere and begun again, 1 adds nothing twice (it looks for the commitments first), and 3 adds a second
release entry, of which the last counts.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from supervision.disclosure.files import part_of, write_durably
from supervision.disclosure.log.entries import MANIFEST_PATH, Envelope, Kind, release, seal
from supervision.disclosure.log.keeping import Log
from supervision.disclosure.release.releases import manifest_of


def log_records(
    log: Log, envelopes: Mapping[str, Envelope], *, at: datetime, since: int = 0
) -> dict[str, Envelope]:
    """Enter ``envelopes`` (path → envelope) into the log and return them with their places.

    Those that the log holds already, at or after entry ``since``, are not entered again.
    """
    found = log.find((each.entry.commitment for each in envelopes.values()), since)
    fresh = [each.entry for each in envelopes.values() if each.entry.commitment not in found]
    places = log.append(fresh, at=at)
    found |= {entry.commitment: index for entry, index in zip(fresh, places, strict=True)}
    return {path: each.numbered(found[each.entry.commitment]) for path, each in envelopes.items()}


def seal_site(
    folder: Path,
    log: Log,
    name: str,
    *,
    as_of: date,
    at: datetime,
    salt: bytes | None = None,
    files: Mapping[str, str] | None = None,
) -> Envelope:
    """Enter the manifest of the site in ``folder`` into the log and put its record among the files.

    ``files``: the SHA-256 of every file, where the builder knows them; else they are read.
    """
    part_of(folder / MANIFEST_PATH).unlink(missing_ok=True)  # of a sealing that was killed
    record = release(name, as_of.isoformat(), manifest_of(folder) if files is None else files)
    envelope = seal(record, kind=Kind.RELEASE, at=at, salt=salt)
    sealed = envelope.numbered(log.append([envelope.entry], at=at).start)
    write_durably(folder / MANIFEST_PATH, sealed.encode())
    return sealed
