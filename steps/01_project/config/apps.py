"""The project itself is an app, so that its system checks are found."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "config"

    def ready(self):
        from config import checks  # noqa: F401
