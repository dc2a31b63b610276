"""Migrate the database of a project, in a process of its own, and say how it fits.

Run by path with the project's folder as the current one; the arguments are the apps
that are the tutorial's own. Prints one JSON object: ``fits``, ``why`` it does not, and
``drift``: whether the models have changes that no migration makes.
"""

import io
import json
import os
import sys
from contextlib import redirect_stdout
from copy import deepcopy
from pathlib import Path
from typing import Any

# Beside the database, in memory: what the tables of this project look like.
FRESH = "fresh"


def bring_forward(project: Path, apps: set[str]) -> dict[str, Any]:
    """Migrate the project's SQLite database and compare it with a new one."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, connections
    from django.db.migrations.loader import MigrationLoader

    name = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor != "sqlite" or name != project / "db.sqlite3":
        return _answer("the settings name another database")
    loader = MigrationLoader(connection)
    app, _, _ = settings.AUTH_USER_MODEL.partition(".")
    if app == "auth" or app not in loader.migrated_apps:
        return _answer("this project has no tables yet")
    unknown = [
        f"{app}.{name}"
        for app, name in sorted(set(loader.applied_migrations))
        if app in apps and (app, name) not in loader.disk_migrations
    ]
    if unknown:
        return _answer(f"it has migrations that are not in it: {', '.join(unknown)}")
    call_command("migrate", interactive=False, verbosity=0)
    connections.databases[FRESH] = {
        **deepcopy(connections.databases["default"]),
        "NAME": ":memory:",
    }
    call_command("migrate", database=FRESH, interactive=False, verbosity=0)
    if wrong := _differences(connections[FRESH], connection):
        return _answer(f"its tables differ: {', '.join(wrong)}")
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    except SystemExit:
        return _answer("", drift=True)
    return _answer("")


def _answer(why: str, *, drift: bool = False) -> dict[str, Any]:
    return {"fits": not why, "why": why, "drift": drift}


def _differences(fresh: Any, mine: Any) -> list[str]:
    """Return the columns without which, or with which, the models cannot work."""
    wanted, there = _columns(fresh), _columns(mine)
    wrong = [
        f"{table}.{name} is missing" for table, name in sorted(set(wanted) - set(there))
    ]
    tables = {table for table, _ in wanted}
    # A row that Django writes has no value for a column that it does not know.
    wrong += [
        f"{table}.{name} is unknown and may not be empty"
        for (table, name), needed in there.items()
        if needed and table in tables and (table, name) not in wanted
    ]
    return sorted(wrong)


def _columns(connection: Any) -> Any:
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"PRAGMA table_info({connection.ops.quote_name(table)})")
            for _, name, _, not_null, default, key in cursor.fetchall():
                found[table, name] = not_null and default is None and not key
    return found


if __name__ == "__main__":
    here = Path.cwd()
    # In the place of this file's folder, which the project must not see.
    sys.path[0] = str(here)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    # What the project prints is not the answer.
    with redirect_stdout(io.StringIO()):
        try:
            answer = bring_forward(here, set(sys.argv[1:]))
        except Exception as error:
            lines = str(error).strip().splitlines()
            reason = lines[-1] if lines else ""
            answer = _answer(f"{type(error).__name__}: {reason}")
    sys.stdout.write(json.dumps(answer))
