"""The golden vectors: what an independent implementation of the protocol computes and refuses."""

import doctest
from typing import Any

import pytest

import inspections.draw
from inspections.canonical import RefusedError, read_json
from inspections.draw import draw
from inspections.request import check_request
from tests.inspections.draws import REFUSED, VECTORS, as_bytes


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_same_result_value_for_value(vector: dict[str, Any]) -> None:
    assert draw(check_request(vector["request"])) == vector["result"]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["name"])
def test_bad_input_is_refused_by_the_name_of_the_member(case: dict[str, Any]) -> None:
    with pytest.raises(RefusedError) as refused:
        draw(check_request(read_json(as_bytes(case))))
    assert refused.value.member.startswith(case["member"])


def test_there_are_as_many_vectors_as_were_agreed() -> None:
    assert (len(VECTORS), len(REFUSED)) == (12, 71)


def test_the_worked_example_on_the_opening_page() -> None:
    outcome = doctest.testmod(inspections.draw)
    assert outcome.attempted > 5
    assert not outcome.failed
