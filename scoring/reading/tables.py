"""读对照表 The tables and sets of codes of a scheme file."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from scoring.language.context import Type, Value
from scoring.language.exact import exact
from scoring.language.tables import Cell, Key, Stretch, Table, build_table
from scoring.reading.expressions import Reading
from scoring.rulebook.loader import Place


def read_tables(read: Reading) -> tuple[Table, ...]:
    """Read what stands under ``tables``; each can be asked by the expressions that follow."""
    tables = []
    for number, said in enumerate(read.data.get("tables", ())):
        place: Place = ("tables", number)
        if said["id"] in read.vocabulary.tables:
            read.say((*place, "id"), "duplicate-id", f"a table {said['id']} stands above")
        table = _Table(read, said, place).table()
        read.vocabulary.tables[table.id] = table  # also a broken one: whoever asks it has made no mistake
        tables.append(table)
    return tuple(tables)


def read_sets(read: Reading) -> None:
    """Read what stands under ``sets``: words that belong together, such as the codes of all kitchen items."""
    for name, words in read.data.get("sets", {}).items():
        if len(set(words)) != len(words):
            read.say(("sets", name), "duplicate-word", "a word stands twice in this set")
        if name in read.vocabulary.names or read.is_reserved(name):
            read.say(("sets", name), "reserved", f"{name} is taken; choose another")
        read.vocabulary.sets[name] = frozenset(words)


class _Table:
    def __init__(self, read: Reading, said: Mapping[str, Any], place: Place) -> None:
        self.read, self.said, self.place = read, said, place
        self.broken = False

    def say(self, place: Place, code: str, message: str) -> None:
        self.broken = True
        self.read.say((*self.place, *place), code, message)

    def table(self) -> Table:
        self.read.basis(
            self.said, self.place
        )  # for its mistakes: what a table says rests on its own reference
        keys = [self.key(said) for said in self.said["keys"]]
        ids = [key.id for key in keys]
        for number, key_id in enumerate(ids):
            if key_id in ids[:number] or key_id in ("value", "values"):
                self.say(("keys", number, "id"), "duplicate-id", f"{key_id} is taken; choose another")
        across = self.said.get("across")
        if (across is None) != ("columns" not in self.said) or (across is not None and across not in ids):
            self.say(
                ("across",), "wrong-word", f"across names one of the keys {', '.join(ids)}, columns its cells"
            )
        rows: list[tuple[tuple[Cell, ...], Value]] = []
        lines: list[int] = []
        for number, row in enumerate(self.said["rows"]):
            for cells, value in self.row(row, number, keys, across):
                rows.append((cells, value))
                lines.append(number)
        gives = self.gives([value for _, value in rows])
        table, errors = build_table(self.said["id"], self.said["name"], keys, gives, rows)
        if self.broken:
            return table
        for error in errors:
            at: Place = () if error.row is None else ("rows", lines[error.row])
            self.say(at, error.code, str(error))
        return table

    def key(self, said: Mapping[str, Any]) -> Key:
        if "words" in said:
            return Key(said["id"], "text", tuple(said["words"]))
        if "flag" in said:
            return Key(said["id"], "flag", (True, False))
        low, high = said.get("least"), said.get("most")
        domain = Stretch(
            None if low is None else exact(low), True, None if high is None else exact(high), True
        )
        return Key(said["id"], "number", domain=domain, whole=said.get("whole", False))

    def row(
        self, row: Mapping[str, Any], number: int, keys: list[Key], across: str | None
    ) -> list[tuple[tuple[Cell, ...], Value]]:
        """Return one row, or where a key goes across, one for each column."""
        place: Place = ("rows", number)
        known = {key.id for key in keys if key.id != across}
        wanted = "value" if across is None else "values"
        for name in row:
            if name not in known and name != wanted:
                self.say(
                    (*place, name),
                    "unknown-key",
                    f"'{name}' is no key of this table; known are {', '.join([*known, wanted])}",
                )
        if wanted not in row:
            self.say(place, "missing-key", f"{wanted} missing")
            return []
        cells = {key.id: self.cell(key, row[key.id], (*place, key.id)) for key in keys if key.id in row}
        if across is None:
            return [(tuple(cells.get(key.id) for key in keys), self.value(row["value"], place))]
        columns, values = self.said["columns"], row["values"]
        if not isinstance(values, list) or len(values) != len(columns):
            self.say(
                (*place, "values"),
                "wrong-number",
                f"there are {len(columns)} columns, so values lists as many",
            )
            return []
        over = next((key for key in keys if key.id == across), keys[0])
        found = []
        for at, (column, value) in enumerate(zip(columns, values, strict=True)):
            cells[over.id] = self.cell(over, column, ("columns", at))
            found.append(
                (tuple(cells.get(key.id) for key in keys), self.value(value, (*place, "values", at)))
            )
        return found

    def value(self, said: Any, place: Place) -> Value:
        if isinstance(said, bool | str) or said is None:
            return said
        if isinstance(said, int | Decimal):
            return exact(said)
        self.say(place, "wrong-type", "a value is a number, a word, a flag, or null where it is not known")
        return None

    def cell(self, key: Key, said: Any, place: Place) -> Cell:
        """Read what a row says of a key: a value, several, or for numbers a stretch."""
        if said == "any":
            return None
        if isinstance(said, dict) and key.type == "number":
            return self.stretch(said, place)
        one_of = said if isinstance(said, list) else [said]
        if key.type == "number":
            if len(one_of) == 1 and isinstance(one_of[0], int | Decimal) and not isinstance(one_of[0], bool):
                return Stretch(exact(one_of[0]), True, exact(one_of[0]), True)
            self.say(place, "wrong-type", f"{key.id} is a number, or a stretch such as {{from: 1, below: 5}}")
            return None
        for word in one_of:
            if word not in key.words:
                known = ", ".join(map(str, key.words)).lower() if key.type == "flag" else ", ".join(key.words)
                self.say(place, "wrong-word", f"{key.id} is one of {known}; got {word}")
        return frozenset(word for word in one_of if isinstance(word, str | bool))

    def stretch(self, said: Mapping[str, Any], place: Place) -> Stretch:
        ends = {name: value for name, value in said.items() if name in ("from", "above", "to", "below")}
        numbers = [
            value
            for value in ends.values()
            if isinstance(value, int | Decimal) and not isinstance(value, bool)
        ]
        if (
            len(ends) != len(said)
            or len(numbers) != len(ends)
            or {"from", "above"} <= ends.keys()
            or {"to", "below"} <= ends.keys()
            or not ends
        ):
            self.say(place, "wrong-type", "a stretch has from or above, and to or below: {from: 1, below: 5}")
            return Stretch()
        low, high = ends.get("from", ends.get("above")), ends.get("to", ends.get("below"))
        if (
            low is not None
            and high is not None
            and (low > high or (low == high and {"from", "to"} != ends.keys()))
        ):
            self.say(place, "bad-stretch", f"nothing lies between {low} and {high}")
        return Stretch(
            None if low is None else exact(low),
            "above" not in ends,
            None if high is None else exact(high),
            "below" not in ends,
        )

    def gives(self, values: list[Value]) -> Type:
        kinds: set[Type] = {
            "flag" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"
            for value in values
            if value is not None
        }
        if len(kinds) > 1:
            self.say((), "types-disagree", "the values of a table are all numbers, all words or all flags")
        return kinds.pop() if kinds else "number"
