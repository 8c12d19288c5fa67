"""门牌与证书 Door plaque and certificate of a facility: what stands in each. Both lead by QR to its public page.

The plaque hangs for years, so it names no grade; the certificate names one, and says that the page decides.
"""

from dataclasses import dataclass
from datetime import date

from supervision.records.values import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """门牌 What both carry: whose page ``address`` is, and who supervises."""

    name: str
    code: str
    kind: str
    area: str
    authority: str
    address: str
    hotlines: tuple[str, ...]
    demonstration: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate(Sign):
    """等级证书 A grade in force. ``entry`` is the place of its record in the transparency log, ``origin`` the log's name."""

    scheme: Text
    outcome: Text
    number: str
    organ: str
    since: date
    until: date
    entry: int
    origin: str
