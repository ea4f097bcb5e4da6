"""What is remembered for a while, in the database; nothing goes before its time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections


class PassingCache(DatabaseCache):
    """Django's cache in the database, from which nothing is dropped to make room.

    How often something was tried is counted in it, and which codes were used. Were any of it
    dropped because there is much else, a stranger could drop it by adding more.
    """

    _table: str

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:  # noqa: ARG002 (Django's)
        """Delete what is over, and nothing else."""
        operations = connections[db].ops
        table, expires = operations.quote_name(self._table), operations.quote_name("expires")
        over = operations.adapt_datetimefield_value(now)
        cursor.execute(f"DELETE FROM {table} WHERE {expires} < %s", [over])  # noqa: S608 (our names)
