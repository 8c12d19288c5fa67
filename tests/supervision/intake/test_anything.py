"""Whatever comes in: a judged list or one clear sentence, never anything else."""

import csv
import io
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as some

from supervision.errors import InputError
from supervision.intake.answers import READERS, typed
from supervision.intake.container import Received
from supervision.intake.facility_list import FacilityList
from tests.supervision.intake.lists import GOLDEN, HEADING, gazetteer, judged, xlsx_of

GOOD = GOLDEN.read_bytes()
WORKBOOK = xlsx_of(list(csv.reader(io.StringIO(GOLDEN.read_text())))).content
CELLS = some.one_of(
    some.text(max_size=40),
    some.sampled_from(
        ["明湖区", "柳荫街道", "120", "-0", "1e999999", "2015-07-22", "2023-02-30", "٣", "²", "９", "0x10", "1_000",
         "=1", "@x", "\u202e明湖", "NaN", "9" * 30, "13900000000", "100000000000000000", "31.3N", "-", "''"]
    ),
)  # fmt: skip


def said(error: InputError) -> InputError:
    """Check that an error names a place and can be said."""
    assert error.place
    assert str(error)
    return error


def outcome(make: Callable[[], FacilityList]) -> FacilityList | InputError:
    """Return the list, or the error that a person is told."""
    try:
        found = make()
    except InputError as error:
        return said(error)
    for row in found.rows:
        assert (row.values is None) == (row.outcome == "refused")
        for problem in row.problems:
            assert problem.message.format(**problem.facts)
    return found


@given(some.lists(some.lists(CELLS, min_size=1, max_size=12), min_size=1, max_size=12))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_cells(rows):
    out = io.StringIO()
    csv.writer(out).writerows([HEADING.split(","), *rows])
    outcome(lambda: judged(Received("x.csv", out.getvalue().encode("utf-8", "surrogatepass"))))


@given(some.binary(max_size=400))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_bytes(content):
    outcome(lambda: judged(Received("x.csv", content)))


@given(some.integers(0, len(GOOD) - 1), some.binary(min_size=1, max_size=8))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_list_with_something_overwritten(at, patch):
    outcome(lambda: judged(Received("x.csv", GOOD[:at] + patch + GOOD[at + len(patch) :])))


@given(some.integers(0, len(WORKBOOK) - 1), some.binary(min_size=1, max_size=8))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_workbook_with_something_overwritten(at, patch):
    outcome(lambda: judged(Received("x.xlsx", WORKBOOK[:at] + patch + WORKBOOK[at + len(patch) :])))


@given(some.sampled_from([*READERS, "street", "name", "nothing"]), CELLS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_answer(field, text):
    try:
        assert typed(field, text, district="990101", gazetteer=gazetteer())
    except InputError as error:
        said(error)
