"""What the page of a list entry tells beside its case: joint measures, and the conditions of the red list as judged today."""

from typing import Any

from scoring.sheets import MET, NOT_MET, UNDECIDED
from supervision import clock
from supervision.filters import write_text
from supervision.queries.listings import ListingRow, red_verdict
from supervision.texts import mark
from supervision.views.access import language
from supervision.views.steps import say

LIST_NAMES = {"red": mark("红名单"), "black": mark("失信惩戒对象名单")}


def measures_section(row: ListingRow) -> dict[str, Any]:
    """Return what the entry brings with it: measure, who applies it, on what basis."""
    key = language()[:2]
    return {
        "title": say("联合措施"),
        "text": say("依据待核的措施不写进决定；核实依据之后才可以采取。"),
        "columns": [say("措施"), say("实施部门"), say("依据")],
        "rows": [
            [write_text(each, language()), each.get(f"by_{key}", ""), each.get(f"law_{key}", "")]
            for each in row.measures
        ],
        "empty_text": say("没有依据已经核实的措施。"),
    }


def conditions_section(row: ListingRow) -> list[dict[str, Any]]:
    """Return each condition of the red list as the rules judge it today."""
    if row.list_kind != "red" or not row.is_open:
        return []
    verdict = red_verdict(row.facility_code, clock.china_day(clock.now()))
    words = {line.rule: line for line in verdict.sheet.lines}
    tones = {
        MET: (say("符合"), "good"),
        NOT_MET: (say("不符合"), "danger"),
        UNDECIDED: (say("没有记录"), "due"),
    }
    return [
        {
            "title": say("红名单条件"),
            "text": say("今天按规则逐项判断。有一项不符合的，提出移出，听取机构陈述之后由人决定。"),
            "columns": [say("条件"), say("依据"), say("判断")],
            "rows": [
                [
                    line.words[language()[:2]],
                    line.basis.reference.cite(language()),
                    {"state": tones[line.status][0], "tone": tones[line.status][1]},
                ]
                for line in words.values()
                if line.status in tones
            ],
        }
    ]


def origin_facts(row: ListingRow) -> list[tuple[str, Any]]:
    """Return where an entry was first made that was verified and taken over here."""
    if row.origin is None:
        return []
    told = say("{authority}（{region}）", authority=row.origin["authority"], region=row.origin["region"])
    return [(say("来源"), {"text": told, "hint": row.origin["number"]})]
