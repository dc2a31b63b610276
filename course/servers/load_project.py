"""Load a project as its server will, in a process of its own, and say what it found.

Run by path with the project's folder as the current one. Prints one JSON object:
``broken`` (course.checking.runner.Broken as a mapping, or null), and ``tables``:
whether ``migrate`` has a user table to make, the first of all tables.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any


def look(project: Path, *, migrated: bool = False) -> dict[str, Any]:
    """Return what the server will find in this project.

    ``migrated`` says that its tables are known to be there, and need not be asked for.
    """
    from course.checking.in_process.startup import diagnose
    from course.checking.in_process.startup_reasons import explain

    # In the place of the repository, whose folders the project must not see.
    sys.path[0] = str(project)
    broken = diagnose(project)
    tables = False
    if broken is None and not migrated:
        try:
            tables = _has_user_migrations()
        except Exception as error:
            # A migration is the project's own code too.
            broken = explain(error, project)
    return {"broken": vars(broken) if broken else None, "tables": tables}


def _has_user_migrations() -> bool:
    from django.conf import settings
    from django.db.migrations.loader import MigrationLoader

    app, _, _ = settings.AUTH_USER_MODEL.partition(".")
    # Django's own user would be the wrong one, and could not be exchanged later.
    return app != "auth" and app in MigrationLoader(None).migrated_apps


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[2])
    os.environ.setdefault("DEBUG", "1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    # What the project prints while it loads is not the answer.
    answer, sys.stdout = sys.stdout, sys.stderr
    answer.write(json.dumps(look(Path.cwd())))
