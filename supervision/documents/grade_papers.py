"""等级评定文书 What stands in the papers of grading: the result, the order to correct after a re-check, the answer to a review."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from supervision.documents.papers import Paper
from supervision.records.values import Text
from supervision.texts import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPoints:
    """部分得分 One part of the score sheet: points of how many, as they are written; none where it is not decided."""

    name: Text
    points: str
    most: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeNotice(Paper):
    """等级评定结果通知书 What was decided on an application, by which points, and how a review is asked for.

    ``grade`` is none where the application has not passed. ``review_by`` is the last day to ask for a review.
    """

    kind: ClassVar[str] = "grade_notice"
    title: ClassVar[str] = mark("等级评定结果通知书")
    series: ClassVar[str] = "等通"

    applied_for: Text
    grade: Text | None
    assessed_on: date
    total: str
    most: str
    points: tuple[PartPoints, ...]
    short_of: tuple[Text, ...] = ()
    basis: tuple[Text, ...]
    sheet: str
    review_by: date
    provisional: bool = False
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeCorrection(Paper):
    """等级复核限期改正通知书 What a re-check of a grade found, and until when it has to be put right."""

    kind: ClassVar[str] = "grade_correction"
    title: ClassVar[str] = mark("等级复核限期改正通知书")
    series: ClassVar[str] = "等改"

    grade: Text
    found_on: date
    found: str
    asked: str
    basis: tuple[Text, ...]
    due_on: date
    provisional: bool = False
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeAnswer(Paper):
    """等级评定复核（申诉）答复书 The answer to a review or appeal: what was asked, what follows, what can still be done.

    ``appeal_by`` is the last day to appeal; none where there is nothing further to ask for.
    """

    kind: ClassVar[str] = "grade_answer"
    title: ClassVar[str] = mark("等级评定复核答复书")
    series: ClassVar[str] = "等复"

    is_appeal: bool
    asked_on: date
    asked: str
    upheld: bool
    answer: str
    basis: tuple[Text, ...]
    appeal_by: date | None = None
    provisional: bool = False
    contact: str = ""
