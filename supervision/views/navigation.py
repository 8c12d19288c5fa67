"""导航: where somebody may go. A page that does not exist, or is not for this person, is not offered.

An address is written here once; whether it is shown follows from the view that answers it and from what that
view says about who may open it.
"""

from dataclasses import dataclass

from flask import current_app
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from supervision.texts import mark, translator
from supervision.views.access import current_actor, language, may_open


@dataclass(frozen=True, slots=True)
class Link:
    """入口: one entry of a menu; ``icon`` is a shape of ``parts/icons.html``."""

    text: str
    href: str
    icon: str


@dataclass(frozen=True, slots=True)
class Group:
    """入口组: entries under one title; an empty title shows none."""

    title: str
    links: tuple[Link, ...]


OFFICE = (
    Group("", (Link(mark("待办"), "/office/", "empty"),)),
    Group(
        mark("名册"),
        (
            Link(mark("机构名册"), "/office/facilities/", "house"),
            Link(mark("检查人员"), "/office/inspectors/", "people"),
            Link(mark("回避"), "/office/recusals/", "people"),
            Link(mark("我的资料"), "/office/me/", "pen"),
            Link(mark("服务事项目录"), "/office/services/", "list"),
            Link(mark("行政区划"), "/office/areas/", "globe"),
        ),
    ),
    Group(
        mark("检查"),
        (
            Link(mark("抽查事项清单"), "/office/items/", "book"),
            Link(mark("依据核实"), "/office/bases/", "info"),
            Link(mark("计划"), "/office/plans/", "plan"),
            Link(mark("抽查任务与抽签"), "/office/tasks/", "draw"),
            Link(mark("抽取统计"), "/office/draws/fairness", "scale"),
            Link(mark("检查"), "/office/visits/", "list"),
            Link(mark("检查日历"), "/office/calendar/", "plan"),
            Link(mark("我的抽查安排"), "/office/draws/lines", "lock"),
            Link(mark("我的现场检查"), "/field/", "device"),
            Link(mark("整改"), "/office/rectifications/", "pen"),
        ),
    ),
    Group(
        mark("信用"),
        (
            Link(mark("现行评分"), "/office/scores/", "scale"),
            Link(mark("评价"), "/office/ratings/", "scale"),
            Link(mark("等级评定"), "/office/gradings/", "plan"),
            Link(mark("指标"), "/office/indicators/", "plan"),
            Link(mark("绩效目标"), "/office/targets/", "plan"),
            Link(mark("镇街指数"), "/office/streets/", "scale"),
            Link(mark("补助"), "/office/subsidies/", "paper"),
            Link(mark("年度结果"), "/office/annual/", "lock"),
            Link(mark("名单"), "/office/listings/", "book"),
            Link(mark("重点关注"), "/office/watch/", "info"),
            Link(mark("外地名单"), "/office/recognition/", "globe"),
            Link(mark("行政处罚"), "/office/penalties/", "danger"),
            Link(mark("信用修复"), "/office/repairs/", "good"),
            Link(mark("异议"), "/office/objections/", "pen"),
            Link(mark("评价方法"), "/office/methods/", "book"),
            Link(mark("试算"), "/office/rehearsals/", "scale"),
        ),
    ),
    Group(
        mark("公示"),
        (
            Link(mark("发布"), "/office/releases/", "globe"),
            Link(mark("公告"), "/office/notices/", "paper"),
        ),
    ),
    Group(
        mark("系统"),
        (
            Link(mark("账户"), "/office/accounts/", "lock"),
            Link(mark("定时任务"), "/office/jobs/", "clock"),
            Link(mark("审计记录"), "/office/audit/", "paper"),
        ),
    ),
)
FACILITY = (
    Group(
        "",
        (
            Link(mark("首页"), "/my/", "house"),
            Link(mark("整改"), "/my/rectifications/", "pen"),
            Link(mark("检查"), "/my/visits/", "list"),
            Link(mark("回避"), "/my/recusals/", "people"),
            Link(mark("评价"), "/my/ratings/", "scale"),
            Link(mark("信用"), "/my/credit/", "book"),
        ),
    ),
)
MENUS = {"office": OFFICE, "my": FACILITY}


def navigation(menu: str) -> list[Group]:
    """Return the groups of ``menu`` (``office`` or ``my``) that this person may use, in the reader's language."""
    say = translator(language())
    found = []
    for group in MENUS[menu]:
        links = tuple(
            Link(say(link.text), link.href, link.icon) for link in group.links if _offered(link.href)
        )
        if links:
            found.append(Group(say(group.title), links))
    return found


def _offered(href: str) -> bool:
    try:
        endpoint, _ = current_app.url_map.bind("").match(href, method="GET")
    except HTTPException:
        return False
    access = getattr(current_app.view_functions[str(endpoint)], "access", None)
    if endpoint == "public.site" or access is None:
        return False  # answered by the catch-all of the public site: there is no such page
    return access == "public" or (current_user.is_authenticated and may_open(current_actor(), access))
