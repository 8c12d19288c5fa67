"""盐值份额办理: two bodies each hand in a half of the salt before a commitment, and open an abandoned one with it.

Neither knows the other's half, and the office knows neither. Until the commitment the halves lie sealed; then the salt alone
is kept, sealed, so that the promised reveal runs by itself. What is kept of a half is its hash: it tells the half again.
"""

from datetime import datetime

from inspections.canonical import sha256_hex
from inspections.plan import combine_shares
from inspections.protocol import salt_sha256
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.errors import StaleError
from supervision.models import Department, Draw, SaltShare, Task
from supervision.share_files import Share
from supervision.usecases._draws import draw_row
from supervision.usecases._frame import record, usecase
from supervision.usecases.tasks import task_row
from supervision.vault import Vault

BODIES = 2


@usecase("share.hand_in")
def hand_in_share(*, task_number: str, share: Share, vault: Vault, actor: Actor, at: datetime) -> int:
    """交入盐值份额: one body's half for the next commitment of a task; returns how many halves there are now.

    Who handed in for his body may do so again until the commitment is made; the earlier half is forgotten.

    Raises:
        RuleViolationError: ``share-other-draw``; ``share-body-unknown``; ``share-not-your-body``;
            ``share-same-person``; ``share-body-has-one``; ``shares-complete``; ``share-used-before``.
    """
    task = task_row(task_number)
    if task.state not in ("draft", "frozen"):
        raise StaleError(
            "任务 {number} 已作出承诺，份额不能再变。",
            remedy="请继续保管您的份额文件，直到揭示。",
            number=task_number,
        )
    body = _check_whose(share, task, actor)
    waiting = shares_waiting(task)
    mine = next((row for row in waiting if row.body == share.body), None)
    if mine is not None and mine.holder != actor.key:
        raise RuleViolationError(
            "share-body-has-one",
            "{body} 已由 {holder} 交入份额。",
            remedy="如需更换保管人，请由 {holder} 重新交入，或改由另一个单位保管。",
            facts={"body": body, "holder": mine.holder},
        )
    if mine is None and any(row.holder == actor.key for row in waiting):
        raise RuleViolationError(
            "share-same-person",
            "同一个人不能为两个单位保管份额：他就知道了整个盐值。",
            basis="double-random/1",
            remedy="请另一个单位的人自己生成并交入。",
        )
    if mine is None and len(waiting) == BODIES:
        raise RuleViolationError(
            "shares-complete", "两个单位的份额已经齐了。", remedy="如需更换，请由已交入的人重新交入。"
        )
    if mine is not None:
        mine.delete_instance()
    digest = sha256_hex(share.secret)
    if SaltShare.select().where(SaltShare.share_sha256 == digest).exists():
        raise RuleViolationError(
            "share-used-before",
            "这份份额已经用过：盐值不能用第二次。",
            basis="double-random/1",
            remedy="请重新生成一份，再交入。",
        )
    SaltShare.create(
        task=task,
        body=share.body,
        holder=actor.key,
        share_sha256=digest,
        sealed=vault.seal(share.secret, _label(task, share.body)),
        handed_in_at=at,
    )
    record(f"task:{task_number}", body=share.body, again=mine is not None)
    return len(shares_waiting(task))


@usecase("share.return")
def return_share(*, serial: int, share: Share, vault: Vault, actor: Actor, at: datetime) -> int:
    """交出盐值份额: a body opens its half of an abandoned commitment; returns how many are still missing.

    Raises:
        RuleViolationError: ``share-other-draw``; ``share-not-the-one``.
    """
    row = draw_row(serial)
    if row.state != "abandoned" or row.revealed_index is not None:
        raise StaleError("第 {serial} 号抽取现在不需要交出份额。", serial=serial)
    _check_task(share, row.task)
    held = SaltShare.get_or_none(SaltShare.draw == row, SaltShare.body == share.body)
    if held is None or held.share_sha256 != sha256_hex(share.secret):
        raise RuleViolationError(
            "share-not-the-one",
            "这不是第 {serial} 号抽取所用的那一份。",
            remedy="请选择承诺之前最后交入的那份文件。",
            facts={"serial": serial},
        )
    held.sealed = vault.seal(share.secret, _label(row.task, share.body))
    held.returned_at = at
    held.save()
    record(f"draw:{serial}", body=share.body, returned=True)
    return SaltShare.select().where(SaltShare.draw == row, SaltShare.returned_at.is_null()).count()


def shares_waiting(task: Task) -> list[SaltShare]:
    """Return the halves handed in for the next commitment of a task."""
    return list(
        SaltShare.select().where(SaltShare.task == task, SaltShare.draw.is_null()).order_by(SaltShare.id)
    )


def take_salt(task: Task, vault: Vault) -> bytes:
    """Return the salt of the halves handed in for a task.

    Raises:
        RuleViolationError: ``shares-missing``; ``salt-used-before``.
    """
    waiting = shares_waiting(task)
    if len(waiting) < BODIES:
        raise RuleViolationError(
            "shares-missing",
            "盐值份额还差 {missing} 份：须由两个单位的两个人各自交入。",
            basis="double-random/1",
            remedy="请在任务页面生成份额文件并交入。",
            facts={"missing": BODIES - len(waiting)},
        )
    salt = combine_shares(*(vault.open(row.sealed, _label(task, row.body)) for row in waiting))
    digest = salt_sha256(salt)
    if any(row.commitment["salt_sha256"] == digest for row in Draw.select(Draw.commitment)):
        raise RuleViolationError(
            "salt-used-before",
            "这个盐值已经用过：用第二次就不再是秘密。",
            basis="double-random/1",
            remedy="请两个单位各自重新生成份额。",
        )
    return salt


def bind_shares(task: Task, draw: Draw) -> None:
    """Tie the halves to the draw that was made of them; from now on the holders' files are the only copies."""
    SaltShare.update(draw=draw, sealed="").where(SaltShare.task == task, SaltShare.draw.is_null()).execute()


def returned_salt(draw: Draw, vault: Vault) -> bytes | None:
    """Return the salt that both bodies have opened, or None while a half is missing."""
    held = list(SaltShare.select().where(SaltShare.draw == draw).order_by(SaltShare.id))
    if len(held) < BODIES or any(row.returned_at is None for row in held):
        return None
    return combine_shares(*(vault.open(row.sealed, _label(draw.task, row.body)) for row in held))


def _label(task: Task, body: str) -> str:
    return f"share:{task.number}:{body}"


def _check_task(share: Share, task: Task) -> None:
    if share.task != task.number:
        raise RuleViolationError(
            "share-other-draw",
            "这份文件是为任务 {made_for} 生成的，不是任务 {number}。",
            remedy="请选择为任务 {number} 生成的文件。",
            facts={"made_for": share.task, "number": task.number},
        )


def _check_whose(share: Share, task: Task, actor: Actor) -> str:
    """Return the name of the body that holds a half."""
    _check_task(share, task)
    body = Department.get_or_none(Department.authority == task.authority, Department.key == share.body)
    if body is None:
        raise RuleViolationError(
            "share-body-unknown",
            "没有登记保管单位 {body}。",
            remedy="请从登记的部门中选择。",
            facts={"body": share.body},
        )
    if actor.department and actor.department != share.body:
        raise RuleViolationError(
            "share-not-your-body",
            "您只能为自己所在的单位保管份额。",
            remedy="请由 {body} 的人交入。",
            facts={"body": body.name},
        )
    return str(body.name)
