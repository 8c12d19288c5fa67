"""把握程度 How sure we are that a value is the law: read, read second-hand, remembered, or our own design."""

from enum import StrEnum


class Confidence(StrEnum):
    """把握程度 Where the knowledge of a value or of a legal basis comes from."""

    READ = "S"
    SECOND_HAND = "S2"
    MEMORY_HIGH = "M-h"
    MEMORY_MEDIUM = "M-m"
    MEMORY_LOW = "M-l"
    DESIGN = "design"

    @property
    def confirmed_for_citation(self) -> bool:
        """Whether an order, a penalty or a listing may cite it; what is only remembered or designed may not."""
        return self in (Confidence.READ, Confidence.SECOND_HAND)

    @property
    def word(self) -> str:
        """The Chinese word shown beside the value; empty when nothing needs to be said."""
        if self is Confidence.DESIGN:
            return "系统设定"
        return "" if self.confirmed_for_citation else "依据待核"


def confirmed_for_citation(tag: str) -> bool:
    """Return whether a basis with this tag may be cited; ``S/M-h`` is as sure as its weakest part."""
    return all(Confidence(part).confirmed_for_citation for part in tag.split("/"))
