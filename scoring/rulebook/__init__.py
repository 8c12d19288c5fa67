"""规则簿 Law as data: dated values with legal references, a strict loader, working days.

``Rulebook.load().on("rectification.days.general", day).value`` is how code asks what the law says.
"""

from scoring.rulebook.book import Rulebook
from scoring.rulebook.confidence import Confidence, confirmed_for_citation
from scoring.rulebook.errors import (
    NotInForceError,
    Problem,
    RuleFileError,
    RuleViolationError,
    UnknownRuleError,
)
from scoring.rulebook.laws import Law, Reference
from scoring.rulebook.loader import load_yaml
from scoring.rulebook.local import use_local_rules
from scoring.rulebook.values import DatedValue

__all__ = [
    "Confidence",
    "DatedValue",
    "Law",
    "NotInForceError",
    "Problem",
    "Reference",
    "RuleFileError",
    "RuleViolationError",
    "Rulebook",
    "UnknownRuleError",
    "confirmed_for_citation",
    "load_yaml",
    "use_local_rules",
]
