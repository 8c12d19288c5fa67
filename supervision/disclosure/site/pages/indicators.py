"""指标页 indicators: the value of each year beside the targets of policy documents, with numerator, denominator and sentence."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from supervision.disclosure.site import pictures, words
from supervision.disclosure.site.derived import newest_versions, value_on
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.pages.sorting import Cell
from supervision.disclosure.site.pages.tables import TablePage, columns, link, table_pages
from supervision.filters import plain, write_figure, write_target
from supervision.records.annual_results import IndicatorTarget, IndicatorValue
from supervision.texts import mark

Pages = Iterator[tuple[str, str]]
Values = dict[str, Any]
HUNDRED = Decimal(100)
MIN_CELL = "publication.min_cell"
WITHHELD = "withheld"


def pages(edition: Edition) -> Pages:
    """Yield the list of the newest values, and a page for each indicator."""
    by_indicator: dict[tuple[str, str], list[IndicatorValue]] = defaultdict(list)
    for each in newest_versions(edition.register.snapshot.indicator_values):
        by_indicator[each.area, each.indicator].append(each)
    newest = sorted(
        (years[0] for years in by_indicator.values()),
        key=lambda each: (each.value is None, list(words.MET).index(each.met), each.id),
    )
    known, say = sum(each.value is not None for each in newest), edition.say
    hidden = sum(each.how == WITHHELD for each in newest)
    yield from table_pages(
        edition,
        TablePage(
            path="indicators.html",
            title=say("指标与目标"),
            lead=say(
                "政策文件里的目标数，与本地年末的数值对照。{known} 项有数据，{unknown} 项还没有数据；没有数据就说没有。",
                known=known,
                unknown=len(newest) - known - hidden,
            )
            + (say("另有 {hidden} 项人数过少，不公布。", hidden=hidden) if hidden else ""),
            columns=columns(
                edition,
                mark("指标"),
                mark("目标"),
                mark("数值"),
                mark("分子 / 分母"),
                mark("年份"),
                mark("差距"),
                mark("状态"),
                short=("目标", "数值", "分子 / 分母", "年份", "差距", "状态"),
            ),
            rows=[_indicator_row(edition, each) for each in newest],
            section="ratings",
            of="indicators",
        ),
    )
    for (_, indicator), years in by_indicator.items():
        path = f"indicators/{indicator}.html"
        title = edition.text(years[0].name)
        yield path, edition.render("indicator.html", path, title, **_indicator(edition, years))


def _main(each: IndicatorValue) -> IndicatorTarget:
    return next((target for target in each.targets if target.met is not None), each.targets[0])


def _indicator_row(edition: Edition, each: IndicatorValue) -> list[Cell]:
    target = _main(each)
    return [
        link(f"indicators/{each.indicator}.html", edition.native(edition.text(each.name))),
        _target(edition, each, target),
        _figure(edition, each, each.value) or None,
        _fraction(each) or None,
        str(each.year),
        _gap(edition, each, target) or None,
        _state(edition, each),
    ]


def _state(edition: Edition, each: IndicatorValue) -> Markup:
    if each.how == WITHHELD:
        return Markup('<span class="state state-closed">{}</span>').format(_too_few(edition, each))
    unaimed = each.value is not None and each.met is None
    word, tone = words.NO_TARGET if unaimed else words.MET[each.met]
    return Markup('<span class="state state-{}">{}</span>').format(tone, edition.say(word))


def _too_few(edition: Edition, each: IndicatorValue) -> str:
    least = value_on(edition.register.snapshot.rules, MIN_CELL, each.on)
    return edition.say("人数少于 {least}，不公布", least=least) if least else edition.say("人数过少，不公布")


def _figure(edition: Edition, each: IndicatorValue, value: Decimal | None) -> str:
    return write_figure(value, each.unit, edition.language)


def _target(edition: Edition, each: IndicatorValue, target: IndicatorTarget) -> str:
    return write_target(target.comparison.value, target.value, target.to, each.unit, edition.language)


def _gap(edition: Edition, each: IndicatorValue, target: IndicatorTarget) -> str:
    if target.gap is None:
        return ""
    if not target.gap:
        return edition.say("已达到")
    return edition.say("差 {value}", value=_figure(edition, each, abs(target.gap)))


def _fraction(each: IndicatorValue) -> str:
    if each.numerator is None:
        return ""
    return plain(each.numerator) + (f" / {plain(each.denominator)}" if each.denominator is not None else "")


def _indicator(edition: Edition, years: list[IndicatorValue]) -> Values:
    newest, say = years[0], edition.say
    return {
        "section": "ratings",
        "state": _state(edition, newest),
        "group": say(words.INDICATOR_GROUP[newest.group]) if newest.group in words.INDICATOR_GROUP else "",
        "value": _figure(edition, newest, newest.value),
        "withheld": _too_few(edition, newest) if newest.how == WITHHELD else "",
        "year": newest.year,
        "over": edition.text(newest.numerator_name),
        "under": edition.text(newest.denominator_name),
        "area": edition.area(newest.area),
        "picture": _indicator_picture(edition, years),
        "targets": [
            {
                "target": _target(edition, newest, target),
                "by": edition.day(target.by),
                "gap": _gap(edition, newest, target),
                "quote": target.quote,
                "law": edition.law(target.reference, "../"),
            }
            for target in newest.targets
        ],
        "years": [
            {
                "year": each.year,
                "value": _figure(edition, each, each.value),
                "numerator": "" if each.numerator is None else plain(each.numerator),
                "denominator": "" if each.denominator is None else plain(each.denominator),
                "on": edition.day(each.measured_on),
                "source": _too_few(edition, each)
                if each.how == WITHHELD
                else each.source or (say("由名册计算") if each.how else say("没有数据")),
                "decided": edition.day(each.decided_on),
                "reason": each.reason,
            }
            for each in years
        ],
        "authority": newest.authority,
        "content_sha256": newest.content_sha256,
    }


def _indicator_picture(edition: Edition, years: list[IndicatorValue]) -> Markup | str:
    """Return a bar for each year with a tick at the target; nothing where there is no number."""
    target, known = _main(years[0]), [each for each in years if each.value is not None]
    if not known:
        return ""
    times = HUNDRED if years[0].unit == "ratio" else Decimal(1)
    wanted = target.value * times if target.met is not None else None
    values = [
        (each.year, pictures.drawn(each.value * times)) for each in reversed(known) if each.value is not None
    ]
    most = max(
        [*(value for _, value in values), wanted or Decimal(0), HUNDRED if times == HUNDRED else Decimal(1)]
    )
    bars = [pictures.Bar(str(year), value, pictures.drawn(most), wanted) for year, value in values]
    said = edition.say(
        "每年的数值；竖线是目标，表格在下方" if wanted is not None else "每年的数值；表格在下方"
    )
    return pictures.parts(bars, edition.text(years[0].name), said)  # fmt: skip
