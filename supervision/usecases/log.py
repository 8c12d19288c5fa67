"""日志会签 the log's cosignatures: other bodies have seen that nothing was rewritten, and the site says so."""

from datetime import datetime

from supervision.actor import Actor
from supervision.disclosure.log.note import parse_verifier_key
from supervision.disclosure.release.publisher import Publisher
from supervision.errors import InputError
from supervision.texts import mark
from supervision.usecases._frame import record, usecase


@usecase("log.cosign")
def cosign_log(
    *, note: bytes, cosigners: str, place: str, publisher: Publisher, actor: Actor, at: datetime
) -> tuple[str, ...]:
    """会签日志: publish the signatures in ``note`` that are by one of ``cosigners`` (a public key a line, from ``place``).

    Returns the names of those whose signature is shown now.

    Raises:
        InputError: no key or a damaged one in ``place``, no whole checkpoint, a wrong signature, none by a known key.
        RuleViolationError: ``log-cosigned-other``, the checkpoint is not one of this log.
    """
    lines = [(number, line) for number, line in enumerate(cosigners.splitlines(), 1) if line.strip()]
    keys = [parse_verifier_key(line, f"{place}:{number}") for number, line in lines]
    known = publisher.log.add_cosignatures(note, keys)
    if not known:
        raise InputError(
            "cosigned",
            mark("其中没有已知会签单位的签名"),
            mark("请先把会签单位的公钥逐行写入 {file}，并确认文件是会签之后的检查点"),
            file=place,
        )
    names = tuple(key.name for key in known)
    record("log", cosigners=names, size=publisher.log.head.size)
    return names


@usecase("log.change_key")
def change_log_key(*, publisher: Publisher, actor: Actor, at: datetime) -> str:
    """更换日志密钥: sign the head with the new key and the former one; return the new public key.

    ``publisher`` holds both, as after ``exchange_key``.

    Raises:
        RuleViolationError: ``log-behind``, ``log-forked``: nothing is signed over a log that is not whole.
    """
    publisher.log.change_key(at=at)
    key = str(publisher.key.verifier_key)
    record("log", key=key, former=str(publisher.former.verifier_key) if publisher.former else "")
    return key
