"""What can go wrong with a rule: a file that says nonsense, a day without a rule, a rule that forbids."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """规则文件问题 One thing wrong in one file, at a line and column that count from 1 (0: the file as a whole)."""

    file: str
    line: int
    column: int
    code: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.message} [{self.code}]"


class RuleFileError(Exception):
    """规则文件有误 Rule files that cannot be used; ``problems`` holds all of them, in order of place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class UnknownRuleError(LookupError):
    """无此规则 No rule of this id stands in the rulebook."""


class NotInForceError(LookupError):
    """当日无有效规定 The rule exists and says nothing for this day."""


class RuleViolationError(Exception):
    """规则不允许 A rule forbids what was asked.

    ``code`` is stable and kebab-case, ``message`` says what happened in the reader's words (Chinese source
    text, translated at the edge), ``basis`` is the rule id or legal reference, ``remedy`` says what to do now,
    ``facts`` fills named places such as ``{days}`` in both sentences.
    """

    def __init__(
        self,
        code: str,
        message: str,
        basis: str | None = None,
        remedy: str | None = None,
        facts: dict[str, object] | None = None,
    ) -> None:
        """Keep every part; ``str(error)`` is the message with its facts filled in."""
        self.code = code
        self.message = message
        self.basis = basis
        self.remedy = remedy
        self.facts = facts or {}
        super().__init__(message.format(**self.facts) if self.facts else message)
