"""Data files in pieces: cut by content, taken over only where both forms are what they were."""

import hashlib
import io
import zipfile

from supervision.disclosure.site.data.pieces import Packing, Standing, cuts
from supervision.disclosure.site.ledger import Ledger
from supervision.records.stored import DIGEST_BYTES

ARCHIVE = "data/mingjing-1-2026-11-22.zip"


def digest_of(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest()[:DIGEST_BYTES]


def ends(numbers) -> set[bytes]:
    known = b"".join(map(digest_of, numbers))
    return {known[(each.stop - 1) * DIGEST_BYTES : each.stop * DIGEST_BYTES] for each in cuts(known, 8)}


def test_a_record_that_is_added_or_goes_moves_no_other_cut():
    before = ends(range(1_000))
    assert len(before) > 50
    without = ends(each for each in range(1_000) if each != 500)
    assert before - without <= {digest_of(500)}
    assert len(without - before) <= 1


def built(folder, standing, texts, made):
    """Pack ``one.csv`` of these texts; enter into ``made`` which were made; leave file and archive in ``folder``."""

    def make(text):
        made.append(text)
        return text.encode()

    archive = io.BytesIO()
    packing = Packing(archive, ARCHIVE, standing)
    path, chunks = packing.pack("one.csv", [(text.encode(), lambda text=text: make(text)) for text in texts])
    content = b"".join(chunks)
    packing.close()
    (folder / "data").mkdir(exist_ok=True)
    (folder / path).write_bytes(content)
    (folder / ARCHIVE).write_bytes(archive.getvalue())
    ledger = Ledger(files={path: b"", ARCHIVE: b""}, packed=packing.packed)
    return content, archive.getvalue(), Standing(folder, ledger)


def test_what_did_not_change_is_taken_over_and_the_bytes_are_those_of_a_whole_build(tmp_path):
    made: list[str] = []
    *_, standing = built(tmp_path, Standing(), ["a" * 300, "b" * 300, "c" * 300], made)
    made.clear()
    texts = ["a" * 300, "new", "c" * 300]
    content, archive, _ = built(tmp_path, standing, texts, made)
    assert made == ["new"]
    assert (content, archive) == built(tmp_path, Standing(), texts, [])[:2]
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        assert packed.testzip() is None
        assert packed.read("one.csv") == content == "".join(texts).encode()


def test_a_piece_that_is_not_what_it_was_is_made_again(tmp_path):
    made: list[str] = []
    texts = ["a" * 300, "b" * 300]
    content, archive, standing = built(tmp_path, Standing(), texts, made)
    made.clear()
    (tmp_path / "data/one.csv").write_bytes(b"x" + content[1:])
    assert built(tmp_path, standing, texts, made)[:2] == (content, archive)
    assert made == texts[:1]
    damaged = archive.replace(archive[40:60], bytes(20), 1)
    (tmp_path / ARCHIVE).write_bytes(damaged)
    assert built(tmp_path, standing, texts, [])[:2] == (content, archive)
