"""Places in Chinese law, written for an English reader."""

import pytest

from scoring.rulebook.articles import article_in_english, number_of


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("第三十八条", "art. 38"),
        ("第六十条第一款第三项", "art. 60(1)(3)"),
        ("第十三条、第五十八条", "art. 13, art. 58"),
        ("第十条至第十二条", "art. 10 to art. 12"),
        ("第4章", "ch. 4"),
        ("第6章（防噎食）", "ch. 6"),
        ("第（三）项", "(3)"),
        ("第二部分第（三）项", "part 2 (3)"),
        ("任务七", "task 7"),
        ("附件一", "附件一"),
        ("", ""),
    ],
)
def test_article_in_english(chinese: str, english: str) -> None:
    assert article_in_english(chinese) == english


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("十二", 12), ("二十", 20), ("一百零二", 102), ("一百二十二", 122), ("33", 33)],
)
def test_number_of(text: str, value: int) -> None:
    assert number_of(text) == value
