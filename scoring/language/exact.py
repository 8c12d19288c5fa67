"""精确数 Exact numbers: decimals, fractions where a division does not end, and rounding that has a name.

Nothing here is ever a float. Arithmetic is exact; digits are lost only where a rule file says ``round``.
"""

from collections.abc import Callable
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from fractions import Fraction

Exact = Decimal | Fraction

_EXACTLY = Context(prec=60, traps=[Inexact, InvalidOperation, Overflow])
ZERO = Decimal(0)
LONGEST = 4096  # bits of a numerator or denominator: some 1,200 digits
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
        except Inexact:
            return number  # ends, but after more digits than we write
    return Decimal(number)


def add(a: Exact, b: Exact) -> Exact:
    """Return a + b."""
    return _either(_EXACTLY.add, Fraction.__add__, a, b)


def subtract(a: Exact, b: Exact) -> Exact:
    """Return a - b."""
    return _either(_EXACTLY.subtract, Fraction.__sub__, a, b)


def multiply(a: Exact, b: Exact) -> Exact:
    """Return a × b."""
    return _either(_EXACTLY.multiply, Fraction.__mul__, a, b)


def divide(a: Exact, b: Exact) -> Exact | None:
    """Return a ÷ b, or nothing where b is zero: a rate over nothing is not known."""
    return None if b == 0 else _either(_EXACTLY.divide, Fraction.__truediv__, a, b)


def _either(
    plain: Callable[[Decimal, Decimal], Decimal],
    wide: Callable[[Fraction, Fraction], Fraction],
    a: Exact,
    b: Exact,
) -> Exact:
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        try:
            return plain(a, b)
        except Inexact:
            pass  # does not end as a decimal: go on as a fraction
    return exact(wide(Fraction(a), Fraction(b)))


def round_to(number: Exact, step: Decimal, how: str) -> Decimal:
    """Return the multiple of ``step`` near ``number``, by the rounding called ``how``; keeps the digits of step."""
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
    return _EXACTLY.multiply(Decimal(whole), step)


def text_of(number: Exact) -> str:
    """Return the number as people and programs read it: ``87.5``, ``80``, ``10/3``; never an exponent."""
    if isinstance(number, Fraction):
        return f"{number.numerator}/{number.denominator}"
    plain = f"{number:f}"
    return "0" if number == 0 and "." not in plain else plain


def tidy(number: Exact) -> Exact:
    """Return the same number without zeros at its end: 87.50 → 87.5, 80.0 → 80."""
    if isinstance(number, Fraction):
        return number
    plain = f"{number:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return Decimal("0" if plain in ("-0", "") else plain)
