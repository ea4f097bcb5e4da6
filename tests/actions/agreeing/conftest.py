"""The councils that these tests act on."""

from ..councils import agreed, on_each_database, sealed, told  # noqa: F401 (fixtures)
