"""导入查询: what a list would do to the register, what imports did, and what the office is still asked."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.intake.facility_list import FacilityList
from supervision.intake.matching import Known, Match, match
from supervision.intake.report import ImportReport, report
from supervision.models import Area, Facility, ImportBatch, ImportDoubt, Operator, OperatorLink
from supervision.queries.areas import area_names
from supervision.texts import mark

SETTLED = "settled"  # a later file answered the question by itself
DIRECTORY = "directory:"  # begins the source of tables of inspectors and experts
BATCHES_SHOWN = 50
TOPICS = {  # first word of a rule → what the question is about
    "double": mark("是不是同一家"),
    "match": mark("是不是登记簿里的那一家"),
    "street": mark("街道"),
    "address": mark("地址"),
    "zipcode": mark("邮编"),
    "beds": mark("床位数"),
    "since": mark("成立时间"),
    "ownership": mark("类型"),
    "coordinates": mark("坐标"),
    "uscc": mark("统一社会信用代码"),
    "text": mark("个人信息"),
}


@dataclass(frozen=True, slots=True)
class BatchView:
    """导入批次: one file and what became of its rows."""

    id: int
    file: str
    sha256: str
    source: str
    at: datetime
    by: str
    rows: int
    accepted: int
    doubts: int
    refused: int
    created: int
    changed: int
    unchanged: int
    problems: tuple[Mapping[str, Any], ...] = ()
    differences: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class DoubtView:
    """待核事项: a question, what may be answered, and whom it is about. ``held``: nothing is written before."""

    id: int
    batch: int
    file: str
    row: int
    column: str
    field: str
    value: str
    rule: str
    message: str
    facts: Mapping[str, Any]
    suggestions: tuple[tuple[str, str], ...]
    held: bool
    state: str
    resolution: str
    name: str
    facility_code: str | None
    district: str

    @property
    def topic(self) -> str:
        """Return what the question is about: a key of ``TOPICS``."""
        return self.rule.partition(".")[0]


@dataclass(frozen=True, slots=True)
class DoubtGroup:
    """同类待核事项: questions that one answer settles; ``held`` ones stand alone."""

    doubts: tuple[DoubtView, ...]
    district: str

    @property
    def first(self) -> DoubtView:
        """Return the one that speaks for all."""
        return self.doubts[0]


def match_list(facilities: FacilityList) -> list[Match]:
    """Return what each row of a list is in the register, and what it would change there."""
    return match(
        facilities.rows,
        known_facilities(facilities.gazetteer.within),
        source=facilities.source,
        columns=facilities.columns,
        gazetteer=facilities.gazetteer,
        answered=answered(facilities.source),
    )


def preview(facilities: FacilityList, *, actor: Actor) -> ImportReport:
    """Return the report of an import without doing it."""
    matches = match_list(facilities.within(actor.scope))
    return report(facilities, matches, absent_names(facilities, matches))


def absent_names(facilities: FacilityList, matches: list[Match]) -> list[str]:
    """Return the names of facilities that came from this source and that the file leaves out."""
    here = {one.known.id for one in matches if one.known}
    query = Facility.select(Facility.id, Facility.name).where(
        Facility.source == facilities.source, Facility.life_state != "closed"
    )
    return [name for number, name in query.order_by(Facility.name).tuples() if number not in here]


def known_facilities(within: str) -> list[Known]:
    """Return what the register holds within an area, as matching needs it."""
    asked: dict[int, set[str]] = {}
    for number, data in (
        ImportDoubt.select(ImportDoubt.facility, ImportDoubt.data)
        .where(ImportDoubt.state == "open", ImportDoubt.facility.is_null(False))
        .tuples()
    ):
        asked.setdefault(number, set()).add(data["field"])
    query = (
        Facility.select(
            Facility, Area.code.alias("area_code"), Operator.uscc, Operator.name.alias("operator_name")
        )
        .join(Area)
        .switch(Facility)
        .join(
            OperatorLink,
            JOIN.LEFT_OUTER,
            on=(OperatorLink.facility == Facility.id) & OperatorLink.until.is_null(),
        )
        .join(Operator, JOIN.LEFT_OUTER)
    )
    if within:
        query = query.where(Area.code.startswith(within))
    found = {row["id"]: row for row in query.dicts()}  # once each, also with two operators at a time
    return [_known(row, frozenset(asked.get(number, ()))) for number, row in found.items()]


def _known(row: Mapping[str, Any], open_doubts: frozenset[str]) -> Known:
    names = ("name", "kind", "address", "zipcode", "beds", "opened_on", "ownership", "longitude", "latitude")
    now = {name: row[name] for name in names}
    now |= {"area": row["area_code"], "uscc": row["uscc"] or "", "operator": row["operator_name"] or ""}
    return Known(
        id=row["id"],
        source=row["source"],
        source_id=row["source_id"],
        district=row["area_code"][:6],
        now=now,
        said=row["imported"],
        open_doubts=open_doubts,
        closed=row["life_state"] == "closed",
    )


def answered(source: str) -> dict[str, str]:
    """Return what the office answered to questions about lists of this source, by the key of the question."""
    query = (
        ImportDoubt.select(ImportDoubt.data, ImportDoubt.resolution)
        .join(ImportBatch)
        .where(
            ImportBatch.source == source, ImportDoubt.state == "cleared", ImportDoubt.resolution != SETTLED
        )
        .order_by(ImportDoubt.id)
    )
    return {data["key"]: resolution for data, resolution in query.tuples()}


def list_batches(*, actor: Actor, source: str = "") -> tuple[BatchView, ...]:
    """Return the latest imports of facilities, or of the directory ``source``; somebody with a limited area sees their own."""
    wanted = ImportBatch.source == source if source else ~ImportBatch.source.startswith(DIRECTORY)
    query = ImportBatch.select().where(wanted).order_by(ImportBatch.id.desc()).limit(BATCHES_SHOWN)
    if actor.scope:
        query = query.where(ImportBatch.by == actor.key)
    return tuple(_batch(row) for row in query)


def get_batch(number: int, *, actor: Actor) -> BatchView:
    """Return one import with its problems."""
    row = ImportBatch.get_or_none(ImportBatch.id == number)
    if row is None or (actor.scope and row.by != actor.key):
        raise NotFoundError(mark("没有编号为 {number} 的导入批次。"), number=number)
    return _batch(row, whole=True)


def _batch(row: ImportBatch, *, whole: bool = False) -> BatchView:
    counts = (row.rows, row.accepted, row.doubts, row.refused, row.created, row.changed, row.unchanged)
    return BatchView(
        row.id, row.file_name, row.sha256, row.source, row.at, row.by, *counts,
        *((tuple(row.report["problems"]), tuple(row.report["differences"])) if whole else ()),
    )  # fmt: skip


def count_open_doubts(*, actor: Actor) -> int:
    """Return how many questions wait for an answer within the actor's area."""
    return len(list_doubts(actor=actor))


