"""The councils that these tests act on."""

from actions.councils import (  # noqa: F401 (fixtures)
    agreed,
    founded,
    on_each_database,
    sealed,
    sealed_today,
    told,
)
