"""The catalogue of services: its groups and items, who offers each, and what is registered that stands in no item."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from inspections.services import service_catalogue
from supervision.queries.services import registration
from supervision.rulebook import rulebook
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.steps import both, listed, say

bp = Blueprint("services", __name__, url_prefix="/office/services")

MOST_NAMES = 5


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """服务事项目录."""
    catalogue, found = service_catalogue(), registration(actor=current_actor())
    offered = sum(bool(each.facilities) for each in found.offered)
    law = rulebook().laws[catalogue.basis].name[language()[:2]]
    return render_template(
        "generic/detail.html",
        title=say("服务事项目录"),
        lead=both(catalogue.note, catalogue.note_en),
        meta=[say("示例"), say("第 {version} 版", version=catalogue.version), law],
        trail=[(say("服务事项目录"), "")],
        sections=[
            {
                "title": say(
                    "{groups} 大类 {items} 小项，有机构提供的 {offered} 项",
                    groups=len(catalogue.groups),
                    items=len(found.offered),
                    offered=offered,
                ),
                "columns": [say("服务事项"), say("类别"), say("也称"), {"text": say("提供的机构"), "number": True}, say("例如")],
                "rows": [
                    [
                        both(each.item.name, each.item.name_en),
                        both(each.group.name, each.group.name_en),
                        listed(sorted(each.item.names - {each.item.name})),
                        str(len(each.facilities)),
                        _names(each.facilities),
                    ]
                    for each in found.offered
                ],
            },
            {
                "title": say("目录以外的服务"),
                "columns": [say("登记的名称"), {"text": say("提供的机构"), "number": True}, say("例如")],
                "rows": [[name, str(len(who)), _names(who)] for name, who in found.outside],
                "empty_text": say("登记的服务都在目录之内。"),
            },
        ],
    )  # fmt: skip


def _names(who: tuple[tuple[str, str], ...]) -> str:
    return listed(name for _, name in who[:MOST_NAMES]) + ("…" if len(who) > MOST_NAMES else "")
