"""Each council's records are reached through an alias of their own."""

from __future__ import annotations

from beholden.records import databases


def test_a_fresh_register_has_every_migration(register: str) -> None:
    assert databases.is_migrated(register)
