"""机会均等: over many draws, equals are drawn equally often (chi-square; the seeds are fixed, so the outcome is too)."""

from collections import Counter
from collections.abc import Iterable, Iterator

from inspections.drawing import Drawing, select
from inspections.tickets import Tickets
from tests.inspections.draws import make_inspector, make_roster, make_target

DRAWS = 10_000
# chi-square that chance exceeds once in a thousand times, by degrees of freedom
CRITICAL = {2: 13.82, 5: 20.52, 19: 43.82}


def tickets() -> Iterator[Tickets]:
    return (Tickets(number.to_bytes(32, "big")) for number in range(DRAWS))


def chi_square(counted: Counter[str], names: Iterable[str], drawn_at_once: int = 1) -> tuple[float, int]:
    """The statistic and its degrees of freedom; drawing several of N at once makes counts less scattered."""
    every = list(names)
    expected = counted.total() / len(every)
    scattered = sum((counted[name] - expected) ** 2 for name in every) / expected
    return scattered * (len(every) - 1) / (len(every) - drawn_at_once), len(every) - 1


def assert_equal_chances(counted: Counter[str], names: Iterable[str], drawn_at_once: int = 1) -> None:
    statistic, freedom = chi_square(counted, names, drawn_at_once)
    assert statistic < CRITICAL[freedom]


def test_targets() -> None:
    targets = [make_target(f"f{i:02}") for i in range(20)]
    roster = make_roster(targets=targets, strata=[{"key": "S1", "ratio": [1, 4], "minimum": 0, "reserve": 3}])
    selected, first, reserves = Counter[str](), Counter[str](), Counter[str]()
    for one in tickets():
        order, reserve = select(roster, one)
        selected.update(order)
        first[order[0]] += 1
        reserves.update(reserve["S1"])
    names = [target["id"] for target in targets]
    assert_equal_chances(selected, names, drawn_at_once=5)
    assert_equal_chances(first, names)
    assert_equal_chances(reserves, names, drawn_at_once=3)


def test_inspectors_and_days() -> None:
    roster = make_roster(
        targets=[make_target("f0"), make_target("f1")],
        inspectors=[make_inspector(f"i{i}") for i in range(6)],
        strata=[{"key": "S1", "ratio": [1, 1], "minimum": 0, "reserve": 0}],
    )
    people, days = Counter[str](), Counter[str | None]()
    for one in tickets():
        team = Drawing(roster, one).teams()[0]
        people.update(team["inspectors"])
        days[team["day"]] += 1
    assert_equal_chances(people, [row["id"] for row in roster["inspectors"]], drawn_at_once=2)
    assert_equal_chances(days, roster["calendar"]["days"])


def test_the_statistic_sees_a_small_bias() -> None:
    """A ticket that reads its name's last digit only: the test above would not pass."""
    biased = Counter({f"f{i:02}": DRAWS // 4 + (95 if i < 10 else -95) for i in range(20)})
    statistic, freedom = chi_square(biased, biased, drawn_at_once=5)
    assert statistic > CRITICAL[freedom]
