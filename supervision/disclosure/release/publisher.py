"""发布器 publisher: enters records into the log, builds the site, seals it and shows it, in the order of ``sealing``.

Knows no database: it is handed a snapshot, envelopes and files, and returns where they stand in the log. Salts are
derived from a secret of the installation and the record itself, so that a publication that was cut off and begun
again makes the same commitments, and nothing is entered twice.
"""

import fcntl
import hashlib
import hmac
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from supervision.disclosure.jcs import Json, canonical
from supervision.disclosure.log.entries import MANIFEST_PATH, Envelope, Kind, seal
from supervision.disclosure.log.keeping import Log
from supervision.disclosure.log.keys import demonstration_key, former_key_file, load_key, make_key
from supervision.disclosure.log.manifests import keep_manifests, kept_manifests
from supervision.disclosure.log.note import SigningKey
from supervision.disclosure.release.releases import Releases, manifest_of, settle
from supervision.disclosure.release.sealing import log_records, seal_site
from supervision.disclosure.site.building import BuiltSite, build_site
from supervision.disclosure.site.data import Archive, carry_over
from supervision.disclosure.site.ledger import Ledger
from supervision.records.snapshot import Snapshot

DEMONSTRATION_SECRET = hashlib.sha256(b"mingjing demonstration salts: everybody has them").digest()
KEPT_RELEASES = 10
LEDGER = "ledger.json"
NARRATIVE = "narrative.json"


