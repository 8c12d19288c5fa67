"""公开随机值: the spellings of a public random value, fixed before it exists.

If ``03 09 11`` and ``3,9,11`` were both allowed, whoever enters the value could choose between two draws.
A commitment therefore lists components, and the value is their only spelling, joined by ``/``.
"""

import re
from itertools import pairwise

from inspections.canonical import RefusedError

LEAST_BITS = 20  # with fewer, trying salts before the commitment would shift chances noticeably
DIGITS = re.compile(r"digits:([1-9][0-9]{0,2})")


def bits(component: str) -> int | None:
    """Return how many bits a component is worth at least, or None if there is no such component."""
    if component in ("ssq", "dlt"):
        return 24
    if component == "hex64":
        return 256
    digits = DIGITS.fullmatch(component)
    return 3 * int(digits[1]) if digits else None


def check_format(components: list[str], member: str) -> None:
    """Refuse a format that is empty, unknown, or too easily tried out."""
    if not components:
        raise RefusedError(member, "an empty format; list at least one component")
    total = 0
    for index, component in enumerate(components):
        worth = bits(component)
        if worth is None:
            raise RefusedError(
                f"{member}[{index}]",
                "not a component; known are hex64, ssq, dlt and digits:N (N from 1 to 999)",
            )
        total += worth
    if total < LEAST_BITS:
        raise RefusedError(
            member, f"worth {total} bits; at least {LEAST_BITS} are needed, else salts could be tried out"
        )


def check_value(value: str, components: list[str], member: str = "beacon") -> None:
    """Refuse a value that is not spelt as the format promises."""
    parts = value.split("/")
    if len(parts) != len(components):
        raise RefusedError(
            member, f"has {len(parts)} components joined by /; the format has {len(components)}"
        )
    for part, component in zip(parts, components, strict=True):
        if not _spelt(part, component):
            raise RefusedError(member, f"{part[:80]!a} is not spelt as {component}")


def _spelt(part: str, component: str) -> bool:
    if component == "hex64":
        return re.fullmatch(r"[0-9a-f]{64}", part) is not None
    if component == "ssq":
        return _lottery(part, r"(\d\d(?: \d\d){5})\+(\d\d)", 33, 16)
    if component == "dlt":
        return _lottery(part, r"(\d\d(?: \d\d){4})\+(\d\d \d\d)", 35, 12)
    return re.fullmatch(rf"[0-9]{{{component.removeprefix('digits:')}}}", part) is not None


def _lottery(part: str, grammar: str, highest_red: int, highest_blue: int) -> bool:
    balls = re.fullmatch(grammar, part, re.ASCII)
    return balls is not None and _ascending(balls[1], highest_red) and _ascending(balls[2], highest_blue)


def _ascending(balls: str, highest: int) -> bool:
    numbers = [0, *map(int, balls.split(" ")), highest + 1]
    return all(before < after for before, after in pairwise(numbers))
