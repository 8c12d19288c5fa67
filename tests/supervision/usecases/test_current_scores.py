"""What a scheme says of everybody today: as if each were scored alone, and only those looked at who can have changed."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from scoring.engine import evaluate
from scoring.rulebook import RuleViolationError, use_local_rules
from supervision.jobs.current_scores import bring_up_to_date
from supervision.models import AuditEntry, CurrentScore, Facility, ScoreMove, ScoringRound
from supervision.models import Fact as FactRow
from supervision.queries import current_scores as queries
from supervision.queries.current_scores import CurrentView, current_scores
from supervision.queries.scores import gathered
from supervision.rulebook import rulebook, schemes
from supervision.usecases import facilities
from supervision.usecases.facts import NewFact, append_fact, record_facts
from tests.databases import one_database
from tests.supervision.small_office import Office, T, moment, open_office

SCHEME = "credit.rating"
ON = date(2026, 11, 20)
ADOPTION = """
authority: {zh: 明湖区民政局, en: Minghu}
review: {last_checked: 2026-01-01, every_days: 365}
adopts:
  - {scheme: credit.rating, since: 2024-01-01, reference: {law: system-design}, confidence: design}
"""
COMPARED = """
scheme: local.compared
name: {zh: 表彰位次, en: place by honours}
public: false
since: 2024-01-01
reference: {law: system-design}
confidence: design
review: {last_checked: 2026-01-01, every_days: 365}
facts:
  honour: {name: {zh: 表彰, en: honour}, members: {grade: text}}
measures:
  - {id: honours, is: count(honour)}
peers:
  compare:
    - {id: place, name: {zh: 位次, en: place}, measure: honours, gives: rank}
outcome:
  levels: [{outcome: first, name: {zh: 第一, en: first}, needs: [{id: top, name: {zh: 第一, en: first}, is: place = 1}]}]
  otherwise: {outcome: other, name: {zh: 其他, en: other}}
