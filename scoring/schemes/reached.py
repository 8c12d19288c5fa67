"""触及 Which facts can reach a part of a scheme, as the places that pick them."""

from collections.abc import Iterable
from dataclasses import dataclass

from scoring.language.context import Context


@dataclass(frozen=True, slots=True)
class Reached:
    """触及 The selections that can reach something, also through measures, as bits (``Scheme.uses``).

    Of ``asked`` it only matters whether they find anything, of ``read`` which facts they find.
    """

    read: int
    asked: int

    def found(self, context: Context) -> int | None:
        """Return what is found of what is asked, where no fact is read: all that a subject has to say here."""
        if context.may & self.read or context.unsure & self.asked:
            return None
        return context.may & self.asked


def bits_of(numbers: Iterable[int]) -> int:
    """Return a number in which these bits are set."""
    return sum(1 << number for number in set(numbers))
