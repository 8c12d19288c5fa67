"""The one error kind of the pure packages: a rule forbids it."""


class RuleViolationError(Exception):
    """规则不允许: a rule forbids what was asked.

    ``code`` is stable and kebab-case, ``message`` says what happened in the reader's words (Chinese source
    text, translated at the edge), ``basis`` is the rule id or legal reference, ``remedy`` says what to do now,
    ``facts`` fills named places such as ``{days}`` in both sentences.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
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
