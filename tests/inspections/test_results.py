"""Results: a set for each department, never better than what was looked at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.checklist import checklist_on
from inspections.record import findings
from inspections.results import Circumstance, ResultKind, department_result, kind_texts
from scoring.findings import Answer, Scope, Severity
from scoring.rulebook import Rulebook, RuleViolationError
from tests.inspections.making import DAY, list_for, visit

BOOK = Rulebook.load()
FIRE = list_for("home", "fire-rescue")
CODES = [item.id for item in FIRE]


def test_the_eight_kinds_stand_in_their_national_order() -> None:
    assert [kind.value for kind in kind_texts()] == list(range(1, 9))
    assert [kind.value for kind, text in kind_texts().items() if text.alone] == [1, 7]


def test_items_about_disclosure_are_on_the_checklist() -> None:
    whole = checklist_on(DAY)
    assert all(item in whole for item in kind_texts()[ResultKind.NOT_DISCLOSED].items)


@given(
    st.dictionaries(st.sampled_from(CODES), st.sampled_from(list(Scope))),
    st.sets(st.sampled_from(CODES)),
    st.sets(st.sampled_from(CODES)),
    st.sets(st.sampled_from(CODES)),
)
def test_laws_of_a_result(
    breaches: dict[str, Scope], unseen: set[str], ordered: set[str], corrected: set[str]
) -> None:
    found = findings(visit(FIRE, not_met=breaches, not_observed=frozenset(unseen)), BOOK)
    if not breaches and len(unseen) == len(CODES):
        with pytest.raises(RuleViolationError):
            department_result("fire-rescue", found)
        return
    result = department_result(
        "fire-rescue", found, ordered=frozenset(ordered), corrected=frozenset(corrected)
    )
    alone = [kind for kind in result.kinds if kind_texts()[kind].alone]
    assert not alone or len(result.kinds) == 1
    assert (ResultKind.NOTHING_FOUND in result.kinds) == (not breaches)
    assert {reason.kind for reason in result.reasons} == set(result.kinds)
    assert all(str(reason) for reason in result.reasons)
    spoken_of = {item for reason in result.reasons for item in reason.items}
    assert set(breaches) <= spoken_of  # no breach goes unmentioned
    settled = ordered | corrected
    critical = {item for item in breaches if FIRE.item(item).severity is Severity.MAJOR}
    assert (ResultKind.PENDING in result.kinds) == bool(set(breaches) - settled or critical)


def test_referred_items_are_pending() -> None:
    found = findings(visit(FIRE, not_met={"CL-C05": Scope.SEVERAL}), BOOK)
    result = department_result(
        "fire-rescue", found, ordered=frozenset({"CL-C05"}), referred=frozenset({"CL-C05"})
    )
    assert result.kinds == (ResultKind.ORDERED, ResultKind.PENDING)


@pytest.mark.parametrize(
    ("circumstances", "code"),
    [
        ([Circumstance(ResultKind.UNREACHABLE, "  ")], "circumstance-without-reason"),
        ([Circumstance(ResultKind.NOTHING_FOUND, "都很好")], "kind-not-assignable"),
        (
            [
                Circumstance(ResultKind.NO_SUCH_BUSINESS, "没有食堂"),
                Circumstance(ResultKind.REFUSED, "不让进"),
            ],
            "kinds-exclude-each-other",
        ),
    ],
)
def test_a_statement_has_to_fit(circumstances: list[Circumstance], code: str) -> None:
    with pytest.raises(RuleViolationError) as refused:
        department_result("fire-rescue", (), circumstances=circumstances)
    assert refused.value.code == code


def test_a_business_that_is_not_carried_on_may_be_stated() -> None:
    result = department_result(
        "health", (), circumstances=[Circumstance(ResultKind.NO_SUCH_BUSINESS, "没有内设医疗机构")]
    )
    assert (result.kinds, str(result.reasons[0])) == ((ResultKind.NO_SUCH_BUSINESS,), "没有内设医疗机构")


def test_braces_in_a_stated_reason_are_text() -> None:
    result = department_result(
        "health", (), circumstances=[Circumstance(ResultKind.REFUSED, "称“{负责人}不在”")]
    )
    assert str(result.reasons[0]) == "称“{负责人}不在”"


def test_not_applicable_is_not_an_observation() -> None:
    found = findings(visit(FIRE, others=Answer.NOT_APPLICABLE), BOOK)
    assert department_result("fire-rescue", found).kinds == (ResultKind.NO_SUCH_BUSINESS,)
