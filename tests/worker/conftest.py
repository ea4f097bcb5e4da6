"""The councils that the worker works for."""

from actions.councils import on_each_database, sealed, sealed_today, told  # noqa: F401 (fixtures)
