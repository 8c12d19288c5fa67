"""The columns that nobody outside may learn from, and other values for them."""

from peewee import DateField, Field, ForeignKeyField, IntegerField

from supervision.database import JsonField, MomentField, db
from supervision.models import ALL, Setting


def hidden_columns() -> list[tuple[type, str]]:
    """Return every column that is classified internal or personal, the keys by which rows are found apart."""
    return [
        (table, name)
        for table in ALL
        for name in f"{table.Disclosure.internal} {table.Disclosure.personal}".split()
        if table._meta.primary_key.name != name and (table, name) != (Setting, "key")
    ]


def _other_value(field: Field, word: str) -> str:
    """Return SQL for a value that differs from the one that is there, and that the column can hold."""
    name = f'"{field.column_name}"'
    if isinstance(field, JsonField):
        return f"""'{{"changed":"{word}"}}'"""
    if isinstance(field, DateField):
        return "'2001-01-01'"
    if isinstance(field, MomentField):
        return "'2001-01-01T00:00:00Z'"
    if isinstance(field, ForeignKeyField | IntegerField):
        return f"coalesce({name}, 0) + 100000 * rowid"  # another one in each row: some are unique
    return f"coalesce({name}, '') || '{word}' || rowid"


def change(columns: list[tuple[type, str]], word: str = "x") -> None:
    """Put another value into every row of these columns; ``word`` and their names stand in all that can hold a text."""
    for table, name in columns:
        field = table._meta.fields[name]
        db.execute_sql(
            f'UPDATE "{table._meta.table_name}" SET "{field.column_name}" = {_other_value(field, f"{word}-{table._meta.table_name}-{name}-")}'
        )
