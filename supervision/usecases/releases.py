"""公示发布办理: one person prepares a release and sees what would change, another approves it.

What is published is the snapshot that was prepared, not what the database says by then. A release that only takes
down, ages or reveals what was promised is made by the scheduler under a standing order, without a second person.
"""

import hashlib
import logging
import shutil
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.disclosure.log.entries import Envelope
from supervision.disclosure.release.publisher import Publisher
from supervision.disclosure.site.failing import PageError
from supervision.errors import InputError, NotFoundError, StaleError
from supervision.models import Case, PublishedRecord, Release, Visit
from supervision.queries.audit import audit_head
from supervision.queries.public import public_snapshot
from supervision.queries.releases import ReleaseView, release_view
from supervision.queries.withdrawals import Late, Why, late, reasons
from supervision.records.changes import Difference, difference, quiet_part, rolled_back
from supervision.records.snapshot import Snapshot, read_snapshot, write_snapshot
from supervision.usecases._cases import move_case
from supervision.usecases._envelopes import draw_envelopes, envelopes_of, record_hash
from supervision.usecases._frame import after_commit, record, usecase
from supervision.usecases.visits import visit_facts
from supervision.vault import Vault

log = logging.getLogger("supervision.releases")


@usecase("release.prepare")
def prepare_release(
    *, folder: Path, public_url: str, as_of: date | None = None, reason: str = "", actor: Actor, at: datetime
) -> ReleaseView:
    """准备发布: freeze the public snapshot of ``as_of`` in ``folder`` and say what it changes.

    The clock prepares only what its standing order covers: what is live, less what is to be taken down, aged, with
    what was promised. Whatever says something new waits for a person.

    Raises:
        RuleViolationError: ``nothing-to-publish``.
    """
    as_of = as_of or china_day(at)
    snapshot = every = public_snapshot(as_of=as_of, at=at, public_url=public_url)
    live = Release.select().where(Release.state == "live").order_by(Release.number.desc()).first()
    old = read_snapshot(folder / str(live.number)) if live else None
    if old is not None and "scheduler" in actor.roles:
        snapshot = quiet_part(old, snapshot)
    changes = difference(old, snapshot)
    if live is not None and changes.is_empty and as_of <= live.as_of:
        raise RuleViolationError("nothing-to-publish", "与正在公示的内容没有差别，无需发布。")
    why = reasons(changes.taken_down, old, snapshot)
    told = {**_told(why), "late": [_told_late(each) for each in late(old, every, why)]}
    return _prepared(snapshot, changes, told, folder, reason, actor, at)


@usecase("release.rollback")
def rollback_release(*, to: int, folder: Path, actor: Actor, at: datetime) -> ReleaseView:
    """回退发布: prepare the content of an earlier release again, less everything taken down or expired or put right since.

    Nothing goes back in silence: it is a new release, which another person approves; the log only grows.
    """
    if Release.get_or_none(Release.number == to, Release.state.in_(("live", "superseded"))) is None:
        raise NotFoundError("没有已公示的第 {number} 号发布。", number=to)
    gone = {
        key
        for row in Release.select().where(Release.number > to, Release.state.in_(("live", "superseded")))
        for key in row.difference["taken_down"]
    }
    earlier, day = read_snapshot(folder / str(to)), china_day(at)
    live = Release.select().where(Release.state == "live").first()
    now = read_snapshot(folder / str(live.number)) if live else earlier
    snapshot = rolled_back(earlier, now, gone, day)
    changes = difference(now, snapshot)
    why = reasons(changes.taken_down, now, snapshot, otherwise="rolled_back")
    return _prepared(snapshot, changes, _told(why), folder, f"rollback to {to}", actor, at)


def _told(why: Mapping[str, Why]) -> dict[str, Any]:
    """Return the reasons as a release keeps them: ``{key: [reason, day]}``."""
    return {
        "reasons": {key: [reason, day.isoformat() if day else None] for key, (reason, day) in why.items()}
    }


def _told_late(each: Late) -> list[Any]:
    return [each.key, each.clock, each.since.isoformat(), each.due.isoformat(), each.days]


def _prepared(
    snapshot: Snapshot,
    changes: Difference,
    told: Mapping[str, Any],
    folder: Path,
    reason: str,
    actor: Actor,
    at: datetime,
) -> ReleaseView:
    """Keep the snapshot and what it changes; ``told``: why records leave, and what is late."""
    Release.update(state="discarded").where(Release.state == "prepared").execute()
    last = Release.select(Release.number).order_by(Release.number.desc()).first()
    number = (last.number if last else 0) + 1
    target = folder / str(number)
    shutil.rmtree(target, ignore_errors=True)
    write_snapshot(snapshot, target)
    Release.create(
        number=number,
        as_of=snapshot.meta.as_of,
        state="prepared",
        reason=reason,
        prepared_by=actor.key,
        prepared_at=at,
        snapshot_sha256=_folder_hash(target),
        difference={
            "new": list(changes.new),
            "changed": list(changes.changed),
            "taken_down": list(changes.taken_down),
            "aged": list(changes.aged),
            **told,
        },
        audit_head=audit_head(),
    )
    record(
        f"release:{number}",
        as_of=snapshot.meta.as_of,
        new=len(changes.new),
        changed=len(changes.changed),
        taken_down=len(changes.taken_down),
    )
    return release_view(number)


