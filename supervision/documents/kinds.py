"""文书种类 Every kind of paper by its key, and reading back what was kept."""

from collections.abc import Mapping
from typing import Any

import msgspec

from supervision.documents.grade_papers import GradeAnswer, GradeCorrection, GradeNotice
from supervision.documents.papers import (
    CorrectionOrder,
    InspectionNotice,
    OnSiteRecord,
    Paper,
    ServiceReceipt,
)

KINDS: dict[str, type[Paper]] = {
    each.kind: each
    for each in (
        InspectionNotice,
        OnSiteRecord,
        CorrectionOrder,
        ServiceReceipt,
        GradeNotice,
        GradeCorrection,
        GradeAnswer,
    )
}


def read_paper(kind: str, plain: Mapping[str, Any]) -> Paper:
    """Return the paper that ``content`` gave; raises ``msgspec.ValidationError`` for what is no such paper."""
    paper: Paper = msgspec.convert(plain, KINDS[kind])
    return paper