@dataclass(frozen=True, slots=True)
class Published:
    """已发布: the log's size and the SHA-256 of the manifest, and where each envelope stands."""

    log_size: int
    manifest_sha256: str
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Publisher:
    """发布器: the site below ``root``, its log, and the secret that salts are derived from.

    ``former`` is the key that signs beside ``key`` for a while after a change of keys.
    """

    root: Path
    key: SigningKey
    memory: Path
    secret: bytes
    former: SigningKey | None = None
    last: list[BuiltSite] = field(
        default_factory=list, compare=False, repr=False
    )  # by a publisher that runs on

    @property
    def releases(self) -> Releases:
        """Return the releases of the site."""
        return Releases(self.root)

    @property
    def log(self) -> Log:
        """Return the log of the site."""
        return Log(self.releases.log_folder, self.key, self.memory, self.former)

    def salt(self, path: str, record: Mapping[str, Json]) -> bytes:
        """Return the salt of a record that is published under ``path``."""
        return hmac.digest(self.secret, path.encode() + b"\n" + canonical(dict(record)), "sha256")

    def envelope(self, path: str, record: Mapping[str, Json], *, kind: Kind, at: datetime) -> Envelope:
        """Put a record into its envelope."""
        return seal(record, kind=kind, at=at, salt=self.salt(path, record))

    def enter(
        self,
        path: str,
        record: Mapping[str, Json],
        *,
        kind: Kind,
        at: datetime,
        signed_at: datetime | None = None,
    ) -> Envelope:
        """Enter one record into the log at once, as a draw's commitment is; entered before, it is found again.

        ``at`` belongs to the record and stays the same when it is entered again; ``signed_at`` is the moment of the
        checkpoint, where that is later because the first attempt was cut off.
        """
        envelope = self.envelope(path, record, kind=kind, at=at)
        return log_records(self.log, {path: envelope}, at=signed_at or at)[path]

    def holds(self, path: str, record: Mapping[str, Json], *, kind: Kind, at: datetime) -> bool:
        """Return whether the log holds a record already, as it would be entered with these words."""
        return bool(self.log.find([self.envelope(path, record, kind=kind, at=at).entry.commitment]))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one process at a time publish; the others wait, and the lock falls with the process."""
        self.memory.mkdir(parents=True, exist_ok=True)
        with (self.memory / "publishing.lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def publish(
        self,
        name: str,
        snapshot: Snapshot,
        *,
        standing: Mapping[str, Envelope],
        fresh: Mapping[str, Envelope],
        files: Mapping[str, bytes],
        as_of: date,
        at: datetime,
        withdrawn: Collection[str] = (),
    ) -> Published:
        """Make and show the release ``name``.

        ``standing`` are envelopes in the log already, ``fresh`` those that enter it now (path → envelope), ``files``
        further files of the site (a draw's record), ``withdrawn`` the records (``kind/id``) of which nothing may be read
        any more, in the data of earlier days either. A kill at any moment leaves the old site or the new one.
        """
        entered = log_records(self.log, fresh, at=at)
        envelopes = {**standing, **entered}
        records = {path: each.encode() for path, each in envelopes.items()} | dict(files)
        releases, built = self.releases, None
        if name not in releases.names():
            built = self._build(name, snapshot, records, withdrawn)
        folder, salt = releases.folder(name), self._release_salt(name)
        known = built.files if built else None
        sealed = seal_site(folder, self.log, name, as_of=as_of, at=at, salt=salt, files=known)
        releases.switch(name)
        with ThreadPoolExecutor(
            1
        ) as beside:  # packing lets the interpreter go on; after a kill the next release does it
            kept = beside.submit(keep_manifests, releases.log_folder, folder.parent, name)
            self._remember(folder, built)
            kept.result()
        releases.prune(KEPT_RELEASES)
        return Published(
            log_size=self.log.head.size,
            manifest_sha256=hashlib.sha256(sealed.body).hexdigest(),
            places={path: each.index for path, each in entered.items() if each.index is not None},
        )

    def _build(
        self, name: str, snapshot: Snapshot, records: Mapping[str, bytes], withdrawn: Collection[str]
    ) -> BuiltSite:
        """Build the release ``name`` from what is live: only what differs is made."""
        before = self._last_build()
        try:
            return self._built_on(self.releases.live, before, name, snapshot, records, withdrawn)
        except FileNotFoundError:  # a file of the live release is gone: nothing of it is relied upon
            return self._built_on(None, Ledger(), name, snapshot, records, withdrawn)

    def _built_on(
        self,
        base: str | None,
        before: Ledger,
        name: str,
        snapshot: Snapshot,
        records: Mapping[str, bytes],
        withdrawn: Collection[str],
    ) -> BuiltSite:
        spare = self.releases.spare(KEPT_RELEASES - 1)
        with self.releases.building(name, base=base, spare=spare) as (part, ready):

            def archives() -> tuple[Archive, ...]:
                ready()
                return self._archives(part, snapshot, withdrawn, before.files)

            built = build_site(
                snapshot,
                part,
                records=records,
                before=before,
                narrative=self.root / NARRATIVE,
                archives=archives,
                manifests=kept_manifests(self.releases.log_folder),
            )
            settle(part, built.changed)
        return built

    def _archives(
        self, part: Path, snapshot: Snapshot, withdrawn: Collection[str], known: Mapping[str, bytes]
    ) -> tuple[Archive, ...]:
        live = self.releases.live
        if live is None:
            return ()
        return carry_over(self.releases.folder(live), part, snapshot, withdrawn=withdrawn, known=known)

    def _last_build(self) -> Ledger:
        """Return what is known of the live release: from memory, else from the ledger beside it, compared with its files."""
        live = self.releases.live
        if live is None:
            return Ledger()
        folder = self.releases.folder(live)
        manifest = _hash_of(folder / MANIFEST_PATH)
        if self.last and self.last[-1].ledger.manifest == manifest:
            return self.last[-1].ledger
        return Ledger.load(self.root / LEDGER, manifest).checked(folder)

    def _remember(self, folder: Path, built: BuiltSite | None) -> None:
        """Keep the ledger of the release that is live now; without one, the next release is made from the beginning."""
        if built:
            built.ledger.manifest = _hash_of(folder / MANIFEST_PATH)
            built.ledger.save(self.root / LEDGER)
            self.last[:] = [built]

    def _release_salt(self, name: str) -> bytes:
        return hmac.digest(self.secret, b"release\n" + name.encode(), "sha256")

    def manifest(self, name: str) -> dict[str, str]:
        """Return path → SHA-256 of a release's files."""
        return manifest_of(self.releases.folder(name))


def _hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def demonstration_publisher(root: Path, memory: Path) -> Publisher:
    """Return the publisher of a demonstration: known key and salts, so that its site is the same bytes each time."""
    return Publisher(root, demonstration_key(), memory, DEMONSTRATION_SECRET)


def publisher(
    root: Path, memory: Path, *, key_file: Path, name: str, secret: bytes, production: bool
) -> Publisher:
    """Return the publisher of a real installation; its key is made at first use, outside of the site."""
    if not key_file.exists():
        make_key(key_file, name, outside=(root,))
    key, kept = load_key(key_file, production=production), former_key_file(key_file)
    former = load_key(kept, production=production) if kept.exists() else None
    return Publisher(root, key, memory, secret, former if former != key else None)
