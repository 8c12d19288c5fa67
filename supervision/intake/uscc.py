"""统一社会信用代码 unified social credit code (GB 32100-2015): 18 characters, the last one checks the others.

Worked example: ``115000000092759914`` (重庆市民政局). The first 17 characters, each times its weight, add up
to 864; 864 mod 31 = 27; 31 − 27 = 4; the last character is ``4``: the code holds.
"""

import unicodedata

from supervision.texts import mark

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
LENGTH = 18
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714, characters 9 to 16


def normalise(text: str) -> str:
    """Return the code in upper case and half width, without blanks and hyphens."""
    text = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in text if not char.isspace() and char != "-")


def check_character(first17: str) -> str:
    """Return the 18th character that belongs to the first 17."""
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(first17, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def problem(code: str) -> str | None:
    """Return why a normalised code cannot be right, as a sentence; None when it holds."""
    if len(code) != LENGTH:
        return mark("统一社会信用代码应为 18 位")
    if any(char not in ALPHABET for char in code):
        return mark("统一社会信用代码含有不允许的字符（不用 I、O、S、V、Z）")
    if check_character(code[:17]) != code[17]:
        return mark("统一社会信用代码的校验码不符")
    return None


def organisation_code_holds(code: str) -> bool:
    """Return whether the organisation code inside (characters 9 to 17, GB 11714) holds; few old ones do not."""
    body, check = code[8:16], code[16]
    values = (int(char, 36) for char in body)
    rest = 11 - sum(value * weight for value, weight in zip(values, ORGANISATION_WEIGHTS, strict=True)) % 11
    return check == {10: "X", 11: "0"}.get(rest, str(rest))
