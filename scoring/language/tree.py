"""表达式树 The parts an expression is made of, and the error that says where one makes no sense."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


class ExpressionError(Exception):
    """表达式有误 An expression that makes no sense; ``at`` is the character where, from 0."""

    def __init__(self, message: str, at: int = 0) -> None:
        self.at = at
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Literal:
    """常量 A number, word, flag or day."""

    value: Decimal | str | bool | date
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """名称 Something that has a value: a measure, a member of the fact at hand, ``day``, ``total``."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Operation:
    """运算 An operator with its operands; ``if`` has three."""

    sign: str
    operands: tuple["Node", ...]
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """函数 A function of values."""

    name: str
    arguments: tuple["Node", ...]
    at: int


@dataclass(frozen=True, slots=True)
class Query:
    """查询 A function over the facts of one kind, or over parts or items.

    ``since`` is the nearer end of a window (``within 12 to 24 months``), ``skip`` and ``last`` count from the newest
    fact, ``per`` makes groups to each of which ``inner`` is applied first, ``each`` is asked of every fact or group.
    """

    name: str
    source: str
    at: int
    where: "Node | None" = None
    within: "Node | None" = None
    unit: str | None = None
    since: "Node | None" = None
    skip: "Node | None" = None
    last: "Node | None" = None
    per: "Node | None" = None
    inner: str | None = None
    each: "Node | None" = None


Node = Literal | Name | Operation | Call | Query
