"""What each scheme says of a facility at present, in one line each: outcome, how much was observed, how old, and why."""

from datetime import date
from typing import Any

from supervision.filters import write_text
from supervision.queries.credit import SchemeWords, scheme_words
from supervision.queries.scores import AwardView, SheetView, awards_of, newest_sheets
from supervision.views.access import language
from supervision.views.steps import say


def score_rows(code: str, on: date) -> list[list[Any]]:
    """Return the rows of the panel: public schemes first, then those for the office alone.

    Where something was awarded, what counts is the award and its term; else the newest sheet that was kept.
    """
    words = scheme_words()
    held = {each.scheme: each for each in awards_of(code) if each.ended_on is None and each.until > on}
    rows = [
        (
            not words[each.scheme].public,
            each.scheme,
            _row(each, held.get(each.scheme), words[each.scheme], code, on),
        )
        for each in newest_sheets(code)
        if each.scheme in words
    ]
    return [row for _, _, row in sorted(rows, key=lambda one: one[:2])]


def _row(sheet: SheetView, award: AwardView | None, scheme: SchemeWords, code: str, on: date) -> list[Any]:
    outcome = write_text(scheme.outcome(award.outcome if award else sheet.outcome), language())
    holds = say("有效期至 {day}", day=award.until.isoformat()) if award else ""
    value = f" · {sheet.value}" if sheet.value is not None and award is None else ""
    coverage = sheet.sheet["coverage"]
    observed = say(
        "{observed}/{applicable} 项", observed=coverage["observed"], applicable=coverage["applicable"]
    )
    days = (on - sheet.on).days
    name = {"text": write_text(scheme.name, language()), "hint": "" if scheme.public else say("内部，不公开")}
    return [
        name,
        {"text": outcome + value, "hint": holds},
        observed,
        {"text": say("{days} 天前", days=days) if days else say("今天"), "hint": sheet.on.isoformat()},
        {"text": say("为什么"), "href": f"/office/facilities/{code}/credit/{sheet.scheme}"},
    ]
