"""检查清单回传 manifests: what a tablet sends of a visit, checked before anything is kept.

    {"visit": uuid, "checklist": version, "device_time": moment,
     "answers": [{"id", "item", "answer", "scope", "remark", "photos": [sha256], "corrected", "history": [...]}],
     "signatures": [{"id", "role", "name", "strokes" or "refusal"}],
     "parts": [{"sha256", "size", "type", "name"}]}

Ids are made by the tablet, so that a repeat is recognised. An item without an answer is simply not there.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from supervision.errors import InputError
from supervision.evidence import MAX_FILE

Uuid = Annotated[str, Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
ItemCode = Annotated[str, Meta(pattern="^CL-[A-Z][0-9]{2}$")]
Number = Annotated[float, Meta(ge=-1e9, le=1e9)]
Point = Annotated[list[Number], Meta(min_length=2, max_length=3)]
Stroke = Annotated[list[Point], Meta(max_length=20_000)]
Remark = Annotated[str, Meta(max_length=2000)]
TYPES = ("image/jpeg", "image/png", "image/webp", "application/pdf", "application/json")


class AnswerSent(Struct, frozen=True, forbid_unknown_fields=True):
    """回答: the standing answer to one item, with how it came about."""

    id: Uuid
    item: ItemCode
    answer: Literal["met", "not_met", "not_applicable", "not_observed"]
    scope: Literal["isolated", "several", "widespread"] | None = None
    remark: Remark = ""
    photos: Annotated[list[Sha256], Meta(max_length=40)] = []
    corrected: bool = False
    history: Annotated[list[dict[str, Any]], Meta(max_length=200)] = []


class SignatureSent(Struct, frozen=True, forbid_unknown_fields=True):
    """签名: strokes as lists of points ``[x, y, milliseconds]``, or a stated refusal."""

    id: Uuid
    role: Literal["inspector", "facility", "witness"]
    name: Annotated[str, Meta(max_length=60)]
    strokes: Annotated[list[Stroke], Meta(max_length=500)] | None = None
    refusal: Annotated[str, Meta(max_length=200)] = ""


class PartSent(Struct, frozen=True, forbid_unknown_fields=True):
    """附件: a file that follows, by content."""

    sha256: Sha256
    size: Annotated[int, Meta(ge=1, le=MAX_FILE)]
    type: Literal["image/jpeg", "image/png", "image/webp", "application/pdf", "application/json"]
    name: Annotated[str, Meta(max_length=200)] = ""


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """回传清单: one visit as the tablet holds it."""

    visit: Uuid
    checklist: Annotated[str, Meta(max_length=60)]
    device_time: Annotated[str, Meta(max_length=40)]
    answers: Annotated[list[AnswerSent], Meta(max_length=400)]
    signatures: Annotated[list[SignatureSent], Meta(max_length=20)] = []
    parts: Annotated[list[PartSent], Meta(max_length=400)] = []


def read_manifest(data: bytes) -> Manifest:
    """Read and check a manifest.

    Raises:
        InputError: names the member, such as ``$.answers[3].item``; nothing is kept.
    """
    if b"\\u0000" in data:
        raise InputError("manifest", "回传的内容里有不能保存的字符（U+0000）。", "请删去后再发送。")
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.ValidationError as error:
        problem, _, place = str(error).rpartition(" - at ")
        raise InputError(
            place.strip("`") or "manifest",
            "回传的内容不合格式：{detail}",
            "请更新平板上的应用后再发送；原内容仍在平板上。",
            detail=problem or str(error),
        ) from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise InputError(
            "manifest",
            "回传的内容不是 JSON：{detail}",
            "请再发送一次；原内容仍在平板上。",
            detail=str(error),
        ) from error
    _check_whole(manifest)
    return manifest


def _check_whole(manifest: Manifest) -> None:
    items = [answer.item for answer in manifest.answers]
    twice = sorted({item for item in items if items.count(item) > 1})
    if twice:
        raise InputError("$.answers", "同一检查项有两个结论：{items}", items=", ".join(twice))
    announced = {part.sha256 for part in manifest.parts}
    for number, answer in enumerate(manifest.answers):
        missing = [photo for photo in answer.photos if photo not in announced]
        if missing:
            raise InputError(
                f"$.answers[{number}].photos", "照片 {photo} 没有列在附件里。", photo=missing[0][:12]
            )
        if answer.answer == "not_met" and answer.scope is None:
            raise InputError(
                f"$.answers[{number}].scope", "{item} 不符合，但没有注明范围。", item=answer.item
            )
    for number, signature in enumerate(manifest.signatures):
        if not signature.strokes and not signature.refusal:
            raise InputError(f"$.signatures[{number}]", "签名既没有笔画，也没有写明拒签原因。")
