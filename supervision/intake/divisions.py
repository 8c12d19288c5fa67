"""行政区划 divisions: names of districts and streets as codes of the division table.

Codes nest: province 2 digits, city 4, district 6, street 9; a code lies within an area when it starts with
the area's code. A name that fits nothing is never bent to fit: near ones are offered, a person chooses.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

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
