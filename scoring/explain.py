"""说明 Why this outcome, what is missing, and what would lift it: as text and as HTML, Chinese and English.

What would lift it is found by trying: each open item, unmet condition and veto is taken as settled, alone and in
pairs, and the same evaluation is run again. Nothing is guessed from the points alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from itertools import combinations

from scoring import sheet as words
from scoring.engine import evaluate, words_of
from scoring.facts import Fact
from scoring.language.exact import ZERO, Exact, subtract, text_of, tidy
from scoring.rulebook.book import Rulebook
from scoring.schemes import Scheme, Words
from scoring.sheet import Line, Sheet

TRIED_IN_PAIRS = 12
OPEN = frozenset({words.UNDECIDED, words.PENDING})
STATUS: dict[str, Words] = {
    words.WON: {"zh": "得分", "en": "won"},
    words.PARTLY: {"zh": "部分得分", "en": "partly won"},
    words.LOST: {"zh": "未得分", "en": "lost"},
    words.DEDUCTED: {"zh": "扣分", "en": "deducted"},
    words.ADDED: {"zh": "加分", "en": "added"},
    words.NOT_APPLICABLE: {"zh": "不适用", "en": "not applicable"},
    words.UNDECIDED: {"zh": "未评定", "en": "not decided"},
    words.PENDING: {"zh": "依据待核", "en": "basis to be confirmed"},
    words.ADJUSTED: {"zh": "调整", "en": "adjusted"},
    words.MET: {"zh": "满足", "en": "met"},
    words.NOT_MET: {"zh": "未满足", "en": "not met"},
    words.VETO: {"zh": "否决", "en": "veto"},
    words.REACHED: {"zh": "结果", "en": "outcome"},
}
TEXTS: dict[str, Words] = {
    "rehearsal": {
        "zh": "试算:用假设值补足来源未给出的分值,不产生任何结果。",
        "en": "Rehearsal: values the source does not give are assumed; nothing is awarded.",
    },
    "known_at": {"zh": "截至{at}已知的事实", "en": "facts known at {at}"},
    "coverage": {"zh": "{n}项适用,其中{m}项有记录", "en": "{n} items apply, {m} of them observed"},
    "why": {"zh": "为什么", "en": "Why"},
    "missing": {"zh": "还缺什么", "en": "What is missing"},
    "lift": {"zh": "怎样提高", "en": "What would lift it"},
    "line": {"zh": "理由", "en": "Reason"},
    "points": {"zh": "分值", "en": "Points"},
    "status": {"zh": "情形", "en": "State"},
    "basis": {"zh": "依据", "en": "Basis"},
    "unconfirmed": {"zh": "依据待核", "en": "basis to be confirmed"},
    "design": {"zh": "系统设定", "en": "set by this system"},
    "settle": {"zh": "解决“{items}”", "en": "settling {items}"},
    "then": {"zh": ",结果将是“{outcome}”", "en": ": the outcome would be {outcome}"},
    "then_value": {"zh": "({value}分)", "en": " ({value} points)"},
    "and": {"zh": "”和“", "en": " and "},
    "value": {"zh": "{value}分", "en": "{value} points"},
}


@dataclass(frozen=True, slots=True)
class Lift:
    """提高途径 Things that, once settled, lead to ``outcome`` with ``value``."""

    names: tuple[Words, ...]
    outcome: str | None
    outcome_words: Words
    value: Exact | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """说明 A sheet, what could not be decided, and what would lift the outcome."""

    sheet: Sheet
    name: Words
    missing: tuple[Line, ...]
    lifts: tuple[Lift, ...]


def explain(
    book: Rulebook,
    scheme: Scheme,
    subject: str,
    facts: Iterable[Fact],
    *,
    on: date,
    known_at: datetime | None = None,
    rehearse: bool = False,
) -> Explanation:
    """Evaluate and explain; at most two lifts, those that settle least first."""
    facts = list(facts)

    def attempt(supposed: frozenset[str] = frozenset()) -> Sheet:
        return evaluate(
            book, scheme, subject, facts, on=on, known_at=known_at, rehearse=rehearse, supposed=supposed
        )

    sheet = attempt()
    missing = tuple(line for line in sheet.lines if line.status in OPEN)
    names = _open_things(scheme, sheet)
    rank = list(scheme.outcome.names)

    def better(one: Sheet) -> tuple[bool, int, Exact]:
        place = rank.index(one.outcome) if one.outcome else len(rank)
        now = rank.index(sheet.outcome) if sheet.outcome else len(rank)
        gain = ZERO if one.value is None else subtract(one.value, sheet.value or ZERO)
        return place < now, now - place, gain

    singles = sorted(
        ((frozenset({name}), attempt(frozenset({name}))) for name in names),
        key=lambda pair: better(pair[1]),
        reverse=True,
    )
    found = [(things, one) for things, one in singles if better(one)[0]]
    if not found:
        first = [next(iter(things)) for things, _ in singles[:TRIED_IN_PAIRS]]
        pairs = [(frozenset(pair), attempt(frozenset(pair))) for pair in combinations(first, 2)]
        pairs.sort(key=lambda pair: better(pair[1]), reverse=True)
        found = [(things, one) for things, one in pairs if better(one)[0]][:1]
    if not found:
        found = [(things, one) for things, one in singles if better(one)[2] > 0]
    lifts = tuple(
        Lift(
            names=tuple(names[name] for name in names if name in things),
            outcome=one.outcome,
            outcome_words=words_of(scheme.outcome, one.outcome),
            value=one.value,
        )
        for things, one in found[:2]
    )
    return Explanation(sheet, scheme.name, missing, lifts)


def _open_things(scheme: Scheme, sheet: Sheet) -> dict[str, Words]:
    """Return what somebody could settle: items short of their maximum, unmet conditions on facts, vetoes."""
    prefix = f"{scheme.id}."
    short = {
        line.rule.removeprefix(prefix)
        for line in sheet.lines
        if line.status in (words.PARTLY, words.LOST, words.DEDUCTED, words.UNDECIDED)
    }
    things: dict[str, Words] = {item.id: item.name for item in scheme.items() if item.id in short}
    hit = {
        line.rule.removeprefix(prefix) for line in sheet.lines if line.status in (words.NOT_MET, words.VETO)
    }
    for level in scheme.outcome.levels:
        for need in level.needs:
            if f"{level.outcome}.{need.id}" in hit and not need.by_points:
                things[f"{level.outcome}.{need.id}"] = need.name
    for veto in scheme.outcome.vetoes:
        if veto.id in hit:
            things[veto.id] = veto.name
    return things


def as_text(said: Explanation | Sheet, language: str = "zh") -> str:
    """Return an explanation, or a sheet alone, as plain text."""
    sheet = said.sheet if isinstance(said, Explanation) else said
    key = language[:2]
    lines = [f"{sheet.subject} · {sheet.scheme} · {sheet.on}: {_headline(sheet, key)}"]
    if sheet.rehearsal:
        lines.append(TEXTS["rehearsal"][key])
    lines.append(_coverage(sheet, key))
    for line in sheet.lines:
        points = "" if line.points is None else _signed(line.points)
        lines.append(f"  {points:>8}  {line.words[key]}  [{_basis(line, key)}]")
    if isinstance(said, Explanation):
        if said.missing:
            lines += [f"{TEXTS['missing'][key]}:", *(f"  · {line.words[key]}" for line in said.missing)]
        if said.lifts:
            lines += [f"{TEXTS['lift'][key]}:", *(f"  · {lift_text(lift, key)}" for lift in said.lifts)]
    return "\n".join(lines)


def as_html(said: Explanation, language: str = "zh") -> str:
    """Return an explanation as a section of HTML; all text is escaped, no script, no style of its own."""
    sheet, key = said.sheet, language[:2]
    parts = [
        f'<section class="why" lang="{"zh-CN" if key == "zh" else "en"}">',
        f"<h2>{escape(said.name[key])}</h2>",
        f'<p class="state">{escape(_headline(sheet, key))}</p>',
        f"<p>{escape(_coverage(sheet, key))}</p>",
    ]
    if sheet.rehearsal:
        parts.append(f'<p class="notice">{escape(TEXTS["rehearsal"][key])}</p>')
    parts += ['<table class="score-sheet">', f"<caption>{escape(TEXTS['why'][key])}</caption><thead><tr>"]
    parts += [
        f'<th scope="col">{escape(TEXTS[name][key])}</th>' for name in ("line", "points", "status", "basis")
    ]
    parts.append("</tr></thead><tbody>")
    for line in sheet.lines:
        points = "" if line.points is None else _signed(line.points)
        parts.append(
            f'<tr class="is-{line.status.replace("_", "-")}"><td>{escape(line.words[key])}</td>'
            f'<td class="number">{escape(points)}</td><td>{escape(STATUS[line.status][key])}</td>'
            f"<td>{escape(_basis(line, key))}</td></tr>"
        )
    parts.append("</tbody></table>")
    for title, entries in (
        ("missing", [line.words[key] for line in said.missing]),
        ("lift", [lift_text(lift, key) for lift in said.lifts]),
    ):
        if entries:
            shown = "".join(f"<li>{escape(entry)}</li>" for entry in entries)
            parts.append(f"<h3>{escape(TEXTS[title][key])}</h3><ul>{shown}</ul>")
    parts.append("</section>")
    return "\n".join(parts) + "\n"


def lift_text(lift: Lift, language: str = "zh") -> str:
    """Return one lift as a sentence."""
    key = language[:2]
    items = TEXTS["and"][key].join(name[key] for name in lift.names)
    said = TEXTS["settle"][key].format(items=items) + TEXTS["then"][key].format(
        outcome=lift.outcome_words[key]
    )
    return said + (
        "" if lift.value is None else TEXTS["then_value"][key].format(value=text_of(tidy(lift.value)))
    )


def _headline(sheet: Sheet, key: str) -> str:
    value = (
        "" if sheet.value is None else " · " + TEXTS["value"][key].format(value=text_of(tidy(sheet.value)))
    )
    return sheet.outcome_words[key] + value


def _coverage(sheet: Sheet, key: str) -> str:
    said = TEXTS["coverage"][key].format(n=sheet.applicable, m=sheet.observed)
    return f"{sheet.on} · {said}"


def _basis(line: Line, key: str) -> str:
    cited = line.basis.reference.cite(key)
    if line.basis.confidence.confirmed_for_citation:
        return cited
    mark = "design" if line.basis.confidence.value == "design" else "unconfirmed"
    return f"{cited} · {TEXTS[mark][key]}"


def _signed(points: Exact) -> str:
    return ("+" if points > 0 else "") + text_of(tidy(points)).replace("-", "−")
