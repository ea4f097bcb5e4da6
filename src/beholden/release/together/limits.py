"""What is refused in words, because it would take too long or too much room to solve."""

from __future__ import annotations

from beholden.kernel import BadInput

_IN_PARTS = "Ask for the release in parts: fewer tables, fewer dimensions, or wider groups."
_WHOM = "whoever keeps the thresholds of disclosure control"


def too_large(found: int, most: int) -> BadInput:
    """Return that tables cannot be solved together, and what to do."""
    return BadInput(
        "These tables are too large to be solved together with what was released before.",
        why=f"Together they divide people into {found:,} groups; at most {most:,} are solved.",
        next_step=_IN_PARTS,
        ask=_WHOM,
    )


def out_of_time() -> BadInput:
    """Return that solving took too long, and what to do."""
    return BadInput(
        "These tables could not be solved together with what was released before in time.",
        why="What nobody could check is not released.",
        next_step=_IN_PARTS,
        ask=_WHOM,
    )
