"""The Django app of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts, under the label ``accounts``."""

    name = "beholden.doors.accounts"
    label = "accounts"
    verbose_name = "Accounts"
