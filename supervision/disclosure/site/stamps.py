"""印记 stamps: short digests of what pages are made from, so that only what differs is made again.

They rest on the digests of the records, which a snapshot that was read from a folder knows: no record is read for them.
"""

import sys
from collections.abc import Collection, Iterator
from hashlib import blake2b
from pathlib import Path

import jinja2
import msgspec

from supervision.disclosure.site.briefs import Brief
from supervision.disclosure.site.ledger import Stamped, digest, folder_digest
from supervision.disclosure.site.pages.history import standing
from supervision.disclosure.site.pages.offer import SISTERS_SHOWN, sisters_of
from supervision.disclosure.site.register import Register
from supervision.records.stored import DIGEST_BYTES, digests, members
from supervision.texts import LOCALE_FOLDER

SHARED = (
    "areas",
    "departments",
    "draws",
    "facility_kinds",
    "items",
    "laws",
    "methods",
    "rules",
)  # tables that all pages may name
HELD = ("results", "findings", "scores", "listings", "penalties", "objections", "subsidies")
RULES = (".py", ".yaml", ".md")  # how what is decided by, and told of on the method pages, is written
SEALED = ("result", "score", "penalty")  # whose sealed records a facility's page leads to
_ROOT = Path(__file__).resolve().parents[3]
_encode = msgspec.json.Encoder(order="sorted").encode


def _program() -> bytes:
    """Return the digest of everything but records that a page is made from: code, templates, texts."""
    sources = [
        *(
            path
            for part in ("disclosure", "records")
            for path in (_ROOT / "supervision" / part).rglob("*.py")
        ),
        *(
            path
            for part in ("scoring", "inspections")
            for path in (_ROOT / part).rglob("*.*")
            if path.suffix in RULES
        ),
        *(_ROOT / "portal_docs" / "theme").rglob("*.html"),
        *LOCALE_FOLDER.rglob("*.po"),
    ]
    versions = f"{sys.version} {jinja2.__version__} {msgspec.__version__}"
    return digest(versions.encode(), folder_digest(sorted(sources)))


PROGRAM = _program()  # taken when the program starts, as the code itself is


class Stamps:
    """印记: of one snapshot and of the sealed records that stand beside it (``records``: their paths)."""

    def __init__(self, register: Register, records: Collection[str] = ()) -> None:
        self.register, self.records = register, records
        snapshot = register.snapshot
        self.common = digest(
            PROGRAM,
            _encode(
                msgspec.structs.replace(snapshot.meta, audit_head="")
            ),  # differs each time, and no page shows it
            *(_encode(getattr(snapshot, table)) for table in SHARED),
        )
        self._operators: dict[int, bytes] = {}
        self.own = dict(self._own(records))

    @property
    def stamped(self) -> Stamped:
        """What editions need to know of them."""
        return Stamped(self.common, self.own)

    @property
    def everything(self) -> bytes:
        """The stamp of the whole snapshot."""
        others = (getattr(self.register.snapshot, table) for table in ("notices", "plans", "tombstones"))
        return digest(self.years, *map(_encode, others), b"".join(self.own.values()))

    @property
    def years(self) -> bytes:
        """The stamp of what the closed years came to."""
        snapshot = self.register.snapshot
        sealed = sorted(path for path in self.records if "/street_ranking/" in path)
        return digest(
            self.common,
            _encode(snapshot.street_rankings),
            _encode(snapshot.indicator_values),
            bytes(digests(snapshot.subsidies)),
            "\n".join(sealed).encode(),
        )

    def page(self, facility: Brief) -> bytes:
        """Return the stamp of a facility's page: of all that stands on it."""
        return digest(self.common, self.own[facility.code], self._neighbours(facility))

    def _own(self, records: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yield of each facility the stamp of its own records, and of which of them are sealed."""
        register = self.register
        tables = [(digests(getattr(register.snapshot, table)), getattr(register, table)) for table in HELD]
        facilities, sealed = digests(register.snapshot.facilities), self._sealed(records)
        for number, code in enumerate(register.facilities):
            parts = [facilities[number * DIGEST_BYTES : (number + 1) * DIGEST_BYTES]]
            for known, grouped in tables:
                places = grouped.places(code)
                parts.append(len(places).to_bytes(4, "big"))
                parts += [known[place * DIGEST_BYTES : (place + 1) * DIGEST_BYTES] for place in places]
            parts.append(sealed.get(code, b""))
            yield code, blake2b(b"".join(parts), digest_size=DIGEST_BYTES).digest()

    def _sealed(self, records: Collection[str]) -> dict[str, bytes]:
        """Return, by facility, which of its records are sealed."""
        found: dict[str, bytes] = {}
        for kind in SEALED:
            ids = {Path(path).stem for path in records if path.startswith(f"records/{kind}/")}
            for each in members(self.register.snapshot.of(kind), "id", "facility") if ids else ():
                if each.id in ids:
                    found[each.facility] = found.get(each.facility, b"") + f"{kind}/{each.id} ".encode()
        return found

    def _neighbours(self, facility: Brief) -> bytes:
        """Return what a page shows of others: those of the same operator, and its place among its peers."""
        group, place = sisters_of(self.register, facility), standing(self.register, facility.code)
        merged = facility.merged_into in self.register.facilities
        return f"{merged} {place[1:] if place else None} ".encode() + self._operator(group)

    def _operator(self, group: list[Brief]) -> bytes:
        if not group:
            return b""
        stamp = self._operators.get(id(group))
        if stamp is None:
            shown = [
                (each.code, each.name, each.grade.outcome_name if each.grade else None)
                for each in group[: SISTERS_SHOWN + 1]
            ]
            stamp = self._operators[id(group)] = _encode((len(group), shown))
        return stamp
