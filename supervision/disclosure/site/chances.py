"""机会是否均等 said in words and drawn as a picture, for the public and for the office alike."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from inspections.fairness import Fairness
from supervision.disclosure.site import pictures
from supervision.texts import Translator

DOUBTFUL = Decimal("0.01")  # below this share of fair draws there is something to explain


def verdict(say: Translator, found: Fairness) -> tuple[str, str, str]:
    """Return the answer in a few words, its tone, and the sentence on which it rests."""
    if found.likelihood is None:
        why = say("要有两个以上的组，并且抽取有运气的成分，才能看出是否均等。")
        return say("还不能比较"), "info", why
    if found.likelihood < DOUBTFUL:
        why = say("完全凭运气的抽取，每 100 次里不到 1 次会像现在这样不均匀。这需要说明原因。")
        return say("比运气所能解释的更不均匀"), "danger", why
    why = say(
        "完全凭运气的抽取，每 100 次里大约有 {hundred} 次会像现在这样不均匀，或者更不均匀。",
        hundred=round(found.likelihood * 100),
    )
    return say("没有看出不公平"), "good", why


def picture(say: Translator, found: Fairness, names: Mapping[str, str]) -> Markup:
    """Draw each group's usual range, what was to be expected, and what came; ``names`` are by the group's key."""
    return pictures.ranges(
        [
            pictures.Range(names[share.name], share.low, share.high, share.expected, share.drawn)
            for share in found.shares
        ],
        say("各组该抽中多少，实际抽中多少"),
        say("浅色条是凭运气常见的范围，竖线是应有的次数，圆点是实际的次数；数字见下表。"),
    )


def tenths(number: Fraction) -> str:
    """Return a number with one decimal."""
    whole, tenth = divmod(round(number * 10), 10)
    return f"{whole}.{tenth}"


def percent(part: int, whole: int) -> str:
    """Return a share as a percentage without decimals; a dash for a share of nothing."""
    return f"{round(100 * part / whole)} %" if whole else "–"
