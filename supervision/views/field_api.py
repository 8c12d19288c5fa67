"""同步接口: what a tablet calls; ``static/field/README.md`` says what travels, ``openapi.json`` describes it to machines.

Every request may come twice, late, or after a lost answer. Parts follow tus 1.0: offsets, 409 with the offset that
is right, 412 for another version, 415 for another type.
"""

import json
import re
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from supervision import clock
from supervision.actor import Actor
from supervision.config import Config
from supervision.database import canonical_json
from supervision.errors import InputError, NotAllowedError, NotFoundError, SignInError, SupervisionError
from supervision.evidence import EvidenceStore
from supervision.intake.manifests import read_manifest
from supervision.publishing import receipt_key
from supervision.queries.accounts import find_device
from supervision.queries.field import Part, announced_part, bytes_held
from supervision.queries.settings import is_demonstration
from supervision.usecases import accounts, sync
from supervision.views.access import DEVICE, PUBLIC, current_actor, page

bp = Blueprint("field_api", __name__)

TUS = "1.0.0"
PART_TYPE = "application/offset+octet-stream"
MAX_MANIFEST = 8 * 1024 * 1024  # bytes
SHA256 = re.compile("[0-9a-f]{64}")
OPENAPI = Path(__file__).with_name("openapi.json")


class TooLargeError(SupervisionError):
    """内容过大: more bytes than may come."""

    status = 413


class WrongTypeError(SupervisionError):
    """类型不符: the content is not of the type that this address takes."""

    status = 415


class WrongVersionError(SupervisionError):
    """协议版本不符: another version of the upload protocol."""

    status = 412


