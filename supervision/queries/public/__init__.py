"""公开查询: the only select for the public. Reads public columns, returns the frozen records of a snapshot.

Everything that a record has no field for stays inside; what may no longer be published on ``as_of`` is not
selected. Changing an internal or personal column changes no byte of what comes out here (the audit head apart).
"""

from datetime import date, datetime

from supervision.errors import NotFoundError
from supervision.models import Area as AreaRow
from supervision.models import Authority as AuthorityRow
from supervision.queries.audit import audit_head
from supervision.queries.public import (
    annual_results,
    decisions,
    draws,
    facilities,
    inspections,
    methods,
    rules,
    scores,
)
from supervision.queries.settings import is_demonstration
from supervision.records.snapshot import Licence, Meta, Snapshot
from supervision.records.values import Office, Text

LICENCE = Licence(
    name=Text(zh="政府数据开放许可（署名即可使用）", en="Open government data, attribution required")
)


def public_snapshot(*, as_of: date, at: datetime, public_url: str) -> Snapshot:
    """Return everything public on the day ``as_of``, as known at ``at``."""
    authority = AuthorityRow.select(AuthorityRow, AreaRow).join(AreaRow).order_by(AuthorityRow.id).first()
    if authority is None:
        raise NotFoundError(
            "还没有登记监管机关，没有什么可以公开。",
            remedy="请先登记机关：python -m supervision setup 机关文件.yaml",
        )
    register = facilities.read(as_of)
    findings, results = inspections.read(as_of)
    years = annual_results.read(as_of)
    return Snapshot(
        meta=_meta(authority, as_of, public_url),
        areas=register.areas,
        departments=register.departments,
        facilities=register.facilities,
        facility_kinds=register.kinds,
        items=inspections.items(as_of),
        plans=inspections.plans(as_of),
        findings=findings,
        results=results,
        draws=draws.read(as_of),
        laws=rules.laws(),
        methods=methods.methods(as_of),
        rules=rules.rules(),
        scores=scores.read(as_of),
        street_rankings=years.streets,
        indicator_values=years.indicators,
        subsidies=years.subsidies,
        listings=decisions.listings(as_of),
        tombstones=decisions.tombstones(as_of),
        penalties=decisions.penalties(as_of),
        objections=decisions.objections(as_of),
        notices=decisions.notices(as_of),
    )


def _meta(authority: AuthorityRow, as_of: date, public_url: str) -> Meta:
    name = Text(zh=authority.name, en=authority.site.get("name_en", ""))
    return Meta(
        as_of=as_of,
        authority=name,
        area=authority.area.code,
        demonstration=is_demonstration(),
        licence=LICENCE,
        office=Office(name=name, phone=authority.telephone, address=authority.address),
        organiser=name,
        site_code=authority.site.get("site_code", ""),
        icp_number=authority.site.get("icp", ""),
        public_url=public_url,
        black_list_shown=bool(authority.site.get("black_list_shown", True)),
        audit_head=audit_head(),
    )
