"""The check of GB 32100 on real public codes (R7.21–R7.25)."""

import pytest

from supervision.intake import uscc

REAL = [
    "115000000092759914",
    "91110000802100433B",
    "12100000400000624D",
    "914403001922038216",
    "91110000710926094P",
    "12100000400002259P",
    "11371525004442025C",
    "11370303K212135612",
]


@pytest.mark.parametrize("code", REAL)
def test_real_codes_hold(code):
    assert uscc.problem(code) is None
    assert uscc.organisation_code_holds(code)


@pytest.mark.parametrize("code", REAL)
def test_any_flipped_character_is_found(code):
    for place in range(18):
        for char in uscc.ALPHABET:
            if char != code[place]:
                assert uscc.problem(code[:place] + char + code[place + 1 :])


def test_the_worked_example():
    total = sum(uscc.ALPHABET.index(c) * w for c, w in zip(REAL[0], uscc.WEIGHTS, strict=False))
    assert (total, total % 31) == (864, 27)


def test_writing_does_not_matter_and_wrong_letters_do():
    assert uscc.normalise(" ９１１１００００-802100433b ") == "91110000802100433B"
    for letter in "IOSVZ":
        assert "字符" in uscc.problem(letter + REAL[0][1:])
    assert "18" in uscc.problem(REAL[0][:17])
