"""The app that knows who somebody is."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "users"
