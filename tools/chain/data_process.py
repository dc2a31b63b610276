"""The process that keeps a step's data: ``python data_process.py make|use``, in a step.

``make`` migrates the database that DATABASE_URL names and creates a superuser with this
step's code. ``use`` migrates it with this step's code, looks for changes that have no
migration, and logs the user in. Prints one sentence and exits with 1 where that
fails. Started by its path, so that the step is importable and this repository is not.
"""

import io
import sys
from pathlib import Path
from typing import Any

PASSWORD = "correct horse battery staple"
ADDRESS = "ada@example.com"
LOGIN = "/user/login/"


def make() -> None:
    """Migrate, and create a superuser."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    model = get_user_model()
    fields: dict[str, Any] = dict.fromkeys(model.REQUIRED_FIELDS, "Ada")
    fields[model.USERNAME_FIELD] = ADDRESS
    model.objects.create_superuser(**fields, password=PASSWORD)


def use() -> None:
    """Migrate, find no change without a migration, and log in."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    said = io.StringIO()
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, stdout=said)
    except SystemExit:
        told = " ".join(said.getvalue().split())
        sys.exit(f"makemigrations --check: changes without a migration: {told}")
    log_in_to_admin()
    log_in_to_api()


def log_in_to_admin() -> None:
    """Log in by the form and open the admin's first page."""
    from django.test import Client

    browser = Client(SERVER_NAME="localhost")
    form = {"username": ADDRESS, "password": PASSWORD, "next": "/admin/"}
    answer = browser.post("/admin/login/", form)
    if answer.status_code != 302:
        sys.exit(f"POST /admin/login/ answers {answer.status_code}, not 302")
    answer = browser.get("/admin/")
    if answer.status_code != 200:
        sys.exit(f"GET /admin/ after the login answers {answer.status_code}, not 200")


def log_in_to_api() -> None:
    """Log in by ``POST /user/login/``, in a step that has it."""
    from django.test import Client
    from django.urls import Resolver404, resolve

    try:
        resolve(LOGIN)
    except Resolver404:
        return
    answer = Client(SERVER_NAME="localhost").post(
        LOGIN,
        {"email": ADDRESS, "password": PASSWORD},
        content_type="application/json",
    )
    if answer.status_code != 200:
        sys.exit(f"POST {LOGIN} answers {answer.status_code}, not 200")
    if "access" not in answer.json():
        sys.exit(f"POST {LOGIN} answers without an access token")


if __name__ == "__main__":
    sys.path[0] = str(Path.cwd())
    import django

    django.setup()
    {"make": make, "use": use}[sys.argv[1]]()
