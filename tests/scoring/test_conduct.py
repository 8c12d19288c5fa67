"""When two decisions are on the same conduct."""

import pytest

from scoring.conduct import Conduct, same_conduct

ONE = ("mca-order-66", "第四十六条第（一）项")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (
            Conduct("未签协议", (ONE,)),
            Conduct("没有订立服务协议", (("mca-order-66", "第四十六条第1项"),)),
            True,
        ),
        (
            Conduct("未签协议", (ONE,)),
            Conduct("未签协议", (("mca-order-66", "第四十六条第（二）项"),)),
            False,
        ),
        (Conduct("未签协议", (ONE,)), Conduct("未签协议", (("fire-law", "第四十六条第（一）项"),)), False),
        (Conduct("未签 协议", (ONE,)), Conduct("未签协议", (("mca-order-66", "第四十六条"),)), True),
        (
            Conduct("未签协议", (("mca-order-66", "第四十六条"),)),
            Conduct("夜间无人值班", (("mca-order-66", "第四十六条"),)),
            False,
        ),
        (Conduct("未签协议"), Conduct("未签协议"), True),
    ],
    ids=["item", "another item", "another law", "words: an article alone", "an article lists many", "words"],
)
def test_items_of_law_tell_conducts_apart_and_words_only_where_they_are_lacking(
    one: Conduct, other: Conduct, same: bool
) -> None:
    assert same_conduct(one, other) is same
    assert same_conduct(other, one) is same