def from_tablet(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Give a view the inspector who sends, by the device's token, else by session and CSRF token."""

    @wraps(view)
    def call(**values: Any) -> ResponseReturnValue:
        return view(actor=_sender(), **values)

    return call


def _sender() -> Actor:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        account = find_device(token.strip())
        if account is None or not account.active:
            raise SignInError("这台平板的登记已经失效。", remedy="请重新登录；平板上的内容一项都不会少。")
        g.language = account.language if "Accept-Language" not in request.headers else g.language
        actor = account.actor
    elif current_user.is_authenticated:
        if current_app.config["WTF_CSRF_ENABLED"]:
            current_app.extensions["csrf"].protect()
        actor = current_actor()
    else:
        raise SignInError("需要登录，或使用已登记的平板。", remedy="请登录后再发送。")
    if actor.inspector_id is None:
        raise NotAllowedError("只有执法检查人员可以发送检查记录。", remedy="请用检查人员的账户登录。")
    return actor


@bp.after_request
def speak_tus(response: Response) -> Response:
    """Say which protocol is spoken, and where the file stands, also when a request is refused."""
    if request.path.startswith("/api/field/parts/"):
        response.headers["Tus-Resumable"] = TUS
        if "upload_offset" in g:
            response.headers["Upload-Offset"] = str(g.upload_offset)
        if response.status_code == WrongVersionError.status:
            response.headers["Tus-Version"] = TUS
    return response


@bp.get("/api/openapi.json")
@page(PUBLIC)
def openapi() -> ResponseReturnValue:
    """接口说明."""
    return _description()


@cache
def _description() -> dict[str, Any]:
    described: dict[str, Any] = json.loads(OPENAPI.read_text(encoding="utf-8"))
    return described


@bp.post("/api/field/devices")
@page(DEVICE)
@from_tablet
def register(actor: Actor) -> ResponseReturnValue:
    """登记平板: a token of its own, told once."""
    asked = request.get_json(silent=True)
    label = asked.get("label") if isinstance(asked, dict) else None
    if not isinstance(label, str) or not label.strip():
        raise InputError("label", "请写明是哪一台平板。", '例如 {"label": "2 号平板"}。')
    return {"token": accounts.register_device(label=label.strip(), actor=actor, at=clock.now())}, 201


@bp.post("/api/field/visits/<uuid>/manifest")
@page(DEVICE)
@from_tablet
def manifest(uuid: str, actor: Actor) -> ResponseReturnValue:
    """接收清单: what the tablet holds; answers which files are missing."""
    if not request.is_json:
        raise WrongTypeError("清单应为 JSON。", remedy="请以 Content-Type: application/json 发送。")
    sent = read_manifest(_body(MAX_MANIFEST))
    if sent.visit != uuid:
        raise InputError("$.visit", "清单属于另一次检查。", "请核对检查的编号。")
    missing = sync.receive_manifest(uuid_=uuid, manifest=sent, store=_store(), actor=actor, at=clock.now())
    return {"missing": list(missing)}, 202


@bp.post("/api/field/visits/<uuid>/complete")
@page(DEVICE)
@from_tablet
def complete(uuid: str, actor: Actor) -> ResponseReturnValue:
    """收齐: the receipt, the same bytes each time."""
    key = receipt_key(_config(), demonstration=is_demonstration())
    receipt = sync.complete_visit(uuid_=uuid, store=_store(), signing_key=key, actor=actor, at=clock.now())
    return Response(canonical_json(receipt), mimetype="application/json")


@bp.get("/api/field/parts/<sha256>")  # with HEAD
@page(DEVICE)
@from_tablet
def part(sha256: str, actor: Actor) -> ResponseReturnValue:
    """问进度: how many bytes of a file are there."""
    wanted = _part(sha256, actor)
    g.upload_offset = bytes_held(wanted, _store())
    return Response(headers={"Upload-Length": str(wanted.size)})


@bp.patch("/api/field/parts/<sha256>")
@page(DEVICE)
@from_tablet
def add_to_part(sha256: str, actor: Actor) -> ResponseReturnValue:
    """收一段: add bytes where the file ends; the last one makes it whole, if it fits its name."""
    _check_tus()
    offset = _offset()
    wanted, store = _part(sha256, actor), _store()
    g.upload_offset = bytes_held(wanted, store)
    try:
        held = store.append(sha256, wanted.size, offset, _body(wanted.size))
    finally:
        g.upload_offset = bytes_held(wanted, store)
    if held == wanted.size:
        sync.note_stored(
            sha256=sha256, size=held, type_=wanted.type, label=wanted.name, actor=actor, at=clock.now()
        )
    return Response(status=204)


def _check_tus() -> None:
    if request.headers.get("Tus-Resumable", TUS) != TUS:
        raise WrongVersionError("只支持 tus {version}。", remedy="请更新平板上的应用。", version=TUS)
    if request.mimetype != PART_TYPE:
        raise WrongTypeError("文件应以 {type} 发送。", remedy="请更新平板上的应用。", type=PART_TYPE)


def _offset() -> int:
    text = request.headers.get("Upload-Offset", "")
    if not re.fullmatch("[0-9]{1,12}", text):
        raise InputError("Upload-Offset", "应为不小于 0 的整数。", "请先用 HEAD 询问已收到多少字节。")
    return int(text)


def _part(sha256: str, actor: Actor) -> Part:
    found = announced_part(sha256, actor) if SHA256.fullmatch(sha256) else None
    if found is None:
        raise NotFoundError("没有清单说明过这个文件。", remedy="请先发送检查的清单，再发送文件。")
    return found


def _body(most: int) -> bytes:
    """Return what was sent; more than ``most`` bytes is refused without reading on."""
    if (request.content_length or 0) > most:
        raise TooLargeError("内容有 {size} 字节，最多 {most} 字节。", size=request.content_length, most=most)
    data = request.stream.read(most + 1)
    if len(data) > most:
        raise TooLargeError("内容超过 {most} 字节。", most=most)
    return data


def _config() -> Config:
    config: Config = current_app.config["MINGJING"]
    return config


def _store() -> EvidenceStore:
    return EvidenceStore(_config().evidence)
