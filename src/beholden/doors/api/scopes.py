"""Scopes of OAuth 2.0 (RFC 6749, 3.3): each right is one, and ``use:NAME`` names a use.

A token carries what its key carries, or less where less is asked for; never more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...actions import KeyHeld

FOR_USE = "use:"
LONGEST = 4000


class InvalidScope(Exception):
    """A scope was asked for that there is not, or that the key does not carry (RFC 6749, 5.2)."""


@dataclass(frozen=True, slots=True)
class Scopes:
    """What a token is for: these rights, under these uses; under all of its key's where none."""

    rights: frozenset[str]
    uses: frozenset[str]

    def in_words(self) -> str:
        """Return them as a token tells its scopes."""
        return " ".join([*sorted(self.rights), *(FOR_USE + use for use in sorted(self.uses))])

    def to_dict(self) -> dict[str, list[str]]:
        """Return them as they are signed into a token."""
        return {"rights": sorted(self.rights), "uses": sorted(self.uses)}


def scopes_for(held: KeyHeld, asked: str) -> Scopes:
    """Return the scopes of a token for a key: all that it carries where none is asked for.

    Where uses alone are asked for, it has all its key's rights under them. Whether there is a use
    of a name is not looked at, and so not told. Raises InvalidScope.
    """
    words = set(asked.split())
    if not words:
        return Scopes(held.rights, held.uses)
    uses = frozenset(one.removeprefix(FOR_USE) for one in words if one.startswith(FOR_USE))
    rights = frozenset(one for one in words if not one.startswith(FOR_USE))
    beyond = uses - held.uses if held.uses else frozenset[str]()
    if len(asked) > LONGEST or "" in uses or beyond or not rights <= held.rights:
        raise InvalidScope
    return Scopes(rights or held.rights, uses or held.uses)


def within(held: KeyHeld, signed: Mapping[str, Any]) -> KeyHeld:
    """Return what a key lets a program do that comes with a token of it."""
    rights = held.rights & frozenset(signed["rights"])
    return replace(held, rights=rights, uses=frozenset(signed["uses"]) or held.uses)
