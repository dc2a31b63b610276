"""The app that gives out tokens."""

from django.apps import AppConfig


class AccountsLoginConfig(AppConfig):
    name = "accounts_login"
