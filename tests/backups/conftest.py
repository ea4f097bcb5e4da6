"""The councils that are backed up here."""

from actions.councils import agreed, founded, on_each_database, sealed, told  # noqa: F401