def list_doubts(*, actor: Actor, rule: str = "", state: str = "open") -> tuple[DoubtView, ...]:
    """Return the questions within the actor's area, those that are alike next to each other."""
    query = (
        ImportDoubt.select(ImportDoubt, ImportBatch, Facility)
        .join(ImportBatch)
        .switch(ImportDoubt)
        .join(Facility, JOIN.LEFT_OUTER)
        .where(ImportDoubt.state == state)
        .order_by(ImportDoubt.rule, ImportDoubt.value, ImportDoubt.id)
    )
    if rule:
        query = query.where(ImportDoubt.rule == rule)
    views = (_doubt(row) for row in query)
    return tuple(view for view in views if view.district.startswith(actor.scope[:6]))


def count_topics(doubts: tuple[DoubtView, ...]) -> dict[str, int]:
    """Return how many questions there are about each topic, in the order of ``TOPICS``."""
    counts = Counter(one.topic for one in doubts)
    return {topic: counts[topic] for topic in TOPICS if counts[topic]}


def group_doubts(doubts: tuple[DoubtView, ...]) -> tuple[DoubtGroup, ...]:
    """Return questions by what is asked: the same rule and value in the same district is asked once."""
    groups: dict[tuple[object, ...], list[DoubtView]] = {}
    for one in doubts:
        alone = one.id if one.held or not one.value else 0
        groups.setdefault((one.rule, one.field, one.value, one.district, one.suggestions, alone), []).append(
            one
        )
    names = area_names({one.district for one in doubts})
    return tuple(
        DoubtGroup(tuple(group), names.get(group[0].district, group[0].district)) for group in groups.values()
    )


def _doubt(row: ImportDoubt) -> DoubtView:
    data = row.data
    return DoubtView(
        id=row.id,
        batch=row.batch.id,
        file=row.batch.file_name,
        row=row.row,
        column=row.column,
        field=data["field"],
        value=row.value,
        rule=row.rule,
        message=row.message,
        facts=data["facts"],
        suggestions=tuple((value, label) for value, label in data["suggestions"]),
        held="values" in data,
        state=row.state,
        resolution=row.resolution,
        name=data["name"],
        facility_code=row.facility.code if row.facility and "values" not in data else None,
        district=data["district"],
    )
