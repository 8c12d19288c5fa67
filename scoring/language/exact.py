"""精确数 Exact numbers: decimals, fractions where a division does not end, and rounding that has a name.

Nothing here is ever a float. Arithmetic is exact; digits are lost only where a rule file says ``round``.
"""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    Inexact,
    InvalidOperation,
    Overflow,
)
from fractions import Fraction

Exact = Decimal | Fraction

ZERO = Decimal(0)
LONGEST = 4096  # bits of a numerator or denominator: some 1,200 digits
_EXACTLY = Context(prec=60, Emax=1200, Emin=-1200, traps=[Inexact, InvalidOperation, Overflow])
_BEYOND = (
    Inexact,
    Overflow,
)  # more digits than a decimal holds here: go on as a fraction, which has its own limit
_ROUNDED = Context(prec=2600, traps=[InvalidOperation, Overflow])  # both halves of the longest number
_DIGITS = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
}
ROUNDINGS = ("half_up", "half_even", "down", "floor", "ceiling")
"""Ties away from zero, ties to even, towards zero, downwards, upwards."""


class TooLongError(ArithmeticError):
    """数过长 An exact number with more digits than any rating needs, so that every evaluation ends soon."""


def exact(number: int | Decimal | Fraction) -> Exact:
    """Return the number as a decimal if it ends, else as a fraction."""
    if isinstance(number, Fraction):
        if number.numerator.bit_length() > LONGEST or number.denominator.bit_length() > LONGEST:
            raise TooLongError(
                "a number grew beyond all use; look for a product of products, and round earlier"
            )
        rest = number.denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        if rest != 1:
            return number
        try:
            return _EXACTLY.divide(Decimal(number.numerator), Decimal(number.denominator))
        except _BEYOND:
            return number  # ends, but after more digits than we write
    return Decimal(number)


def add(a: Exact, b: Exact) -> Exact:
    """Return a + b."""
    if type(a) is Decimal and type(b) is Decimal:
        try:
            return _EXACTLY.add(a, b)
        except _BEYOND:
            pass
    return exact(Fraction(a) + Fraction(b))


def subtract(a: Exact, b: Exact) -> Exact:
    """Return a - b."""
    if type(a) is Decimal and type(b) is Decimal:
        try:
            return _EXACTLY.subtract(a, b)
        except _BEYOND:
            pass
    return exact(Fraction(a) - Fraction(b))


def multiply(a: Exact, b: Exact) -> Exact:
    """Return a × b."""
    if type(a) is Decimal and type(b) is Decimal:
        try:
            return _EXACTLY.multiply(a, b)
        except _BEYOND:
            pass
    return exact(Fraction(a) * Fraction(b))


def divide(a: Exact, b: Exact) -> Exact | None:
    """Return a ÷ b, or nothing where b is zero: a rate over nothing is not known."""
    if b == 0:
        return None
    if type(a) is Decimal and type(b) is Decimal:
        try:
            return _EXACTLY.divide(a, b)
        except _BEYOND:
            pass
    return exact(Fraction(a) / Fraction(b))


def round_to(number: Exact, step: Decimal, how: str) -> Decimal:
    """Return the multiple of ``step`` near ``number``, by the rounding called ``how``; keeps the digits of step."""
    if type(number) is Decimal and step.as_tuple().digits == (1,):
        rounded = number.quantize(step, _DIGITS[how], _ROUNDED)
        return rounded or rounded.copy_abs()  # nought has no sign
    steps = Fraction(number) / Fraction(step)
    whole = steps.numerator // steps.denominator
    rest = steps - whole
    if rest:
        up = {
            "floor": False,
            "ceiling": True,
            "down": steps < 0,
            "half_up": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and steps > 0),
            "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1),
        }[how]
        whole += up
    return _ROUNDED.multiply(Decimal(whole), step)


def text_of(number: Exact) -> str:
    """Return the number as people and programs read it: ``87.5``, ``80``, ``10/3``; never an exponent."""
    if type(number) is Fraction:
        return f"{number.numerator}/{number.denominator}"
    plain = f"{number:f}"
    return "0" if plain == "-0" else plain


def tidy(number: Exact) -> Exact:
    """Return the same number without zeros at its end: 87.50 → 87.5, 80.0 → 80."""
    return number if type(number) is Fraction else Decimal(plain_text(number))


def plain_text(number: Exact) -> str:
    """Return the number as it is written without zeros at its end."""
    if type(number) is Fraction:
        return f"{number.numerator}/{number.denominator}"
    plain = f"{number:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain
