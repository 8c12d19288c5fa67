"""What is this file really? Decided by its content, never by its name, before anything is unpacked."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from supervision.errors import InputError
from supervision.texts import mark

MAX_FILE_BYTES = 50_000_000
MAX_UNPACKED_BYTES = 400_000_000
MAX_RATIO = 150  # a sheet of text packs at 10 to 40; a bomb at 1,000
RATIO_COUNTS_FROM = 1_000_000  # bytes unpacked; below that a high ratio harms nobody
MAX_MEMBERS = 2_000

SAVE_AS = mark("请在表格软件中打开，另存为 .xlsx 或 CSV（UTF-8）后再导入")

ASK_FOR_TABLE = mark("请向来源单位索取 .xlsx 或 CSV 表格")

# first bytes → what such a file really is
SIGNATURES = (
    (b"%PDF", mark("这是 PDF 文件，不是表格；后缀不说明内容")),
    (b"\x89PNG", mark("这是图片，不是表格；后缀不说明内容")),
    (b"\xff\xd8\xff", mark("这是图片，不是表格；后缀不说明内容")),
    (b"GIF8", mark("这是图片，不是表格；后缀不说明内容")),
    (b"Rar!", mark("这是压缩包，不是表格；请先解开")),
    (b"7z\xbc\xaf", mark("这是压缩包，不是表格；请先解开")),
    (b"\x1f\x8b", mark("这是压缩包，不是表格；请先解开")),
    (b"\xfd7zXZ", mark("这是压缩包，不是表格；请先解开")),
    (b"SQLite format 3", mark("这是数据库文件，不是表格；后缀不说明内容")),
    (b"{\\rtf", mark("这是文字文档，不是表格；后缀不说明内容")),
)


@dataclass(frozen=True, slots=True)
class Received:
    """来件: the bytes of a file from outside, under the name it came with."""

    name: str
    content: bytes

    @classmethod
    def from_path(cls, path: Path) -> "Received":
        """Read the file at ``path``; too large or unreadable is an InputError."""
        try:
            if path.stat().st_size > MAX_FILE_BYTES:
                raise too_large(path.name)
            return cls(path.name, path.read_bytes())
        except OSError as error:
            raise InputError(
                str(path), mark("文件无法读取：{reason}"), mark("请核对路径和权限"), reason=error.strerror
            ) from error


def too_large(name: str) -> InputError:
    """Return the error for a file beyond the size limit."""
    return InputError(
        name,
        mark("文件超过 {limit} MB"),
        mark("请删去图片和无关的列，或按区、街道拆成几个文件"),
        limit=MAX_FILE_BYTES // 1_000_000,
    )


def kind_of(received: Received) -> str:
    """Return ``xlsx`` or ``csv``; anything else is refused by its right name."""
    content, name = received.content, received.name
    if len(content) > MAX_FILE_BYTES:
        raise too_large(name)
    if not content.strip():
        raise InputError(name, mark("文件是空的"), mark("请核对是否选错了文件"))
    for signature, sentence in SIGNATURES:
        if content.startswith(signature):
            raise InputError(name, sentence, ASK_FOR_TABLE)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _old_office(received)
    if content.startswith(b"PK\x03\x04"):
        _check_zip(received)
        return "xlsx"
    start = content[:400].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise InputError(name, mark("这是网页（HTML/XML），只是后缀像表格"), SAVE_AS)
    return "csv"


def _old_office(received: Received) -> InputError:
    """Tell a workbook under a password from one in the format before 2007; both share the same first bytes."""
    if "EncryptedPackage".encode("utf-16-le") in received.content:
        return InputError(
            received.name, mark("工作簿设有打开密码"), mark("请在表格软件中去掉密码，保存后再导入")
        )
    return InputError(received.name, mark("这是 2007 年以前的 .xls 格式"), SAVE_AS)


def _check_zip(received: Received) -> None:
    """Look at the list of members before any is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(received.content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError) as error:
        raise damaged(received.name) from error
    names = {member.filename for member in members}
    unpacked = sum(member.file_size for member in members)
    packed = max(1, len(received.content))
    suspicious = any(
        member.file_size > RATIO_COUNTS_FROM and member.file_size > MAX_RATIO * max(1, member.compress_size)
        for member in members
    )
    if (
        suspicious
        or unpacked > MAX_UNPACKED_BYTES
        or (unpacked > RATIO_COUNTS_FROM and unpacked > MAX_RATIO * packed)
        or len(members) > MAX_MEMBERS
    ):
        raise InputError(
            received.name,
            mark("压缩包展开后有 {size} MB、{members} 个部件，像是压缩炸弹，没有展开"),
            mark("请只保留数据所在的工作表，复制到新的工作簿后再导入"),
            size=unpacked // 1_000_000,
            members=len(members),
        )
    if any(member.flag_bits & 1 for member in members):
        raise InputError(received.name, mark("压缩包设有密码"), mark("请去掉密码后再导入"))
    if "xl/workbook.bin" in names:
        raise InputError(received.name, mark("这是 .xlsb 二进制工作簿"), SAVE_AS)
    if "xl/workbook.xml" not in names:
        if "word/document.xml" in names:
            raise InputError(received.name, mark("这是文字文档，不是表格；后缀不说明内容"), ASK_FOR_TABLE)
        if "content.xml" in names and "mimetype" in names:
            raise InputError(received.name, mark("这是 OpenDocument 文件，不是 .xlsx 工作簿"), SAVE_AS)
        raise InputError(received.name, mark("这是压缩包，不是表格；请先解开"), ASK_FOR_TABLE)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise InputError(received.name, mark("工作簿含有宏"), mark("请另存为不含宏的 .xlsx 后再导入"))


def damaged(name: str) -> InputError:
    """Return the error for a workbook whose inside cannot be read."""
    return InputError(name, mark("工作簿已损坏或不完整"), mark("请在表格软件中打开并重新保存后再导入"))
