"""The frame of every command: settings, database, who acts and when, and errors as exit status.

@facilities.command("import")
@click.argument("file")
@command
def import_file(run: Run, file: str) -> int: ...
"""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click

from scoring.rulebook import RuleFileError, RuleViolationError
from supervision import clock
from supervision.actor import Actor, terminal
from supervision.cli import language
from supervision.config import Config
from supervision.database import connect, connection
from supervision.errors import InputError, NotFoundError, SupervisionError
from supervision.migrations import migrate
from supervision.queries.accounts import get_account
from supervision.queries.settings import is_demonstration
from supervision.rulebook import use_rules
from supervision.texts import Translator, mark, translator


@dataclass(frozen=True, slots=True)
class Run:
    """命令运行: what a command needs: settings, who acts, the moment, the language, how to print."""

    config: Config
    actor: Actor
    at: datetime
    say: Translator
    language: str
    as_json: bool

    def answer(self, value: Any, text: str) -> None:
        """Print ``value`` as JSON where asked for, else ``text`` for people."""
        click.echo(json.dumps(value, ensure_ascii=False, indent=1) if self.as_json else text)

    def tell(self, text: str, **values: object) -> None:
        """Say something to the person; never on standard output when that carries JSON."""
        click.echo(self.say(text, **values), err=True)


def command(function: Callable[..., int | None]) -> Callable[..., int]:
    """Give a command its frame and the options ``--as``, ``--at`` and ``--format``."""

    @click.option(
        "--as", "account", metavar="ACCOUNT", help="Who acts; permission and area apply as on the web."
    )
    @click.option(
        "--at", "moment", metavar="MOMENT", help="2026-12-01T13:15:00Z; demonstration databases alone."
    )
    @click.option("--format", "style", type=click.Choice(["text", "json"]), default="text")
    @functools.wraps(function)
    def call(account: str | None, moment: str | None, style: str, **arguments: Any) -> int:
        say, config = translator(language()), Config.from_env()
        try:
            connect(config.database_url)
            use_rules(config)
            migrate()
            with connection():
                actor = get_account(account).actor if account else terminal()
                run = Run(config, actor, _moment(moment), say, language(), style == "json")
                return function(run, **arguments) or 0
        except RuleViolationError as error:
            _complain(say, None, error.message, error.remedy, error.basis, error.facts)
            return 4
        except RuleFileError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            return 2
        except InputError as error:
            _complain(say, error.place, error.message, error.remedy, None, error.facts)
            return 2
        except SupervisionError as error:
            _complain(say, None, error.message, error.remedy, None, error.facts)
            return 2 if isinstance(error, NotFoundError) else 4
        except BrokenPipeError:
            raise
        except OSError as error:
            place, reason = error.filename or config.data, error.strerror or error
            _complain(
                say,
                str(place),
                mark("不能读写：{reason}"),
                mark("请检查路径、权限和磁盘空间。"),
                None,
                {"reason": reason},
            )
            return 2

    return call


def _moment(text: str | None) -> datetime:
    if text is None:
        return clock.now()
    if not is_demonstration():
        raise InputError("--at", "只有演示数据库和测试数据库可以指定时刻。", "去掉 --at。")
    return moment_of("--at", text)


def moment_of(option: str, text: str) -> datetime:
    """Return the moment that an option names."""
    try:
        return clock.parse_moment(text)
    except ValueError:
        raise InputError(option, "“{text}”不是时刻。", "写成 2026-12-01T13:15:00Z。", text=text) from None


def _complain(
    say: Translator,
    place: str | None,
    message: str,
    remedy: str | None,
    basis: str | None,
    facts: dict[str, object],
) -> None:
    click.echo((f"{place}: " if place else "") + say(message, **facts), err=True)
    if basis:
        click.echo(f"  {say('依据')}: {basis}", err=True)
    if remedy:
        click.echo(f"  → {say(remedy, **facts)}", err=True)
