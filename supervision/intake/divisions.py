"""行政区划 divisions: the division table as area rows, and names of districts and streets as codes.

Codes nest: province 2 digits, city 4, district 6, street 9; a code lies within an area when it starts with
the area's code. A name that fits nothing is never bent to fit: near ones are offered, a person chooses.
"""

import csv
import io
import lzma
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from supervision.errors import InputError
from supervision.texts import mark

LEVELS = {2: "province", 4: "city", 6: "district", 9: "street"}
# file, level, column of the parent's code
FILES = (
    ("provinces.csv", "province", None),
    ("cities.csv", "city", "provinceCode"),
    ("areas.csv", "district", "cityCode"),
    ("streets.csv", "street", "areaCode"),
)
MAX_UNPACKED_BYTES = 64_000_000
SUFFIXES = ("街道办事处", "管理委员会", "人民政府", "管委会", "街道", "办事处", "苏木", "镇", "乡")
NEAR = 0.6  # how alike two names must be, 0 to 1, to be offered
OFFERED = 3


@dataclass(frozen=True, slots=True)
class AreaRow:
    """区划: ``level`` is province, city, district or street; ``parent`` a code, empty for provinces."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """查名结果: one area, or none and the near ones (best first)."""

    area: AreaRow | None
    near: tuple[AreaRow, ...] = ()


def read_folder(folder: Path) -> tuple[AreaRow, ...]:
    """Read the four files of a division table (``.csv`` or ``.csv.xz``), parents before children."""
    if not folder.is_dir():
        raise InputError(
            str(folder),
            mark("没有这个文件夹"),
            mark("请给出放有 {files} 的文件夹"),
            files="、".join(name for name, _, _ in FILES),
        )
    areas: dict[str, AreaRow] = {}
    for name, level, parent_column in FILES:
        for number, row in _rows(folder, name, parent_column):
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


def _rows(folder: Path, name: str, parent_column: str | None) -> Iterable[tuple[int, dict[str, str]]]:
    """Yield the rows of one file, plain or packed with xz; unpacked size is limited."""
    plain, packed = folder / name, folder / f"{name}.xz"
    if plain.exists():
        content = plain.read_bytes()
    elif packed.exists():
        try:
            content = lzma.LZMADecompressor(memlimit=256_000_000).decompress(
                packed.read_bytes(), max_length=MAX_UNPACKED_BYTES + 1
            )
        except (lzma.LZMAError, EOFError) as error:
            raise InputError(packed.name, mark("xz 压缩包已损坏"), mark("请重新取得这个文件")) from error
    else:
        raise InputError(
            str(folder),
            mark("缺少 {file}（或 {file}.xz）"),
            mark("区划表由四个文件组成：{files}"),
            file=name,
            files="、".join(file for file, _, _ in FILES),
        )
    if len(content) > MAX_UNPACKED_BYTES:
        raise InputError(name, mark("文件展开后过大，没有读取"), mark("请重新取得这个文件"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(name, mark("不是 UTF-8 编码"), mark("请另存为 UTF-8 后再导入")) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
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
        yield (
            number,
            {key: (value or "").strip() for key, value in row.items() if isinstance(value, str | None)},
        )


def _check(place: str, area: AreaRow, areas: Mapping[str, AreaRow]) -> None:
    """Refuse a code that is malformed, doubled or not beneath its parent."""
    code, parent = area.code, area.parent
    if not (code.isascii() and code.isdigit()) or LEVELS.get(len(code)) != area.level:
        problem = mark("区划代码“{code}”不合规：省 2 位、市 4 位、区县 6 位、街道 9 位数字")
    elif not area.name:
        problem = mark("区划代码“{code}”没有名称")
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


def stem(name: str) -> str:
    """Return a name without the word for its sort: 古美街道 and 古美路街道 stay two, 古美镇 and 古美街道 are one."""
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name.removesuffix(suffix)
    return name


class Gazetteer:
    """地名表: finds the districts and streets within one area of any level."""

    def __init__(self, areas: Iterable[AreaRow], within: str = "") -> None:
        """Keep what lies in the area with the code ``within``, and that area itself."""
        self.within = within
        self.by_code = {
            area.code: area for area in areas if area.code.startswith(within) or within.startswith(area.code)
        }
        self._districts: dict[str, list[AreaRow]] = defaultdict(list)
        self._streets: dict[str, list[AreaRow]] = defaultdict(list)
        for area in self.by_code.values():
            if area.level == "district":
                self._districts[area.name].append(area)
            elif area.level == "street":
                self._streets[area.parent].append(area)

    @property
    def districts(self) -> Mapping[str, list[AreaRow]]:
        """Return the districts by name."""
        return self._districts

    def streets(self, district: str) -> list[AreaRow]:
        """Return the streets of the district with this code."""
        return self._streets.get(district, [])

    def district(self, text: str) -> Lookup:
        """Find a district by name, also after its province or city, or by six-digit code; of two, none is taken."""
        found = self.by_code.get(text)
        if found and found.level == "district":
            return Lookup(found)
        named = self._districts.get(text) or [
            area
            for name, same in self._districts.items()
            if text.endswith(name)
            for area in same
            if text.removesuffix(name) in self._ways_to(area)
        ]
        if len(named) == 1:
            return Lookup(named[0])
        if named:
            return Lookup(None, tuple(named))
        return Lookup(None, _near(text, [area for same in self._districts.values() for area in same]))

    def _ways_to(self, district: AreaRow) -> tuple[str, ...]:
        """Return what may stand before a district's name: 江苏省, 常州市, 江苏省常州市; for 上海市 the city is no name."""
        city, province = (self.by_code.get(district.code[:length]) for length in (4, 2))
        names = (province.name if province else "", city.name if city else "")
        return (*names, "".join(names))

    def street(self, district: str, text: str, address: str = "") -> Lookup:
        """Find a street of ``district`` by name or nine-digit code; else offer near ones, or one the address names."""
        found = self.by_code.get(text)
        if found and found.parent == district:
            return Lookup(found)
        streets = self.streets(district)
        for area in streets:
            if area.name == text:
                return Lookup(area)
        same = tuple(area for area in streets if text and stem(area.name) == stem(text))
        if same:
            return Lookup(None, same)
        near = _near(text, streets) if text else ()
        named = [area for area in streets if area.name in address and area not in near]
        return Lookup(None, (*near, *named)[:OFFERED])

    def elsewhere(self, district: str, text: str) -> tuple[AreaRow, ...]:
        """Return the other districts that have a street of exactly this name."""
        return tuple(
            self.by_code[code]
            for code, streets in self._streets.items()
            if code != district and any(area.name == text for area in streets)
        )


def _near(text: str, areas: Iterable[AreaRow]) -> tuple[AreaRow, ...]:
    """Return the areas whose names are near ``text``, best first."""
    wanted = stem(text)
    if not wanted:
        return ()
    scored = []
    for area in areas:
        own = stem(area.name)
        if own.startswith(wanted) or wanted.startswith(own):
            score = 0.9
        else:
            score = SequenceMatcher(None, wanted, own).ratio()
        if score >= NEAR:
            scored.append((-score, area.code, area))
    return tuple(area for _, _, area in sorted(scored, key=lambda entry: entry[:2])[:OFFERED])
