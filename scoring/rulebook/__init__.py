"""规则库 rulebook: dated law as data. Values, legal references, working days, and the error "a rule forbids this"."""

from scoring.rulebook.errors import RuleViolationError

__all__ = ["RuleViolationError"]
