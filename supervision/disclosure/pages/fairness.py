"""抽得公平吗 the page on all draws together: chances, plan against done, replacements and shortages."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from inspections.fairness import OTHERS
from inspections.turnover import DepartmentTurnover, Turnover, together
from supervision.clock import china_day
from supervision.disclosure.after_draws import AfterDraws
from supervision.disclosure.chances import percent, picture, tenths, verdict
from supervision.disclosure.edition import Edition
from supervision.records.inspections import Draw

PATH = "draws-fairness.html"
Values = dict[str, Any]


def pages(edition: Edition, after: AfterDraws) -> Iterator[tuple[str, str]]:
    """Yield the page."""
    found, say = after.fairness, edition.say
    names = {
        share.name: say("其余片区") if share.name == OTHERS else edition.area(share.name)
        for share in found.shares
    }
    done = Counter(result.draw for result in edition.register.snapshot.results)
    draws = [_draw(edition, draw, changed, done[draw.id]) for draw, changed in after.turnovers]
    yield (
        PATH,
        edition.render(
            "fairness.html",
            PATH,
            say("抽得公平吗"),
            section="draws",
            verdict=verdict(say, found),
            picture=picture(say, found, names) if found.shares else None,
            shares=[(names[share.name], share, tenths(share.expected)) for share in found.shares],
            listed=sum(share.listed for share in found.shares),
            drawn=sum(share.drawn for share in found.shares),
            years=_years(edition, draws),
            draws=draws,
            departments_of_all=_departments(
                edition, together(each for _, changed in after.turnovers for each in changed.departments)
            ),
        ),
    )


def _draw(edition: Edition, draw: Draw, changed: Turnover, done: int) -> Values:
    return {
        "id": draw.id,
        "title": edition.text(draw.title),
        "year": china_day(draw.committed_at).year,
        "changed": changed,
        "done": done,
        "departments": _departments(edition, changed.departments),
        "people": [(each, edition.department(each.department)) for each in changed.people],
    }  # fmt: skip


def _departments(edition: Edition, rows: Iterable[DepartmentTurnover]) -> list[tuple[Any, ...]]:
    """Return departments with the shares of their places that were left, and that are short now."""
    return [
        (
            edition.department(each.department),
            each,
            percent(each.left, each.places),
            percent(each.short_now, each.places),
        )
        for each in rows
    ]


def _years(edition: Edition, draws: list[Values]) -> list[Values]:
    """Return, for each year with a plan: how many draws it announced, and what came of them so far."""
    found = []
    committed = Counter(china_day(draw.committed_at).year for draw in edition.register.snapshot.draws)
    for plan in sorted(edition.register.snapshot.plans, key=lambda plan: plan.year, reverse=True):
        own = [draw for draw in draws if draw["year"] == plan.year]
        found.append(
            {
                "id": plan.id,
                "title": edition.text(plan.title),
                "planned": sum(row.count or 0 for row in plan.rows),
                "committed": committed[plan.year],
                "revealed": len(own),
                "remaining": sum(draw["changed"].remaining for draw in own),
                "done": sum(draw["done"] for draw in own),
            }
        )
    return found
