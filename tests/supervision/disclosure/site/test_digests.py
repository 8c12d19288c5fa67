"""The digests of files are held as a dict would hold them."""

import random

import pytest

from supervision.disclosure.site.digests import Digests


def test_it_is_a_dict_whatever_is_put_in_and_taken_out() -> None:
    dice, held, plain = random.Random(3), Digests(), dict[str, bytes]()
    folders, names, endings = (
        ("", "f/", "en/f/", ".well-known/"),
        ("D1", "D2", "a b", ""),
        (".html", ".p.zip", ""),
    )
    for _ in range(2_000):
        path = dice.choice(folders) + dice.choice(names) + dice.choice(endings)
        if dice.random() < 0.3 and path in plain:
            del held[path], plain[path]
        else:
            held[path] = plain[path] = dice.randbytes(32)
        assert len(held) == len(plain)
    assert dict(held) == plain == held
    assert held.get("nowhere.html") is None
    for missing in ("nowhere.html", "en/D1.html.gz"):
        with pytest.raises(KeyError):
            held[missing]
        with pytest.raises(KeyError):
            del held[missing]


def test_a_code_may_hold_a_point() -> None:
    held = Digests()
    held["f/a.b.html"], held["f/a.html"] = b"1" * 32, b"2" * 32
    assert sorted(held) == ["f/a.b.html", "f/a.html"]
    assert held["f/a.b.html"] == b"1" * 32
