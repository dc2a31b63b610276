"""The tables of the project's database, with their first rows."""

import sqlite3
from pathlib import Path
from typing import Any

# Rows that are shown of a table.
SHOWN = 50


def tables(file: Path, shown: int = SHOWN) -> list[dict[str, Any]]:
    """Return each table's name, columns, first rows and number of rows.

    A file that is not there has no tables. Values that JSON does not know are text.
    """
    if not file.is_file():
        return []
    connection = sqlite3.connect(file)
    try:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' "
            "AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        return [_table(connection, name, shown) for (name,) in names.fetchall()]
    finally:
        connection.close()


def _table(connection: sqlite3.Connection, name: str, shown: int) -> dict[str, Any]:
    quoted = '"' + name.replace('"', '""') + '"'
    total = connection.execute(f"SELECT count(*) FROM {quoted}").fetchone()[0]
    rows = connection.execute(f"SELECT * FROM {quoted} LIMIT ?", (shown,))
    columns = [column[0] for column in rows.description]
    values = [[_plain(value) for value in row] for row in rows]
    return {"name": name, "columns": columns, "rows": values, "total": total}


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value
