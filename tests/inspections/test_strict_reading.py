"""规范形式与拒绝: one spelling for everything that is hashed; what is ambiguous is refused by its path."""

import copy
import hmac
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections import shapes
from inspections.beacon import bits, check_value
from inspections.canonical import LIMIT_BYTES, RefusedError, canonical, read_json
from inspections.request import check_request
from inspections.tickets import Tickets
from tests.inspections.draws import make_inspector, make_request, make_roster, make_target
from tests.inspections.rosters import seeds

LONE = "\ud800"


def refused(value: Any) -> str:
    with pytest.raises(RefusedError) as fault:
        check_request(value)
    return fault.value.member


def changed(path: list[str | int], value: Any, request: Any = None) -> Any:
    request = copy.deepcopy(request or make_request())
    place = request
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return request


def test_the_canonical_form() -> None:
    value = {"b": [1, None, True], "a": 'é"\\/\n\t\b\f\r\x00\x1f\x7f\u2028😀'}
    assert (
        canonical(value).decode()
        == '{"a":"é\\"\\\\/\\n\\t\\b\\f\\r\\u0000\\u001f\x7f\u2028😀","b":[1,null,true]}'
    )


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text('aé\n"\\/字😀'), st.lists
    )
)
def test_what_is_written_is_read_again(value: Any) -> None:
    assert read_json(canonical(value)) == value
    assert canonical(read_json(json.dumps(value, indent=1).encode())) == canonical(value)


FAULTS: list[tuple[list[str | int], Any, str]] = [
    (["roster", "targets", 3, "id"], "f 3", "roster.targets[3].id"),
    (["roster", "targets", 3, "id"], "f2", "roster.targets[3].id"),
    (["roster", "targets", 3, "id"], "f3\n", "roster.targets[3].id"),
    (["roster", "targets", 3, "id"], "x" * 129, "roster.targets[3].id"),
    (["roster", "targets", 3, "region"], "", "roster.targets[3].region"),
    (["roster", "targets", 3, "region"], ["1"], "roster.targets[3].region"),
    (["roster", "targets", 3, "stratum"], "S9", "roster.targets[3].stratum"),
    (["roster", "targets", 3], ["f3", "S1", "1"], "roster.targets[3]"),
    (["roster", "targets", 3], {"id": "f3", "stratum": "S1", "area": "1"}, "roster.targets[3].region"),
    (["roster", "targets"], {}, "roster.targets"),
    (["roster", "inspectors", 0, "capacity"], True, "roster.inspectors[0].capacity"),
    (["roster", "inspectors", 0, "capacity"], -1, "roster.inspectors[0].capacity"),
    (["roster", "strata", 0, "ratio"], [1], "roster.strata[0].ratio"),
    (["roster", "strata", 0, "ratio", 1], 10**6 + 1, "roster.strata[0].ratio[1]"),
    (["roster", "calendar", "days", 0], "2026-02-29", "roster.calendar.days[0]"),
    (["roster", "calendar", "days", 0], "0000-01-01", "roster.calendar.days[0]"),
    (["roster", "calendar", "days", 0], "２026-12-01", "roster.calendar.days[0]"),
    (["roster", "calendar", "per_day"], 0, "roster.calendar.per_day"),
    (["roster", "task", "title"], "e\u0301", "roster.task.title"),
    (["roster", "task", "title"], LONE, "roster.task.title"),
    (["roster", "task", "title"], None, "roster.task.title"),
    (["roster", "team", 0, "count"], 2**53 - 1, "roster.team"),
    (["commitment", "beacon", "not_before"], "2026-12-01T23:60:00Z", "commitment.beacon.not_before"),
    (["commitment", "beacon", "not_before"], "2026-12-01t23:00:00Z", "commitment.beacon.not_before"),
    (["commitment", "beacon", "format"], ["digits:1000"], "commitment.beacon.format[0]"),
    (["commitment", "beacon", "format"], ["digits:6"], "commitment.beacon.format"),
    (["commitment", "authority"], "另一个局", "commitment.authority"),
    (["commitment", "supersedes"], "", "commitment.supersedes"),
    (["exclusions", 0, 0], "f1", "exclusions[0][0]"),
    (["exclusions", 0], ["f900"], "exclusions[0]"),
    (["rules", 0, 1], "AB" * 32, "rules[0][1]"),
    (["beacon"], "AB" * 32, "beacon"),
    (["events"], None, "events"),
    (["events"], [3], "events[0]"),
    (["events"], [{"kind": 3}], "events[0].n"),
    (["odd name"], 1, "request"),
    ([LONE], 1, "request"),
    (["note"], 1, "note"),
]
"""What to put where in a good request, and the member that is named."""


@pytest.mark.parametrize(("path", "value", "member"), FAULTS)
def test_the_path_of_the_fault(path: list[str | int], value: Any, member: str) -> None:
    assert refused(changed(path, value)) == member


NOT_JSON: list[tuple[bytes, str]] = [
    (b"", "request"),
    (b"nul", "request"),
    (b"[NaN]", "request"),
    (b"[-Infinity]", "request"),
    (b"[01]", "request"),
    ('{"a": "\u0001"}'.encode(), "request"),
    (b'"\xed\xa0\x80"', "request"),
    ("{}".encode("utf-16"), "request"),
    (b"[" * 100_000, "request"),
    (b'{"a":' * 100_000, "request"),
    (b" " * (LIMIT_BYTES + 1), "request"),
    (b'{"commitment": 1, "\\u0063ommitment": 2}', "commitment"),
    (b'{"odd name": 1, "odd name": 2}', "request"),
    (b"null", "request"),
]


