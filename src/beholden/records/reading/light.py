"""What is left in the database where a use or an agreement is read beside something else.

These are long documents; decoding them for each of a thousand rows takes longer than all else.
"""

from __future__ import annotations

LONG_OF_USE = ("statement", "canvas")
LONG_OF_AGREEMENT = ("document", "terms", "contracts")


def long_of_use(of: str = "use") -> tuple[str, ...]:
    """Return the long columns of a use that is read over a relation."""
    return tuple(f"{of}__{name}" for name in LONG_OF_USE)


def long_of_agreement(of: str = "agreement") -> tuple[str, ...]:
    """Return the long columns of an agreement that is read over a relation."""
    return tuple(f"{of}__{name}" for name in LONG_OF_AGREEMENT)
