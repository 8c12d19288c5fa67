"""What can go wrong besides a rule that forbids it (``scoring.rulebook.RuleViolationError``) and our own bugs.

Sentences are Chinese source texts, translated at the edge; ``facts`` fills named places such as ``{row}``.
"""


class SupervisionError(Exception):
    """An error that a person is told about, with what to do now."""

    status = 400

    def __init__(self, message: str, *, remedy: str | None = None, **facts: object) -> None:
        """Keep the sentence, its remedy and the facts that fill both."""
        self.message = message
        self.remedy = remedy
        self.facts = facts
        super().__init__(message.format(**facts) if facts else message)


class InputError(SupervisionError):
    """输入有误: something that came from outside cannot be read; ``place`` says where (file, row, field)."""

    status = 400

    def __init__(self, place: str, problem: str, remedy: str | None = None, **facts: object) -> None:
        """Name the place, the problem and the remedy."""
        super().__init__(problem, remedy=remedy, **facts)
        self.place = place


class SignInError(SupervisionError):
    """须登录: nobody is behind the request, or the token that it carries has ended."""

    status = 401


class NotAllowedError(SupervisionError):
    """无权操作: this person may not do this, or not here."""

    status = 403


class NotFoundError(SupervisionError):
    """未找到: there is no such thing, or not within this person's area."""

    status = 404


class StaleError(SupervisionError):
    """已被他人更改: somebody changed it meanwhile, or it stands in another state by now."""

    status = 409
