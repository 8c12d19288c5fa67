"""名单互认文件 list exchange: a region's lists as another region reads them; see EXCHANGE.md beside this file.

A signed note (``note.py``). Its text is JSON lines, members sorted: the first says of which region, by whom and as of
which day; each further line is one entry in force, or the bare id of one that was removed. Below stands who signed.
What the lines mean, ``supervision.intake.foreign_entries`` judges; here is only whether the file is whole and whose it is.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from supervision.disclosure.log.note import SigningKey, VerifierKey, parse, sign, verified
from supervision.errors import InputError
from supervision.texts import mark

FORMAT = "mingjing-list-exchange/1"
HEAD = {"format", "region", "authority", "as_of", "entries"}
PLACE = mark("名单互认文件")
ASK_AGAIN = mark("请向来源机关重新索取，不要手工编辑")


@dataclass(frozen=True, slots=True)
class Head:
    """文件头: whose lists these are (code of the region, name of the authority), and as of which day."""

    region: str
    authority: str
    as_of: date


@dataclass(frozen=True, slots=True)
class ListFile:
    """名单互认文件: verified; ``rows`` as (number of the line, its members); ``sha256`` of the whole file."""

    head: Head
    rows: tuple[tuple[int, dict[str, Any]], ...]
    sha256: str


def write_lists(head: Head, rows: Sequence[Mapping[str, Any]], key: SigningKey) -> bytes:
    """Return the file: the same lists and day give the same bytes."""
    first = {
        "format": FORMAT,
        "region": head.region,
        "authority": head.authority,
        "as_of": head.as_of.isoformat(),
        "entries": len(rows),
    }
    text = "".join(f"{json.dumps(row, ensure_ascii=False, sort_keys=True)}\n" for row in (first, *rows))
    return sign(text, key).encode()


def read_lists(data: bytes, keys: Mapping[str, VerifierKey]) -> ListFile:
    """Read a file that one of the known regions signed; ``keys`` by the code of the region.

    Raises:
        InputError: it is no such file, of another version, changed, signed by somebody unknown or for another region.
    """
    note = parse(data, PLACE)
    lines = [_object(number, line) for number, line in enumerate(note.text.splitlines(), 1)]
    head = _head(lines[0] if lines else {}, len(lines) - 1)
    signers = verified(note, _distinct(keys.values()), PLACE)
    if not signers:
        raise _wrong(
            mark("签名人 {names} 不在已登记的交换机关之中"),
            mark("请先向对方机关核对公钥，再登记为交换机关"),
            names="、".join(dict.fromkeys(each.name for each in note.signatures)),
        )
    if keys.get(head.region) not in signers:
        raise _wrong(
            mark("签名有效，但签名人 {name} 无权代表区划 {region}"),
            ASK_AGAIN,
            name=signers[0].name,
            region=head.region,
        )
    return ListFile(head, tuple(enumerate(lines[1:], 2)), hashlib.sha256(data).hexdigest())


def _head(first: Mapping[str, Any], entries: int) -> Head:
    if first.get("format") != FORMAT:
        raise _wrong(
            mark("格式是“{given}”，本系统读“{known}”"),
            ASK_AGAIN,
            given=first.get("format", "—"),
            known=FORMAT,
        )
    if set(first) != HEAD or not all(isinstance(first[name], str) for name in HEAD - {"entries"}):
        raise _wrong(mark("第一行不是完整的文件头"), ASK_AGAIN)
    if first["entries"] != entries:
        raise _wrong(
            mark("文件头说有 {said} 条，实际有 {found} 条"), ASK_AGAIN, said=first["entries"], found=entries
        )
    try:
        return Head(first["region"], first["authority"], date.fromisoformat(first["as_of"]))
    except ValueError as error:
        raise _wrong(mark("文件头的日期“{given}”不存在"), ASK_AGAIN, given=first["as_of"]) from error


def _object(number: int, line: str) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) < len(pairs):
            raise ValueError("a member stands twice")
        return dict(pairs)

    try:
        found = json.loads(line, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise _wrong(
            mark("第 {number} 行不是 JSON 对象，或同一成员出现两次"), ASK_AGAIN, number=number
        ) from error
    if not isinstance(found, dict):
        raise _wrong(mark("第 {number} 行不是 JSON 对象，或同一成员出现两次"), ASK_AGAIN, number=number)
    return found


def _distinct(keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
    return tuple(dict.fromkeys(keys))


def _wrong(message: str, remedy: str, **facts: Any) -> InputError:
    return InputError(PLACE, message, remedy, **facts)
