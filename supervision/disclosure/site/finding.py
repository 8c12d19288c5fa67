"""找机构 the index by which a home is found: by name, a part, pinyin, initials or code, also mistyped.

Nothing is asked of a server: the index is cut into small classic scripts, so that it works from a disk and a telephone
loads two or three of them. A shard is named by a key, and each facility stands under several:

    ``i-`` initials of neighbouring syllables (朗山福轩: i-ls, i-sf, i-fx)   ``p-`` the start of a syllable (p-la)
    ``w-`` the start of an English word (w-la)                             ``c-`` the start of the code

Where a key has more than ``MOST`` facilities, a longer key follows it (i-lsf, i-lsfx), so that no shard grows without end.
``assets/find.js`` takes the same steps; ``assets/names.js`` tells it how many stand under each key, and names the
areas, which are few enough to be found there at once.
Beside it ``assets/areas/<district>.js`` holds what facilities are chosen by: grade, price, beds, services, place.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from itertools import chain
from typing import Any

import msgspec

from supervision.disclosure.site.briefs import Brief, Rating
from supervision.disclosure.site.failing import named
from supervision.disclosure.site.pinyin import sounds
from supervision.disclosure.site.register import Register
from supervision.records.facilities import Facility, Location
from supervision.records.scores import Measure, ScoreState
from supervision.records.values import Text

MOST = 1_000  # facilities in a shard: some 100 KB
LONGEST = 5  # initials in a key
DISTRICT = 3  # depth of the areas whose facilities are chosen from together
MONTH = ("月", "month")
INDEX = "assets/names.js"
REMEMBERED = 50_000  # parts of names, which come again and again
Chain = tuple[str, ...]


def shards(register: Register) -> Iterator[tuple[str, str]]:
    """Yield ``assets/names.js``, ``assets/names/<key>.js`` and ``assets/areas/<district>.js``."""
    with named(INDEX):  # of which all the others are parts
        tables = _Tables(register)
        every = register.facilities.values()
        counts = Counter(chain.from_iterable(set().union(*_chains(each)) for each in every))
        needed = lru_cache(REMEMBERED)(partial(_needed, counts))
        rows: list[bytes] = []
        under: dict[str, array[int]] = defaultdict(lambda: array("I"))  # places in ``rows``
        for brief in every:
            for key in set().union(*map(needed, _chains(brief))):
                if len(under[key]) < MOST:
                    under[key].append(len(rows))
            rows.append(_encode(tables.name_row(brief)))
        choices = {  # first, so that every word that rows share has its number
            district: _encode([tables.choice_row(brief) for brief in briefs])
            for district, briefs in sorted(tables.districts.items())
        }
        directory = _call("mingjingNames", tables.directory({key: counts[key] for key in under}))
    yield INDEX, directory
    for key, places in sorted(under.items()):
        some = b",".join([rows[place] for place in places])
        yield f"assets/names/{key}.js", f'mingjingRows("{key}",[{_script(some)}]);\n'
    for district, choice in choices.items():
        yield f"assets/areas/{district}.js", f'mingjingArea("{district}",{_script(choice)});\n'


def _needed(counts: Counter[str], keys: Chain) -> Chain:
    """Return as many keys of a chain as it takes until few enough facilities stand under one."""
    return keys[: next((place for place, key in enumerate(keys, 1) if counts[key] <= MOST), len(keys))]


def _chains(facility: Brief) -> set[Chain]:
    name = facility.name.zh
    spoken = sounds(name)
    alone = tuple(_alone(character) for character in name.lower() if character.isalnum())
    chains: set[Chain] = set()
    for syllables in {spoken, alone}:  # 重庆 is found as chongqing, and by whoever types 重 as zhong
        first = "".join([sound[0] for sound in syllables])
        chains.update([_of_initials(first[start : start + LONGEST]) for start in range(len(first) - 1)])
        chains.update([_of_sound(sound) for sound in syllables])
    chains.update([_of_word(word) for word in facility.name.en.lower().split()])
    code = "".join([letter for letter in facility.code.lower() if letter.isalnum()])
    chains.add((f"c-{code[:4]}", f"c-{code[:6]}"))
    chains.discard(())
    return chains


@lru_cache(REMEMBERED)
def _of_initials(initials: str) -> Chain:
    return tuple([f"i-{initials[:long]}" for long in range(2, len(initials) + 1)])


@lru_cache(REMEMBERED)
def _of_sound(sound: str) -> Chain:
    return f"p-{sound[:2]}", f"p-{sound}"


@lru_cache(REMEMBERED)
def _of_word(word: str) -> Chain:
    letters = "".join([letter for letter in word if letter.isascii() and letter.isalnum()])
    return (f"w-{letters[:2]}", f"w-{letters[:4]}") if len(letters) > 1 else ()


@cache
def _alone(character: str) -> str:
    return "".join(sounds(character)[:1]) or character


class _Tables:
    """Words that many rows share, by their number."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.kinds = {kind.code: place for place, kind in enumerate(register.snapshot.facility_kinds)}
        self.areas = {area.code: place for place, area in enumerate(register.snapshot.areas)}
        self.outcomes: list[tuple[str, str]] = []
        self.services: list[tuple[str, str]] = []
        self.districts: dict[str, list[Brief]] = defaultdict(list)
        for brief in register.active():
            self.districts[self._district(brief)].append(brief)
        self._numbers: dict[int, dict[tuple[str, str], int]] = {}

    def _district(self, facility: Brief) -> str:
        lineage = self.register.lineage(facility.area)
        return next(
            (area.code for area in lineage if area.depth == DISTRICT), lineage[0].code if lineage else "none"
        )

    def _number(self, table: list[tuple[str, str]], value: tuple[str, str]) -> int:
        known = self._numbers.setdefault(id(table), {})
        if value not in known:
            known[value] = len(table)
            table.append(value)
        return known[value]

    def _outcome(self, rating: Rating | None) -> int:
        if rating is None or rating.state is not ScoreState.IN_FORCE:
            return -1
        return self._number(self.outcomes, _both(rating.outcome_name))

    def name_row(self, facility: Brief) -> list[Any]:
        """Return code, name in Chinese and in English, kind, area, grade."""
        return [
            facility.code,
            *_both(facility.name),
            self.kinds.get(facility.kind, -1),
            self.areas.get(facility.area, -1),
            self._outcome(facility.grade),
        ]

    def choice_row(self, brief: Brief) -> list[Any]:
        """Return ``name_row`` and what one chooses by.

        Rank of the grade, credit outcome, price of a month, beds, vacant beds, findings open, last visit, insured,
        services, place.
        """
        facility, grade = self.register.facility(brief.code), brief.grade
        vacancy, price = facility.vacancy, month_price(facility)
        return [
            *self.name_row(brief),
            grade.rank if grade and grade.state is ScoreState.IN_FORCE else 0,
            self._outcome(brief.rating(Measure.CREDIT_RATING)),
            None if price is None else float(price),
            facility.beds,
            vacancy.beds if vacancy else None,
            brief.open_findings,
            brief.latest,
            int(insured(facility, self.register.as_of)),
            sorted({self._number(self.services, _both(each.name)) for each in facility.services}),
            _place_of(facility),
        ]

    def directory(self, counts: dict[str, int]) -> dict[str, Any]:
        """Return what the pages load first."""
        snapshot = self.register.snapshot
        areas = {area.code: area for area in snapshot.areas}
        return {
            "most": MOST,
            "counts": counts,
            "sounds": _sounds_of_characters(self.register),
            "kinds": [_both(kind.name) for kind in snapshot.facility_kinds],
            "areas": [[code, *_both(areas[code].name), areas[code].parent or ""] for code in self.areas],
            "outcomes": self.outcomes,
            "services": self.services,
            "districts": [
                [code, len(briefs), _middle([self.register.facility(each.code).location for each in briefs])]
                for code, briefs in sorted(self.districts.items())
            ],
        }


