"""说明对照表和同组比较 What tables say, row by row, and with whom a subject is compared, in words."""

from collections.abc import Iterator

from scoring.describe.schemes import say
from scoring.describe.wording import in_words
from scoring.language.context import Value
from scoring.language.exact import text_of
from scoring.language.tables import Cell, Key, Stretch, Table
from scoring.schemes import Comparison, Scheme

RANKS = ("rank", "rank_share")
OF_GROUP_ALONE = ("size", "sum", "mean", "median", "quantile")


def describe_table(scheme: Scheme, table: Table, key: str) -> Iterator[str]:
    """Yield the name of a table, then for each of its rows what it asks and what it gives."""
    yield f"  · {table.name[key]}"
    for cells, value in table.rows:
        asked = [
            _cell(scheme, one, cell, key)
            for one, cell in zip(table.keys, cells, strict=True)
            if cell is not None
        ]
        said = say(key, "listed").join(asked) or say(key, "any")
        yield f"      - {say(key, 'band', name=said, n=_value(scheme, value, key))}"


def describe_peers(scheme: Scheme, key: str) -> Iterator[str]:
    """Yield with whom a subject is compared, then for each comparison what it gives."""
    words = [_word(scheme, f"name:{name}", key, name) for name in scheme.grouped_by]
    if words:
        yield "  " + say(key, "same_group", words=say(key, "listed").join(words))
    else:
        yield "  " + say(key, "all_peers")
    if scheme.among is not None:
        yield "  " + say(key, "among", when=in_words(scheme.among.text, scheme.lexicon, key))
    for one in scheme.comparisons:
        yield f"  · {say(key, 'band', name=one.name[key], n='; '.join(_comparison(scheme, one, key)))}"


def _comparison(scheme: Scheme, one: Comparison, key: str) -> Iterator[str]:
    of = in_words(one.points.text if one.points else one.measure, scheme.lexicon, key)
    sentence = {"best": "best_of", "worst": "worst_of"}.get(one.gives, one.gives)
    yield say(key, sentence, of=of, at=str(one.at))
    if one.gives not in OF_GROUP_ALONE:
        yield say(key, "highest" if one.highest_first else "lowest")
    if one.gives in RANKS:
        yield say(key, f"ties_{one.ties}")
    yield say(key, "fewest", n=str(one.fewest))


def _cell(scheme: Scheme, asked: Key, cell: Cell, key: str) -> str:
    name = _word(scheme, asked.id, key)
    if isinstance(cell, Stretch):
        return f"{name}{'' if key == 'zh' else ' '}{_stretch(cell, key)}"
    words = [_value(scheme, value, key) for value in asked.words if value in (cell or ())]
    return f"{name}{'为' if key == 'zh' else ' '}{say(key, 'one_of').join(words)}"


def _stretch(stretch: Stretch, key: str) -> str:
    if stretch.low is not None and stretch.low == stretch.high:
        return f"{'为' if key == 'zh' else ''}{text_of(stretch.low)}"
    ends = []
    if stretch.low is not None:
        ends.append(say(key, "from" if stretch.low_in else "over_limit", n=text_of(stretch.low)))
    if stretch.high is not None:
        ends.append(say(key, "to_limit" if stretch.high_in else "below", n=text_of(stretch.high)))
    return say(key, "joined").join(ends)


def _value(scheme: Scheme, value: Value, key: str) -> str:
    if value is None:
        return say(key, "open_cell")
    if isinstance(value, bool):
        return _word(scheme, str(value).lower(), key, {"zh": "是" if value else "否"}.get(key))
    return _word(scheme, value, key) if isinstance(value, str) else text_of(value)


def _word(scheme: Scheme, name: str, key: str, otherwise: str | None = None) -> str:
    return scheme.lexicon.get(name, {}).get(key, otherwise or name)
