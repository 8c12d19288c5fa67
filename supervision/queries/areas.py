"""行政区域查询: the tree of areas, and the names in it as the intake looks them up."""

from dataclasses import dataclass

from peewee import fn

from supervision.actor import Actor
from supervision.errors import InputError, NotFoundError
from supervision.intake.divisions import AreaRow, Gazetteer
from supervision.models import Area, Facility
from supervision.texts import mark


@dataclass(frozen=True, slots=True)
class AreaView:
    """行政区域: one area; ``beneath``: how many areas lie directly beneath it, ``facilities`` how many in it in all."""

    code: str
    name: str
    level: str
    beneath: int
    facilities: int


def list_areas(*, actor: Actor, parent: str = "") -> tuple[AreaView, ...]:
    """Return the areas directly beneath ``parent`` (the provinces where it is empty) on the actor's way or within."""
    child = Area.alias()
    beneath = child.select(fn.COUNT(child.id)).where(child.parent_code == Area.code, child.until.is_null())
    inside = Area.alias()
    facilities = Facility.select(fn.COUNT(Facility.id)).join(inside).where(inside.code.startswith(Area.code))
    query = (
        Area.select(
            Area.code, Area.name, Area.level, beneath.alias("beneath"), facilities.alias("facilities")
        )
        .where(Area.parent_code == parent if parent else Area.parent_code.is_null(), Area.until.is_null())
        .order_by(Area.code)
    )
    views = (AreaView(*row) for row in query.tuples())
    scope = actor.scope
    return tuple(view for view in views if view.code.startswith(scope) or scope.startswith(view.code))


def area_path(code: str) -> tuple[tuple[str, str], ...]:
    """Return the areas from the province down to ``code``, as (code, name).

    Raises:
        NotFoundError: there is no such area.
    """
    codes = {code[:length] for length in (2, 4, 6, 9) if length <= len(code)} | {code}
    names = area_names(codes)
    if code not in names:
        raise NotFoundError(mark("没有代码为 {code} 的区域。"), code=code)
    return tuple(sorted(names.items()))


def area_names(codes: set[str]) -> dict[str, str]:
    """Return the names of areas by code."""
    if not codes:
        return {}
    return dict(Area.select(Area.code, Area.name).where(Area.code.in_(codes)).tuples())


def gazetteer(within: str = "") -> Gazetteer:
    """Return the names within one area.

    Raises:
        InputError: the division table is not there, or knows no such area.
    """
    query = Area.select(Area.code, Area.name, Area.level, Area.parent_code).where(Area.until.is_null())
    above = [within[:length] for length in (2, 4, 6, 9) if length < len(within)]
    if within:
        query = query.where(Area.code.startswith(within) | Area.code.in_(above))
    areas = [AreaRow(code, name, level, parent or "") for code, name, level, parent in query.tuples()]
    if (within and all(area.code != within for area in areas)) or not areas:
        if not Area.select().exists():
            raise InputError(
                "--area",
                mark("还没有行政区划"),
                mark("请先运行 python -m supervision divisions import 文件夹"),
            )
        raise InputError(
            "--area",
            mark("区划表里没有代码 {code}"),
            mark("请写区划代码：省 2 位、市 4 位、区县 6 位、街道 9 位"),
            code=within,
        )
    return Gazetteer(areas, within)
