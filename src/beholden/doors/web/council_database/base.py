"""A connection that is the one of the council at work.

django-allauth opens its transactions on the database called default. There is none: each request
has its council's. So ``default`` hands everything on to that; outside a request nothing answers.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.dummy.base import DatabaseWrapper as NoDatabase

from ....records.databases import current_alias


class DatabaseWrapper:
    """Hands every call on to the connection of the council at work."""

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        vars(self)["_none"] = NoDatabase(settings_dict, alias)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._at_work(), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._at_work(), name, value)

    def _at_work(self) -> Any:
        from django.db import connections

        alias = current_alias()
        return vars(self)["_none"] if alias == "default" else connections[alias]
