"""Hypothesis strategies: rosters with everything that makes dealing hard (areas, recusals, little room)."""

from typing import Any

from hypothesis import strategies as st

from tests.inspections.draws import make_inspector, make_roster, make_target

REGIONS = ("1101", "110101", "1102", "11")
DEPARTMENTS = ("ca", "mr")
DAYS = [f"2026-12-{day:02d}" for day in range(7, 13)]


@st.composite
def rosters(draw: st.DrawFn, most_capacity: int = 3) -> dict[str, Any]:
    """A roster of at most 12 targets and 12 inspectors of one or two departments."""
    departments = DEPARTMENTS[: draw(st.integers(1, 2))]
    targets = [
        make_target(
            f"f{i:02}", stratum=draw(st.sampled_from(("S1", "S2"))), region=draw(st.sampled_from(REGIONS))
        )
        for i in range(draw(st.integers(0, 12)))
    ]
    regions = st.lists(st.sampled_from(REGIONS), max_size=2, unique=True)
    people = [
        make_inspector(
            f"i{i:02}",
            department=draw(st.sampled_from(departments)),
            regions=draw(regions),
            capacity=draw(st.integers(0, most_capacity)),
        )
        for i in range(draw(st.integers(0, 12)))
    ]
    called_later = draw(st.integers(0, min(3, len(people))))
    pairs = st.tuples(
        st.sampled_from([row["id"] for row in people] or [""]),
        st.sampled_from([row["id"] for row in targets] or [""]),
    )
    recusals = draw(st.lists(pairs, max_size=12, unique=True)) if people and targets else []
    first_standby_day = draw(st.integers(0, 6))
    return make_roster(
        strata=[
            {
                "key": "S1",
                "ratio": [draw(st.integers(0, 4)), 4],
                "minimum": draw(st.integers(0, 3)),
                "reserve": 2,
            },
            {"key": "S2", "ratio": [3, 4], "minimum": 0, "reserve": draw(st.integers(0, 2))},
        ],
        targets=targets,
        inspectors=people[called_later:],
        team=[{"department": name, "count": draw(st.integers(1, 3))} for name in departments],
        recusals=[[name, target, "own-area"] for name, target in sorted(recusals)],
        calendar={"days": DAYS[:first_standby_day], "per_day": draw(st.integers(1, 2))},
        standby={"inspectors": people[:called_later], "days": DAYS[first_standby_day:]},
    )


def seeds() -> st.SearchStrategy[bytes]:
    return st.binary(min_size=32, max_size=32)


@st.composite
def events_for(draw: st.DrawFn, roster: dict[str, Any]) -> list[dict[str, Any]]:
    """Events in the order of their days; most are possible, some are not."""
    targets = st.sampled_from([row["id"] for row in roster["targets"]])
    people = st.sampled_from([row["id"] for row in roster["inspectors"] + roster["standby"]["inspectors"]])
    departments = st.sampled_from([part["department"] for part in roster["team"]])
    kinds = st.one_of(
        st.fixed_dictionaries({"kind": st.just("target_withdrawn"), "target": targets}),
        st.fixed_dictionaries({"kind": st.just("inspector_withdrawn"), "inspector": people}),
        st.fixed_dictionaries({"kind": st.just("recused"), "inspector": people, "target": targets}),
        st.fixed_dictionaries(
            {"kind": st.just("standby_called"), "department": departments, "count": st.integers(1, 2)}
        ),
        st.fixed_dictionaries({"kind": st.just("days_added"), "count": st.integers(1, 2)}),
    )
    events = draw(st.lists(kinds, max_size=10))
    days = sorted(
        draw(st.lists(st.sampled_from(["2026-12-01", *DAYS]), min_size=len(events), max_size=len(events)))
    )
    return [event | {"on": day} for event, day in zip(events, days, strict=True)]
