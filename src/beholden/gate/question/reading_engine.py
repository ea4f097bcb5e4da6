"""The engine in which questions are read, before any is asked of data."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@cache
def engine_that_reads() -> duckdb.DuckDBPyConnection:
    """Return a connection that holds nothing and may reach nothing.

    It parses texts of questions, and works conditions out for values that a question names itself.
    """
    import duckdb

    return duckdb.connect(
        ":memory:",
        config={
            "threads": 1,
            "enable_external_access": False,
            "disabled_optimizers": "common_subexpressions",  # it takes parts out of their TRY
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
            "lock_configuration": True,
        },
    )
