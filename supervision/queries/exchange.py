"""名单互认文件查询: whose lists are read here, and what a file that came in would change."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from supervision.disclosure.exchange import ListFile
from supervision.disclosure.log.note import VerifierKey, parse_verifier_key
from supervision.errors import InputError, NotFoundError
from supervision.intake.foreign_entries import ForeignRemoval, ForeignRow, LineProblem, judge
from supervision.intake.rows import name_key
from supervision.models import (
    Area,
    Authority,
    ExchangeFile,
    ExchangePartner,
    Facility,
    ForeignEntry,
    Listing,
    Operator,
    OperatorLink,
)
from supervision.queries._foreign import has_ended
from supervision.queries.public.decisions import listing_id, listings, tombstones
from supervision.texts import mark

SUBJECT = ("list_kind", "name", "uscc")  # a change of these is another entry
SAID = ("authority", "number", "cause", "issued_on", "until")


@dataclass(frozen=True, slots=True)
class Partner:
    """交换机关: a region whose lists are read here."""

    region: str
    name: str
    key: str
    trusted_by: str
    trusted_on: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """候选机构: a facility here that may be meant; ``why``: uscc, or name alone."""

    code: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Planned:
    """预览行: one entry of a file, and which facility here it means; more than one candidate, or a name alone, is asked."""

    row: ForeignRow
    candidates: tuple[Candidate, ...]
    is_new: bool

    @property
    def match(self) -> Candidate | None:
        """Return the facility that the rule finds: the only one under that credit code."""
        return self.candidates[0] if [each.why for each in self.candidates] == ["uscc"] else None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """导入预览: what a file would change. ``absent``: entries known from earlier files that it does not mention."""

    file: ListFile
    entries: tuple[Planned, ...]
    removals: tuple[ForeignRemoval, ...]
    problems: tuple[LineProblem, ...]
    absent: tuple[str, ...]
    unchanged: int

    @property
    def new(self) -> int:
        """Return how many entries are new here."""
        return sum(each.is_new for each in self.entries)

    def as_report(self) -> dict[str, Any]:
        """Return it as a received file keeps it, without what it says of anybody."""
        return {
            "new": self.new,
            "changed": len(self.entries) - self.new,
            "unchanged": self.unchanged,
            "matched": sum(each.match is not None for each in self.entries if each.is_new),
            "removed": len(self.removals),
            "refused": len(self.problems),
            "absent": list(self.absent),
            "problems": [each.as_record() for each in self.problems],
        }


def partners() -> tuple[Partner, ...]:
    """Return the regions whose lists are read here."""
    rows = ExchangePartner.select().order_by(ExchangePartner.region)
    return tuple(Partner(row.region, row.name, row.key, row.trusted_by, row.trusted_on) for row in rows)


def partner_keys() -> dict[str, VerifierKey]:
    """Return the key of each region, by its code."""
    return {each.region: parse_verifier_key(each.key) for each in partners()}


def plan_import(file: ListFile) -> ImportPlan:
    """Return what a verified file would change here.

    Raises:
        InputError: a newer file of the same region was received already.
    """
    region, as_of = file.head.region, file.head.as_of
    newest = ExchangeFile.select().where(ExchangeFile.region == region, ExchangeFile.as_of > as_of).first()
    if newest is not None:
        raise InputError(
            mark("名单互认文件"),
            mark("这份文件截至 {day}，早于已经收到的 {newest}"),
            mark("请向来源机关索取最新的一份"),
            day=as_of.isoformat(),
            newest=newest.as_of.isoformat(),
        )
    judged = judge(file.rows, as_of=as_of)
    known = {row.entry: row for row in ForeignEntry.select().where(ForeignEntry.region == region)}
    problems, planned, unchanged = list(judged.problems), [], 0
    for row in judged.rows:
        before = known.get(row.entry)
        if against := _against(row, before):
            problems.append(against)
        elif before is None or any(getattr(before, name) != getattr(row, name) for name in SAID):
            planned.append(Planned(row, candidates(row.uscc, row.name), before is None))
        else:
            unchanged += 1
    mentioned = {each.entry for each in judged.rows} | {each.entry for each in judged.removals}
    mentioned |= {str(members.get("entry")) for _, members in file.rows}
    absent = sorted(
        row.number for key, row in known.items() if key not in mentioned and not has_ended(row, as_of)
    )
    open_ones = tuple(
        each for each in judged.removals if each.entry in known and known[each.entry].removed_on is None
    )
    return ImportPlan(
        file, tuple(planned), open_ones, tuple(sorted(problems, key=lambda each: each.line)), tuple(absent), unchanged
    )  # fmt: skip


def _against(row: ForeignRow, before: Any) -> LineProblem | None:
    if before is None:
        return None
    if before.removed_on is not None:
        return LineProblem(row.line, "removed-before", mark("这一条已经移出，不能再次生效"))
    if any(getattr(before, name) != getattr(row, name) for name in SUBJECT):
        return LineProblem(row.line, "other-subject", mark("与已收到的同一条所指的对象不同"))
    return None


def candidates(uscc: str, name: str) -> tuple[Candidate, ...]:
    """Return the facilities that may be meant: those under the credit code, else those of the same name.

    One facility under the code is a match; several, or a name alone, are for a person to decide.
    """
    open_ones = Facility.life_state != "closed"
    if uscc:
        query = Facility.select(Facility.code, Facility.name).join(OperatorLink).join(Operator)
        now = query.where(Operator.uscc == uscc, OperatorLink.until.is_null(), open_ones)
        return tuple(Candidate(row.code, row.name, "uscc") for row in now.order_by(Facility.code))
    alike = Facility.select(Facility.code, Facility.name).where(
        Facility.name_key == name_key(name), open_ones
    )
    return tuple(Candidate(row.code, row.name, "name") for row in alike.order_by(Facility.code))


def own_region() -> tuple[str, str]:
    """Return the code of the region that this authority answers for, and its name."""
    row = Authority.select(Authority, Area).join(Area).order_by(Authority.id).first()
    if row is None:
        raise NotFoundError("还没有登记监管机关。")
    return row.area.code, row.name


def lists_to_send(on: date) -> list[dict[str, Any]]:
    """Return what is public of our lists on ``on``, as lines of the file: entries in force, then the ids of removed ones."""
    lines: list[dict[str, Any]] = []
    rows = {listing_id(row.uuid): row for row in Listing.select(Listing, Facility).join(Facility)}
    for each in listings(on):
        row = rows[each.id]
        lines.append(
            {
                "entry": each.id,
                "list": each.list.value,
                "subject": "organisation",
                "name": row.facility.name,
                "uscc": _uscc_of(row.facility, each.since),
                "authority": each.authority,
                "number": each.number,
                "cause": each.cause.zh,
                "issued_on": each.decided_on.isoformat(),
                "until": each.until.isoformat() if each.until else None,
                "origin": row.origin,
            }
        )
    gone = tombstones(on)
    lines += [{"entry": one.record, "list": one.list.value, "removed_on": one.on.isoformat()} for one in gone]
    return lines


def _uscc_of(facility: Facility, on: date) -> str:
    """Return the credit code of who ran a facility on a day; empty where none is registered."""
    links = (
        OperatorLink.select(OperatorLink, Operator).join(Operator).where(OperatorLink.facility == facility)
    )
    links = links.where(OperatorLink.since.is_null() | (OperatorLink.since <= on))
    link = links.where(OperatorLink.until.is_null() | (OperatorLink.until > on)).first()
    return str(link.operator.uscc or "") if link else ""


@dataclass(frozen=True, slots=True)
class FileView:
    """收到的文件: one file of another region, and what became of its lines."""

    id: int
    region: str
    authority: str
    as_of: date
    sha256: str
    received_at: datetime
    received_by: str
    report: dict[str, Any]


def list_files() -> tuple[FileView, ...]:
    """Return the files that were received, the newest first."""
    return tuple(_file(row) for row in ExchangeFile.select().order_by(ExchangeFile.id.desc()))


def get_file(number: int) -> FileView:
    """Return one file that was received."""
    row = ExchangeFile.get_or_none(ExchangeFile.id == number)
    if row is None:
        raise NotFoundError("没有收到过这份文件。")
    return _file(row)


def _file(row: ExchangeFile) -> FileView:
    return FileView(
        row.id, row.region, row.authority, row.as_of, row.sha256, row.received_at, row.received_by, row.report
    )