"""


@pytest.fixture
def office(database: object, tmp_path: Path):
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "adoption.yaml").write_text(ADOPTION, encoding="utf-8")
    use_local_rules([rules])
    yield open_office(tmp_path)
    use_local_rules([])


def tell(code: str, kind: str, on: date, hour: int = 10, day: date | None = None, **data: object) -> None:
    fact = NewFact(kind, on, data)
    record_facts(facility_code=code, source="test", facts=(fact,), actor=T, at=moment(day or on, hour))


def refresh(on: date = ON, hour: int = 12, **wish: bool) -> tuple[int, int]:
    return bring_up_to_date(scheme=SCHEME, on=on, actor=T, at=moment(on, hour), **wish)


def now_of(code: str) -> CurrentView:
    return next(one for one in current_scores(SCHEME) if one.facility == code)


def alone(code: str, on: date, hour: int = 12):
    scheme, known_at = schemes().on(SCHEME, on), moment(on, hour)
    facts = gathered(scheme, code, on=on, known_at=known_at)
    return evaluate(rulebook(), scheme, code, facts, on=on, known_at=known_at)


def test_everybody_once_then_only_who_has_news(office: Office) -> None:
    first, second, third, *_ = office.codes
    tell(first, "honour", ON - timedelta(days=40), grade="city")
    tell(second, "annual_report", ON - timedelta(days=3), on_time=False)
    append_fact(
        facility_id=Facility.get(Facility.code == third).id,
        kind="penalty",
        on=ON - timedelta(days=30),
        at=moment(ON),
        source="test",
        data={"kind": "fine", "amount": "20000"},
        public_until=ON + timedelta(days=5),
    )
    assert refresh() == (12, 12)
    for code in office.codes:
        sheet, kept = alone(code, ON), now_of(code)
        assert (kept.outcome, kept.value, kept.sheet_sha256) == (
            sheet.outcome,
            str(sheet.value),
            sheet.sha256,
        )
    assert [now_of(code).value for code in (first, second, third)] == ["85.0", "79.0", "70.0"]

    entries = AuditEntry.select().count()
    assert refresh(hour=13) == (0, 0)
    assert AuditEntry.select().count() == entries  # nothing was written, nothing is told
    tell(second, "honour", ON, 14, grade="city")
    assert refresh(hour=15) == (1, 1)
    assert now_of(second).value == "84.0"
    (move,) = ScoreMove.select()  # what is rated for the first time has not moved
    assert (move.on, move.value_before, move.value) == (ON, "79.0", "84.0")
    assert move.facility.code == second
    row = CurrentScore.get(CurrentScore.facility == move.facility)
    sheet = alone(second, ON, 15)
    assert (row.observed, row.applicable) == (sheet.observed, sheet.applicable)


def test_a_fact_that_goes_out_of_its_window_or_may_no_longer_be_shown_is_noticed_on_its_day(
    office: Office,
) -> None:
    first, second, *_ = office.codes
    tell(first, "annual_report", date(2024, 12, 1), day=ON, on_time=False)
    append_fact(
        facility_id=Facility.get(Facility.code == second).id,
        kind="penalty",
        on=date(2026, 10, 1),
        at=moment(ON),
        source="test",
        data={"kind": "fine", "amount": "20000"},
        public_until=date(2026, 12, 3),
    )
    refresh()
    assert now_of(first).turn == date(2026, 12, 1)
    assert refresh(date(2026, 11, 30)) == (0, 0)
    assert refresh(date(2026, 12, 1)) == (1, 1)
    assert (now_of(first).value, now_of(first).on) == ("80.0", date(2026, 12, 1))
    assert refresh(date(2026, 12, 3)) == (1, 1)
    assert (now_of(second).value, now_of(second).sheet_sha256) == (
        "80.0",
        alone(second, date(2026, 12, 3)).sha256,
    )


def test_other_rules_are_everybodys_concern_and_who_is_closed_is_nobodys(office: Office) -> None:
    refresh()
    before = ScoringRound.select().count()
    facilities.record_event(
        code=office.codes[0], kind="closed", on=ON, reason="停业", actor=T, at=moment(ON, 13)
    )
    file = office.folder / "rules" / "adoption.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# looked at again\n", encoding="utf-8")
    assert refresh(hour=14)[0] == 11
    assert office.codes[0] not in {one.facility for one in current_scores(SCHEME)}
    assert ScoringRound.select().count() == before + 1
    assert refresh(hour=15, everybody=True) == (11, 0)


@one_database
def test_processes_share_the_work_and_come_to_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, code in enumerate(office.codes):
        tell(code, "honour", ON - timedelta(days=number), day=ON, hour=9, grade="city")
    monkeypatch.setattr(queries, "AT_ONCE", 3)
    refresh()
    here = list(current_scores(SCHEME))
    monkeypatch.setattr(queries, "WORTH_SHARING", 2)
    refresh(everybody=True)
    assert list(current_scores(SCHEME)) == here


def test_what_cannot_be_is_refused(office: Office) -> None:
    with pytest.raises(RuleViolationError, match="将来"):
        bring_up_to_date(scheme=SCHEME, on=ON + timedelta(days=1), actor=T, at=moment(ON))
    assert FactRow.select().count() == 0


def test_where_facilities_are_compared_news_of_one_is_news_of_all(office: Office, tmp_path: Path) -> None:
    (tmp_path / "rules" / "compared.yaml").write_text(COMPARED, encoding="utf-8")
    first, second, *others = office.codes

    def compared(on: date, hour: int = 12) -> tuple[int, int]:
        return bring_up_to_date(scheme="local.compared", on=on, actor=T, at=moment(on, hour))

    def of(outcome: str) -> set[str]:
        return {one.facility for one in current_scores("local.compared") if one.outcome == outcome}

    tell(first, "honour", ON - timedelta(days=9), grade="city")
    assert compared(ON) == (12, 12)
    assert of("first") == {first}
    assert compared(ON, 13) == (0, 0)
    for grade in ("city", "county"):
        tell(second, "honour", ON - timedelta(days=2), day=ON, hour=14, grade=grade)
    assert compared(ON, 15) == (12, 2)
    assert (of("first"), of("other")) == ({second}, {first, *others})
    assert compared(ON + timedelta(days=1)) == (12, 0), "what compares holds for its day alone"


def test_another_format_of_sheets_lets_everybody_be_rated_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh()
    assert refresh(hour=13) == (0, 0)
    monkeypatch.setattr(queries, "FORMAT", queries.FORMAT + 1)
    assert refresh(hour=14) == (len(office.codes), 0)
