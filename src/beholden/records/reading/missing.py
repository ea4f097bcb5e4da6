"""What is said when the register has nothing of a name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from ...kernel import NotFound


def missing(what: str, name: str, names: Iterable[str], *, list_with: str) -> NotFound:
    """Return the error for a name that is not there, with the nearest names that are.

    ``names`` are those of the same register, which the reader may list anyway; ``name`` itself is
    not repeated, since it may be anything that somebody typed.
    """
    near = get_close_matches(name, list(names), n=3)
    return NotFound(
        f"There is no {what} of that name.",
        why=f"Nearest: {', '.join(near)}." if near else "",
        next_step=f"List what there is with `{list_with}`.",
    )
