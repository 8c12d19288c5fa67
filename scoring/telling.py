"""写出说明 An explanation as plain text and as HTML, in Chinese and in English, from the same score sheet."""

from html import escape

from scoring import sheet as words
from scoring.explain import Explanation, Lift
from scoring.language.exact import Exact, text_of, tidy
from scoring.schemes import Words
from scoring.sheet import Line, Sheet

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
        "zh": "试算：用假设值补足来源未给出的分值，不产生任何结果。",
        "en": "Rehearsal: values the source does not give are assumed; nothing is awarded.",
    },
    "coverage": {"zh": "{n}项适用，其中{m}项有记录", "en": "{n} items apply, {m} of them observed"},
    "why": {"zh": "为什么", "en": "Why"},
    "missing": {"zh": "还缺什么", "en": "What is missing"},
    "lift": {"zh": "怎样提高", "en": "What would lift it"},
    "line": {"zh": "理由", "en": "Reason"},
    "points": {"zh": "分值", "en": "Points"},
    "basis": {"zh": "依据", "en": "Basis"},
    "unconfirmed": {"zh": "依据待核", "en": "basis to be confirmed"},
    "design": {"zh": "系统设定", "en": "set by this system"},
    "then": {"zh": "{items}，结果将是“{outcome}”", "en": "{items}: the outcome would be {outcome}"},
    "then_value": {"zh": "（{value}分）", "en": " ({value} points)"},
    "and": {"zh": "、", "en": " and "},
    "none": {"zh": "无", "en": "none"},
    "fact": {"zh": "所用事实", "en": "Fact"},
    "value": {"zh": "{value}分", "en": "{value} points"},
}


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
    """Return an explanation as a section of HTML; all text is escaped, there is no script and no style of its own."""
    sheet, key = said.sheet, language[:2]
    parts = [
        f'<section class="score-sheet" lang="{"zh-CN" if key == "zh" else "en"}">',
        f"<h2>{escape(said.name[key])}</h2>",
        _total_html(sheet, key),
    ]
    if sheet.rehearsal:
        parts.append(f'<p class="notice">{escape(TEXTS["rehearsal"][key])}</p>')
    parts += [
        '<table class="table table-cards">',
        f"<caption>{escape(TEXTS['why'][key])}</caption>",
        "<thead><tr>",
    ]
    parts += [
        f'<th scope="col">{escape(TEXTS[name][key])}</th>' for name in ("line", "basis", "fact", "points")
    ]
    parts += [
        "</tr></thead>",
        "<tbody>",
        *(_row_html(line, key) for line in sheet.lines),
        "</tbody>",
        "</table>",
    ]
    for title, entries in (
        ("missing", [line.words[key] for line in said.missing]),
        ("lift", [lift_text(lift, key) for lift in said.lifts]),
    ):
        if entries:
            shown = "".join(f"<li>{escape(entry)}</li>" for entry in entries)
            parts.append(f"<h3>{escape(TEXTS[title][key])}</h3><ul>{shown}</ul>")
    parts.append("</section>")
    return "\n".join(parts) + "\n"


def _total_html(sheet: Sheet, key: str) -> str:
    word = f'<span class="word">{escape(sheet.outcome_words[key])}</span>'
    soft = f'<span class="soft">{escape(_coverage(sheet, key))}</span>'
    value = "" if sheet.value is None else TEXTS["value"][key].format(value=text_of(tidy(sheet.value)))
    number = f' <span class="value number">{escape(value)}</span>' if value else ""
    return f'<p class="score-total">{word}{number} {soft}</p>'


def _row_html(line: Line, key: str) -> str:
    label = {name: f'data-label="{escape(TEXTS[name][key])}"' for name in ("basis", "fact", "points")}
    mark = _mark(line, key)
    warning = f' <span class="unverified">{escape(mark)}</span>' if mark else ""
    law = f'<span class="law">{escape(line.basis.reference.cite(key))}{warning}</span>'
    facts = escape(", ".join(line.facts)) or f'<span class="soft">{escape(TEXTS["none"][key])}</span>'
    tone = "none" if not line.points else "won" if line.points > 0 else "lost"
    points = _signed(line.points) if line.points is not None else STATUS[line.status][key]
    cells = (
        f'<th scope="row">{escape(line.words[key])}</th>',
        f"<td {label['basis']}>{law}</td>",
        f"<td {label['fact']}>{facts}</td>",
        f'<td {label["points"]} class="number"><span class="points-{tone}">{escape(points)}</span></td>',
    )
    return f"<tr>{''.join(cells)}</tr>"


def lift_text(lift: Lift, language: str = "zh") -> str:
    """Return one lift as a sentence."""
    key = language[:2]
    items = TEXTS["and"][key].join(name[key] for name in lift.names)
    said = TEXTS["then"][key].format(items=items, outcome=lift.outcome_words[key])
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
    mark = _mark(line, key)
    return line.basis.reference.cite(key) + (f" · {mark}" if mark else "")


def _mark(line: Line, key: str) -> str:
    """Return the warning beside a basis that may not be cited; nothing for one that may."""
    if line.basis.confidence.confirmed_for_citation:
        return ""
    return TEXTS["design" if line.basis.confidence.value == "design" else "unconfirmed"][key]


def _signed(points: Exact) -> str:
    return ("+" if points > 0 else "") + text_of(tidy(points)).replace("-", "−")