def month_price(facility: Facility) -> Decimal | None:
    """Return what the services that are priced by the month cost together, in yuan; none without such a price."""
    prices = [
        service.price
        for service in facility.services
        if service.price is not None and service.unit and MONTH[0] in service.unit.zh
    ]
    return sum(prices, Decimal(0)) if prices else None


def insured(facility: Facility, on: date) -> bool:
    """Return whether a liability insurance is in force on the day."""
    return bool(facility.insurance and facility.insurance.since <= on < facility.insurance.until)


def _both(text: Text) -> tuple[str, str]:
    return text.zh, text.en


def _place_of(facility: Facility) -> list[Any] | None:
    location = facility.location
    return [float(location.longitude), float(location.latitude), location.system] if location else None


def _middle(locations: Iterable[Location | None]) -> list[float] | None:
    """Return the middle of a district's facilities, where their places are on the globe."""
    places = [each for each in locations if each and each.system in ("wgs84", "gcj02", "bd09")]
    if not places:
        return None
    return [
        round(float(sum(each.longitude for each in places)) / len(places), 3),
        round(float(sum(each.latitude for each in places)) / len(places), 3),
    ]


def _sounds_of_characters(register: Register) -> dict[str, str]:
    """Return syllable → the characters that sound so: those of all names, and common ones, which may be typed instead."""
    found: dict[str, set[str]] = defaultdict(set)
    for character in _common_characters():
        found[_alone(character)].add(character)
    names = {each.name.zh for each in register.facilities.values()} | {
        each.name.zh for each in register.snapshot.areas
    }
    for name in names:
        spoken = [character for character in name.lower() if character.isalnum()]
        for character, sound in zip(spoken, sounds(name), strict=False):
            found[sound].add(character)
            found[_alone(character)].add(character)
    return {
        sound: "".join(sorted(characters))
        for sound, characters in sorted(found.items())
        if any(not character.isascii() for character in characters)
    }


@cache
def _common_characters() -> str:
    """Return the 3,755 common characters: the first level of GB 2312."""
    return bytes(
        byte for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF) for byte in (high, low)
    ).decode("gb2312", "ignore")


_encode = msgspec.json.Encoder(order="sorted").encode


def _call(name: str, value: object) -> str:
    return f"{name}({_script(_encode(value))});\n"


def _script(encoded: bytes) -> str:
    """Return JSON that is safe inside a script file: no line separators that old engines take for line ends."""
    return encoded.decode().replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
