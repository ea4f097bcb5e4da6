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

    engine = duckdb.connect(
        ":memory:",
        config={
            "threads": 1,
            "memory_limit": "256MB",  # it stands outside the jail, in the process of who asks
            "temp_directory": "",  # what has no room is not done, and nothing of it is written
            "disabled_optimizers": "common_subexpressions",  # it takes parts out of their TRY
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
        },
    )
    # Afterwards, since without access to files their place could not be taken away.
    engine.execute("SET enable_external_access = false; SET lock_configuration = true")
    return engine
