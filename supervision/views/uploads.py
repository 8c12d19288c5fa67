"""Files that people send with a form: checked by their content, kept by it, and shown again to who may see them."""

from collections.abc import Iterable

from flask import Response, current_app
from werkzeug.datastructures import FileStorage

from supervision import clock
from supervision.config import Config
from supervision.errors import InputError, NotFoundError
from supervision.evidence import MAX_FILE, EvidenceStore
from supervision.texts import mark
from supervision.usecases import sync
from supervision.views.access import current_actor
from supervision.views.steps import say

MOST_FILES = 20
SIGNS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}


def kept(sent: Iterable[FileStorage] | None) -> tuple[str, ...]:
    """Keep what was uploaded and return the names of the files by content; a wrong one is refused before any is kept."""
    files = [each for each in sent or () if each and each.filename]
    if len(files) > MOST_FILES:
        raise InputError(say("照片或文件"), mark("一次最多送 {most} 个文件。"), most=MOST_FILES)
    read = [(file.filename or "", *_checked(file)) for file in files]
    config: Config = current_app.config["MINGJING"]
    store, names = EvidenceStore(config.evidence), []
    for name, kind, data in read:
        sha256 = store.put(data)
        sync.note_stored(
            sha256=sha256, size=len(data), type_=kind, label=name, actor=current_actor(), at=clock.now()
        )
        names.append(sha256)
    return tuple(dict.fromkeys(names))


def _checked(file: FileStorage) -> tuple[str, bytes]:
    data = file.stream.read(MAX_FILE + 1)
    name = file.filename or ""
    if len(data) > MAX_FILE:
        raise InputError(name, mark("“{name}”超过 32 MB。"), mark("请缩小后再选。"), name=name)
    kind = next((kind for sign, kind in SIGNS.items() if data.startswith(sign)), None)
    if kind is None and data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "image/webp"
    if kind is None:
        raise InputError(
            name,
            mark("“{name}”不是 JPEG、PNG、WebP 照片，也不是 PDF。"),
            mark("请换一个文件；您写的内容还在，文件需要重新选择。"),
            name=name,
        )
    return kind, data


def shown_file(sha256: str, among: Iterable[str]) -> Response:
    """Return a kept file, if it is one of those that belong to what is looked at."""
    config: Config = current_app.config["MINGJING"]
    store = EvidenceStore(config.evidence)
    if sha256 not in set(among) or not store.has(sha256):
        raise NotFoundError(mark("没有这个文件。"))
    content = store.path(sha256).read_bytes()
    kind = next((kind for sign, kind in SIGNS.items() if content.startswith(sign)), "image/webp")
    return Response(content, mimetype=kind, headers={"X-Content-Type-Options": "nosniff"})
