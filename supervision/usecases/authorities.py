"""监管机关办理: the authority, its departments, and areas that no division table holds."""

from datetime import datetime

from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Authority, Department
from supervision.usecases._frame import record, usecase
from supervision.usecases._settings import remember


@usecase("authority.register")
def register_authority(
    *,
    key: str,
    name: str,
    short_name: str,
    area_code: str,
    uscc: str | None = None,
    telephone: str = "",
    address: str = "",
    site: dict[str, str] | None = None,
    departments: tuple[tuple[str, str, str], ...] = (),
    demonstration: bool = False,
    actor: Actor,
    at: datetime,
) -> int:
    """登记监管机关: an authority with its departments ``(key, Chinese name, English name)``."""
    area = Area.get_or_none(Area.code == area_code)
    if area is None:
        raise NotFoundError("没有代码为 {code} 的区域。", remedy="请先导入行政区划。", code=area_code)
    authority = Authority.create(
        key=key,
        name=name,
        short_name=short_name,
        uscc=uscc,
        area=area,
        telephone=telephone,
        address=address,
        site=site or {},
    )
    for department, chinese, english in departments:
        Department.create(key=department, name=chinese, english=english, authority=authority)
    if demonstration:
        remember("demonstration", value=True)
    record(f"authority:{key}", departments=[row[0] for row in departments])
    return authority.id


@usecase("area.enter")
def enter_areas(*, areas: tuple[tuple[str, str, str, str | None], ...], actor: Actor, at: datetime) -> int:
    """登记区域: ``(code, name, level, parent code)`` each; again: nothing changes. Returns how many there are."""
    for code, name, level, parent_code in areas:
        Area.insert(code=code, name=name, level=level, parent_code=parent_code).on_conflict_ignore().execute()
    record("areas", entered=len(areas))
    return len(areas)
