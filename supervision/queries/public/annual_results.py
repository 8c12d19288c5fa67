"""公开的年度结果: the years that two people closed, each version; of the newest also every line and what it rests on.

The sum of a subsidy whose sheet rests on a fact which may no longer be shown is not shown at all: it would give the
fact away. Of fewer people than ``publication.min_cell`` no number is told: neither of those counted, nor of those left over
(95 of 100 tell of 5). So it is with indicators and with what is reported of streets, of which day and source remain. The
points of a street's part give the share away (3 of 5 points: 60 %), and the total less all other parts gives its points:
where one part counts too few, no part that counts people is told, neither its points nor what it rests on.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.schemes import Scheme
from supervision.models import AnnualResult, AnnualSheet, Area, AreaFact
from supervision.models import Authority as AuthorityRow
from supervision.models import Fact as FactRow
from supervision.queries.annual_sheets import INDICATORS, SUBSIDY
from supervision.queries.area_scores import STREETS
from supervision.queries.public.sheets import PublicFact, PublicSheet, exactly, plain, public_facts, text
from supervision.queries.public.small_groups import MIN_CELL, NOT_TOLD, parts_withheld, too_few, withheld
from supervision.queries.public.words import both, reference
from supervision.queries.subsidies import DUE
from supervision.records.annual_results import (
    AnnualState,
    Basis,
    Comparison,
    IndicatorTarget,
    IndicatorValue,
    StreetRanking,
    Subsidy,
)
from supervision.records.values import Reference, Text
from supervision.rulebook import rulebook, schemes

NOT_DECIDED = Text(zh="不能计算", en="Cannot be worked out")


@dataclass(frozen=True, slots=True)
class Years:
    """公开的各年: every closed version of every year, each kind in the order of its ids."""

    streets: tuple[StreetRanking, ...]
    indicators: tuple[IndicatorValue, ...]
    subsidies: tuple[Subsidy, ...]


@dataclass(frozen=True, slots=True)
class _Reported:
    """What a fact of the ledger or of an area says in public."""

    kind: str
    on: date
    source: str
    data: Mapping[str, Any]


def read(as_of: date) -> Years:
    """Return what was closed by ``as_of``."""
    reader = _Reader(as_of)
    return Years(
        streets=tuple(sorted(reader.streets(), key=lambda each: each.id)),
        indicators=tuple(sorted(reader.indicators(), key=lambda each: each.id)),
        subsidies=tuple(sorted(reader.subsidies(), key=lambda each: each.id)),
    )


class _Reader:
    def __init__(self, as_of: date) -> None:
        self.as_of, self.book, self.schemes = as_of, rulebook(), schemes()
        authority = AuthorityRow.select(AuthorityRow.name).order_by(AuthorityRow.id).first()
        self.authority = authority.name if authority else ""
        self.rows: dict[str, list[AnnualSheet]] = {}
        self.newest: dict[tuple[str, int, int], int] = {}
        query = (
            AnnualSheet.select(
                AnnualSheet.id,
                AnnualSheet.subject,
                AnnualSheet.sheet,
                AnnualSheet.standing,
                AnnualSheet.content_sha256,
                AnnualResult.about,
                AnnualResult.year,
                AnnualResult.version,
                AnnualResult.on,
                AnnualResult.reason,
                AnnualResult.decided_on,
                AnnualResult.area,
                Area.code,
            )
            .join(AnnualResult)
            .join(Area)
            .where(AnnualResult.decided_on <= as_of)
            .order_by(AnnualSheet.id)
        )
        for row in query:
            one = row.result
            self.rows.setdefault(one.about, []).append(row)
            key = (one.about, one.area_id, one.year)
            self.newest[key] = max(one.version, self.newest.get(key, 0))

    def _common(self, row: AnnualSheet) -> dict[str, Any]:
        """Return what every record of a year says; corrected is what has a later version."""
        one = row.result
        last = self.newest[one.about, one.area_id, one.year] == one.version
        return {
            "year": one.year,
            "version": one.version,
            "state": AnnualState.IN_FORCE if last else AnnualState.CORRECTED,
            "on": one.on,
            "decided_on": one.decided_on,
            "authority": self.authority,
            "reason": one.reason,
            "content_sha256": row.content_sha256,
        }

    def streets(self) -> Iterator[StreetRanking]:
        rows = self.rows.get(STREETS, [])
        told = _told(AreaFact, rows) if rows else {}
        facts = {key: PublicFact(each.on, "") for key, each in told.items()}
        for row in rows:
            scheme = self.schemes.on(row.sheet["scheme"], row.result.on)
            sheet, common = PublicSheet(row.sheet, scheme, self.book, facts), self._common(row)
            newest = common["state"] is AnnualState.IN_FORCE
            outcome, most = row.sheet["outcome"], sheet.outline.most
            hidden = parts_withheld(
                (part, told[key].kind, told[key].data, self._least(told[key].on))
                for key, part in _parts(sheet)
                if key in told
            )
            yield StreetRanking(
                id=f"street-{row.subject}-{row.result.year}-{row.result.version}",
                area=row.subject,
                district=row.result.area.code,
                place=_number(row.standing.get("place")),
                places=int(row.standing.get("streets", 0)),
                points=_number(row.sheet["value"]),
                maximum=None if most is None else plain(most),
                outcome=outcome or "",
                outcome_name=text(scheme.outcome.names[outcome]) if outcome else None,
                scheme=scheme.id,
                scheme_name=text(scheme.name),
                missing=tuple(text(each.name) for each in sheet.outline.portions if each.points is None),
                withheld=tuple(text(each.name) for each in sheet.outline.portions if each.id in hidden),
                parts=tuple(each for each in sheet.parts() if each.key not in hidden) if newest else (),
                lines=tuple(each for each in sheet.lines() if each.part not in hidden) if newest else (),
                basis=self._basis(sheet, scheme, told, hidden) if newest else (),
                sheet_sha256=row.sheet["sheet_sha256"],
                **common,
            )

    def indicators(self) -> Iterator[IndicatorValue]:
        for row in self.rows.get(INDICATORS, []):
            said = row.sheet
            under = said["denominator"]
            if self._is_small(row.subject, said, row.result.on):
                said = withheld(said)
                under = said["denominator"]
            yield IndicatorValue(
                id=f"{row.subject}-{row.result.area.code}-{row.result.year}-{row.result.version}",
                indicator=row.subject,
                group=said["group"],
                name=text(said["name"]),
                unit=said["unit"],
                area=row.result.area.code,
                numerator_name=text(said["numerator"]["name"]),
                denominator_name=text(under["name"]) if under else None,
                numerator=_number(said["numerator"]["value"]),
                denominator=_number(under["value"]) if under else None,
                value=_number(said["value"]),
                measured_on=date.fromisoformat(said["on"]) if said["on"] else None,
                how=said["how"] or "",
                source=said["source"],
                met=said["met"],
                targets=tuple(self._target(each) for each in said["targets"]),
                **self._common(row),
            )

    def _is_small(self, indicator: str, said: Mapping[str, Any], on: date) -> bool:
        """Return whether a figure counts people, and so few that it could be told who they are."""
        counts_people = any(each.people for each in self.book.indicators if each.id == indicator)
        told = (said["numerator"]["value"], (said["denominator"] or {}).get("value"))
        cells = [Decimal(each) for each in told if each is not None]
        return counts_people and too_few(cells, self._least(on), is_share=said["unit"] == "ratio")

    def _least(self, on: date) -> Decimal:
        return Decimal(self.book.on(MIN_CELL, on).value)

    def _target(self, said: Mapping[str, Any]) -> IndicatorTarget:
        return IndicatorTarget(
            value=Decimal(said["value"]),
            to=_number(said["to"]),
            comparison=Comparison(said["is"]),
            by=date.fromisoformat(said["by"]) if said["by"] else None,
            region=said["area"],
            reference=reference(self.book, said["law"], said["article"], None),
            quote=said["quote"],
            gap=_number(said["gap"]),
            met=said["met"],
        )

    def subsidies(self) -> Iterator[Subsidy]:
        rows = self.rows.get(SUBSIDY, [])
        facts = public_facts(self.as_of) if rows else {}
        told = _told(FactRow, rows) if rows else {}
        for row in rows:
            scheme = self.schemes.on(row.sheet["scheme"], row.result.on)
            sheet, common = PublicSheet(row.sheet, scheme, self.book, facts), self._common(row)
            if not sheet.may_be_shown:
                continue
            outcome = row.sheet["outcome"]
            yield Subsidy(
                id=f"subsidy-{row.subject}-{row.result.year}-{row.result.version}",
                facility=row.subject,
                scheme=scheme.id,
                scheme_name=text(scheme.name),
                outcome=outcome or "",
                outcome_name=text(scheme.outcome.names[outcome]) if outcome else NOT_DECIDED,
                amount=_number(row.sheet["value"] if outcome == DUE else "0") if outcome else None,
                missing=sheet.missing(),
                basis=self._basis(sheet, scheme, told),
                references=_references(sheet),
                sheet_sha256=row.sheet["sheet_sha256"],
                **common,
            )

    def _basis(
        self,
        sheet: PublicSheet,
        scheme: Scheme,
        told: Mapping[str, _Reported],
        hidden: frozenset[str] = frozenset(),
    ) -> tuple[Basis, ...]:
        """Return what the lines of a sheet rest on, each once, with the part for which it counts."""
        parts: dict[str, str] = {}
        for key, part in _parts(sheet):
            parts.setdefault(key, part)
        return tuple(
            Basis(
                part=part,
                name=both(scheme.kinds[told[key].kind].name),
                text=NOT_TOLD if part in hidden else _in_words(scheme, told[key]),
                on=told[key].on,
                source=told[key].source,
            )
            for key, part in parts.items()
            if key in told
        )


def _parts(sheet: PublicSheet) -> Iterator[tuple[str, str]]:
    """Yield the id of each fact on which a line rests, with the part of that line."""
    for line in sheet.record["lines"]:
        item = line["rule"].removeprefix(f"{sheet.scheme.id}.")
        for key in _ids(line["fact"]):
            yield key, sheet.outline.part_of.get(item, item)


def _told(table: Any, rows: Iterable[AnnualSheet]) -> dict[str, _Reported]:
    """Return by id what the facts say on which the lines of some sheets rest."""
    wanted = {key for row in rows for line in row.sheet["lines"] for key in _ids(line["fact"])}
    query = table.select(table.uuid, table.kind, table.on, table.source, table.data)
    found = query.where(table.uuid.in_(sorted(wanted)))
    return {row.uuid: _Reported(row.kind, row.on, row.source, row.data) for row in found}


def _ids(fact: Any) -> list[str]:
    return fact if isinstance(fact, list) else [fact] if fact else []


def _in_words(scheme: Scheme, told: _Reported) -> Text:
    """Return what the scheme reads of a fact, with its numbers: 有效答卷数 200；满意答卷数 186."""

    def said(language: str) -> str:
        return ("；" if language == "zh" else "; ").join(
            f"{_word(scheme, name, language)} {_word(scheme, told.data[name], language)}"
            for name in scheme.kinds[told.kind].members
            if name in told.data
        )

    return Text(zh=said("zh"), en=said("en"))


def _word(scheme: Scheme, value: Any, language: str) -> str:
    words = scheme.lexicon.get(value) if isinstance(value, str) else None
    return words[language] if words else str(value)


def _number(said: str | None) -> Decimal | None:
    return None if said is None else plain(exactly(said))


def _references(sheet: PublicSheet) -> tuple[Reference, ...]:
    found = {line.reference.citation: line.reference for line in sheet.lines() if line.reference}
    return tuple(found.values())
