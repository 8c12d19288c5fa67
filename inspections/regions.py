"""区域粗化: how finely a roster may say where a facility lies.

A roster is revealed, and a region that only one facility has would give that facility away with its sampling tier.
So a region is written no finer than some inspector's area needs, and coarser wherever fewer than five facilities of a
stratum would share it. Coarser means that only inspectors with an area that wide may go there.

Example (one stratum): areas 5001, 500103 and 500103002 occur. Of a stratum, 9 facilities lie in 500103001, 2 in 500103002 and 6 in
500104. The 2 are too few to stand as 500103002 and join the 9 as 500103; the 6 stand as 5001.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

LEAST_SHARING = 5
NOWHERE = "-"  # a region must not be empty; nobody's area begins so


def coarse_regions(
    areas: Mapping[str, str], strata: Mapping[str, str], needed: Iterable[str], certain: Container[str] = ()
) -> dict[str, str]:
    """Return the region of each facility of a roster.

    ``areas`` are the facilities' full area codes, ``strata`` their strata, ``needed`` the areas of all inspectors. At least
    five facilities share (region, stratum), unless the whole stratum is smaller: then all have the widest region. But in
    a small stratum that is ``certain`` to be drawn whole nothing is left to hide, since the results will be public; there
    nobody should lose his inspectors for it.
    """
    if not areas:
        return {}
    steps = sorted(set(needed), key=len)
    shared = _shared_beginning(
        min(areas.values()), max(areas.values())
    )  # of all: these two lie farthest apart
    widest = max((step for step in steps if shared.startswith(step)), key=len, default=shared[:2] or NOWHERE)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for name in areas:
        members[strata[name]].append(name)
    regions: dict[str, str] = {}
    for stratum, names in members.items():
        hidden = len(names) >= LEAST_SHARING or stratum not in certain
        _settle(widest, names, areas, steps, LEAST_SHARING if hidden else 1, regions)
    return regions


def _shared_beginning(one: str, other: str) -> str:
    length = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[:length]


def _settle(
    here: str,
    members: list[str],
    areas: Mapping[str, str],
    steps: Sequence[str],
    least: int,
    regions: dict[str, str],
) -> None:
    """Give members the region ``here``, except those of a finer one that enough of them share."""
    finer: defaultdict[str, list[str]] = defaultdict(list)
    for name in members:
        finer[_next_step(areas[name], here, steps)].append(name)
    staying = finer.pop(here, [])
    apart: list[tuple[str, list[str]]] = []
    for region, names in sorted(finer.items(), key=lambda item: (len(item[1]), item[0])):
        if len(names) < least or 0 < len(staying) < least:
            staying += names  # too few to stand alone, or needed so that those who stay are enough
        else:
            apart.append((region, names))
    regions.update(dict.fromkeys(staying, here))
    for region, names in apart:
        _settle(region, names, areas, steps, least, regions)


def _next_step(area: str, here: str, steps: Sequence[str]) -> str:
    """Return the widest needed area that is finer than ``here`` and holds ``area``; ``here`` itself if there is none."""
    return next((step for step in steps if len(step) > len(here) and area.startswith(step)), here)
