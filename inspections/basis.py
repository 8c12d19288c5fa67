"""依据 Where a checklist item rests, how it is cited, and whether an order may rest on it.

An order, a penalty or a listing may cite what was read in the text or second-hand. What is only remembered
（依据待核） and what holds in another place may not be cited before a person of the authority has confirmed it.
"""

from dataclasses import dataclass

from scoring.rulebook import Confidence, Rulebook

LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Basis:
    """依据 One place in one legal text, and how sure we are of it.

    ``law`` is its id in the registry of laws. ``area`` is the code of the only area in which it holds (``320404``),
    ``local`` where each place has to name its own text, or ``None`` for the whole country.
    """

    law: str
    article: str | None
    clause: str | None
    confidence: Confidence
    area: str | None = None

    @property
    def place(self) -> str:
        """Article and clause as a lawyer writes them; empty when the text as a whole is meant."""
        return (self.article or "") + (self.clause or "")

    @property
    def key(self) -> str:
        """What a person confirms: law, article and clause, such as ``fire-law 第六十条第一款第三项``."""
        return f"{self.law} {self.place}".rstrip()

    def holds_in(self, areas: frozenset[str]) -> bool:
        """Return whether the text binds a facility that lies in ``areas`` (codes of all levels)."""
        return self.area is None or self.area in areas

    def can_be_cited(self, areas: frozenset[str], confirmed: frozenset[str]) -> bool:
        """Return whether an order may rest on it: it was read, or a person confirmed it, and it holds here."""
        if self.key in confirmed:
            return self.area == LOCAL or self.holds_in(areas)
        return self.confidence.confirmed_for_citation and self.holds_in(areas)

    def cite(self, book: Rulebook, language: str = "zh") -> str:
        """Return it as written in a paper: 《消防法》第六十条第一款第三项."""
        return book.reference(self.law, self.place).cite(language)


@dataclass(frozen=True, slots=True)
class Citation:
    """引用 The bases of one item, sorted into those that may be cited here and those a person must confirm first.

    What holds in another area alone is in neither.
    """

    cited: tuple[Basis, ...]
    to_confirm: tuple[Basis, ...]


def citation(basis: tuple[Basis, ...], areas: frozenset[str], confirmed: frozenset[str]) -> Citation:
    """Sort the bases of an item for a facility in ``areas``; ``confirmed`` holds the keys a person confirmed."""
    cited = tuple(each for each in basis if each.can_be_cited(areas, confirmed))
    here = (each for each in basis if each.area == LOCAL or each.holds_in(areas))
    return Citation(cited, tuple(each for each in here if each not in cited))
