"""省级范围 provinces: where the points and postal codes of a province can lie."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from scoring.rulebook import load_yaml

PROVINCES_FILE = Path(__file__).with_name("provinces.yaml")


@dataclass(frozen=True, slots=True)
class Province:
    """省级范围: ``box`` as west, east, south, north in degrees; ``post``: how its postal codes begin."""

    box: tuple[Decimal, Decimal, Decimal, Decimal]
    post: tuple[str, ...]

    def contains(self, lng: Decimal, lat: Decimal) -> bool:
        """Return whether a point lies in the box."""
        west, east, south, north = self.box
        return west <= lng <= east and south <= lat <= north


@cache
def province(area: str) -> Province:
    """Return the province around the area with this code; the whole country where that is not known."""
    known = load_yaml(PROVINCES_FILE)
    entry = known.get(area[:2]) or known["default"]
    west, east, south, north = map(Decimal, entry["box"])
    return Province((west, east, south, north), tuple(entry["post"]))
