"""核验日志 checking a published log by itself: signature, tiles, entries, and that it continues the one seen before."""

from dataclasses import dataclass
from pathlib import Path

from supervision.disclosure.log.checkpoint import Checkpoint, open_checkpoint
from supervision.disclosure.log.note import VerifierKey, parse, parse_verifier_key, verified
from supervision.disclosure.log.reading import CHECKPOINT_PATH, KEY_PATH, LogReader
from supervision.disclosure.log.tlog import EMPTY_ROOT, HASH_BYTES, TILE_WIDTH, leaf_hash, root_of, tiles_of
from supervision.disclosure.verification.report import Report
from supervision.disclosure.verification.sources import LOG_FOLDER, Source
from supervision.errors import InputError
from supervision.texts import mark


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was seen at the last visit."""

    key: VerifierKey
    checkpoint: Checkpoint
    data: bytes

    @classmethod
    def read(cls, path: Path) -> "Remembered":
        """Read the file that ``encode`` was written to."""
        spelled, _, data = path.read_bytes().partition(b"\n")
        key = parse_verifier_key(spelled.decode(errors="replace"), str(path))
        return cls(key, open_checkpoint(data, key, place=str(path))[0], data)

    def encode(self) -> bytes:
        """Return the key on a line of its own, then the checkpoint."""
        return str(self.key).encode() + b"\n" + self.data


def open_log(
    source: Source, known: Remembered | None, report: Report
) -> tuple[VerifierKey, Checkpoint, bytes] | None:
    """Return key and checkpoint; the key of the last visit counts for more than the one on the site."""
    data = source.fetch(f"{LOG_FOLDER}/{CHECKPOINT_PATH}")
    spelled = source.fetch(f"{LOG_FOLDER}/{KEY_PATH}")
    if data is None or spelled is None:
        raise InputError(
            f"{LOG_FOLDER}/{CHECKPOINT_PATH}",
            mark("这里没有公开日志"),
            mark("请核对目录或网址；未签名的预览没有日志"),
        )
    try:
        key = parse_verifier_key(spelled.decode(errors="replace"), f"{LOG_FOLDER}/{KEY_PATH}")
        checkpoint, _ = open_checkpoint(data, key, place=f"{LOG_FOLDER}/{CHECKPOINT_PATH}")
        if known and known.key != key and not verified(parse(data), [known.key]):
            report.add(
                f"{LOG_FOLDER}/{KEY_PATH}",
                "key-changed",
                mark("公钥与上次不同，且检查点没有上次那把钥匙的签名"),
            )
    except InputError as error:
        report.add_error("signature", error)
        return None
    return key, checkpoint, data


def check_tree(source: Source, checkpoint: Checkpoint, report: Report) -> tuple[list[bytes], list[bytes]]:
    """Return the encoded entries and their leaf hashes, having compared both with the tiles and the root."""
    reader = LogReader(lambda path: source.fetch(f"{LOG_FOLDER}/{path}"), checkpoint.size)
    try:
        entries = list(reader.entries())
    except InputError as error:
        report.add_error("entries", error)
        return [], []
    leaves = [leaf_hash(entry) for entry in entries]
    whole = root_of(leaves) == checkpoint.root
    rows = {0: leaves}
    for tile in tiles_of(checkpoint.size):
        row = rows[tile.level]
        hashes = row[tile.index * TILE_WIDTH : tile.index * TILE_WIDTH + tile.width]
        if tile.width == TILE_WIDTH:
            rows.setdefault(tile.level + 1, []).append(root_of(hashes))
        try:
            published = reader.tile(tile)
        except InputError as error:
            report.add_error("tile", error)
            continue
        if published == b"".join(hashes):
            continue
        if whole:
            report.add(f"{LOG_FOLDER}/{tile.path}", "tile", mark("瓦片与日志条目不符"))
        elif tile.level == 0:
            for number in range(tile.width):
                if published[number * HASH_BYTES : (number + 1) * HASH_BYTES] != hashes[number]:
                    place = f"{LOG_FOLDER}/{tile.bundle_path}#{tile.index * TILE_WIDTH + number}"
                    report.add(place, "entry", mark("条目被改动：它的哈希不在瓦片中"))
    if not whole:
        report.add(f"{LOG_FOLDER}/{CHECKPOINT_PATH}", "root", mark("日志条目得不出检查点上的根哈希"))
    return entries, leaves


def check_consistency(known: Remembered, checkpoint: Checkpoint, leaves: list[bytes], report: Report) -> bool:
    """Tell whether the log begins with the one that was seen at the last visit."""
    place, old = f"{LOG_FOLDER}/{CHECKPOINT_PATH}", known.checkpoint
    if old.origin != checkpoint.origin:
        report.add(place, "origin", mark("这是另一份日志"))
    elif old.size > checkpoint.size:
        report.add(place, "roll-back", mark("日志比上次所见更短：条目被撤走"))
    elif (root_of(leaves[: old.size]) if old.size else EMPTY_ROOT) != old.root:
        report.add(place, "split-view", mark("日志不是上次所见的延续：有人看到的是另一份历史"))
    else:
        return True
    return False
