"""设置查询: what the installation remembers about itself."""

from typing import Any

from supervision.models import Account, Area, Authority, Facility, Setting


def setting(key: str, default: Any = None) -> Any:
    """Return the remembered value, or ``default``."""
    row = Setting.get_or_none(Setting.key == key)
    return default if row is None else row.value


def is_demonstration() -> bool:
    """Return whether this database holds the invented demonstration district."""
    return bool(setting("demonstration", False))


def is_unused() -> bool:
    """Return whether nobody has begun to use this database."""
    return not any(table.select().exists() for table in (Area, Authority, Account, Facility))
