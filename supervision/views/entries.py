"""How an entry about a facility is told: until when it is shown, from when it may be repaired, what is missing, by which law."""

from datetime import date
from typing import Any

from scoring.repair import TIER_WORDS, Tier
from scoring.rulebook.values import DatedValue
from supervision.filters import write_text
from supervision.queries.entries import Entry
from supervision.texts import mark
from supervision.views.access import language
from supervision.views.steps import listed, say

KINDS = {"penalty": mark("行政处罚"), "listing": mark("失信惩戒对象名单")}


def way_out(entry: Entry, on: date) -> dict[str, str]:
    """Return where an entry stands on its way to being shown no more, as a word with its tone."""
    if not entry.is_shown:
        return {"state": say("不再公示") if entry.shown_until else say("不公示"), "tone": "closed"}
    if entry.repair_open and entry.repair_state:
        return {"state": write_text(entry.repair_state, language()), "tone": "now"}
    if entry.eligibility.barred:
        return {"state": say("不能提前修复"), "tone": "danger"}
    if entry.may_apply(on):
        return {"state": say("可以申请修复"), "tone": "good"}
    return {"state": say("还不能申请修复"), "tone": "due"}


def shown_until(entry: Entry) -> Any:
    """Return until when an entry is shown: a day, that no rule gives one, or that it is not shown."""
    if entry.shown_until:
        return {"day": entry.shown_until}
    return say("期限待核") if entry.is_shown else say("不公示")


def missing(entry: Entry) -> list[str]:
    """Return what keeps an entry from being repaired, bars and what holds it first."""
    said = entry.eligibility
    return [write_text(words, language()) for words in (*said.barred, *said.held, *said.missing)]


def still_open(entry: Entry) -> list[str]:
    """Return what the sources leave open (待核) about an entry."""
    return [write_text(words, language()) for words in entry.eligibility.open]


def laws_of(rules: tuple[DatedValue, ...]) -> str:
    """Return the laws that an entry's days rest on, each once; what is not confirmed says so."""
    cited: dict[str, bool] = {}
    for each in rules:
        law = each.reference.cite(language())
        cited[law] = cited.get(law, False) or each.confirmed_for_citation
    return listed(law if sure else say("{law}（依据待核）", law=law) for law, sure in cited.items())


def entry_section(entry: Entry, on: date) -> dict[str, Any]:
    """Return an entry's publication and repair as a section of a page."""
    return {
        "title": say("公示与信用修复"),
        "facts": [
            (say("失信程度"), write_text(TIER_WORDS[Tier(entry.tier)], language())),
            *(
                [(say("应当公示不迟于"), {"day": entry.publish_by})]
                if entry.publish_by and entry.shown_until
                else []
            ),
            (say("公示至"), shown_until(entry)),
            (say("最早可以修复"), {"day": entry.eligibility.earliest}),
            (say("修复"), way_out(entry, on)),
            (say("还缺什么"), listed(missing(entry)) or say("不缺")),
            (say("待核"), listed(still_open(entry))),
            (say("依据"), laws_of(entry.rules)),
        ],
    }


def entries_section(entries: tuple[Entry, ...], on: date) -> dict[str, Any]:
    """Return all entries of a facility as a table: eligibility day and missing conditions of each."""
    return {
        "title": say("公示与信用修复"),
        "text": say("每条记录公示到哪一天，哪一天起可以修复，还缺什么，都由决定当日的规则得出。"),
        "columns": [say("记录"), say("决定日期"), say("公示至"), say("最早可以修复"), say("还缺什么"), say("修复")],
        "rows": [
            [
                {"text": each.title, "hint": say(KINDS[each.kind]), "href": _address(each)},
                {"day": each.decided_on},
                shown_until(each),
                {"day": each.eligibility.earliest},
                listed(missing(each)) or say("不缺"),
                way_out(each, on),
            ]
            for each in entries
        ],
        "empty_text": say("没有失信记录。"),
    }  # fmt: skip


def _address(entry: Entry) -> str:
    return f"/office/{'penalties' if entry.kind == 'penalty' else 'listings'}/{entry.key}"
