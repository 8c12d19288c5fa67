"""Halves of a salt, each in a file under its holder's passphrase."""

import os
import secrets
import sys
from pathlib import Path

import click

from supervision.cli._frame import Run, command
from supervision.errors import InputError
from supervision.queries.accounts import get_account
from supervision.share_files import SHARE_BYTES, Share, lock, unlock
from supervision.usecases.salt_shares import hand_in_share, return_share
from supervision.vault import Vault

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("share")
def share() -> None:
    """Make a half of a salt, hand it in, open it for an abandoned commitment."""


@share.command("make")
@click.argument("task")
@click.argument("body")
@click.argument("file", type=FILE)
@command
def make(run: Run, task: str, body: str, file: Path) -> int:
    """Make a half for TASK, held by BODY (key of a department), in FILE; asks for a passphrase."""
    if file.exists():
        raise InputError(str(file), "文件已存在，不覆盖。", "请换一个文件名。")
    _make(run, task, body, file)
    said = run.say("份额在 {file}。口令没有保存。", file=file)
    run.answer({"task": task, "body": body, "file": str(file)}, said)
    return 0


@share.command("hand-in")
@click.argument("task")
@click.argument("file", type=FILE)
@command
def hand_in(run: Run, task: str, file: Path) -> int:
    """Hand in the half in FILE for the next commitment of TASK; asks for its passphrase."""
    opened = unlock(file.read_bytes(), _passphrase(run, file))
    count = hand_in_share(
        task_number=task, share=opened, vault=Vault.at(run.config.keys), actor=run.actor, at=run.at
    )
    said = run.say("已交入，共 {count} / 2 份。", count=count)
    run.answer({"task": task, "body": opened.body, "halves": count}, said)
    return 0


@share.command("return")
@click.argument("serial", type=int)
@click.argument("file", type=FILE)
@command
def give_back(run: Run, serial: int, file: Path) -> int:
    """Open the half in FILE for an abandoned commitment; asks for its passphrase."""
    opened = unlock(file.read_bytes(), _passphrase(run, file))
    missing = return_share(
        serial=serial, share=opened, vault=Vault.at(run.config.keys), actor=run.actor, at=run.at
    )
    run.answer({"draw": serial, "missing": missing}, run.say("已交出，还差 {missing} 份。", missing=missing))
    return 0


def step_up(run: Run, task: str, words: str) -> None:
    """Let somebody hand in a half at this terminal; ``words`` are ACCOUNT:BODY:FILE, the file is made if there is none."""
    account, _, rest = words.partition(":")
    body, _, name = rest.partition(":")
    if not name:
        raise InputError("--half", "“{text}”少了一部分。", "写成 账户:单位:文件。", text=words)
    file = Path(name)
    passphrase = _passphrase(run, file) if file.exists() else _make(run, task, body, file)
    hand_in_share(
        task_number=task,
        share=unlock(file.read_bytes(), passphrase),
        vault=Vault.at(run.config.keys),
        actor=get_account(account).actor,
        at=run.at,
    )


def _make(run: Run, task: str, body: str, file: Path) -> str:
    """Make a half of a salt in a new file that its owner alone can read; return the passphrase."""
    passphrase = _passphrase(run, file, twice=True)
    content = lock(Share(task, body, run.at, secrets.token_bytes(SHARE_BYTES)), passphrase)
    with open(file, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
        out.write(content)
    return passphrase


def _passphrase(run: Run, file: Path, *, twice: bool = False) -> str:
    """Return what the holder of a file types, unseen; from the next line of standard input where nobody sits there."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    asked = f"{file.name} · {run.say('口令')}"
    words: str = click.prompt(asked, hide_input=True, confirmation_prompt=twice, err=True)
    return words
