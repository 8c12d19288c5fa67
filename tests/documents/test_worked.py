"""The ten facilities worked out in pencil: the documents, their arithmetic, the kept sheets and ``verify`` agree."""

import json
import re
from decimal import Decimal

import pytest

from scoring.frozen.verifying import verify
from scoring.rulebook import Rulebook
from supervision.actor import terminal
from supervision.config import Config
from supervision.database import connection
from supervision.models import ScoreSheet
from supervision.queries.scores import frozen_score
from tests.documents.worked import CHOSEN, DOCUMENTS, Worked, document, work_out

SUM = re.compile(r"`([0-9.+−×÷ ]+) = (−?[0-9.]+)`")
STEP = {"+": Decimal.__add__, "−": Decimal.__sub__, "×": Decimal.__mul__, "÷": Decimal.__truediv__}


@pytest.fixture
def worked(demonstration: Config):
    with connection():
        yield [work_out(*one) for one in CHOSEN]


def reckon(text: str) -> Decimal:
    """Work a sum out from left to right; no sum in the documents mixes what binds differently."""
    first, *rest = text.split(" ")
    assert not ({"+", "−"} & set(rest) and {"×", "÷"} & set(rest)), text
    result = Decimal(first)
    for sign, number in zip(rest[::2], rest[1::2], strict=True):
        result = STEP[sign](result, Decimal(number))
    return result


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sum_in_the_documents_is_right(language: str) -> None:
    sums = SUM.findall(DOCUMENTS[language].read_text(encoding="utf-8"))
    assert len(sums) > 50
    for asked, said in sums:
        number = Decimal(said.replace("−", "-"))
        assert reckon(asked).quantize(Decimal("0.01")) == number.quantize(Decimal("0.01")), (
            f"{asked} = {said}"
        )


def test_both_documents_say_the_same_sums() -> None:
    one, other = (SUM.findall(path.read_text(encoding="utf-8")) for path in DOCUMENTS.values())
    assert one == other


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_documents_are_what_the_facts_give(worked: list[Worked], language: str) -> None:
    said = DOCUMENTS[language].read_text(encoding="utf-8")
    assert document(worked, language) == said, "python -m tests.documents.worked DATA writes them anew"


def test_the_kept_sheets_come_to_the_same_by_every_item_and_hold(worked: list[Worked]) -> None:
    assert len({one.source for one in worked}) == 10
    national = Rulebook.load(())
    for one in worked:
        row = ScoreSheet.get(ScoreSheet.sha256 == one.sheet)
        assert (row.outcome, row.value) == (one.outcome, one.value), one.source
        points: dict[str, Decimal] = {}
        for line in row.sheet["lines"]:
            item = line["rule"].removeprefix(f"{one.scheme}.")
            if line["points"] is not None:
                points[item] = points.get(item, Decimal(0)) + Decimal(line["points"])
        for item, number in one.points.items():
            assert points.get(item, Decimal(0)) == number, (one.source, item)
        frozen = json.loads(json.dumps(frozen_score(one.sheet, actor=terminal()).as_record()))
        assert verify(frozen, national).text == "holds"
