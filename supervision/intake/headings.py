"""列名 headings: what each column of a foreign list is. Mapped, explicitly ignored, or the import stops."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from functools import cache
from pathlib import Path
from typing import Any, Self

from scoring.rulebook import RuleFileError, load_yaml
from supervision.errors import InputError
from supervision.intake.grid import cell_name
from supervision.texts import mark

VOCABULARY_FILE = Path(__file__).with_name("headings.yaml")
WHY_IGNORED = {
    "personal": mark("“{heading}”是个人信息，没有导入"),
    "not_kept": mark("“{heading}”登记簿不保存，没有导入"),
    "mapping": mark("“{heading}”按对应表没有导入"),
}
IGNORE = "ignore"  # what a mapping file writes against a column that is to be left out


@dataclass(frozen=True, slots=True)
class Field:
    """字段: a value that the register can keep; ``label`` heads its column in our own templates."""

    name: str
    label: str
    required: bool
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """词表: which headings mean which field, which are left out and why; of facilities also their words for kinds."""

    fields: Mapping[str, Field]
    by_heading: Mapping[str, str]
    ignored: Mapping[str, str]
    kinds: Mapping[str, str] = made(default_factory=dict)
    kind_names: tuple[str, ...] = ()
    ownership: tuple[str, ...] = ()

    @classmethod
    def of(cls, fields: Iterable[Field], ignored: Mapping[str, Iterable[str]], **words: Any) -> Self:
        """Return the vocabulary of ``fields``; ``ignored``: headings left out, by a key of ``WHY_IGNORED``."""
        named = {field.name: field for field in fields}
        return cls(
            fields=named,
            by_heading={
                plain(heading): field.name
                for field in named.values()
                for heading in (field.label, *field.headings)
            },
            ignored={
                plain(heading): WHY_IGNORED[why] for why, headings in ignored.items() for heading in headings
            },
            **words,
        )


@dataclass(frozen=True, slots=True)
class Columns:
    """列的对应: ``index`` of each field found; ``ignored`` columns as (heading, why); ``fields`` of the vocabulary."""

    index: Mapping[str, int]
    headings: tuple[str, ...]
    ignored: tuple[tuple[str, str], ...]
    fields: Mapping[str, Field]

    def heading(self, field: str) -> str:
        """Return the heading under which the file gives ``field``; its own label when it does not."""
        at = self.index.get(field)
        return self.fields[field].label if at is None else self.headings[at]

    def value(self, cells: Sequence[str], field: str) -> str:
        """Return the cell of ``field``; empty when the file has no such column."""
        at = self.index.get(field)
        return "" if at is None else cells[at]


@cache
def vocabulary() -> Vocabulary:
    """Read the vocabulary once."""
    data: dict[str, Any] = load_yaml(VOCABULARY_FILE)
    return Vocabulary.of(
        (
            Field(name, entry["label"], entry["required"], tuple(entry["headings"]))
            for name, entry in data["fields"].items()
        ),
        data["ignored"],
        kinds={plain(word): kind for kind, words in data["kinds"].items() for word in (kind, *words)},
        kind_names=tuple(data["kinds"]),
        ownership=tuple(data["ownership"]),
    )


def plain(text: str) -> str:
    """Return a heading as it is compared: no case, no blanks, no stars; ``床位数（张）`` is ``床位数``."""
    text = unicodedata.normalize("NFKC", text).casefold()
    before, bracket, _ = text.partition("(")
    if bracket and before.strip(" *"):
        text = before
    return "".join(char for char in text if not char.isspace() and char not in "*:：_-·")


def recognise(
    file: str,
    headings: Sequence[str],
    mapping: Mapping[str, str] | None = None,
    *,
    given: Collection[str] = (),
    known: Vocabulary | None = None,
) -> Columns:
    """Return what each column is.

    ``mapping`` (heading → field or ``ignore``) goes before the vocabulary; ``given`` fields need no column.
    ``known``: the vocabulary, of facilities unless another is given.
    """
    known = known or vocabulary()
    chosen = _checked_mapping(mapping or {}, file, headings, known)
    index: dict[str, int] = {}
    ignored: list[tuple[str, str]] = []
    unknown: list[int] = []
    for at, heading in enumerate(headings):
        field = chosen.get(plain(heading)) or known.by_heading.get(plain(heading))
        if field == IGNORE:
            ignored.append((heading, WHY_IGNORED["mapping"]))
        elif field is None and plain(heading) in known.ignored:
            ignored.append((heading, known.ignored[plain(heading)]))
        elif field is None:
            unknown.append(at)
        elif field in index:
            raise InputError(
                f"{file} · {cell_name(1, at)}",
                mark("“{first}”和“{second}”两列都是{label}"),
                mark("请删去其中一列，或在对应表里把它写成 ignore"),
                first=headings[index[field]],
                second=heading,
                label=known.fields[field].label,
            )
        else:
            index[field] = at
    if unknown:
        raise _unknown(file, headings, unknown, known)
    missing = [
        field.label
        for field in known.fields.values()
        if field.required and field.name not in index and field.name not in given
    ]
    if missing:
        raise InputError(
            f"{file} · 1",
            mark("缺少必需的列：{missing}"),
            mark("请补上这些列，或用 --mapping 指明哪一列是它；模板可在导入页下载"),
            missing="、".join(missing),
        )
    return Columns(index, tuple(headings), tuple(ignored), known.fields)


def read_mapping(path: Path) -> dict[str, str]:
    """Read a mapping file: YAML (or JSON), one line a column, ``机构性质: ownership`` or ``备注: ignore``."""
    try:
        loaded = load_yaml(path)
    except RuleFileError as error:
        raise InputError(
            path.name,
            mark("对应表无法读取：{reason}"),
            mark("请每行写一列，例如“备注: ignore”"),
            reason=str(error),
        ) from error
    if not isinstance(loaded, dict) or not all(
        isinstance(heading, str) and isinstance(field, str) for heading, field in loaded.items()
    ):
        raise InputError(
            path.name,
            mark("对应表应当每行一列，写成“列名: 字段”"),
            mark("例如“机构性质: ownership”或“备注: ignore”"),
        )
    return dict(loaded)


def parse_mapping(text: str) -> dict[str, str]:
    """Read a mapping typed into a page: one column a line, ``机构性质: ownership``; Chinese colons count."""
    mapping = {}
    for number, line in enumerate(text.splitlines(), start=1):
        heading, colon, field = line.replace("：", ":").rpartition(":")
        if line.strip():
            if not colon:
                raise InputError(
                    str(number), mark("第 {row} 行没有冒号：“{line}”"), mark("请每行写一列，例如“备注: ignore”"),
                    row=number, line=line,
                )  # fmt: skip
            mapping[heading.strip()] = field.strip()
    return mapping


def _checked_mapping(
    mapping: Mapping[str, str], file: str, headings: Sequence[str], known: Vocabulary
) -> dict[str, str]:
    """Return the mapping by plain heading; a field or column that does not exist is an error."""
    present = {plain(heading) for heading in headings}
    for heading, field in mapping.items():
        if field != IGNORE and field not in known.fields:
            raise InputError(
                f"--mapping · {heading}",
                mark("没有“{field}”这个字段"),
                mark("可用的字段：{fields}、ignore"),
                field=field,
                fields="、".join(known.fields),
            )
        if plain(heading) not in present:
            raise InputError(
                f"--mapping · {heading}",
                mark("{file} 里没有“{heading}”这一列"),
                mark("文件里的列：{headings}"),
                file=file,
                heading=heading,
                headings="、".join(headings),
            )
    return {plain(heading): field for heading, field in mapping.items()}


def _unknown(file: str, headings: Sequence[str], unknown: Sequence[int], known: Vocabulary) -> InputError:
    """Return the error that names every column that is neither mapped nor ignored."""
    return InputError(
        f"{file} · {cell_name(1, unknown[0])}",
        mark("不认识的列：{columns}"),
        mark("请用 --mapping 文件写明每一列是什么字段，或写 ignore；可用的字段：{fields}"),
        columns="、".join(f"{cell_name(1, at)} “{headings[at]}”" for at in unknown),
        fields="、".join(known.fields),
    )
