"""公告 notices with the metadata of the administration: all of them, by year, by subject, and each with what belongs to it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from markupsafe import Markup

from supervision.disclosure.site import words
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.pages.sorting import Cell
from supervision.disclosure.site.pages.tables import TablePage, chips, columns, link, table_pages
from supervision.records.decisions import Notice, Validity
from supervision.texts import mark

Pages = Iterator[tuple[str, str]]
RELATED = 12


def pages(edition: Edition) -> Pages:
    """Yield the list of notices, its parts by year and subject, and every notice."""
    notices = newest_notices(edition)
    years: dict[str, list[Notice]] = defaultdict(list)
    subjects: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        years[f"notices/year-{notice.published_on.year}.html"].append(notice)
        subjects[_subject_path(notice)].append(notice)
    parts = [(path, str(of[0].published_on.year), of) for path, of in years.items()]
    parts += [(path, edition.text(of[0].subject), of) for path, of in sorted(subjects.items())]
    yield from _list(edition, "notices.html", edition.say("公告"), notices, parts)
    for path, name, some in parts:
        yield from _list(edition, path, edition.say("公告：{name}", name=name), some, [])
    for notice in notices:
        yield f"notices/{notice.id}.html", _page(edition, notice, notices)


def newest_notices(edition: Edition) -> list[Notice]:
    """Return all notices, the newest first."""
    return sorted(
        edition.register.snapshot.notices, key=lambda notice: (notice.published_on, notice.id), reverse=True
    )


def _subject_path(notice: Notice) -> str:
    """Return where the notices of a subject stand: at an address that stays when subjects come and go."""
    return f"notices/subject-{hashlib.sha256(notice.subject.zh.encode()).hexdigest()[:8]}.html"


def _list(
    edition: Edition,
    path: str,
    title: str,
    notices: list[Notice],
    parts: list[tuple[str, str, list[Notice]]],
) -> Pages:
    up = "../" * path.count("/")
    rows: list[list[Cell]] = [
        [
            link(f"{up}notices/{notice.id}.html", edition.native(edition.text(notice.title))),
            notice.document_number,
            edition.text(notice.subject),
            edition.text(notice.genre),
            notice.published_on,
            edition.say(words.VALIDITY[notice.validity]),
        ]
        for notice in notices
    ]
    heads = columns(
        edition,
        mark("标题"),
        mark("发文字号"),
        mark("主题分类"),
        mark("体裁分类"),
        mark("发布日期"),
        mark("有效性"),
        short=("发布日期", "有效性"),
    )
    above = (
        chips([(href, edition.native(f"{name} ({len(some)})")) for href, name, some in parts])
        if parts
        else Markup("")
    )
    table = TablePage(
        path=path,
        title=title,
        columns=heads,
        rows=rows,
        section="notices",
        of="notices",
        above=above,
        crumbs=(("notices.html", edition.say("公告")),) if up else (),
    )
    yield from table_pages(edition, table)


def _page(edition: Edition, notice: Notice, notices: list[Notice]) -> str:
    facility = edition.register.facilities.get(notice.facility or "")
    return edition.render(
        "notice.html",
        f"notices/{notice.id}.html",
        edition.text(notice.title),
        section="notices",
        notice=notice,
        subject=edition.text(notice.subject),
        subject_path=_subject_path(notice),
        genre=edition.text(notice.genre),
        written=edition.day(notice.written_on),
        published=edition.day(notice.published_on),
        validity=edition.say(words.VALIDITY[notice.validity]),
        runs=notice.validity is Validity.IN_FORCE,
        last_day=edition.day(notice.until - timedelta(days=1)) if notice.until else "",
        repealed=edition.day(notice.repealed_on),
        reason=edition.text(notice.reason),
        body=[edition.text(each) for each in notice.body],
        facility=(facility.code, edition.text(facility.name)) if facility else None,
        about=_about(edition, notice),
        related=[
            (each.id, edition.text(each.title), edition.day(each.published_on))
            for each in notices
            if each is not notice and _belong_together(each, notice)
        ][:RELATED],
    )


def _belong_together(one: Notice, other: Notice) -> bool:
    return bool(
        (one.about and one.about == other.about)
        or (one.facility and one.facility == other.facility)
        or one.about == other.id
        or other.about == one.id
    )


def _about(edition: Edition, notice: Notice) -> tuple[str, str] | None:
    """Return address and name of the plan, draw or grade that a notice makes known."""
    snapshot = edition.register.snapshot
    for plan in snapshot.plans:
        if plan.id == notice.about:
            return f"plans/{plan.id}.html", edition.text(plan.title)
    draw = edition.register.draws.get(notice.about or "")
    if draw:
        return f"draws/{draw.id}.html", edition.text(draw.title)
    held = (
        edition.register.scores.get(notice.facility) if notice.facility in edition.register.facilities else []
    )
    for score in held:
        if score.id == notice.about:
            name = f"{edition.say(words.MEASURE[score.measure])}{edition.marks['colon']}{edition.text(score.outcome_name)}"
            return f"f/{score.facility}.html#good", name
    return None
