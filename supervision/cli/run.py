"""Serve all faces: the public site, the office, the field, the facilities' own pages, and the clock."""

import os

import click

from supervision import scheduler, server, tls
from supervision.app import create_app, refuse_unfit
from supervision.cli._frame import Run, command
from supervision.cli._progress import scenes
from supervision.config import Config
from supervision.database import let_go
from supervision.demo.accounts import demonstration_accounts
from supervision.demo.loading import in_use, load
from supervision.errors import InputError
from supervision.queries.settings import is_demonstration, is_unused
from supervision.server import Work
from supervision.texts import mark

EVERYWHERE = "0.0.0.0"  # noqa: S104  # asked for by --host or --tls: tablets are other machines
HERE = ("127.0.0.1", "localhost", "::1")
FACES = (
    (mark("公示网站"), "/"),
    (mark("公示网站（英文）"), "/en/"),
    (mark("监管办公"), "/office/"),
    (mark("现场检查"), "/field/"),
    (mark("机构端"), "/my/"),
)


@click.command("run")
@click.option("--host", help="Address to listen on; 127.0.0.1, or with --tls 0.0.0.0.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--empty", is_flag=True, help="Without the demonstration district, for real lists.")
@click.option("--tls", "secure", is_flag=True, help="https with a local certificate authority, for tablets.")
@command
def run(run: Run, host: str | None, port: int, empty: bool, secure: bool) -> int:
    """Prepare what is missing, then serve until Ctrl-C."""
    host = host or (EVERYWHERE if secure else HERE[0])
    taken = server.listen(host, port)
    port = taken.getsockname()[1]
    files = tls.local_certificate(run.config.data / "tls", tls.machine_names(), run.at) if secure else None
    names = tls.machine_addresses() if host in (EVERYWHERE, "::") else [host]
    addresses = [_address("https" if secure else "http", name, port) for name in names]
    os.environ.setdefault("MINGJING_PUBLIC_URL", addresses[0])
    refuse_unfit(Config.from_env())
    if run.config.production and is_demonstration():
        raise InputError(
            "DATABASE_URL",
            mark("数据库里是演示区，不能用于正式运行"),
            mark("请另设 MINGJING_DATA 或 DATABASE_URL。"),
        )
    if not empty and not run.config.production and is_unused():
        with scenes(run) as tell:
            load(run.config, tell)
    shown = is_demonstration()
    let_go()  # no connection may be open when children are forked

    def ready() -> None:
        click.echo(_welcome(run, addresses))
        if shown:
            click.echo(_accounts(run))
        if files:
            run.tell("平板电脑首次使用：打开 {url}/ca，安装证书后再使用现场检查。", url=addresses[0])
            run.tell("证书指纹 SHA-256：{fingerprint}", fingerprint=files.fingerprint())
        elif host not in HERE:
            run.tell("其他设备用 http 打开时不能离线检查；请改用 ./dev run --tls。")
        run.tell("按 Ctrl-C 停止。")

    with in_use(run.config):
        return server.serve(taken, Work(create_app, scheduler.serve), tls=files, ready=ready)


def _address(scheme: str, name: str, port: int) -> str:
    return f"{scheme}://{f'[{name}]' if ':' in name else name}:{port}"


def _welcome(run: Run, addresses: list[str]) -> str:
    lines = [run.say("明镜已启动。")]
    lines += [f"  {addresses[0] + path:36} {run.say(name)}" for name, path in FACES]
    if len(addresses) > 1:
        lines.append(run.say("本机其他地址：{addresses}", addresses="  ".join(addresses[1:])))
    return "\n".join(lines)


def _accounts(run: Run) -> str:
    """Return the names and the password with which a demonstration is entered."""
    accounts = demonstration_accounts()
    names = [
        *(name for name, _ in accounts.office),
        "inspector1 … inspector40",
        f"{accounts.owners[0]} … {accounts.owners[-1]}",
    ]
    return run.say("演示账户（密码 {password}）：{names}", password=accounts.password, names="  ".join(names))