@usecase("release.approve")
def approve_release(
    *, number: int, folder: Path, publisher: Publisher, vault: Vault, actor: Actor, at: datetime
) -> None:
    """批准发布: by another person than the one who prepared it; then the site is built, sealed and shown.

    A publication that was cut off after the approval is taken up again by approving once more.

    Raises:
        RuleViolationError: ``four-eyes``; ``snapshot-changed`` where the prepared files were touched meanwhile.
    """
    row = Release.get_or_none(Release.number == number)
    if row is None:
        raise NotFoundError("没有第 {number} 号发布。", number=number)
    if row.state not in ("prepared", "approved"):
        raise StaleError("第 {number} 号发布已不待批准。", remedy="请重新准备一次发布。", number=number)
    if _folder_hash(folder / str(number)) != row.snapshot_sha256:
        raise RuleViolationError(
            "snapshot-changed", "准备好的公示内容在批准前被改动。", remedy="请重新准备一次发布。"
        )
    changes = _changes(row)
    standing_order = "scheduler" in actor.roles
    if standing_order and not changes.only_removes:
        raise RuleViolationError(
            "standing-order", "长期授权只涵盖移除、到期和按期揭示；这次发布含有新内容，须由人批准。"
        )
    if row.prepared_by == actor.key and not standing_order:
        raise RuleViolationError(
            "four-eyes", "准备人不能批准自己准备的发布。", remedy="请由另一位有发布权限的人批准。"
        )
    row.state, row.approved_by, row.approved_at = "approved", actor.key, row.approved_at or at
    row.save()
    record(f"release:{number}")
    after_commit(lambda: _publish(row.number, folder, publisher, vault, actor, row.approved_at))


def _publish(
    number: int, folder: Path, publisher: Publisher, vault: Vault, actor: Actor, at: datetime
) -> None:
    """Publish an approved release, one at a time: whoever pressed the button a moment later finds it live already."""
    with publisher.alone():
        if Release.get(Release.number == number).state != "live":
            _publish_alone(number, folder, publisher, vault, actor, at)


def _publish_alone(
    number: int, folder: Path, publisher: Publisher, vault: Vault, actor: Actor, at: datetime
) -> None:
    snapshot = read_snapshot(folder / str(number), checked=True)  # by its hash, when it was approved
    row = Release.get(Release.number == number)
    standing, fresh = envelopes_of(snapshot, publisher, at)
    draws, files = draw_envelopes(publisher, vault)
    try:
        published = publisher.publish(
            f"{number:06d}",
            snapshot,
            standing={**standing, **draws},
            fresh=fresh,
            files=files,
            as_of=snapshot.meta.as_of,
            at=at,
            withdrawn=_changes(row).withdrawing,
        )
    except PageError as error:
        log.exception("release %s stays as it was", number)
        raise InputError(
            str(publisher.root),
            "“{name}”的页面（{page}）生成不出来，公示网站保持原样：{reason}"
            if error.name
            else "{page} 这个文件生成不出来，公示网站保持原样：{reason}",
            "请核对这条记录，更正后重新准备发布；记录无误的，请把这段话转给系统管理员，程序修好后再批准一次。",
            name=error.name,
            page=error.path,
            reason=error.reason,
        ) from error
    except OSError as error:
        log.exception("release %s stays as it was", number)
        raise InputError(
            str(publisher.root),
            "发布没有完成，公示网站保持原样：{error}",
            "请检查磁盘空间和权限，然后再批准一次；已批准的内容不会丢失。",
            error=error.strerror or str(error),
        ) from error
    finish_release(
        number=number,
        places=published.places,
        envelopes=fresh,
        manifest_sha256=published.manifest_sha256,
        log_size=published.log_size,
        actor=actor,
        at=at,
    )


@usecase("release.finish")
def finish_release(
    *,
    number: int,
    places: Mapping[str, int],
    envelopes: Mapping[str, Envelope],
    manifest_sha256: str,
    log_size: int,
    actor: Actor,
    at: datetime,
) -> None:
    """发布完成: remember what the log holds, and that this release is the one the public sees."""
    row = Release.get(Release.number == number)
    for path, index in places.items():
        envelope = envelopes[path]
        kind, _, name = path.removeprefix("records/").removesuffix(".json").partition("/")
        PublishedRecord.insert(
            record_id=f"{kind}/{name}",
            kind=envelope.kind.value,
            sha256=record_hash(envelope.record),
            salt=envelope.salt.hex(),
            logged_at=envelope.at,
            log_index=index,
            release=row,
            published_on=row.as_of,
        ).on_conflict_ignore().execute()
    for key in row.difference["taken_down"]:
        PublishedRecord.update(taken_down_on=china_day(at)).where(
            PublishedRecord.record_id == key, PublishedRecord.taken_down_on.is_null()
        ).execute()
    for visit in Visit.select(Visit, Case).join(Case).where(Case.state == "confirmed"):
        if visit.confirmed_on <= row.as_of:  # its clock of publication stops
            move_case(visit.case, "publish", facts=visit_facts(visit), actor=actor, at=at)
    Release.update(state="superseded").where(Release.state == "live").execute()
    row.state, row.manifest_sha256, row.log_size = "live", manifest_sha256, log_size
    row.save()
    record(f"release:{number}", manifest=manifest_sha256, log_size=log_size)


def _changes(row: Release) -> Difference:
    return Difference(**{each.name: tuple(row.difference.get(each.name, ())) for each in fields(Difference)})


def _folder_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*")):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
