"""The demonstration's accounts, which everybody may know; production mode refuses them."""

from dataclasses import dataclass
from pathlib import Path

from scoring.rulebook import load_yaml

FILE = Path(__file__).with_name("accounts.yaml")


@dataclass(frozen=True, slots=True)
class DemonstrationAccounts:
    """演示账户: the names one may sign in with, and the one password."""

    password: str
    office: tuple[tuple[str, str], ...]  # (name, role)
    owners: tuple[str, ...]


def demonstration_accounts() -> DemonstrationAccounts:
    """Return the fixed accounts of the demonstration."""
    data = load_yaml(FILE)
    return DemonstrationAccounts(
        password=data["password"],
        office=tuple((row["username"], row["roles"][0]) for row in data["office"]),
        owners=tuple(row["username"] for row in data["owners"]),
    )
