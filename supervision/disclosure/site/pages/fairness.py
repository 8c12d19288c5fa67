"""抽得公平吗 the page on all draws together: chances, plan against done, replacements and shortages."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from inspections.fairness import OTHERS, Share
from inspections.turnover import DepartmentTurnover, Turnover, together
from supervision.disclosure.site.after_draws import AfterDraws
from supervision.disclosure.site.chances import percent, picture, tenths, verdict
from supervision.disclosure.site.edition import Edition
from supervision.records.inspections import Draw
from supervision.records.stored import members

PATH = "draws-fairness.html"
Values = dict[str, Any]


def pages(edition: Edition, after: AfterDraws) -> Iterator[tuple[str, str]]:
    """Yield the page."""
    found, say = after.fairness, edition.say
    names = {share.name: _area(edition, share.name, found.shares) for share in found.shares}
    done = Counter(result.draw for result in members(edition.register.snapshot.results, "draw"))
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
            lines=_lines(edition, after, draws),
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
        "line": (draw.plan, draw.line),
        "listed": sum(stratum.targets for stratum in draw.strata),
        "drawn": changed.drawn,
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


def _area(edition: Edition, name: str, shares: Iterable[Share]) -> str:
    """Return the name of a region; one within which another stands apart is what is left of it."""
    if name == OTHERS:
        return edition.say("其余片区")
    rest = any(each.name != name and each.name.startswith(name) for each in shares)
    return edition.say("{area}其余片区", area=edition.area(name)) if rest else edition.area(name)


def _lines(edition: Edition, after: AfterDraws, draws: list[Values]) -> list[Values]:
    """Return, for each line of each plan, the newest first: what it announced, what came of it, and whether chances were equal."""
    committed = Counter((draw.plan, draw.line) for draw in edition.register.snapshot.draws)
    found = []
    for plan in sorted(edition.register.snapshot.plans, key=lambda plan: plan.year, reverse=True):
        for row in plan.rows:
            key = plan.id, row.serial
            own = [each for each in draws if each["line"] == key]
            if not committed[key]:
                continue
            parts = [part for each in own for part in each["changed"].departments]
            places = sum(part.places for part in parts)
            listed, drawn = (sum(each[name] for each in own) for name in ("listed", "drawn"))
            found.append(
                {
                    "id": plan.id,
                    "year": plan.year,
                    "name": edition.text(row.name),
                    "ratio": edition.text(row.ratio),
                    "committed": committed[key],
                    "revealed": len(own),
                    "listed": listed,
                    "drawn": drawn,
                    "share": percent(drawn, listed),
                    "remaining": sum(each["changed"].remaining for each in own),
                    "done": sum(each["done"] for each in own),
                    "gone": percent(sum(part.left for part in parts), places),
                    "lacking": percent(sum(part.short_now for part in parts), places),
                    "verdict": verdict(edition.say, after.fairness_of(each["id"] for each in own)),
                }
            )
    return found
