"""公开的评价: awards that were decided, and ratings that are kept; each with every line. The internal risk class has no way in.

A measure that is awarded (等级, 绩效评估等次) is shown as its award says; a sheet without an outcome awards nothing and is
shown as a rehearsal, with what is missing. One that follows from the ledger (信用评价等级) is shown as the newest kept
sheet says. A sheet that rests on a fact which may no longer be shown is not shown at all.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import msgspec

from scoring.explain.outline import rank
from scoring.rulebook.days import add_months
from scoring.schemes import Scheme
from supervision.models import Authority as AuthorityRow
from supervision.models import Award as AwardRow
from supervision.models import Facility as FacilityRow
from supervision.models import ScoreSheet as SheetRow
from supervision.queries.public.decisions import award_id
from supervision.queries.public.sheets import PublicFact, PublicSheet, exactly, plain, public_facts, text
from supervision.records.scores import Measure, Score, ScoreState
from supervision.records.values import Text
from supervision.rulebook import rulebook, schemes

MEASURES = {measure.value: measure for measure in Measure}
NOT_DECIDED = Text(zh="待定", en="Not decided")


def read(as_of: date) -> tuple[Score, ...]:
    """Return the public scores of ``as_of``."""
    found = _Reader(as_of).scores()
    return tuple(sorted(found, key=lambda score: score.id))


def measure_of(scheme: Scheme) -> Measure | None:
    """Return which public measure a scheme decides; none for one that is internal or decides something else."""
    return MEASURES.get(scheme.produces or "") if scheme.public else None


class _Reader:
    def __init__(self, as_of: date) -> None:
        self.as_of, self.book, self.schemes = as_of, rulebook(), schemes()
        self.facts: dict[str, PublicFact] = public_facts(as_of)
        authority = AuthorityRow.select(AuthorityRow.name).order_by(AuthorityRow.id).first()
        self.authority = authority.name if authority else ""
        self.sheets: dict[tuple[str, str], list[SheetRow]] = defaultdict(list)
        self.by_hash: dict[str, SheetRow] = {}
        rows = (
            SheetRow.select(
                SheetRow.sha256,
                SheetRow.scheme,
                SheetRow.on,
                SheetRow.outcome,
                SheetRow.sheet,
                FacilityRow.code,
            )
            .join(FacilityRow)
            .where(SheetRow.public == True, SheetRow.on <= as_of)  # noqa: E712 - SQL
            .order_by(SheetRow.on, SheetRow.id)
        )
        for row in rows:
            self.sheets[row.facility.code, row.scheme].append(row)
            self.by_hash[row.sha256] = row

    def scores(self) -> Iterator[Score]:
        awarded: set[tuple[str, Measure]] = set()
        for award, state in _awards(self.as_of):
            scheme = self.schemes.on(award.scheme, award.since)
            measure = measure_of(scheme)
            if measure is None:
                continue
            if state is ScoreState.IN_FORCE:
                awarded.add((award.facility.code, measure))
            kept = self.by_hash.get(award.sheet_sha256 or "")
            sheet = self._sheet(kept) if kept else None
            if sheet is None or sheet.may_be_shown:
                yield self._awarded(award, state, scheme, measure, sheet)
        for (code, _), rows in self.sheets.items():
            newest = rows[-1]
            measure = measure_of(self.schemes.on(newest.scheme, newest.on))
            if measure is Measure.CREDIT_RATING:
                yield from self._kept(code, measure, rows)
            elif measure and newest.outcome is None and (code, measure) not in awarded:
                yield from self._kept(code, measure, [newest])

    def _sheet(self, row: SheetRow) -> PublicSheet:
        return PublicSheet(row.sheet, self.schemes.on(row.scheme, row.on), self.book, self.facts)

    def _awarded(
        self, award: AwardRow, state: ScoreState, scheme: Scheme, measure: Measure, sheet: PublicSheet | None
    ) -> Score:
        return self._score(
            key=award_id(award.uuid),
            code=award.facility.code,
            measure=measure,
            scheme=scheme,
            state=state,
            outcome=award.outcome,
            on=award.since,
            until=award.until,
            authority=award.organ,
            number=award.number,
            sheet=sheet,
        )

    def _kept(self, code: str, measure: Measure, rows: list[SheetRow]) -> Iterator[Score]:
        """Yield what kept sheets say; the newest is in force while its term lasts."""
        for row in rows:
            scheme, sheet = self.schemes.on(row.scheme, row.on), self._sheet(row)
            if not sheet.may_be_shown:
                continue
            rule = scheme.valid_for
            until = add_months(row.on, int(self.book.on(rule, row.on).value)) if rule else None
            state = ScoreState.SUPERSEDED
            if row is rows[-1]:
                state = ScoreState.LAPSED if until and until <= self.as_of else ScoreState.IN_FORCE
                state = state if row.outcome else ScoreState.INCOMPLETE
            yield self._score(
                key=f"sheet-{row.sha256[:16]}",
                code=code,
                measure=measure,
                scheme=scheme,
                state=state,
                outcome=row.outcome,
                on=row.on,
                until=until if row.outcome else None,
                authority=self.authority,
                number="",
                sheet=sheet,
            )

    def _score(
        self,
        *,
        key: str,
        code: str,
        measure: Measure,
        scheme: Scheme,
        state: ScoreState,
        outcome: str | None,
        on: date,
        until: date | None,
        authority: str,
        number: str,
        sheet: PublicSheet | None,
    ) -> Score:
        place, places = rank(scheme, outcome)
        said = text(scheme.outcome.names[outcome]) if outcome else NOT_DECIDED
        bare = Score(
            id=key,
            facility=code,
            measure=measure,
            scheme=scheme.id,
            scheme_name=text(scheme.name),
            state=state,
            outcome=outcome or "",
            outcome_name=said,
            rank=place,
            ranks=places,
            on=on,
            since=on,
            until=until,
            authority=authority,
            number=number,
        )
        return _with_sheet(bare, sheet) if sheet else bare


def _with_sheet(bare: Score, sheet: PublicSheet) -> Score:
    """Return the score with its numbers; one that is still of weight also with every line."""
    record, seen = sheet.record, sheet.outline
    since, until = sheet.evidence()
    current = bare.state in (ScoreState.IN_FORCE, ScoreState.INCOMPLETE)
    return msgspec.structs.replace(
        bare,
        points=None if record["value"] is None else plain(exactly(record["value"])),
        maximum=None if seen.most is None else plain(seen.most),
        threshold=None if seen.threshold is None else plain(seen.threshold),
        evidence_since=since,
        evidence_until=until,
        observed=record["coverage"]["observed"],
        applicable=record["coverage"]["applicable"],
        unobserved=sheet.unobserved() if current else (),
        missing=sheet.missing() if bare.state is ScoreState.INCOMPLETE else (),
        parts=sheet.parts() if current else (),
        lines=sheet.lines() if current else (),
        sheet_sha256=record["sheet_sha256"],
    )


def _awards(as_of: date) -> Iterator[tuple[AwardRow, ScoreState]]:
    """Yield the awards that were decided, each with where it stands on ``as_of``."""
    query = (
        AwardRow.select(AwardRow, FacilityRow.code)
        .join(FacilityRow)
        .where(AwardRow.decided_on.is_null(False), AwardRow.decided_on <= as_of)
        .order_by(AwardRow.since, AwardRow.id)
    )
    rows = list(query)
    begins = {(row.facility.code, row.scheme, row.since) for row in rows}
    for row in rows:
        ended = row.ended_on if row.ended_on and row.ended_on <= as_of else None
        if ended and (row.facility.code, row.scheme, ended) in begins:
            yield row, ScoreState.SUPERSEDED
        elif ended and ended < row.until:
            yield row, ScoreState.WITHDRAWN
        else:
            yield row, ScoreState.LAPSED if row.until <= as_of else ScoreState.IN_FORCE
