"""名单互认文件办理: whose lists are read here, what comes in, what goes out. What comes in has no effect by itself."""

import uuid
from datetime import datetime

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.database import one_at_a_time
from supervision.disclosure.exchange import Head, ListFile, write_lists
from supervision.disclosure.log.note import SigningKey, parse_verifier_key
from supervision.models import ExchangeFile, ExchangePartner, Facility, ForeignEntry
from supervision.queries.exchange import SAID, ImportPlan, Planned, lists_to_send, own_region, plan_import
from supervision.texts import mark
from supervision.usecases._foreign_entries import end_entry, match_row, write_effect
from supervision.usecases._frame import record, usecase

NAMESPACE = uuid.UUID("6d696e67-6a69-5e67-8000-000000000013")


@usecase("recognition.trust")
def trust_partner(*, region: str, name: str, key: str, actor: Actor, at: datetime) -> None:
    """登记交换机关: from now on the lists that this key signs are read as those of this region.

    Raises:
        InputError: not a key. RuleViolationError: ``partner-own``, ``partner-key``.
    """
    spelled = str(parse_verifier_key(key, mark("验证公钥")))
    if region == own_region()[0]:
        raise RuleViolationError("partner-own", "这是本机关所在的区划，不能登记为外地。")
    if (
        ExchangePartner.select()
        .where(ExchangePartner.key == spelled, ExchangePartner.region != region)
        .exists()
    ):
        raise RuleViolationError(
            "partner-key", "这把公钥已经登记在另一个区划之下。", remedy="请向对方机关核对。"
        )
    said = {"name": name, "key": spelled, "trusted_by": actor.key, "trusted_on": china_day(at)}
    if not ExchangePartner.update(said).where(ExchangePartner.region == region).execute():
        ExchangePartner.create(region=region, **said)
    record(f"partner:{region}", key=spelled)


@usecase("recognition.receive")
def receive_lists(*, file: ListFile, actor: Actor, at: datetime) -> int:
    """收入外地名单: what is new waits, what was removed there ends here; returns the number of the file.

    The same file again changes nothing.
    """
    one_at_a_time("recognition.receive")
    known = ExchangeFile.get_or_none(ExchangeFile.sha256 == file.sha256)
    if known is not None:
        record(f"exchange:{known.id}", sha256=file.sha256, again=True)
        return int(known.id)
    plan = plan_import(file)
    row = ExchangeFile.create(
        sha256=file.sha256,
        region=file.head.region,
        authority=file.head.authority,
        as_of=file.head.as_of,
        received_at=at,
        received_by=actor.key,
        report=plan.as_report(),
    )
    for each in plan.entries:
        _enter(row, each, actor, at)
    ended = _remove(row, plan, actor, at)
    record(f"exchange:{row.id}", sha256=file.sha256, region=row.region, new=plan.new, ended=ended)
    return int(row.id)


def _enter(file: ExchangeFile, planned: Planned, actor: Actor, at: datetime) -> None:
    said = {name: getattr(planned.row, name) for name in SAID}
    key = (ForeignEntry.region == file.region) & (ForeignEntry.entry == planned.row.entry)
    if not planned.is_new:
        ForeignEntry.update(file=file, **said).where(key).execute()
        row = ForeignEntry.get(key)
        if row.effect and row.ended_on is None:
            write_effect(row, row.until, at)
        return
    row = ForeignEntry.create(
        uuid=str(uuid.uuid5(NAMESPACE, f"{file.region}\n{planned.row.entry}")),
        region=file.region,
        entry=planned.row.entry,
        file=file,
        list_kind=planned.row.list_kind,
        name=planned.row.name,
        uscc=planned.row.uscc,
        **said,
    )
    if planned.match is not None:
        facility = Facility.get(Facility.code == planned.match.code)
        match_row(row, facility, "uscc", mark("按统一社会信用代码对应"), actor, at)


def _remove(file: ExchangeFile, plan: ImportPlan, actor: Actor, at: datetime) -> list[str]:
    ended = []
    for each in plan.removals:
        row = ForeignEntry.get(ForeignEntry.region == file.region, ForeignEntry.entry == each.entry)
        row.removed_on, row.file = each.removed_on, file
        row.save()
        end_entry(row, actor, at)
        ended.append(row.uuid)
    return ended


@usecase("recognition.send")
def send_lists(*, key: SigningKey, actor: Actor, at: datetime) -> bytes:
    """导出名单: entries that are public today, and the bare ids of those that were removed."""
    on = china_day(at)
    region, authority = own_region()
    rows = lists_to_send(on)
    file = write_lists(Head(region, authority, on), rows, key)
    record(f"region:{region}", entries=len(rows), as_of=on)
    return file
