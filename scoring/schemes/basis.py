"""依据 What a part of a scheme rests on, and the words it is told in."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.rulebook.confidence import Confidence
from scoring.rulebook.laws import Reference

Words = Mapping[str, str]
"""双语文字 One text in both languages: ``{"zh": …, "en": …}``."""


@dataclass(frozen=True, slots=True)
class Basis:
    """依据 What a part of a scheme rests on, and how sure we are."""

    reference: Reference
    confidence: Confidence
    note: str = ""
