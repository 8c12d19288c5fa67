"""公开日志 the log that this authority keeps: entries are added at the end, and a checkpoint is signed over all.

The folder is what the public reads at ``/log/``: ``checkpoint``, ``key.txt``, ``tile/…``. Files go out first and the
checkpoint last, so that a crash between leaves the old log whole. Every checkpoint ever signed is remembered in a
second folder outside the site, *before* it is published: the log never signs one that does not extend the last.

=========================================  =====================================================================
what is found on opening                   what happens
=========================================  =====================================================================
both agree                                 ready
remembered ahead, its tiles are on disk    the crash was between remembering and publishing: it is published now
remembered ahead, tiles are missing        the folder is an old copy: refused until the live log is copied back
published ahead, and extends remembered    the memory is an old copy: it learns the published checkpoint
anything else                              refused: two histories exist, a person must look
=========================================  =====================================================================
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from scoring.rulebook import RuleViolationError
from supervision.disclosure.files import flush_folders, write_durably
from supervision.disclosure.log.checkpoint import Checkpoint
from supervision.disclosure.log.entries import (
    MAX_ENTRY_BYTES,
    Entry,
    commitment_in,
    decode_entry,
)
from supervision.disclosure.log.memory import Memory, Signed
from supervision.disclosure.log.note import Signature, SigningKey, VerifierKey, parse, verified
from supervision.disclosure.log.reading import (
    CHECKPOINT_PATH,
    COSIGNED_PATH,
    COSIGNERS_PATH,
    KEY_PATH,
    LogReader,
    folder_fetch,
    join_bundle,
)
from supervision.disclosure.log.tlog import (
    EMPTY_ROOT,
    HASH_BYTES,
    TILE_WIDTH,
    Tile,
    leaf_hash,
    root_of,
    tiles_of,
)
from supervision.errors import InputError
from supervision.texts import mark


class Log:
    """公开日志: one log in ``folder``, signed with ``key``, its checkpoints remembered in ``memory``.

    After a change of keys ``former`` signs too, so that whoever remembers the old key sees the log go on; what it signed
    stays readable when it is destroyed, by its public half in ``former-keys.txt`` of the memory.
    """

    def __init__(self, folder: Path, key: SigningKey, memory: Path, former: SigningKey | None = None) -> None:
        """Name the places; nothing is read or written yet."""
        if memory.resolve().is_relative_to(folder.resolve()):
            raise ValueError("the memory of signed checkpoints lies outside the published log")
        self.folder, self.key, self.memory, self.former = folder, key, memory, former
        keys = (key, former) if former else (key,)
        self._memory = Memory(memory, *(each.verifier_key for each in keys))
        self._fetch = folder_fetch(folder)

    # --- reading ---------------------------------------------------------------------------------------------------

    @property
    def head(self) -> Checkpoint:
        """Return the published checkpoint, or that of the empty log."""
        data = self._fetch(CHECKPOINT_PATH)
        if data is None:
            return Checkpoint(self.key.name, 0, EMPTY_ROOT)
        return self._memory.open(data, str(self.folder / CHECKPOINT_PATH))

    @property
    def reader(self) -> LogReader:
        """Return the reader of what is published."""
        return LogReader(self._fetch, self.head.size)

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[Entry]:
        """Yield the entries from ``start`` up to ``stop`` (the end)."""
        for index, data in enumerate(self.reader.entries(start, stop), start):
            yield decode_entry(data, f"log/{index}")

    def find(self, commitments: Iterable[str], since: int = 0) -> dict[str, int]:
        """Return where the entries with these commitments stand, looking from ``since`` on.

        A writer that was cut off between the log and its own database asks this before it appends again; so what
        was signed and not yet shown counts, for the next ``append`` shows it.
        """
        wanted, signed = set(commitments), self._memory.last()
        ahead = (
            signed is not None
            and signed.checkpoint.size > self.head.size
            and self._on_disk(signed.checkpoint)
        )
        reader = LogReader(self._fetch, signed.checkpoint.size) if signed and ahead else self.reader
        encoded = enumerate(reader.entries(since), since) if wanted else ()
        found = ((commitment_in(data), index) for index, data in encoded)
        return {name: index for name, index in found if name in wanted}

    def signed(self) -> list[Signed]:
        """Return every checkpoint this log has signed, oldest first."""
        return self._memory.signed()

    def first_signed_with(self, index: int) -> Signed | None:
        """Return the first checkpoint that contains the entry at ``index``: since when it cannot be denied."""
        return next((each for each in self.signed() if each.checkpoint.size > index), None)

    # --- writing ---------------------------------------------------------------------------------------------------

    def append(self, entries: Sequence[Entry], *, at: datetime) -> range:
        """Add ``entries`` and publish a checkpoint signed at ``at``; return the places they stand at."""
        encoded = [entry.encode() for entry in entries]
        if any(len(data) > MAX_ENTRY_BYTES for data in encoded):
            raise ValueError("an entry has at most 65,535 bytes")
        with self._memory.locked():
            head = self._ready(at)
            if not encoded and self._fetch(CHECKPOINT_PATH):
                return range(head.size, head.size)
            size = head.size + len(encoded)
            self._write_tiles(head.size, encoded)
            tree = LogReader(self._fetch, size).tree
            if head.size and tree.root_at(head.size) != head.root:
                raise _refused("log-rewritten", mark("新日志不是旧日志的延续，拒绝签名"))
            self._sign(Checkpoint(self.key.name, size, tree.root), at)
            self._sweep(head.size, size)
        return range(head.size, size)

    def change_key(self, *, at: datetime) -> None:
        """Sign the head anew, with the key and the former one: from now on the old is known by its public half alone."""
        if self.former is None or self.former.name != self.key.name:
            raise ValueError("a key is changed from a former one of the same name")
        with self._memory.locked():
            self._memory.retire(self.former.verifier_key)
            self._sign(self._ready(at), at)

    def expect(self, live: bytes, *, at: datetime) -> None:
        """Learn a checkpoint that is live elsewhere (after a restore): nothing is signed until it is reached."""
        checkpoint = self._memory.open(live)
        with self._memory.locked():
            last = self._memory.last()
            if last is None or checkpoint.size > last.checkpoint.size:
                self._memory.remember(live, at)

    def add_cosignatures(self, cosigned: bytes, cosigners: Sequence[VerifierKey]) -> tuple[VerifierKey, ...]:
        """Publish that ``cosigners`` signed a checkpoint which this log still extends; return whose signatures were new.

        The note stands at ``/log/cosigned`` until a longer one comes; below the present checkpoint too, if it is that
        one. ``/log/cosigners.txt`` holds the keys.
        """
        with self._memory.locked():
            checkpoint = self._memory.open(cosigned, "cosigned")
            known = verified(parse(cosigned), cosigners, "cosigned")
            if (
                checkpoint.size > self.head.size
                or self.reader.tree.root_at(checkpoint.size) != checkpoint.root
            ):
                raise _refused(
                    "log-cosigned-other", mark("会签的检查点不属于这份日志，请重新取得检查点再会签")
                )
            shown = self._fetch(COSIGNED_PATH)
            present = self._memory.open(shown) if shown else None
            if not known or (present and present.size > checkpoint.size):
                return ()
            kept = [each for each in parse(cosigned).signatures if any(key.matches(each) for key in known)]
            earlier = parse(shown).signatures if shown and present == checkpoint else ()
            listed = "".join(f"{key}\n" for key in cosigners).encode()
            write_durably(self.folder / COSIGNERS_PATH, listed)
            write_durably(self.folder / COSIGNED_PATH, self._with(checkpoint, (*earlier, *kept)))
            if checkpoint == self.head:
                below = parse(self._fetch(CHECKPOINT_PATH) or b"").signatures
                write_durably(self.folder / CHECKPOINT_PATH, self._with(checkpoint, (*below, *kept)))
            return known

    def _with(self, checkpoint: Checkpoint, others: Iterable[Signature]) -> bytes:
        """Return ``checkpoint`` signed by this log, with the newest of each other's signatures below."""
        newest = {
            (each.name, each.key_id): each for each in others if each.key_id != self.key.verifier_key.id
        }
        return self._note(checkpoint, newest.values())

    def _note(self, checkpoint: Checkpoint, others: Iterable[Signature] = ()) -> bytes:
        """Return ``checkpoint`` signed by the key and the former one."""
        own = checkpoint.signed_by(self.former).signatures if self.former else ()
        ids = {each.key_id for each in own}
        kept = (each for each in others if each.key_id not in ids)
        return checkpoint.signed_by(self.key, (*own, *kept)).encode()

    def _ready(self, at: datetime) -> Checkpoint:
        """Return the head to append to, after settling what a crash or a restore may have left."""
        head, signed = self.head, self._memory.last()
        last = signed.checkpoint if signed else Checkpoint(self.key.name, 0, EMPTY_ROOT)
        if signed and last.size > head.size:
            if not self._on_disk(last):
                raise _refused(
                    "log-behind",
                    mark("公开日志只有 {size} 条，而已签名的检查点有 {signed} 条"),
                    mark("请先把线上的 /log/ 目录复制回来，再继续发布"),
                    size=head.size,
                    signed=last.size,
                )
            self._publish(signed.note)
            return last
        if not self._on_disk(head) or LogReader(self._fetch, head.size).tree.root_at(last.size) != last.root:
            raise _refused(
                "log-forked",
                mark("公开日志与已签名的检查点不一致"),
                mark("请勿继续发布，保存现场并核对日志目录与检查点记录"),
            )
        if head.size > last.size:
            self._memory.remember(self._fetch(CHECKPOINT_PATH) or b"", at)
        return head

    def _on_disk(self, checkpoint: Checkpoint) -> bool:
        try:
            return LogReader(self._fetch, checkpoint.size).tree.root == checkpoint.root
        except InputError:
            return False

    def _write_tiles(self, old_size: int, encoded: list[bytes]) -> None:
        """Write the bundles and tiles that ``encoded`` fills, level by level."""
        size = old_size + len(encoded)
        folders = set()

        def write(path: str, data: bytes) -> None:
            write_durably(self.folder / path, data)
            folders.add((self.folder / path).parent)

        reader = LogReader(self._fetch, old_size)
        rows = {0: (old_size, [leaf_hash(data) for data in encoded])}
        for tile in tiles_of(size, old_size):
            start, row = rows[tile.level]
            first = tile.index * TILE_WIDTH
            old = Tile(tile.level, tile.index, start - first) if start > first else None
            new = slice(max(0, first - start), first + tile.width - start)
            data = (reader.tile(old) if old else b"") + b"".join(row[new])
            write(tile.path, data)
            if tile.level == 0:
                write(tile.bundle_path, join_bundle((reader.bundle(old) if old else []) + encoded[new]))
            _, above = rows.setdefault(tile.level + 1, (start // TILE_WIDTH, []))
            if tile.width == TILE_WIDTH:
                above.append(root_of([data[i : i + HASH_BYTES] for i in range(0, len(data), HASH_BYTES)]))
        flush_folders(folders)

    def _sign(self, checkpoint: Checkpoint, at: datetime) -> None:
        data = self._note(checkpoint)
        self._memory.remember(data, at)
        self._publish(data)

    def _publish(self, data: bytes) -> None:
        key_line = f"{self.key.verifier_key}\n".encode()
        if self._fetch(KEY_PATH) != key_line:
            write_durably(self.folder / KEY_PATH, key_line)
        if self._fetch(COSIGNERS_PATH) is None:
            write_durably(self.folder / COSIGNERS_PATH, b"")
        write_durably(self.folder / CHECKPOINT_PATH, data)
        flush_folders([self.folder])

    def _sweep(self, old_size: int, size: int) -> None:
        """Remove the partial tiles that a full one has replaced."""
        for tile in tiles_of(size, old_size):
            if tile.width == TILE_WIDTH:
                shutil.rmtree(self.folder / f"{tile.path}.p", ignore_errors=True)
                if tile.level == 0:
                    shutil.rmtree(self.folder / f"{tile.bundle_path}.p", ignore_errors=True)


def _refused(code: str, message: str, remedy: str | None = None, **facts: object) -> RuleViolationError:
    return RuleViolationError(code, message, remedy=remedy, facts=facts)
