"""The file by which regions tell each other their lists: what is read, and what is refused, with the exact reason."""

import hashlib
import json
import re
from datetime import date
from pathlib import Path

import pytest

from supervision.disclosure import exchange
from supervision.disclosure.exchange import Head, read_lists, write_lists
from supervision.disclosure.log.note import SigningKey, sign
from supervision.errors import InputError
from supervision.intake.foreign_entries import judge

KEY = SigningKey("linchuan.example/lists", hashlib.sha256(b"linchuan").digest())
OTHER = SigningKey("elsewhere.example/lists", hashlib.sha256(b"elsewhere").digest())
KEYS = {"990201": KEY.verifier_key, "990301": OTHER.verifier_key}
AS_OF = date(2026, 11, 2)
HEAD = Head("990201", "临川区民政局", AS_OF)
ENTRY = {
    "entry": "lc-7", "list": "black", "subject": "organisation", "name": "临川康养有限公司", "uscc": "",
    "authority": "临川区民政局", "number": "临民惩〔2026〕7号", "cause": "骗取补贴资金", "issued_on": "2026-06-30",
    "until": "2029-06-30", "origin": None,
}  # fmt: skip
PERSON = "11010519491231002X"


def refused(data: bytes, keys=KEYS) -> str:
    with pytest.raises(InputError) as told:
        read_lists(data, keys)
    return told.value.message


def codes(*lines, as_of=AS_OF) -> list[tuple[int, str]]:
    return [(each.line, each.code) for each in judge(enumerate(lines, 2), as_of=as_of).problems]


def test_what_was_written_is_read_again():
    file = read_lists(write_lists(HEAD, [ENTRY], KEY), KEYS)
    assert file.head == HEAD
    assert file.rows == ((2, ENTRY),)
    (row,) = judge(file.rows, as_of=AS_OF).rows
    assert (row.entry, row.until) == ("lc-7", date(2029, 6, 30))
    assert write_lists(HEAD, [ENTRY], KEY) == write_lists(HEAD, [dict(reversed(ENTRY.items()))], KEY)


def test_a_file_of_a_stranger_is_refused_and_so_is_one_in_anothers_name():
    stranger = SigningKey("nobody.example/lists", bytes(32))
    assert "不在已登记的交换机关之中" in refused(write_lists(HEAD, [ENTRY], stranger))
    assert "无权代表区划" in refused(write_lists(HEAD, [ENTRY], OTHER)), "a known key, but of another region"
    assert "不在已登记" in refused(write_lists(HEAD, [ENTRY], KEY), {})


def test_a_changed_file_is_refused():
    whole = write_lists(HEAD, [ENTRY], KEY)
    assert "签名不对" in refused(whole.replace("骗取".encode(), "涉嫌".encode()))
    assert refused(whole[:-8]) == "不是一份完整的签名文本"
    assert refused(b"name,uscc\nA,B\n") == "不是一份完整的签名文本"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"format": "mingjing-list-exchange/2"}\n', "格式是“{given}”，本系统读“{known}”"),
        ('{"format": "mingjing-list-exchange/1"}\n', "第一行不是完整的文件头"),
        ("[1]\n", "第 {number} 行不是 JSON 对象，或同一成员出现两次"),
        ('{"format": "a", "format": "b"}\n', "第 {number} 行不是 JSON 对象，或同一成员出现两次"),
    ],
)
def test_what_is_no_such_file_is_called_by_its_fault(text, message):
    assert refused(sign(text, KEY).encode()) == message


def test_the_head_counts_its_lines_and_has_a_day_that_exists():
    first = {
        "format": exchange.FORMAT,
        "region": "990201",
        "authority": "甲",
        "as_of": "2026-02-30",
        "entries": 0,
    }
    assert refused(sign(json.dumps(first) + "\n", KEY).encode()) == "文件头的日期“{given}”不存在"
    first["entries"] = 3
    assert refused(sign(json.dumps(first) + "\n", KEY).encode()) == "文件头说有 {said} 条，实际有 {found} 条"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"until": "2026-11-02"}, "expired"),
        ({"issued_on": "2026-11-03"}, "future"),
        ({"issued_on": "2026-02-30"}, "day"),
        ({"uscc": "91990201MA0000017X"}, "uscc"),
        ({"list": "grey"}, "list"),
        ({"subject": "team"}, "subject"),
        ({"name": ""}, "missing"),
        ({"name": 7}, "text"),
        ({"cause": "长" * 2001}, "text"),
        ({"colour": "red"}, "unknown"),
        ({"origin": {"region": "990301"}}, "second-hand"),
        ({"subject": "person"}, "person"),
        ({"uscc": PERSON}, "person"),
    ],
)
def test_a_line_is_refused_for_what_is_wrong_with_it(change, code):
    assert codes(ENTRY | change) == [(2, code)]


def test_of_a_person_nothing_is_kept_not_even_in_the_report():
    judged = judge([(2, ENTRY | {"name": "王某", "uscc": PERSON})], as_of=AS_OF)
    assert not judged.rows
    assert "王某" not in str(judged)
    assert PERSON not in str(judged)


def test_the_same_entry_twice_is_refused_once_and_a_removal_has_no_name():
    gone = {"entry": "lc-3", "list": "black", "removed_on": "2026-10-02"}
    assert codes(ENTRY, ENTRY, gone) == [(3, "doubled")]
    assert codes(gone | {"name": "甲"}) == [(2, "unknown")]
    assert codes(gone | {"removed_on": "2026-12-01"}) == [(2, "future")]
    assert codes(gone, ENTRY | {"entry": "lc-3"}) == [(3, "doubled")], "removed and in force at once"


def test_the_handbook_shows_lines_that_are_read():
    text = (Path(exchange.__file__).parent / "EXCHANGE.md").read_text()
    shown = [json.loads(line) for line in re.findall(r"^\{.*\}$", text, re.MULTILINE)]
    head = Head(shown[0]["region"], shown[0]["authority"], date.fromisoformat(shown[0]["as_of"]))
    file = read_lists(write_lists(head, shown[1:], KEY), KEYS)
    judged = judge(file.rows, as_of=head.as_of)
    assert (len(judged.rows), len(judged.removals), judged.problems) == (1, 1, ())
    assert all(
        f"`{code}`" in text for code in ("expired", "person", "doubled", "other-subject", "removed-before")
    )