@pytest.mark.parametrize(("data", "member"), NOT_JSON, ids=lambda value: repr(value)[:24])
def test_what_is_not_json_in_one_spelling(data: bytes, member: str) -> None:
    with pytest.raises(RefusedError) as fault:
        check_request(read_json(data))
    assert fault.value.member == member


@pytest.mark.parametrize("spelling", ["1.0", "1e0", "1E2", "-1.5", "9007199254740992", "1" * 5000])
@pytest.mark.parametrize(
    ("before", "member"),
    [('"capacity": ', "roster.inspectors[0].capacity"), ('"region": ', "roster.targets[0].region")],
)
def test_a_number_in_another_spelling_is_refused_wherever_it_stands(
    before: str, spelling: str, member: str
) -> None:
    text = json.dumps(make_request())
    begun = text.index(before) + len(before)
    ended = min(text.index(end, begun) for end in ",}")
    assert refused(read_json(f"{text[:begun]}{spelling}{text[ended:]}".encode())) == member


def test_minus_zero_is_zero() -> None:
    roster = make_roster(inspectors=[make_inspector("i0", capacity=0)])
    text = json.dumps(make_request(roster)).replace('"capacity": 0', '"capacity": -0')
    assert check_request(read_json(text.encode()))["roster"]["inspectors"][0]["capacity"] == 0


def test_lists_may_be_empty() -> None:
    empty = {"inspectors": [], "days": []}
    roster = make_roster(
        strata=[], targets=[], inspectors=[], team=[], calendar={"days": [], "per_day": 1}, standby=empty
    )
    check_request(make_request(roster))


def test_a_doubled_member_inside_a_long_list_is_found() -> None:
    text = json.dumps(make_request()).replace('{"id": "f3", ', '{"id": "f3", "id": "f3", ')
    assert refused(read_json(text.encode())) == "roster.targets[3].id"


def test_order_is_by_code_point() -> None:
    """As UTF-16, or in a dictionary's order, the last of these would come earlier."""
    names = ["Z", "a", "\ue000", "\U00010000"]
    shapes.ascending(names, "rules")
    with pytest.raises(RefusedError, match=r"rules\[2\]: stands twice"):
        shapes.ascending(["a", "b", "b"], "rules")


@pytest.mark.parametrize("component", ["hex64", "ssq", "dlt", "digits:1", "digits:999"])
def test_components(component: str) -> None:
    assert bits(component)


@pytest.mark.parametrize(
    "component",
    ["", "digits", "digits:", "digits:0", "digits:01", "digits:1000", "digits:٣", "SSQ", "hex64 "],
)
def test_no_components(component: str) -> None:
    assert bits(component) is None


@pytest.mark.parametrize(
    ("value", "format_", "fits"),
    [
        ("03 09 11 17 22 31+08", ["ssq"], True),
        ("03 09 11 17 22 33+16", ["ssq"], True),
        ("03 09 11 17 22 34+16", ["ssq"], False),
        ("00 09 11 17 22 33+16", ["ssq"], False),
        ("03 09 11 17 22 33+17", ["ssq"], False),
        ("03 09 11 17 22 33+00", ["ssq"], False),
        ("03 09 11 17 22 22+08", ["ssq"], False),
        ("3 09 11 17 22 31+08", ["ssq"], False),
        ("03 09 11 17 22 31 +08", ["ssq"], False),
        ("03 09 11 17 22 31+08\n", ["ssq"], False),
        ("05 12 18 27 35+02 12", ["dlt"], True),
        ("05 12 18 27 36+02 12", ["dlt"], False),
        ("05 12 18 27 35+02 13", ["dlt"], False),
        ("05 12 18 27 35+11 02", ["dlt"], False),
        ("05 12 18 27 35+02 02", ["dlt"], False),
        ("05 12 18 27 35", ["dlt"], False),
        ("0123456", ["digits:7"], True),
        ("٠١٢٣٤٥٦", ["digits:7"], False),
        ("012345", ["digits:7"], False),
        ("012/0123456", ["digits:3", "digits:7"], True),
        ("0123456/012", ["digits:3", "digits:7"], False),
        ("012", ["digits:3", "digits:7"], False),
        ("012/0123456/", ["digits:3", "digits:7"], False),
    ],
)
def test_a_beacon_has_one_spelling(value: str, format_: list[str], fits: bool) -> None:
    if fits:
        check_value(value, format_)
    else:
        with pytest.raises(RefusedError, match="beacon"):
            check_value(value, format_)


def test_a_region_is_an_area_by_its_beginning() -> None:
    roster = make_roster(
        targets=[make_target("f0", region="110")], inspectors=[make_inspector("i0", regions=["1101"])]
    )
    check_request(make_request(roster))


@given(
    st.lists(st.from_regex(r"[A-Za-z0-9._:-]{1,12}", fullmatch=True) | st.integers(0, 2**53), min_size=2),
    seeds(),
)
def test_a_ticket_is_the_hmac_of_the_canonical_list(words: list[str | int], seed: bytes) -> None:
    expected = hmac.digest(seed, canonical(words), "sha256")
    assert Tickets(seed).ticket(*words) == expected
    if all(isinstance(word, str) for word in words):
        assert Tickets(seed).series(*words[:-1])(words[-1]) == expected
