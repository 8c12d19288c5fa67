"""CSV as it comes: UTF-8 with or without mark, UTF-16 as Excel writes it, GB18030; comma, semicolon or tab."""

import csv
import io

from supervision.errors import InputError
from supervision.intake.container import SAVE_AS, Received
from supervision.intake.grid import Grid, cell_name
from supervision.texts import mark

ENCODINGS = (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"))
# delimiter → the note that it was found; a comma needs none
DELIMITERS = {",": "", ";": mark("列之间以分号分隔"), "\t": mark("列之间以制表符分隔")}


def read(received: Received) -> Grid:
    """Return the rows of a CSV file."""
    text, encoding = decode(received)
    delimiter = sniff_delimiter(text)
    grid = Grid()
    grid.notes.append((mark("按 {encoding} 编码读取"), {"encoding": encoding}))
    if DELIMITERS[delimiter]:
        grid.notes.append((DELIMITERS[delimiter], {}))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            grid.add(received.name, number, tuple(cells))
            for index, cell in enumerate(cells):
                if cell.startswith("=") and len(cell) > 1:
                    grid.formulas.append(cell_name(number, index))
    except csv.Error as error:
        raise InputError(
            f"{received.name} · {number + 1}",
            mark("第 {row} 行的引号没有配对，或格式不对"),
            mark("请核对这一行及其上一行的引号"),
            row=number + 1,
        ) from error
    return grid


def decode(received: Received) -> tuple[str, str]:
    """Return the text and the name of its encoding."""
    content = received.content
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return _without_nul(received.name, content.decode("utf-16")), "UTF-16"
        except UnicodeDecodeError as error:
            raise InputError(received.name, mark("UTF-16 编码不完整"), SAVE_AS) from error
    for codec, called in ENCODINGS:
        try:
            return _without_nul(received.name, content.decode(codec)), called
        except UnicodeDecodeError as error:
            failed = error
    line = content.count(b"\n", 0, failed.start) + 1
    raise InputError(
        f"{received.name} · {line}",
        mark("第 {line} 行既不是 UTF-8 也不是 GB18030 编码"),
        mark("请在表格软件中另存为“CSV UTF-8”后再导入"),
        line=line,
    )


def _without_nul(name: str, text: str) -> str:
    """Return the text; a NUL byte means that this is no text at all."""
    at = text.find("\0")
    if at >= 0:
        line = text.count("\n", 0, at) + 1
        raise InputError(
            f"{name} · {line}",
            mark("第 {line} 行含有空字节，这不是文本文件"),
            SAVE_AS,
            line=line,
        )
    return text


def sniff_delimiter(text: str) -> str:
    """Return the delimiter that splits the heading line into most columns; a comma when none does."""
    start = text.lstrip("\r\n")[:100_000]
    heading = start.splitlines()[0] if start else ""
    counts = {mark_: len(next(csv.reader([heading], delimiter=mark_), [])) for mark_ in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: counts[delimiter])
