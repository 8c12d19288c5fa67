"""印记 stamps: short digests of what pages are made from, so that only what differs is made again.

A publisher that runs on keeps the stamps of the last snapshot: of a table that is the same, and of a record that is the
same object, nothing has to be read again.
"""

import hashlib
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import jinja2
import msgspec

from supervision.disclosure.site.data import facility_json
from supervision.disclosure.site.ledger import Stamped, digest, folder_digest
from supervision.disclosure.site.pages.history import standing
from supervision.disclosure.site.pages.offer import SISTERS_SHOWN, sisters_of
from supervision.disclosure.site.register import Register
from supervision.records.facilities import Facility
from supervision.records.snapshot import Snapshot
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
OF_FACILITIES = ("results", "findings", "scores", "listings", "penalties", "objections")
RULES = (".py", ".yaml", ".md")  # how what is decided by, and told of on the method pages, is written
SEALED = ("result", "score", "penalty")  # whose sealed records a facility's page leads to
_ROOT = Path(__file__).resolve().parents[3]
_encode = msgspec.json.Encoder(order="sorted").encode


def _program() -> str:
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
    return digest(versions.encode(), folder_digest(sorted(sources)).encode())


PROGRAM = _program()  # taken when the program starts, as the code itself is


class Stamps:
    """印记: of one snapshot and of the sealed records that stand beside it (``records``: their paths)."""

    def __init__(
        self, register: Register, records: Collection[str] = (), before: "Stamps | None" = None
    ) -> None:
        self.register, self.records = register, frozenset(records)
        snapshot = register.snapshot
        self.common = digest(
            PROGRAM.encode(),
            _encode(snapshot.meta),
            *(_encode(getattr(snapshot, table)) for table in SHARED),
        )
        self._operators: dict[int, bytes] = {}
        self.own: dict[str, bytes] = dict(before.own) if before else {}
        codes = self._changed(before) if before else register.facilities.keys()
        for code in codes:
            if code in register.facilities:
                self.own[code] = self._own(code)
            else:
                self.own.pop(code, None)

    @property
    def stamped(self) -> Stamped:
        """What editions need to know of them."""
        return Stamped(self.common, self.own)

    @property
    def everything(self) -> str:
        """The stamp of the whole snapshot."""
        others = (getattr(self.register.snapshot, table) for table in ("notices", "plans", "tombstones"))
        return digest(self.common.encode(), *map(_encode, others), b"".join(self.own.values()))

    def page(self, facility: Facility) -> str:
        """Return the stamp of a facility's page: of all that stands on it."""
        return digest(self.common.encode(), self.own[facility.code], self._neighbours(facility))

    def _own(self, code: str) -> bytes:
        """Return the stamp of a facility's own records and of which of them are sealed."""
        register = self.register
        held: tuple[tuple[str, Sequence[Any]], ...] = (
            ("result", register.results.get(code, ())),
            ("score", register.scores.get(code, ())),
            ("penalty", register.penalties.get(code, ())),
        )
        sealed = [
            f"records/{kind}/{each.id}.json" in self.records for kind, records in held for each in records
        ]
        return hashlib.sha256(facility_json(register, code) + bytes(sealed)).digest()

    def _neighbours(self, facility: Facility) -> bytes:
        """Return what a page shows of others: those of the same operator, and its place among its peers."""
        group, place = sisters_of(self.register, facility), standing(self.register, facility)
        merged = facility.merged_into in self.register.facilities
        return f"{merged} {place[1:] if place else None} ".encode() + self._operator(group)

    def _operator(self, group: list[Facility]) -> bytes:
        if not group:
            return b""
        stamp = self._operators.get(id(group))
        if stamp is None:
            shown = [
                (each.code, each.name, grade.outcome_name if grade else None)
                for each in group[: SISTERS_SHOWN + 1]
                for grade in (self.register.grade(each.code),)
            ]
            stamp = self._operators[id(group)] = hashlib.sha256(_encode((len(group), shown))).digest()
        return stamp

    def _changed(self, before: "Stamps") -> set[str]:
        """Return the facilities of which any record, or whether it is sealed, is not what it was."""
        old, new = before.register.snapshot, self.register.snapshot
        codes = {each.code for each in _differing(old, new, "facilities")}
        for table in OF_FACILITIES:
            codes |= {each.facility for each in _differing(old, new, table)}
        if turned := self.records ^ before.records:
            for kind in SEALED:
                ids = {Path(path).stem for path in turned if path.startswith(f"records/{kind}/")}
                both = (*old.of(kind), *new.of(kind)) if ids else ()
                codes |= {each.facility for each in both if each.id in ids}
        if old.meta != new.meta:  # the day stands in each facility's data
            codes |= self.register.facilities.keys()
        return codes


def _differing(old: Snapshot, new: Snapshot, table: str) -> list[Any]:
    """Return the records of a table that are in one snapshot and not, as the same object, in the other."""
    before, after = getattr(old, table), getattr(new, table)
    if before is after:
        return []
    known, present = set(map(id, before)), set(map(id, after))
    return [each for each in before if id(each) not in present] + [
        each for each in after if id(each) not in known
    ]
