"""区划表 division table: four files of codes, read whole or not at all."""

import csv
import io
import lzma
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

from supervision.errors import InputError
from supervision.intake.divisions import AreaRow
from supervision.texts import mark

LEVELS = {2: "province", 4: "city", 6: "district", 9: "street"}
# file, level, column of the parent's code
FILES = (
    ("provinces.csv", "province", None),
    ("cities.csv", "city", "provinceCode"),
    ("areas.csv", "district", "cityCode"),
    ("streets.csv", "street", "areaCode"),
)
NAMES = "、".join(name for name, _, _ in FILES)
MAX_UNPACKED_BYTES = 64_000_000
LONGEST_NAME = 60


def read_folder(folder: Path) -> tuple[AreaRow, ...]:
    """Read the four files of a division table (``.csv`` or ``.csv.xz``) in a folder."""
    if not folder.is_dir():
        raise InputError(
            str(folder), mark("没有这个文件夹"), mark("请给出放有 {files} 的文件夹"), files=NAMES
        )
    wanted = (folder / f"{name}{suffix}" for name, _, _ in FILES for suffix in ("", ".xz"))
    return read_files({path.name: path.read_bytes() for path in wanted if path.is_file()}, str(folder))


def read_files(files: Mapping[str, bytes], place: str) -> tuple[AreaRow, ...]:
    """Read the four files of a division table by their names, parents before children; ``place`` names them all."""
    contents = {PurePath(name).name: content for name, content in files.items()}
    areas: dict[str, AreaRow] = {}
    for name, level, parent_column in FILES:
        content = _unpacked(contents, name, place)
        for number, row in _rows(content, name, parent_column):
            area = AreaRow(row["code"], row["name"], level, row[parent_column] if parent_column else "")
            _check(f"{name} · {number}", area, areas)
            areas[area.code] = area
    return tuple(areas.values())


def read_areas(path: Path) -> tuple[AreaRow, ...]:
    """Read one file with the columns ``code, name, level, parent`` (the demonstration's own areas)."""
    areas: dict[str, AreaRow] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            area = AreaRow(row["code"], row["name"], row["level"], row["parent"])
            _check(f"{path.name} · {number}", area, areas)
            areas[area.code] = area
    return tuple(areas.values())


def _unpacked(files: Mapping[str, bytes], name: str, place: str) -> bytes:
    """Return one file, plain or packed with xz; its unpacked size is limited."""
    packed = files.get(f"{name}.xz")
    if name in files:
        content = files[name]
    elif packed is None:
        raise InputError(
            place,
            mark("缺少 {file}（或 {file}.xz）"),
            mark("区划表由四个文件组成：{files}"),
            file=name,
            files=NAMES,
        )
    else:
        unpacker = lzma.LZMADecompressor(memlimit=256_000_000)
        try:
            content = unpacker.decompress(packed, max_length=MAX_UNPACKED_BYTES + 1)
            whole = unpacker.eof or len(content) > MAX_UNPACKED_BYTES
        except (lzma.LZMAError, EOFError):
            whole = False
        if not whole:
            raise InputError(f"{name}.xz", mark("xz 压缩包已损坏"), mark("请重新取得这个文件"))
    if len(content) > MAX_UNPACKED_BYTES:
        raise InputError(name, mark("文件展开后过大，没有读取"), mark("请重新取得这个文件"))
    return content


def _rows(content: bytes, name: str, parent_column: str | None) -> Iterable[tuple[int, dict[str, str]]]:
    """Yield the rows of one file with their numbers."""
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        wanted = {"code", "name", parent_column} - {None}
        missing = wanted - set(reader.fieldnames or ())
        if missing:
            raise InputError(
                f"{name} · 1",
                mark("缺少列：{missing}"),
                mark("第 1 行应当有这些列名：{wanted}"),
                missing="、".join(sorted(map(str, missing))),
                wanted="、".join(sorted(map(str, wanted))),
            )
        for number, row in enumerate(reader, start=2):
            yield number, {key: (row[key] or "").strip() for key in map(str, wanted)}
    except UnicodeDecodeError as error:
        raise InputError(name, mark("不是 UTF-8 编码"), mark("请另存为 UTF-8 后再导入")) from error
    except csv.Error as error:
        raise InputError(name, mark("不是 CSV 表格"), mark("请重新取得这个文件")) from error


def _check(place: str, area: AreaRow, areas: Mapping[str, AreaRow]) -> None:
    """Refuse a code that is malformed, doubled or not beneath its parent."""
    code, parent = area.code, area.parent
    if not (code.isascii() and code.isdigit()) or LEVELS.get(len(code)) != area.level:
        problem = mark("区划代码“{code}”不合规：省 2 位、市 4 位、区县 6 位、街道 9 位数字")
    elif not 0 < len(area.name) <= LONGEST_NAME:
        problem = mark("区划代码“{code}”没有名称，或名称过长")
    elif code in areas:
        problem = mark("区划代码“{code}”重复")
    elif bool(parent) == (area.level == "province"):
        problem = mark("区划代码“{code}”的上级不合规：“{parent}”")
    elif parent and parent not in areas:
        problem = mark("区划代码“{code}”的上级“{parent}”不存在")
    elif not code.startswith(parent):
        problem = mark("区划代码“{code}”与上级“{parent}”的代码不相连")
    else:
        return
    raise InputError(place, problem, mark("请核对区划表；没有导入任何一行"), code=code, parent=parent)
