"""同类违法行为 When two decisions are on the same conduct, so that the later one is a repeat."""

import re
from dataclasses import dataclass

from scoring.rulebook.articles import article_in_english

ITEM = re.compile("第[^第]+项")


@dataclass(frozen=True, slots=True)
class Conduct:
    """违法行为 What a decision is about: in ``words``, and the provisions it rests on as ``(law id, place in it)``."""

    words: str
    basis: tuple[tuple[str, str], ...] = ()

    @property
    def items(self) -> frozenset[tuple[str, str]]:
        """The provisions that name an item of an article, however its number is written."""
        return frozenset((law, article_in_english(place)) for law, place in self.basis if ITEM.search(place))


def same_conduct(one: Conduct, other: Conduct) -> bool:
    """Return whether two decisions are on the same conduct: by the items of law where both cite one, else by the words.

    An article often lists many conducts under items (第…项), each of another kind; so an article alone tells nothing.
    """
    items, others = one.items, other.items
    if items and others:
        return not items.isdisjoint(others)
    return "".join(one.words.split()) == "".join(other.words.split())
