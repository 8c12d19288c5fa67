"""Accounts from the terminal: the first administrator of an installation is made here."""

import click

from supervision.cli._frame import Run, command
from supervision.permissions import ROLES
from supervision.queries.accounts import list_accounts
from supervision.usecases import accounts as writes


@click.group("accounts")
def accounts() -> None:
    """Who may sign in."""


@accounts.command("create")
@click.argument("username")
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES))
@click.option("--scope", default="", help="Prefix of area codes that this person sees.")
@click.option("--authority")
@click.option("--department")
@click.option("--facility", help="Code of the facility whose person this is.")
@click.option("--inspector", help="Staff number of the inspector.")
@command
def create(
    run: Run, username: str, name: str, roles: tuple[str, ...], scope: str, **links: str | None
) -> int:
    """Create an account and print the one-time letter for its first password."""
    writes.create_account(
        username=username,
        name=name,
        roles=roles,
        scope=scope,
        authority_key=links["authority"],
        department=links["department"],
        facility_code=links["facility"],
        staff_number=links["inspector"],
        actor=run.actor,
        at=run.at,
    )
    letter = writes.invite(username=username, actor=run.actor, at=run.at)
    address = f"{run.config.public_url}/invitation/{letter.token}"
    run.answer({"username": username, "invitation": address}, address)
    return 0


@accounts.command("list")
@command
def list_(run: Run) -> int:
    """List accounts with roles and areas."""
    rows = list_accounts(run.actor)
    run.answer(
        [{"username": row.username, "roles": list(row.roles), "scope": row.scope} for row in rows],
        "\n".join(f"{row.username:20} {','.join(row.roles):30} {row.scope}" for row in rows),
    )
    return 0


@accounts.command("revoke-device")
@click.argument("device", type=int)
@command
def revoke(run: Run, device: int) -> int:
    """Let a lost tablet send nothing any more."""
    writes.revoke_device(device_id=device, actor=run.actor, at=run.at)
    run.answer({"revoked": device}, run.say("设备已注销。"))
    return 0
